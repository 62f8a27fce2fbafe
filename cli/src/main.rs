//! doorstep-cli
fn main() {}
