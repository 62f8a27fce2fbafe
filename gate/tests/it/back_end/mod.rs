//! The back-end rules, between a tenant, a directory, a webhook and a provider that are scripted.

mod codes;
mod device_lost;
mod directory;
mod frozen;
mod graph;
mod guessing;
mod house;
mod provider;
mod recovery;
mod sign_up;
