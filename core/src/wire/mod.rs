//! Dialects of the service's protocol: from our words to its own and back. Private, and one
//! module per version, so that no endpoint's name reaches the flows or an app.

pub(crate) mod v1;
