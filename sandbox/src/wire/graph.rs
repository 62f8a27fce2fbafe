//! Paths of Microsoft Graph: the few calls that something beside a tenant makes (docs/sandbox.md, "Microsoft Graph").

use axum::http::Method;

/// Microsoft Graph as an audience, and as a resource in front of `/.default`.
pub(crate) const GRAPH: &str = "https://graph.microsoft.com";

/// Where all its paths begin.
const BASE: &str = "graph/v1.0/";

/// Makes the enum, its paths and its methods out of one table.
macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $method:ident $path:literal,)+) => {
        /// A call that is emulated.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Operation {
            $($(#[$doc])* $name,)+
        }

        impl Operation {
            const ALL: &[Self] = &[$(Self::$name,)+];

            /// The method, and the path below [`BASE`] with names in braces where something is named.
            fn shape(self) -> (Method, &'static str) {
                match self { $(Self::$name => (Method::$method, $path),)+ }
            }
        }
    };
}

operations! {
    /// Users by a filter.
    FindUsers = GET "users",
    /// A user.
    GetUser = GET "users/{user}",
    /// All refresh tokens of a user die.
    RevokeSessions = POST "users/{user}/revokeSignInSessions",
    /// In which of some groups a user is.
    CheckGroups = POST "users/{user}/checkMemberGroups",
    /// A user's numbers.
    ListPhones = GET "users/{user}/authentication/phoneMethods",
    /// Takes a number away.
    RemovePhone = DELETE "users/{user}/authentication/phoneMethods/{method}",
    /// A user's addresses.
    ListEmails = GET "users/{user}/authentication/emailMethods",
    /// Puts a user into a group.
    AddMember = POST "groups/{group}/members/$ref",
    /// Takes a user out of a group.
    RemoveMember = DELETE "groups/{group}/members/{user}/$ref",
}

/// A call, and what its path names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct GraphCall {
    pub(crate) operation: Operation,
    pub(crate) names: Vec<String>,
}

/// Why a path leads nowhere.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NoCall {
    /// This segment is none that is known.
    Segment(String),
    /// The path takes another method.
    Method,
}

impl Operation {
    /// The call that a person names by its path, as this table writes it.
    pub(crate) fn named(path: &str) -> Option<Self> {
        let path = path.strip_prefix('/').unwrap_or(path).strip_prefix(BASE)?;
        let mut all = Self::ALL.iter().copied();
        all.find(|operation| operation.shape().1.eq_ignore_ascii_case(path))
    }
}

/// Reads method and path of a call.
pub(crate) fn graph_call(method: &Method, path: &str) -> Result<GraphCall, NoCall> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let below = path.strip_prefix(BASE).unwrap_or_default();
    let given: Vec<_> = below.split('/').map(decoded).collect();
    let fitting = |operation: &Operation| names(operation.shape().1, &given);
    let mut fits = Operation::ALL
        .iter()
        .filter_map(|operation| Some((*operation, fitting(operation)?)))
        .peekable();
    if fits.peek().is_none() {
        return Err(NoCall::Segment(unknown(&given)));
    }
    let (operation, names) = fits
        .find(|(operation, _)| operation.shape().0 == *method)
        .ok_or(NoCall::Method)?;
    Ok(GraphCall { operation, names })
}

/// What the path names where the table has braces; nothing where it does not fit.
fn names(shape: &str, given: &[String]) -> Option<Vec<String>> {
    let shape: Vec<_> = shape.split('/').collect();
    if shape.len() != given.len() {
        return None;
    }
    let mut names = Vec::new();
    for (meant, given) in shape.into_iter().zip(given) {
        if meant.starts_with('{') && !given.is_empty() && !given.starts_with('$') {
            names.push(given.clone());
        } else if !meant.eq_ignore_ascii_case(given) {
            return None;
        }
    }
    Some(names)
}

/// The segment at which a path leaves the table.
fn unknown(given: &[String]) -> String {
    let shapes = Operation::ALL.iter().map(|operation| operation.shape().1);
    let known = |shape: &str| {
        let matching = shape.split('/').zip(given);
        matching
            .take_while(|(meant, given)| {
                meant.starts_with('{') || meant.eq_ignore_ascii_case(given)
            })
            .count()
    };
    let at = shapes.map(known).max().unwrap_or_default();
    given.get(at).or(given.last()).cloned().unwrap_or_default()
}

/// A segment without its percent signs.
fn decoded(segment: &str) -> String {
    let plus = segment.replace('+', "%2B");
    let mut pairs = form_urlencoded::parse(plus.as_bytes());
    pairs
        .next()
        .filter(|(_, value)| value.is_empty())
        .map_or_else(|| segment.to_owned(), |(name, _)| name.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_the_call_and_its_objects() {
        let call = |method, path| graph_call(&method, path);
        let found = call(Method::POST, "/graph/v1.0/groups/g1/members/$ref").expect("a call");
        assert_eq!(found.operation, Operation::AddMember);
        assert_eq!(found.names, ["g1"]);
        let path = "/graph/v1.0/Groups/g1/members/u%2D1/%24ref";
        let found = call(Method::DELETE, path).expect("a call");
        assert_eq!(found.operation, Operation::RemoveMember);
        assert_eq!(found.names, ["g1", "u-1"]);
        let found = call(Method::GET, "/graph/v1.0/users").expect("a call");
        assert_eq!(found.operation, Operation::FindUsers);
    }

    #[test]
    fn a_path_that_is_not_known_is_refused_by_its_segment() {
        let segment = |path: &str| graph_call(&Method::GET, path);
        let no = |name: &str| Err(NoCall::Segment(name.to_owned()));
        assert_eq!(segment("/graph/v1.0/me"), no("me"));
        assert_eq!(segment("/graph/v1.0/users/u/manager"), no("manager"));
        assert_eq!(segment("/graph/beta/users"), no(""));
        let path = "/graph/v1.0/groups/g/members/$ref";
        assert_eq!(segment(path), Err(NoCall::Method));
        // Without `$ref` the real call deletes the user.
        let path = "/graph/v1.0/groups/g/members/u";
        assert_eq!(graph_call(&Method::DELETE, path), no("u"));
    }

    #[test]
    fn faults_name_a_call_as_the_table_does() {
        let named = "graph/v1.0/groups/{group}/members/$ref";
        assert_eq!(Operation::named(named), Some(Operation::AddMember));
        let named = "/graph/v1.0/users";
        assert_eq!(Operation::named(named), Some(Operation::FindUsers));
        assert_eq!(Operation::named("graph/v1.0/groups/g1/members/$ref"), None);
    }
}
