//! Proof that every row of the state machines in the documentation is walked: each journey is
//! traced, the traces are followed through the tables of the page, and a row that none of them
//! comes to fails the test, as does a trace that the page does not know.

mod flows;
mod page;
mod protocol;
mod traces;
