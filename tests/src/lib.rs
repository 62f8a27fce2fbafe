//! doorstep-tests
