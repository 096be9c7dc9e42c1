//! The web worker: answers what the page asks, in the order in which it asks.

use gloo_worker::Registrable;
use poolwright_worker::wire::{JsonText, PlanWorker};

fn main() {
    PlanWorker::registrar().encoding::<JsonText>().register();
}
