//! The page's side of the worker: it starts with the first request, and again after a crash, with the data sent to it
//! before.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use gloo_utils::{document, window};
use gloo_worker::{Spawnable, WorkerBridge};
use leptos::prelude::*;
use poolwright_protocol::{Request, Response};
use poolwright_worker::wire::{Bytes, PlanWorker};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use super::{later, prices};
use crate::store::Store;

/// What is shown when the worker could not be started, or stopped.
pub const NO_WORKER: &str =
    "A part of the planner could not be loaded. Check the connection and try again. Your plan is unchanged.";

/// How long the worker may take to an answer, in milliseconds: a slow network has to load it first.
const ANSWER_MS: u32 = 90_000;

/// What is done with a response, which is `None` if the worker couldn't be started, or stopped.
type Done = Box<dyn FnOnce(Option<Response>)>;

#[derive(Default)]
struct Client {
    state: State,
    next_number: u32,
    /// Requests that wait for the worker to start.
    waiting: Vec<(u32, Request)>,
    /// What is done with responses, by the number of the request.
    open: BTreeMap<u32, Done>,
    /// What is sent to the worker again when it starts.
    subscription: Option<Request>,
    prices: Option<Request>,
    rates: Option<Request>,
    /// Gives up on the worker when an answer takes too long; stops when it is dropped.
    watchdog: Option<Timeout>,
    is_listening: bool,
}

#[derive(Default)]
enum State {
    #[default]
    Stopped,
    Starting,
    Running(WorkerBridge<PlanWorker>),
}

thread_local! {
    static CLIENT: RefCell<Client> = RefCell::default();
}

/// Asks the worker once. The response is `None` if the worker couldn't be started, or stopped.
pub fn request(_store: Store, request: Request, then: impl FnOnce(Option<Response>) + 'static) {
    send(request, Box::new(then));
}

/// Tells the worker something that its answers depend on, now or when it starts, and again when it restarts.
pub fn tell(store: Store, request: Request) {
    let has_started = CLIENT.with_borrow_mut(|client| {
        match &request {
            Request::SetSubscription(_) => client.subscription = Some(request.clone()),
            Request::SetRates { .. } => client.rates = Some(request.clone()),
            _ => client.prices = Some(request.clone()),
        }
        matches!(client.state, State::Running(_))
    });
    // A worker that hasn't started gets it when it does.
    if has_started {
        send(request, Box::new(|_| {}));
    }
    store.worker_epoch.update(|epoch| *epoch += 1);
}

/// Asks now, and again whenever something that the question read has changed; nothing is asked while the question is
/// `None`. One request is open at a time: what changes meanwhile is asked when it is answered, and only the answer to
/// the latest question is used.
pub fn live_query(
    store: Store,
    question: impl Fn() -> Option<Request> + 'static,
    answered: impl Fn(Option<Response>) + 'static,
) {
    live_query_boxed(store, Box::new(question), Rc::new(answered));
}

type Question = Box<dyn Fn() -> Option<Request>>;
type Answered = Rc<dyn Fn(Option<Response>)>;

#[derive(Default)]
struct Query {
    is_open: bool,
    /// The question that was asked last, and what the worker knew then.
    last: Option<(u32, Request)>,
    /// The question to ask when the open one is answered.
    next: Option<Request>,
    /// Whether the answer to the open request is not wanted any more.
    is_outdated: bool,
}

fn live_query_boxed(store: Store, question: Question, answered: Answered) {
    let query = Rc::new(RefCell::new(Query::default()));
    // Whoever asked may be gone when the answer comes.
    let is_here = StoredValue::new(());
    Effect::new(move |_| {
        let question = question().map(|request| (store.worker_epoch.get(), request));
        let mut state = query.borrow_mut();
        // What has changed may be nothing that the question is about.
        if state.last == question {
            return;
        }
        state.last.clone_from(&question);
        let request = question.map(|(_, request)| request);
        if state.is_open {
            state.is_outdated = true;
            state.next = request;
        } else if let Some(request) = request {
            state.is_open = true;
            drop(state);
            ask(query.clone(), is_here, answered.clone(), request);
        }
    });
}

fn ask(query: Rc<RefCell<Query>>, is_here: StoredValue<()>, answered: Answered, request: Request) {
    let done = move |response: Option<Response>| {
        let mut state = query.borrow_mut();
        if is_here.is_disposed() {
            return;
        }
        let next = state.next.take();
        let is_outdated = std::mem::take(&mut state.is_outdated);
        match next {
            // A worker that failed is not asked again for what came meanwhile: that would fail as fast as it is asked.
            Some(next) if response.is_some() => {
                drop(state);
                ask(query.clone(), is_here, answered.clone(), next);
            }
            next => {
                state.is_open = false;
                if response.is_none() {
                    // With the next change it is asked again.
                    state.last = None;
                }
                drop(state);
                if response.is_none() || next.is_some() || !is_outdated {
                    answered(response);
                }
            }
        }
    };
    send(request, Box::new(done));
}

fn send(request: Request, done: Done) {
    let must_start = CLIENT.with_borrow_mut(|client| {
        let number = client.next_number;
        client.next_number = client.next_number.wrapping_add(1);
        client.open.insert(number, done);
        if client.watchdog.is_none() {
            client.watchdog = Some(watchdog());
        }
        match &client.state {
            State::Running(bridge) => {
                bridge.send((number, request));
                false
            }
            State::Starting => {
                client.waiting.push((number, request));
                false
            }
            State::Stopped => {
                client.waiting.push((number, request));
                client.state = State::Starting;
                true
            }
        }
    });
    if must_start {
        listen_for_crashes();
        spawn_local(async {
            later::loaded().await;
            // The browser tells nobody but the `Worker` object, which gloo keeps for itself, that a worker can't be
            // loaded: so its loader is loaded here first, and comes from the cache then.
            match loader() {
                Some(path) if prices::text(&path).await.is_some() => start(&path),
                _ => fail(),
            }
        });
    }
}

/// Returns the address of the worker's loader, as index.html has it.
fn loader() -> Option<String> {
    let script = document().query_selector("script[data-worker]").ok().flatten()?;
    script.get_attribute("data-worker")
}

fn start(path: &str) {
    let bridge = PlanWorker::spawner()
        .encoding::<Bytes>()
        .callback(|(number, response)| {
            let done = CLIENT.with_borrow_mut(|client| {
                let done = client.open.remove(&number);
                client.watchdog = (!client.open.is_empty()).then(watchdog);
                done
            });
            if let Some(done) = done {
                done(Some(response));
            }
        })
        .with_loader(true)
        .as_module(true)
        .spawn(path);
    CLIENT.with_borrow_mut(|client| {
        let remembered = [client.subscription.clone(), client.prices.clone(), client.rates.clone()];
        for request in remembered.into_iter().flatten() {
            let number = client.next_number;
            client.next_number = client.next_number.wrapping_add(1);
            bridge.send((number, request));
        }
        for numbered in client.waiting.drain(..) {
            bridge.send(numbered);
        }
        client.state = State::Running(bridge);
    });
}

fn watchdog() -> Timeout {
    Timeout::new(ANSWER_MS, fail)
}

/// Stops the worker, and answers all open requests with nothing.
fn fail() {
    let (bridge, open) = CLIENT.with_borrow_mut(|client| {
        client.waiting.clear();
        client.watchdog = None;
        (std::mem::take(&mut client.state), std::mem::take(&mut client.open))
    });
    drop(bridge);
    for done in open.into_values() {
        done(None);
    }
}

/// What goes wrong in a worker is an error of its page too (HTML standard, "report an exception").
fn listen_for_crashes() {
    let is_listening = CLIENT.with_borrow_mut(|client| std::mem::replace(&mut client.is_listening, true));
    if is_listening {
        return;
    }
    EventListener::new(&window(), "error", |event| {
        // An error of the page itself comes with its object; browsers withhold that of a worker.
        let is_of_worker = event.dyn_ref::<web_sys::ErrorEvent>().is_some_and(|error| {
            let is_foreign = error.error().is_null() || error.error().is_undefined();
            is_foreign && !error.message().starts_with("ResizeObserver")
        });
        if is_of_worker {
            fail();
        }
    })
    .forget();
}
