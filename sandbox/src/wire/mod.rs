//! The protocol's forms and answers, read and written without knowing any tenant.

mod answer;
mod attribute_name;
mod challenge_type;
mod claims;
mod endpoint;
mod error;
mod error_table;
mod form;
mod graph;
mod label;
mod page;
mod scope;
mod target;

pub(crate) use answer::{
    Answer, AttributeOptions, CodeSent, ListedMethod, RegistrableMethod, RequiredAttribute,
};
pub(crate) use attribute_name::{is_built_in, most_characters};
pub(crate) use challenge_type::{Capabilities, ChallengeTypes};
pub(crate) use claims::{AskedContext, asked_contexts};
pub(crate) use endpoint::{Endpoint, Place, find};
pub(crate) use error::Stamp;
pub(crate) use error_table::WireError;
pub(crate) use form::{Form, Param};
pub(crate) use graph::{GRAPH, GraphCall, NoCall, Operation, graph_call};
pub(crate) use label::masked;
pub(crate) use page::Page;
pub(crate) use scope::Scopes;
pub(crate) use target::Target;
