//! Elements as data: made here, put into the page there.

use poolwright::to_json::{Json, Object};

/// An element with its attributes and what is in it.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    tag: &'static str,
    attributes: Vec<(&'static str, String)>,
    children: Vec<Child>,
}

#[derive(Clone, Debug)]
enum Child {
    Text(String),
    Tree(Tree),
}

/// An element.
pub(super) fn tree(tag: &'static str) -> Tree {
    Tree { tag, attributes: Vec::new(), children: Vec::new() }
}

impl Tree {
    pub(super) fn attr(mut self, name: &'static str, value: impl ToString) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    pub(super) fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }

    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.children.push(Child::Text(text.into()));
        self
    }

    pub(super) fn child(mut self, child: Self) -> Self {
        self.children.push(Child::Tree(child));
        self
    }

    pub(super) fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children.into_iter().map(Child::Tree));
        self
    }

    /// `[tag, {attributes}, child ...]`, a text being a string.
    pub(super) fn to_json(&self) -> Json {
        let attributes: Object =
            self.attributes.iter().map(|(name, value)| ((*name).to_owned(), value.as_str().into())).collect();
        let children = self.children.iter().map(|child| match child {
            Child::Text(text) => text.as_str().into(),
            Child::Tree(tree) => tree.to_json(),
        });
        Json::Array([self.tag.into(), attributes.into()].into_iter().chain(children).collect())
    }
}
