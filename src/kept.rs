//! What a browser keeps: under which keys; and as texts the steps that can be undone, named drafts, and which findings a
//! link accepts.

use poolwright::codec;
use poolwright::plan::{Accepted, History, Plan};
use poolwright::text::{counted, in_sentence};
use poolwright::to_json::{Json, Object, compact};

/// The key of the draft in local storage.
pub const DRAFT: &str = "poolwright.draft.1";
/// The key under which a draft is kept that can't be read: one of a newer version, or a damaged one.
pub const UNREAD: &str = "poolwright.unread.1";
/// The key of the draft that existed when a link was opened.
pub const KEPT: &str = "poolwright.kept.1";
/// The key of the named drafts.
pub const DRAFTS: &str = "poolwright.drafts.1";
/// The key of the findings that the draft's link accepts.
pub const BY_LINK: &str = "poolwright.bylink.1";
/// The key of the undo steps that survive a reload, in the storage of the tab.
pub const HISTORY: &str = "poolwright.history.1";
/// The key of the address's fragment before and after a change that was saved while the page was left; in the storage of
/// the tab.
pub const LEFT: &str = "poolwright.left.1";
/// The key of the snippet tab that was chosen last.
pub const TAB: &str = "poolwright.tab.1";
/// The key of the output format that was chosen last.
pub const FORMAT: &str = "poolwright.format.1";
/// The key of the data of the user's subscription, if the user chose to keep it.
pub const SUBSCRIPTION: &str = "poolwright.facts.1";

/// Maximum length of the text of the steps. Earlier steps are left out: a browser keeps a few megabytes.
const MAX_HISTORY: usize = 500_000;
/// Maximum length of a draft's name, in characters.
const MAX_NAME: usize = 60;

/// Undo or redo steps, the next one first: the plan that each leads to, and a description of the change.
pub type Steps = Vec<(Plan, String)>;

/// Returns the steps of a history as text; nothing if there are none.
pub fn write_history(history: &History) -> Option<String> {
    let mut room = MAX_HISTORY;
    let mut steps = |steps: &mut dyn Iterator<Item = (&Plan, &str)>| {
        let mut list = Vec::new();
        for (plan, words) in steps {
            let plan = codec::plan_to_json(plan);
            let Some(left) = room.checked_sub(compact(&plan).len()) else { break };
            room = left;
            list.push(object([("words", words.into()), ("plan", plan)]));
        }
        list
    };
    let past = steps(&mut history.past());
    let future = steps(&mut history.future());
    if past.is_empty() && future.is_empty() {
        return None;
    }
    let now = codec::plan_to_json(history.plan());
    Some(compact(&object([("now", now), ("past", past.into()), ("future", future.into())])))
}

/// Returns the plan that a text of [`write_history`] is about, and the steps before and after it.
pub fn read_history(text: &str) -> Option<(Plan, Steps, Steps)> {
    let json: Json = serde_json::from_str(text).ok()?;
    let steps = |key: &str| -> Option<Steps> {
        let step = |step: &Json| Some((plan_of(step.get("plan")?)?, step.get("words")?.as_str()?.to_owned()));
        json.get(key)?.as_array()?.iter().map(step).collect()
    };
    Some((plan_of(json.get("now")?)?, steps("past")?, steps("future")?))
}

fn plan_of(json: &Json) -> Option<Plan> {
    codec::read_plan(&compact(json)).ok().map(|document| document.plan)
}

fn object<const N: usize>(entries: [(&str, Json); N]) -> Json {
    Json::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// Returns accepted findings as text; nothing if there are none.
pub fn write_accepted(accepted: &[Accepted]) -> Option<String> {
    let plan = Plan { accepted: accepted.to_vec(), ..Plan::default() };
    (!accepted.is_empty()).then(|| compact(&codec::plan_to_json(&plan)))
}

/// Returns the accepted findings of a text of [`write_accepted`].
pub fn read_accepted(text: &str) -> Vec<Accepted> {
    codec::read_plan(text).map(|document| document.plan.accepted).unwrap_or_default()
}

/// A plan that is kept under a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub name: String,
    /// The day on which it was saved, as 2026-08-01.
    pub saved: String,
    /// The plan as it was written. One of a later version of the page stays as it is.
    plan: Json,
}

impl Draft {
    /// Returns the plan. The error says why it can't be read.
    pub fn plan(&self) -> Result<Plan, String> {
        let document = codec::read_plan(&compact(&self.plan));
        document.map(|document| document.plan).map_err(|error| error.to_string())
    }

    /// Returns what the list says of it: "3 pools, saved on 2026-08-01".
    pub fn about(&self) -> String {
        let pools = self.plan.get("pools").and_then(Json::as_array).map_or(0, Vec::len);
        format!("{}, saved on {}", counted(pools as i64, "pool"), self.saved)
    }
}

/// The drafts of a browser, in the order in which they were saved, the newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drafts(pub Vec<Draft>);

impl Drafts {
    /// Returns the drafts of a text that [`Drafts::write`] returned. The error says what is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        let json = serde_json::from_str::<Json>(text.trim_start_matches('\u{feff}')).ok();
        let list = json.as_ref().and_then(|json| json.get("drafts")).and_then(Json::as_array).ok_or(
            "The file has no drafts. Choose a file that \u{201c}Download all drafts\u{201d} has saved.",
        )?;
        let draft = |(place, entry): (usize, &Json)| {
            let text = |key: &str| entry.get(key).and_then(Json::as_str).map(str::to_owned);
            let (name, plan) = (text("name"), entry.get("plan").filter(|plan| plan.is_object()));
            let Some((name, plan)) = name.zip(plan) else {
                return Err(format!("Draft {} has no name or no plan.", place + 1));
            };
            Ok(Draft { name, saved: text("saved").unwrap_or_default(), plan: plan.clone() })
        };
        list.iter().enumerate().map(draft).collect::<Result<_, _>>().map(Self)
    }

    /// Returns the drafts as text.
    pub fn write(&self) -> String {
        let draft = |draft: &Draft| {
            object([
                ("name", draft.name.as_str().into()),
                ("saved", draft.saved.as_str().into()),
                ("plan", draft.plan.clone()),
            ])
        };
        let drafts: Vec<Json> = self.0.iter().map(draft).collect();
        let mut object = Object::new();
        object.insert("version".to_owned(), 1.into());
        object.insert("drafts".to_owned(), drafts.into());
        compact(&Json::Object(object))
    }

    /// Saves a plan under a name, in place of a draft of that name; returns what was done. The error says what is wrong
    /// with the name.
    pub fn save(&mut self, name: &str, plan: &Plan, today: &str) -> Result<String, String> {
        let name = name.trim();
        if name.is_empty() {
            return Err("Enter a name.".to_owned());
        }
        if name.chars().count() > MAX_NAME {
            return Err(format!("A name has at most {MAX_NAME} characters."));
        }
        let before = self.0.len();
        self.0.retain(|draft| draft.name != name);
        let verb = if self.0.len() < before { "Replaced" } else { "Saved" };
        let draft = Draft { name: name.to_owned(), saved: today.to_owned(), plan: codec::plan_to_json(plan) };
        self.0.insert(0, draft);
        Ok(format!("{verb} the draft {}.", in_sentence(name)))
    }

    /// Removes the draft of a name, and returns it.
    pub fn remove(&mut self, name: &str) -> Option<Draft> {
        let place = self.0.iter().position(|draft| draft.name == name)?;
        Some(self.0.remove(place))
    }

    /// Adds a draft. One that is there already isn't added again; where another has its name, it gets a new one. Returns
    /// whether it was added.
    pub fn add(&mut self, mut draft: Draft) -> bool {
        if self.0.iter().any(|other| other.name == draft.name && other.plan == draft.plan) {
            return false;
        }
        let wanted = draft.name.clone();
        let mut number = 1;
        while self.0.iter().any(|other| other.name == draft.name) {
            number += 1;
            draft.name = format!("{wanted} ({number})");
        }
        self.0.push(draft);
        true
    }

    /// Adds the drafts of another text, and returns what was done. Those whose plan can't be read are named and left out.
    pub fn import(&mut self, text: &str) -> Result<String, String> {
        let (mut added, mut there, mut problems) = (0, 0, Vec::new());
        for draft in Self::read(text)?.0 {
            match draft.plan() {
                Err(error) => problems.push(format!("{} was left out: {error}", in_sentence(&draft.name))),
                Ok(_) if self.add(draft) => added += 1,
                Ok(_) => there += 1,
            }
        }
        let mut said = format!("{} imported.", counted(added, "draft"));
        if there > 0 {
            said += &format!(" {} there already.", counted(there, "draft"));
        }
        for problem in problems {
            said += &format!(" {problem}");
        }
        Ok(said)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use poolwright::plan::Edit;

    fn history() -> History {
        let mut history = History::new(codec::PRODUCTION.plan());
        for count in [4, 5, 6] {
            history.apply(Edit::pool_number(0, "count", count));
            history.settle();
        }
        history.undo();
        history
    }

    #[test]
    fn steps_survive_as_text() {
        let history = history();
        let text = write_history(&history).unwrap();
        let (now, past, future) = read_history(&text).unwrap();
        assert_eq!(now, *history.plan());
        assert_eq!((past.len(), future.len()), (2, 1));
        let mut again = History::new(now);
        again.resume(past, future);
        let labels = |history: &History| {
            (history.undo_label().map(str::to_owned), history.redo_label().map(str::to_owned))
        };
        assert_eq!(labels(&again), labels(&history));
        again.undo();
        again.undo();
        assert_eq!(again.plan(), &codec::PRODUCTION.plan());
        assert_eq!(again.undo(), None);
        for _ in 0..3 {
            again.redo();
        }
        assert_eq!(again.plan().pools[0].count, Some(6));
        assert_eq!(write_history(&History::new(Plan::default())), None);
        for text in ["", "{}", "[]", r#"{"now":{"version":1},"past":[{}],"future":[]}"#] {
            assert!(read_history(text).is_none(), "{text}");
        }
    }

    #[test]
    fn the_newest_steps_are_kept_where_there_are_too_many() {
        let mut plan = codec::PRODUCTION.plan();
        plan.pools = (0..100).map(|_| plan.pools[0].clone()).collect();
        let mut history = History::new(plan);
        for count in 1..=200 {
            history.apply(Edit::pool_number(0, "count", count));
            history.settle();
        }
        let text = write_history(&history).unwrap();
        assert!(text.len() < MAX_HISTORY + 50_000, "{}", text.len());
        let (now, past, _) = read_history(&text).unwrap();
        assert!(past.len() > 5 && past.len() < 200, "{}", past.len());
        assert_eq!((now.pools[0].count, past[0].0.pools[0].count), (Some(200), Some(199)));
    }

    #[test]
    fn steps_of_this_visit_come_after_those_of_the_last() {
        let mut history = History::new(history().plan().clone());
        history.apply(Edit::pool_number(0, "count", 9));
        let (_, past, future) = read_history(&write_history(&self::history()).unwrap()).unwrap();
        history.resume(past, future);
        assert_eq!(history.redo_label(), None, "something was done since");
        assert_eq!(history.undo().as_deref(), Some("Set count of systempool to 9"));
        assert_eq!(history.undo().as_deref(), Some("Set count of systempool to 5"));
    }

    #[test]
    fn drafts_are_saved_replaced_removed_and_travel_as_a_file() {
        let (one, mut other) = (codec::PRODUCTION.plan(), codec::PRODUCTION.plan());
        other.pools.truncate(1);
        let mut drafts = Drafts::default();
        assert_eq!(drafts.save(" ", &one, "2026-11-29"), Err("Enter a name.".to_owned()));
        assert!(drafts.save(&"x".repeat(61), &one, "2026-11-29").is_err());
        assert_eq!(drafts.save(" shop ", &one, "2026-11-28").as_deref(), Ok("Saved the draft shop."));
        assert_eq!(
            drafts.save("a\u{202e}b", &other, "2026-11-29").as_deref(),
            Ok("Saved the draft \"a\\u202eb\".")
        );
        assert_eq!(drafts.save("shop", &other, "2026-11-29").as_deref(), Ok("Replaced the draft shop."));
        assert_eq!(drafts.0.len(), 2);
        assert_eq!(drafts.0[0].about(), "1 pool, saved on 2026-11-29");
        assert_eq!(drafts.0[0].plan().unwrap(), other);
        let text = drafts.write();
        assert_eq!(Drafts::read(&text).unwrap(), drafts);
        assert_eq!(Drafts::read(&format!("\u{feff}{text}")).unwrap(), drafts);
        // A file of drafts is added to those at hand.
        let mut elsewhere = Drafts::default();
        elsewhere.save("shop", &one, "2026-11-01").unwrap();
        assert_eq!(elsewhere.import(&text).as_deref(), Ok("2 drafts imported."));
        let names: Vec<_> = elsewhere.0.iter().map(|draft| draft.name.as_str()).collect();
        assert_eq!(names, ["shop", "shop (2)", "a\u{202e}b"]);
        assert_eq!(elsewhere.import(&text).as_deref(), Ok("1 draft imported. 1 draft there already."));
        let removed = drafts.remove("shop").unwrap();
        assert_eq!((drafts.0.len(), drafts.remove("shop")), (1, None));
        assert!(drafts.add(removed));
        // What can't be read is said, and a plan of a later version isn't lost.
        for (text, problem) in [
            ("", "The file has no drafts."),
            ("{}", "Choose a file that \u{201c}Download all drafts\u{201d} has saved."),
            (r#"{"drafts":[{"name":"a"}]}"#, "Draft 1 has no name or no plan."),
        ] {
            let error = drafts.import(text).unwrap_err();
            assert!(error.contains(problem), "{error}");
        }
        let newer = r#"{"version":1,"drafts":[{"name":"b","saved":"","plan":{"version":99,"new":1.50}}]}"#;
        assert_eq!(Drafts::read(newer).unwrap().write(), newer);
        assert!(drafts.import(newer).unwrap().starts_with("0 drafts imported. b was left out: "));
    }

    #[test]
    fn accepted_findings_survive_as_text() {
        let accepted = vec![Accepted {
            rule: "a".to_owned(),
            reason: "A \u{2028} lab.".to_owned(),
            ..Accepted::default()
        }];
        assert_eq!(read_accepted(&write_accepted(&accepted).unwrap()), accepted);
        assert_eq!(write_accepted(&[]), None);
        assert_eq!(read_accepted("?"), []);
    }
}
