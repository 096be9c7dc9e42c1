//! The web app.

pub mod ui;
