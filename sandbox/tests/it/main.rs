//! The sandbox over real HTTP on loopback.

mod support;

mod sign_in;
