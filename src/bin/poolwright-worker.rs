//! The web worker: answers what the page asks, in the order in which it asks.

use gloo_worker::Registrable;
use poolwright_worker::wire::{Bytes, PlanWorker};

fn main() {
    PlanWorker::registrar().encoding::<Bytes>().register();
}
