//! Elements, built by hand and kept up to date by Leptos's reactive graph.
//!
//! `view!` makes a type of each piece of markup, and the whole form of them: with it this page was 242 KB of brotli.
//! These builders have no type parameters beyond the closure they box, so that a field more is data more, not code.

use std::any::Any;
use std::cell::RefCell;

use super::reactive::*;
use crate::json::Json;
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
    let [tag, attributes, children @ ..] = tree.as_list()? else { return None };
    let tag = tag.as_text()?;
    let in_picture = in_picture || tag == "svg";
    let space = if in_picture { "http://www.w3.org/2000/svg" } else { "http://www.w3.org/1999/xhtml" };
    let element = El(done(document().create_element_ns(Some(space), tag)));
    let mut element = attributes
        .as_object()?
        .0
        .iter()
        .fold(element, |element, (name, value)| element.attr(name, value.as_text().unwrap_or_default()));
    for child in children {
        element = match child.as_text() {
            Some(text) => element.text(text),
            None => element.children(grow(child, in_picture)),
        };
    }
    Some(element)
}

/// A button with a text.
pub(super) fn button(class: &str, text: &str, press: impl Fn() + 'static) -> El {
    el("button").attr("type", "button").class(class).text(text).on("click", move |_| press())
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
        let (parent, end) = (self.0.clone(), self.end());
        let shown = RefCell::new(Vec::<Self>::new());
        watch(move || {
            let next = make();
            for old in shown.replace(next.clone()) {
                old.0.remove();
            }
            for one in &next {
                done(parent.insert_before(&one.0, Some(&end)));
            }
        });
    }

    /// A child for each key. A child stays, with its focus and what is open in it, for as long as its key does.
    pub(super) fn each_with(
        self,
        keys: impl Fn() -> Vec<u32> + 'static,
        make: impl Fn(u32) -> Self + 'static,
    ) -> Self {
        self.bind_each(Box::new(keys), Box::new(make));
        self
    }

    fn bind_each(&self, keys: Box<dyn Fn() -> Vec<u32>>, make: Box<dyn Fn(u32) -> Self>) {
        let (parent, end) = (self.0.clone(), self.end());
        let owner = Owner::current().unwrap_or_default();
        let shown = RefCell::new(Vec::<(u32, Owner, Self)>::new());
        watch(move || {
            let keys = keys();
            let mut old = shown.take();
            let next: Vec<_> = keys
                .into_iter()
                .map(|key| match old.iter().position(|(known, ..)| *known == key) {
                    Some(place) => old.swap_remove(place),
                    None => {
                        let owner = owner.child();
                        let made = owner.with(|| untrack(|| make(key)));
                        (key, owner, made)
                    }
                })
                .collect();
            for (_, owner, gone) in old {
                gone.0.remove();
                owner.cleanup();
            }
            // From the last to the first, moving only what is out of place: what is moved loses the focus.
            let mut after: Node = end.clone();
            for (_, _, one) in next.iter().rev() {
                if one.0.next_sibling().as_ref() != Some(&after) || one.0.parent_node().is_none() {
                    done(parent.insert_before(&one.0, Some(&after)));
                }
                after = one.0.clone().into();
            }
            shown.replace(next);
        });
    }

    /// Marks the place behind the children that are there, for those that come and go.
    fn end(&self) -> Node {
        let end: Node = document().create_comment("").into();
        self.append(&end);
        end
    }

    pub(super) fn on(self, event: &'static str, then: impl Fn(Event) + 'static) -> Self {
        listen(&self.0, event, Box::new(then));
        self
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

/// The id of the element that an event comes from.
pub(super) fn id_of(event: &Event) -> String {
    target_property(event, "id").as_string().unwrap_or_default()
}
