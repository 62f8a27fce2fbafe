//! The names of attributes that the service knows by itself (docs/protocol.md 3.4).

/// The built-in attributes, and how many characters each holds at most.
const BUILT_IN: [(&str, usize); 9] = [
    ("city", 128),
    ("country", 128),
    ("displayName", 256),
    ("givenName", 64),
    ("jobTitle", 128),
    ("postalCode", 40),
    ("state", 128),
    ("streetAddress", 1024),
    ("surname", 64),
];

/// How many characters any other attribute holds at most.
const LONGEST_CUSTOM: usize = 250;

/// Whether this is the name of a built-in attribute.
pub(crate) fn is_built_in(name: &str) -> bool {
    BUILT_IN.iter().any(|(built_in, _)| *built_in == name)
}

/// How many characters a text of this name holds at most.
pub(crate) fn most_characters(name: &str) -> usize {
    BUILT_IN
        .iter()
        .find(|(built_in, _)| *built_in == name)
        .map_or(LONGEST_CUSTOM, |(_, most)| *most)
}
