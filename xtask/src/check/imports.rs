//! Finding the paths by which one module of a crate names another.

use std::iter::Peekable;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A path into the crate, from its root, and the line it stands on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Import {
    pub(super) path: Vec<String>,
    pub(super) line: usize,
}

/// Every `crate::…` and `super::…` path of a source file, in use declarations and anywhere else, macros included.
/// Items under `#[cfg(test)]` do not count: tests may reach wherever they need to.
pub(super) fn of_source(source: &str, module: &[String]) -> Result<Vec<Import>, String> {
    let tokens: TokenStream = source.parse().map_err(|error| format!("{error}"))?;
    let mut found = Vec::new();
    walk(tokens, module, &mut found);
    Ok(found)
}

fn walk(tokens: TokenStream, module: &[String], found: &mut Vec<Import>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut before = String::new();
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                if matches!(tokens.peek(), Some(TokenTree::Group(group)) if is_test(group)) {
                    skip_item(&mut tokens);
                }
            }
            TokenTree::Ident(word) if word == "mod" => {
                let inner = [
                    module,
                    &[tokens
                        .next()
                        .map(|name| name.to_string())
                        .unwrap_or_default()],
                ]
                .concat();
                if let Some(TokenTree::Group(body)) = tokens.peek() {
                    walk(body.stream(), &inner, found);
                    tokens.next();
                }
            }
            // `pub(in crate::x)` is a visibility and `$crate` belongs to whoever calls the macro.
            TokenTree::Ident(word) if before != "in" && before != "$" => {
                let start = match word.to_string().as_str() {
                    "crate" => Some(Vec::new()),
                    "super" => Some(parent(module)),
                    _ => None,
                };
                if let Some(start) = start {
                    follow(start, word.span().start().line, &mut tokens, found);
                }
            }
            TokenTree::Group(group) => walk(group.stream(), module, found),
            _ => {}
        }
        before = token.to_string();
    }
}

/// Reads on from `crate` or `super`: further segments, or a group of them.
fn follow(
    mut path: Vec<String>,
    line: usize,
    tokens: &mut Peekable<impl Iterator<Item = TokenTree>>,
    found: &mut Vec<Import>,
) {
    let mut segments = 0;
    while step_over_colons(tokens) {
        match tokens.peek() {
            Some(TokenTree::Ident(word)) if word == "super" => path = parent(&path),
            Some(TokenTree::Ident(word)) => path.push(word.to_string()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let mut inside = group.stream().into_iter().peekable();
                while inside.peek().is_some() {
                    branch(&path, line, &mut inside, found);
                }
                tokens.next();
                return;
            }
            _ => break,
        }
        segments += 1;
        tokens.next();
    }
    if segments > 0 {
        found.push(Import { path, line });
    }
}

/// One element of a group in a use declaration, up to its comma.
fn branch(
    path: &[String],
    line: usize,
    tokens: &mut Peekable<impl Iterator<Item = TokenTree>>,
    found: &mut Vec<Import>,
) {
    let mut path = path.to_vec();
    if let Some(TokenTree::Ident(word)) = tokens.peek()
        && word != "self"
    {
        path.push(word.to_string());
    }
    tokens.next();
    let known = found.len();
    follow(path.clone(), line, tokens, found);
    if found.len() == known {
        found.push(Import { path, line });
    }
    for token in tokens.by_ref() {
        if token.to_string() == "," {
            break;
        }
    }
}

fn step_over_colons(tokens: &mut Peekable<impl Iterator<Item = TokenTree>>) -> bool {
    let mut colon = || {
        tokens
            .next_if(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ':'))
            .is_some()
    };
    colon() && colon()
}

fn skip_item(tokens: &mut impl Iterator<Item = TokenTree>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return,
            TokenTree::Punct(mark) if mark.as_char() == ';' => return,
            _ => {}
        }
    }
}

fn is_test(attribute: &Group) -> bool {
    attribute.stream().to_string().replace(' ', "") == "cfg(test)"
}

fn parent(module: &[String]) -> Vec<String> {
    module
        .split_last()
        .map(|(_, parent)| parent.to_vec())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(source: &str, module: &[&str]) -> Vec<String> {
        let module: Vec<_> = module.iter().map(ToString::to_string).collect();
        of_source(source, &module)
            .unwrap()
            .into_iter()
            .map(|import| import.path.join("::"))
            .collect()
    }

    #[test]
    fn a_group_is_taken_apart() {
        let source = "use crate::{ids::FlowId, flow::{self, machine::Stage}, clock::*};";
        assert_eq!(
            paths(source, &["client"]),
            ["ids::FlowId", "flow", "flow::machine::Stage", "clock"]
        );
    }

    #[test]
    fn inline_paths_and_macros_count() {
        let source = "fn f(x: crate::ids::FlowId) -> crate::error::Error { log!(crate::wire::v1::encode::<u8>()) }";
        assert_eq!(
            paths(source, &["client"]),
            ["ids::FlowId", "error::Error", "wire::v1::encode"]
        );
    }

    #[test]
    fn super_is_resolved_from_the_module_it_stands_in() {
        let source = "use super::machine::Stage; use super::super::ids::FlowId; mod inner { use super::helper; }";
        assert_eq!(
            paths(source, &["flow", "sign_in"]),
            [
                "flow::machine::Stage",
                "ids::FlowId",
                "flow::sign_in::helper"
            ]
        );
    }

    #[test]
    fn tests_comments_and_visibilities_do_not_count() {
        let source = "
            // crate::wire
            /// crate::wire
            pub(in crate::flow) fn f() { let _ = \"crate::wire\"; }
            #[cfg(test)]
            mod tests { use crate::wire::v1; }
            #[cfg(test)]
            use crate::service::Service;
            use crate::ids::FlowId;
        ";
        assert_eq!(paths(source, &["flow"]), ["ids::FlowId"]);
    }

    #[test]
    fn the_line_is_the_one_of_the_path() {
        let found = of_source("\n\nuse crate::wire::v1;", &[]).unwrap();
        assert_eq!(found[0].line, 3);
    }
}
