//! doorstep-sandbox
