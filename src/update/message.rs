//! What can happen on the page, and what the browser has to do about it.

use poolwright::plan::{Plan, Value};

use crate::form::{FieldTarget, Spec};
use crate::kept::Steps;
use crate::model::{Format, Notice, Tab, Task};
use crate::pools::{Change, Listing};

/// What can happen.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Text was typed into a field.
    Typed {
        target: FieldTarget,
        spec: &'static Spec,
        text: String,
    },
    /// A value was chosen; it is an undo step of its own.
    Chose {
        target: FieldTarget,
        key: &'static str,
        value: Option<Value>,
    },
    /// A value was chosen by typing; typing goes on.
    Set {
        target: FieldTarget,
        key: &'static str,
        value: Option<Value>,
    },
    /// The focus left a field: what is typed next is another undo step.
    LeftField,
    /// Adds a pool of the kind with this number in [`super::KINDS`].
    AddPool(usize),
    CopyPool(u32),
    RemovePool(u32),
    MovePool {
        id: u32,
        by: isize,
    },
    /// Lists the pools that contain words, in an order.
    ListPools(Listing),
    SelectPool {
        id: u32,
        is_selected: bool,
    },
    /// Selects all pools that are listed, or none.
    SelectListed {
        is_selected: bool,
    },
    /// Changes the selected pools in one step.
    ChangeSelected(Change),
    /// Copies the selected pools so many times, with names after a pattern.
    CopySelected {
        pattern: String,
        count: usize,
    },
    RemoveSelected,
    /// Lists all pools and selects none.
    CloseSelection,
    /// Applies a fix of the finding in the row with this id.
    ApplyFix {
        row: u64,
        fix: usize,
    },
    ApplySafeFixes,
    /// Accepts the finding in the row with this id, with a reason and a last day (empty for no end).
    Accept {
        row: u64,
        reason: String,
        until: String,
    },
    /// No longer accepts the finding in the row with this id.
    Unaccept {
        row: u64,
    },
    /// Removes the entry in this place of what the plan accepts.
    RemoveAccepted(usize),
    /// Shows the field that the finding in the row with this id is about.
    GoTo {
        row: u64,
    },
    Undo,
    Redo,
    /// The steps of the visit before this page was loaded again: the plan that they are about, and those before and after.
    ResumeHistory {
        now: Box<Plan>,
        past: Steps,
        future: Steps,
    },
    /// Opens a plan that was read, imported or chosen.
    Open {
        plan: Box<Plan>,
        source: String,
        notice: Option<Notice>,
    },
    /// Shows the field of a property.
    GoToField {
        target: FieldTarget,
        key: &'static str,
    },
    /// Drops the text of a field that the plan can't hold.
    DropRejected {
        target: FieldTarget,
        key: &'static str,
    },
    /// Another link is in the address bar; and the draft in this browser.
    LinkChanged {
        fragment: String,
        draft: Option<Box<Plan>>,
    },
    OpenKeptDraft,
    DropKeptDraft,
    /// Opens the draft that another tab wrote.
    OpenOtherDraft(Box<Plan>),
    /// Another tab wrote the draft.
    OtherTabWrote,
    Notify(Option<Notice>),
    ChooseTab(Tab),
    ChooseTask(Task),
    ChooseTaskPool(u32),
    ChooseFormat(Format),
    /// VM sizes or quota of the user's subscription were read, and what they contain as a sentence.
    SubscriptionRead {
        data: String,
        summary: String,
    },
    KeepSubscription,
    ForgetSubscription,
    /// The plan was saved or could not be: the page's address, and why it is not saved.
    Saved {
        address: Option<String>,
        error: String,
    },
    /// Typing paused.
    Paused,
}

/// What the browser has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Announces a sentence in the live region.
    Say(String),
    /// Opens these `details` and moves the focus to the element with this id.
    Focus {
        open: Vec<String>,
        id: String,
    },
    Store {
        key: &'static str,
        text: String,
    },
    Forget {
        key: &'static str,
    },
    /// Keeps the subscription's data, and says whether there was room.
    KeepSubscription(String),
    /// Tells the worker what is known of the subscription.
    TellSubscription(String),
}
