//! The web app. An event becomes a [`update::Msg`]; [`update::update`] brings it into the [`model::Model`] and returns
//! effects; [`store::Store`] performs them and mirrors the model into signals, which the components show.

pub mod app;
pub mod components;
pub mod effects;
pub mod form;
pub mod kept;
pub mod model;
pub mod pools;
pub mod snippet_rows;
pub mod store;
pub mod update;
