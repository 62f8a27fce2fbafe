//! The libraries themselves: for whom they were compiled, what they offer and what they want.

use object::macho::Version;

use super::some;
use crate::ios::framework::Contents;
use crate::ios::header;
use crate::ios::library::{Library, Member, RunsOn};
use crate::ios::platform::Allowed;
use crate::ios::slice::{Arch, Slice};

pub(super) fn check(
    slice: Slice,
    libraries: &[Library],
    contents: &Contents,
    allowed: &Allowed,
) -> Vec<String> {
    let mut found = Vec::new();
    let wanted: Vec<Arch> = slice.targets().iter().map(|(arch, _)| *arch).collect();
    let there: Vec<Option<Arch>> = libraries.iter().map(arch).collect();
    if there != wanted.iter().copied().map(Some).collect::<Vec<_>>() {
        let names = |archs: Vec<Option<Arch>>| {
            let names = archs
                .into_iter()
                .map(|arch| arch.map_or("another", Arch::name));
            names.collect::<Vec<_>>().join(", ")
        };
        let meant = names(wanted.into_iter().map(Some).collect());
        found.push(format!("it is for {}, meant for {meant}", names(there)));
    }
    for library in libraries {
        if !library.has_index {
            found.push("linkers find no index of its symbols".to_owned());
        }
        found.extend(
            library
                .members
                .iter()
                .filter_map(|it| member(slice, library, it)),
        );
        found.extend(oldest(slice, library));
        found.extend(symbols(slice, library, contents, allowed));
    }
    found
}

fn arch(library: &Library) -> Option<Arch> {
    let cpu = library
        .announced
        .or_else(|| Some(library.members.first()?.cpu));
    cpu.and_then(Arch::of)
}

fn member(slice: Slice, library: &Library, member: &Member) -> Option<String> {
    let name = &member.name;
    if library.announced.is_some_and(|cpu| cpu != member.cpu) {
        return Some(format!("{name} is for another processor than the library"));
    }
    if !member.debug_sections.is_empty() {
        let sections = some(member.debug_sections.iter().map(String::as_str));
        return Some(format!("{name} has debug sections: {sections}"));
    }
    match member.runs_on {
        None => Some(format!("{name} does not say which system it runs on")),
        Some(RunsOn { platform, .. }) if platform != slice.platform() => Some(format!(
            "{name} is for platform {}, not {}",
            platform.0,
            slice.platform().0
        )),
        Some(_) => None,
    }
}

/// An object that needs a newer system than promised is wrong; a library all of whose objects would run on older ones
/// was compiled without a word of the promise.
fn oldest(slice: Slice, library: &Library) -> Option<String> {
    let versions = library.members.iter().filter_map(|it| it.runs_on);
    let oldest = versions
        .map(|runs_on| runs_on.oldest)
        .max_by_key(|it| it.0)?;
    let meant = Version::new(slice.oldest().major, 0, 0);
    (oldest != meant).then(|| {
        let (major, minor) = (oldest.major(), oldest.minor());
        let meant = slice.oldest().version();
        format!("it runs from version {major}.{minor} on, meant from {meant} on")
    })
}

fn symbols(slice: Slice, library: &Library, contents: &Contents, allowed: &Allowed) -> Vec<String> {
    let mut found = Vec::new();
    let functions = header::symbols(&contents.header);
    let defined = library.defined();
    let names = functions.iter().map(String::as_str);
    let missing: Vec<&str> = names.filter(|name| !defined.contains(name)).collect();
    if functions.is_empty() {
        found.push("its header declares no function".to_owned());
    }
    if !missing.is_empty() {
        let missing = some(missing);
        found.push(format!("declared in the header, and not there: {missing}"));
    }
    let undefined = library.undefined();
    let foreign: Vec<&str> = undefined
        .into_iter()
        .filter(|it| !allowed.has(slice, it))
        .collect();
    if !foreign.is_empty() {
        let foreign = some(foreign);
        found.push(format!(
            "taken of the system, and not in platform-symbols.toml: {foreign}"
        ));
    }
    found
}
