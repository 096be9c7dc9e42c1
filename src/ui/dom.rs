//! Elements, built by hand and kept up to date by Leptos's reactive graph.
//!
//! `view!` makes a type of each piece of markup, and the whole form of them: with it this page was 242 KB of brotli.
//! These builders have no type parameters beyond the closure they box, so that a field more is data more, not code.

use std::any::Any;
use std::cell::RefCell;

use super::reactive::*;
use poolwright::to_json::Json;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, Node};

/// An element under construction.
#[derive(Clone, Debug)]
pub(super) struct El(Element);

/// What the browser answers. What it refuses here would be a mistake of ours (a malformed tag or attribute name), and
/// is thrown as it is: to describe it would cost the page 2 KB.
pub(super) fn done<T>(answer: Result<T, JsValue>) -> T {
    answer.unwrap_or_else(|refusal| wasm_bindgen::throw_val(refusal))
}

/// Makes an element.
pub(super) fn el(tag: &str) -> El {
    El(done(document().create_element(tag)))
}

/// Elements that were made as data, `[tag, {attributes}, child ...]`: what the worker answers.
pub(super) fn grown(tree: &Json) -> Option<El> {
    grow(tree, false)
}

fn grow(tree: &Json, in_picture: bool) -> Option<El> {
    let [tag, attributes, children @ ..] = tree.as_array()?.as_slice() else { return None };
    let tag = tag.as_str()?;
    let in_picture = in_picture || tag == "svg";
    let space = if in_picture { "http://www.w3.org/2000/svg" } else { "http://www.w3.org/1999/xhtml" };
    let element = El(done(document().create_element_ns(Some(space), tag)));
    let mut element = attributes
        .as_object()?
        .iter()
        .fold(element, |element, (name, value)| element.attr(name, value.as_str().unwrap_or_default()));
    for child in children {
        element = match child.as_str() {
            Some(text) => element.text(text),
            None => element.children(grow(child, in_picture)),
        };
    }
    Some(element)
}

/// A button with a text.
pub(super) fn button(class: &str, text: &str, press: impl Fn() + 'static) -> El {
    let button = el("button").attr("type", "button").class(class).text(text);
    listen(&button.0, "click", Box::new(move |_| press()));
    button
}

/// Does something now, and again whenever a signal that it read has changed, for as long as its owner lives.
pub(super) fn watch(run: impl Fn() + 'static) {
    watch_boxed(Box::new(run));
}

fn watch_boxed(run: Box<dyn Fn()>) {
    keep(Box::new(RenderEffect::new(move |_| run())));
}

/// Keeps something alive for as long as the present owner lives.
fn keep(thing: Box<dyn Any>) {
    let _kept = StoredValue::new_local(thing);
}

impl El {
    pub(super) fn element(&self) -> &Element {
        &self.0
    }

    pub(super) fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }

    pub(super) fn id(self, id: &str) -> Self {
        self.attr("id", id)
    }

    pub(super) fn attr(self, name: &str, value: &str) -> Self {
        done(self.0.set_attribute(name, value));
        self
    }

    /// An attribute that follows signals.
    pub(super) fn attr_with(self, name: &'static str, value: impl Fn() -> String + 'static) -> Self {
        self.option_with(name, move || Some(value()))
    }

    /// An attribute that follows signals and may be absent.
    pub(super) fn option_with(
        self,
        name: &'static str,
        value: impl Fn() -> Option<String> + 'static,
    ) -> Self {
        self.bind_attribute(name, Box::new(value));
        self
    }

    /// An attribute that is there or not: `hidden`, `disabled`.
    pub(super) fn flag_with(self, name: &'static str, there: impl Fn() -> bool + 'static) -> Self {
        self.option_with(name, move || there().then(String::new))
    }

    fn bind_attribute(&self, name: &'static str, value: Box<dyn Fn() -> Option<String>>) {
        let element = self.0.clone();
        watch(move || match value() {
            Some(value) if element.get_attribute(name).as_deref() == Some(&*value) => {}
            Some(value) => done(element.set_attribute(name, &value)),
            None => done(element.remove_attribute(name)),
        });
    }

    /// The value of a control. It is set only when it differs, so that the caret stays where it is.
    pub(super) fn value_with(self, value: impl Fn() -> String + 'static) -> Self {
        self.bind_property("value", Box::new(move || JsValue::from_str(&value())));
        self
    }

    /// Whether a box or radio button is checked.
    pub(super) fn checked_with(self, checked: impl Fn() -> bool + 'static) -> Self {
        self.bind_property("checked", Box::new(move || JsValue::from_bool(checked())));
        self
    }

    fn bind_property(&self, name: &'static str, value: Box<dyn Fn() -> JsValue>) {
        let element = self.0.clone();
        watch(move || {
            let (name, value) = (JsValue::from_str(name), value());
            if js_sys::Reflect::get(&element, &name).as_ref() != Ok(&value) {
                done(js_sys::Reflect::set(&element, &name, &value));
            }
        });
    }

    /// Changes the class of an element that is there, if it is another.
    pub(super) fn set_class(&self, class: &str) {
        if self.0.class_name() != class {
            self.0.set_class_name(class);
        }
    }

    /// Changes the text of an element that is there, if it is another.
    pub(super) fn set_text(&self, text: &str) {
        if self.0.text_content().as_deref() != Some(text) {
            self.0.set_text_content(Some(text));
        }
    }

    pub(super) fn text(self, text: &str) -> Self {
        self.append(&document().create_text_node(text));
        self
    }

    /// A text that follows signals.
    pub(super) fn text_with(self, text: impl Fn() -> String + 'static) -> Self {
        self.bind_text(Box::new(text));
        self
    }

    fn bind_text(&self, text: Box<dyn Fn() -> String>) {
        let node = document().create_text_node("");
        self.append(&node);
        watch(move || {
            let text = text();
            if node.data() != text {
                node.set_data(&text);
            }
        });
    }

    pub(super) fn child(self, child: Self) -> Self {
        self.append(&child.0);
        self
    }

    pub(super) fn children(self, children: impl IntoIterator<Item = Self>) -> Self {
        children.into_iter().for_each(|child| self.append(&child.0));
        self
    }

    fn append(&self, node: &Node) {
        done(self.0.append_child(node));
    }

    /// Children that are made anew whenever a signal has changed that making them read.
    pub(super) fn children_with(self, make: impl Fn() -> Vec<Self> + 'static) -> Self {
        self.bind_children(Box::new(make));
        self
    }

    fn bind_children(&self, make: Box<dyn Fn() -> Vec<Self>>) {
        let each = self.each();
        watch(move || {
            let next = make();
            each.show(next.len(), &|_, _| false, &|now| next.get(now).cloned());
        });
    }

    /// Of a `details`: children that are made when it opens and go when it closes.
    pub(super) fn opens_to(self, make: impl Fn() -> Vec<Self> + 'static) -> Self {
        self.bind_opening(Box::new(make));
        self
    }

    fn bind_opening(&self, make: Box<dyn Fn() -> Vec<Self>>) {
        let open = RwSignal::new(false);
        self.bind_children(Box::new(move || if open.get() { untrack(&make) } else { Vec::new() }));
        listen(&self.0, "toggle", Box::new(move |event| open.set(is_on(&event, "open"))));
    }

    /// A child for each thing. A child stays, with its focus and what is open in it, for as long as its thing does.
    pub(super) fn each_with<T: PartialEq + 'static>(
        self,
        things: impl Fn() -> Vec<T> + 'static,
        make: impl Fn(&T) -> Self + 'static,
    ) -> Self {
        self.bind_each(Box::new(things), Box::new(make));
        self
    }

    fn bind_each<T: PartialEq + 'static>(
        &self,
        things: Box<dyn Fn() -> Vec<T>>,
        make: Box<dyn Fn(&T) -> Self>,
    ) {
        let each = self.each();
        let known = RefCell::new(Vec::new());
        watch(move || {
            let old = known.take();
            let new = things();
            each.show(new.len(), &|before, now| old.get(before) == new.get(now), &|now| {
                new.get(now).map(&make)
            });
            known.replace(new);
        });
    }

    /// The place behind the children that are there, for those that come and go.
    fn each(&self) -> Each {
        let end: Node = document().create_comment("").into();
        self.append(&end);
        let owner = Owner::current().unwrap_or_default();
        Each { parent: self.0.clone(), end, owner, shown: RefCell::default() }
    }

    pub(super) fn on(self, event: &'static str, then: impl Fn(Event) + 'static) -> Self {
        listen(&self.0, event, Box::new(then));
        self
    }
}

/// A child with what it listens to and follows.
struct Child {
    owner: Owner,
    element: El,
}

/// The children for a list of things.
struct Each {
    parent: Element,
    end: Node,
    owner: Owner,
    shown: RefCell<Vec<Option<Child>>>,
}

impl Each {
    /// Shows a child for each of so many things: the one of the same thing before, or a new one.
    fn show(&self, count: usize, same: &dyn Fn(usize, usize) -> bool, make: &dyn Fn(usize) -> Option<El>) {
        let mut old = self.shown.take();
        let mut shown = Vec::with_capacity(count);
        // Mostly the things are the same in the same order, and the next one stands behind the one found last.
        let mut next = 0;
        for now in 0..count {
            let is_known = |at: &usize| matches!(old.get(*at), Some(Some(_))) && same(*at, now);
            let known = (next..old.len()).find(is_known).or_else(|| (0..next).find(is_known));
            let child = match known {
                Some(at) => {
                    next = at + 1;
                    old.get_mut(at).and_then(Option::take)
                }
                None => {
                    let owner = self.owner.child();
                    let element = owner.with(|| untrack(|| make(now)));
                    element.map(|element| Child { owner, element })
                }
            };
            shown.push(child);
        }
        for gone in old.into_iter().flatten() {
            gone.element.0.remove();
            gone.owner.cleanup();
        }
        // From the last to the first, moving only what is out of place: what is moved loses the focus.
        let mut after = self.end.clone();
        for child in shown.iter().rev().flatten() {
            let node: &Node = &child.element.0;
            if node.next_sibling().as_ref() != Some(&after) || node.parent_node().is_none() {
                done(self.parent.insert_before(node, Some(&after)));
            }
            after = node.clone();
        }
        self.shown.replace(shown);
    }
}

/// Listens for an event for as long as the owner lives.
pub(super) fn listen(target: &web_sys::EventTarget, event: &str, then: Box<dyn Fn(Event)>) {
    let listener = Closure::<dyn Fn(Event)>::wrap(then);
    done(target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref()));
    keep(Box::new(listener));
}

/// A property of something of the browser's.
pub(super) fn property(of: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(of, &JsValue::from_str(name)).unwrap_or_default()
}

/// A property of an event's target, such as what is typed into it.
fn target_property(event: &Event, name: &str) -> JsValue {
    property(&event.target().map(JsValue::from).unwrap_or_default(), name)
}

/// What is typed or chosen in the control that an event comes from.
pub(super) fn value_of(event: &Event) -> String {
    target_property(event, "value").as_string().unwrap_or_default()
}

/// Whether the box that an event comes from is checked, or the `details` open.
pub(super) fn is_on(event: &Event, name: &str) -> bool {
    target_property(event, name).is_truthy()
}
