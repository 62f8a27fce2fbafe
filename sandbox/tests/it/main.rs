//! The sandbox over real HTTP on loopback.

#[cfg(test)]
mod admin;
#[cfg(test)]
mod admin_access;
#[cfg(test)]
mod admin_refused;
#[cfg(test)]
mod admin_users;
#[cfg(test)]
mod api;
#[cfg(test)]
mod browser;
#[cfg(test)]
mod browser_refused;
#[cfg(test)]
mod browser_tokens;
#[cfg(test)]
mod cors;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod gate;
#[cfg(test)]
mod gate_crowd;
#[cfg(test)]
mod gate_doors;
#[cfg(test)]
mod gate_rules;
#[cfg(test)]
mod gate_scenarios;
#[cfg(test)]
mod gate_scenarios_flow;
#[cfg(test)]
mod graph;
#[cfg(test)]
mod graph_refused;
#[cfg(test)]
mod graphs;
#[cfg(test)]
mod guarded;
#[cfg(test)]
mod journal;
#[cfg(test)]
mod lifetimes;
#[cfg(test)]
mod lockout;
#[cfg(test)]
mod mfa;
#[cfg(test)]
mod policies;
#[cfg(test)]
mod register;
#[cfg(test)]
mod register_refused;
#[cfg(test)]
mod reply;
#[cfg(test)]
mod reset_password;
#[cfg(test)]
mod reset_password_poll;
#[cfg(test)]
mod reset_password_refused;
#[cfg(test)]
mod revocation;
#[cfg(test)]
mod risk;
#[cfg(test)]
mod risk_vendors;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod seed_errors;
#[cfg(test)]
mod session;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod sign_in_refused;
#[cfg(test)]
mod sign_up;
#[cfg(test)]
mod sign_up_attributes;
#[cfg(test)]
mod sign_up_chain;
#[cfg(test)]
mod sign_up_policy;
#[cfg(test)]
mod sign_up_refused;
#[cfg(test)]
mod sms;
#[cfg(test)]
mod support;
#[cfg(test)]
mod surfer;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod transport;
#[cfg(test)]
mod walks;
#[cfg(test)]
mod webhook;
