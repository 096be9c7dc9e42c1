//! What the page asks for when it needs it, in a module of its own that runs beside it: texts in, texts out. Reading
//! what tools print, sums, lists of VM sizes, and every text but the Azure CLI's for a whole plan live here, so that the
//! first load does not carry them and a paste of megabytes does not hold up typing.
//!
//! A question is a JSON object with `ask`; a long text comes beside it. The answer is JSON.

mod compare;
mod picture;
mod runbook;
mod sheets;
mod tree;
mod views;

use poolwright::catalogue::{self, Catalogue, Prices, is_same_region};
use poolwright::generate::{self, Dialect, Gap, Line, Options, Shell, Snippet, Span, SpanKind, Steps};
use poolwright::plan::Plan;
use poolwright::rules::{self, Confidence, Date, Finding, Fix, Report};
use poolwright::runbook::tasks::task;
use poolwright::runbook::{Wishes, simulate};
use poolwright::share;
use poolwright::sizing;
use poolwright::syntax::{self, Content, Node};
use poolwright::text::counted;
use poolwright::to_json::{Json, Object, ObjectExt, compact};

/// Answers questions, by what it was told before of prices and of one's own subscription.
#[derive(Debug, Default)]
pub struct Worker {
    catalogue: Catalogue,
    prices: Option<Prices>,
}

/// A question: an object with what it needs.
struct Question(syntax::Object);

impl Question {
    fn text(&self, key: &str) -> &str {
        self.0.text(key).unwrap_or_default()
    }

    fn whole(&self, key: &str) -> Option<i64> {
        let value = self.0.get(key)?;
        value.as_whole().or_else(|| value.as_text()?.parse().ok())
    }

    fn is_on(&self, key: &str) -> bool {
        self.0.get(key).is_some_and(|value| value.content == Content::Bool(true))
    }

    fn plan(&self) -> Plan {
        self.plan_at("plan")
    }

    /// The plan under a key.
    fn plan_at(&self, key: &str) -> Plan {
        let plan = self.0.get(key).and_then(|plan| share::plan_of_node(plan).ok());
        plan.map(|document| document.plan).unwrap_or_default()
    }

    /// The day on which the page was opened. Without one, nothing has retired yet.
    fn today(&self) -> Date {
        Date::parse(self.text("today")).unwrap_or_else(|| Date::from_unix_days(0))
    }
}

/// A text, and what it leaves out.
fn told(snippet: Snippet) -> Json {
    let mut answer = Object::new();
    answer.push("lines", lines(&snippet.lines));
    answer.push("gaps", gaps(&snippet.gaps));
    answer.into()
}

/// Steps as elements, and what they leave out.
fn told_steps(steps: &Steps) -> Json {
    let mut answer = Object::new();
    answer.push("steps", views::steps(&steps.steps).to_json());
    answer.push("gaps", gaps(&steps.gaps));
    answer.into()
}

fn lines(lines: &[Line]) -> Json {
    let span = |span: &Span| Json::Array(vec![span.kind.letter().into(), span.text.as_ref().into()]);
    let line = |line: &Line| Json::Array(line.iter().map(span).collect());
    Json::Array(lines.iter().map(line).collect())
}

fn gaps(gaps: &[Gap]) -> Json {
    Json::Array(gaps.iter().map(|gap| gap.text.as_str().into()).collect())
}

/// A text of thousands of lines as one piece, without colours: each line and each part of it would be an element.
fn uncoloured_if_long(snippet: Snippet) -> Snippet {
    if snippet.lines.len() <= runbook::COLOURED {
        return snippet;
    }
    // The page ends each line with a break of its own.
    let text = snippet.text().trim_end().to_owned();
    Snippet { lines: vec![vec![Span { kind: SpanKind::Plain, text: text.into() }]], gaps: snippet.gaps }
}

/// Fixes that undo names, at most.
const NAMED: usize = 4;

/// A plan that was mended: what did it, as undo names it, and how many fixes did it.
fn mended(plan: &Plan, from: String, fixes: usize) -> Json {
    let mut answer = opened(plan, from, format!("{} applied.", counted(fixes as i64, "fix")));
    answer.push("mended", "");
    answer.into()
}

/// A plan to be opened: where it comes from, and what is said of it.
fn opened(plan: &Plan, from: String, said: String) -> Object {
    let mut answer = Object::new();
    answer.push("plan", share::plan_to_json(plan));
    answer.push("from", from);
    answer.push("said", said);
    answer
}

/// An answer of one entry.
fn only(key: &str, value: impl Into<Json>) -> Json {
    let mut answer = Object::new();
    answer.push(key, value);
    answer.into()
}

impl Worker {
    /// Answers a question.
    pub fn answer(&mut self, question: &str, text: &str) -> String {
        let question = syntax::parse_json(question).map(|node| node.content);
        let Ok(Content::Object(question)) = question else { return String::new() };
        let question = Question(question);
        match question.text("ask") {
            "facts" => self.learn(text),
            "prices" => self.prices = Prices::parse(text),
            "read" => return compact(&self.read(&question, text)),
            "preset" => return compact(&preset(&question)),
            "changes" => return compact(&compare::changes(&question).to_json()),
            "steps" => return compact(&runbook::steps(self, &question).to_json()),
            "compare-file" => return compact(&self.compare(&question, text)),
            "glance" => return compact(&self.glance(&question)),
            "check" => return compact(&self.check(&question)),
            "fix" => return compact(&self.fix(&question)),
            "fix-all" => return compact(&self.fix_all(&question)),
            "text" => return compact(&self.text(&question)),
            "sums" => return compact(&self.sums(&question)),
            "sizes" => return compact(&views::sizes(self, &question)),
            "choice" => return compact(&views::choice(self, &question).to_json()),
            name => {
                let sheet = sheets::sheet(self, name, &question);
                return sheet.map(|sheet| compact(&sheet.to_json())).unwrap_or_default();
            }
        }
        String::new()
    }

    /// The prices of a region, if they are known. Those of another say nothing there.
    fn prices_in(&self, region: &str) -> Option<&Prices> {
        self.prices.as_ref().filter(|prices| is_same_region(prices.region(), region))
    }

    /// Takes the facts of one's own subscription for what was known of it; none for an empty text.
    fn learn(&mut self, facts: &str) {
        self.catalogue = Catalogue::embedded();
        self.catalogue.lay(facts);
    }

    /// Reads a link or what a tool printed: a plan, or a list of one's own subscription.
    fn read(&mut self, question: &Question, text: &str) -> Json {
        match share::parse(text).ok().and_then(|tree| self.read_list(&tree.root)) {
            None => {}
            Some(Ok(said)) => {
                let mut answer = Object::new();
                answer.push("facts", self.catalogue.own_facts());
                answer.push("said", format!("{said} It stays on this page and is in no link."));
                return answer.into();
            }
            Some(Err(sentence)) => return only("problem", sentence),
        }
        match compare::read_any(text) {
            Ok(mut document) => {
                // What runs today is what a changed plan is to be reached from.
                if document.source.is_live() && document.plan.baseline.is_none() {
                    document.plan.baseline = Some(Box::new(document.plan.clone()));
                }
                let what = document.source.title().to_owned();
                let said = format!("Read {what}.");
                let mut answer = opened(&document.plan, what, said);
                answer.push("notice", sheets::read(self, question, &document));
                answer.into()
            }
            Err(sentence) => only("problem", sentence),
        }
    }

    /// The changes from a plan file to the plan.
    fn compare(&self, question: &Question, text: &str) -> Json {
        match compare::read_any(text) {
            Ok(document) => {
                only("fill", compare::table(&document.plan, &question.plan(), "The file").to_json())
            }
            Err(sentence) => only("problem", sentence),
        }
    }

    /// What the plan costs, pool by pool, and its pictures.
    fn glance(&self, question: &Question) -> Json {
        let plan = question.plan();
        let prices = self.prices_in(&plan.cluster.location);
        let sums = sizing::sums(&plan, &self.catalogue, prices);
        let mut answer = Object::new();
        answer.push("costs", views::costs(&sums));
        answer.push(
            "picture",
            views::glance(&plan, &sums, &sizing::sheet(&plan, &sums, prices), prices).to_json(),
        );
        answer.into()
    }

    /// Lays a list of VM sizes or of usage over the catalogue, and says what it held; nothing for what is neither.
    fn read_list(&mut self, tree: &Node) -> Option<Result<String, String>> {
        let rows = catalogue::rows(tree);
        let has = |keys: [&str; 2]| {
            rows.iter().filter_map(Node::as_object).any(|row| keys.iter().all(|key| row.get(key).is_some()))
        };
        if has(["resourceType", "name"]) || has(["capabilities", "locationInfo"]) {
            return Some(match self.catalogue.overlay_tree(tree) {
                Ok(overlaid) => {
                    let regions: Vec<&str> = self.catalogue.own_regions().take(5).collect();
                    let new = match overlaid.new {
                        0 => String::new(),
                        new => format!(", {new} of them not in the catalogue"),
                    };
                    let sizes = counted(overlaid.sizes as i64, "VM size");
                    Ok(format!("{sizes} of your subscription in {}{new}.", regions.join(", ")))
                }
                Err(error) => Err(error.to_string()),
            });
        }
        has(["currentValue", "name"]).then(|| match self.catalogue.learn_usage_tree(tree) {
            Ok(quotas) => Ok(format!("{} of your subscription.", counted(quotas as i64, "quota"))),
            Err(error) => Err(error.to_string()),
        })
    }

    /// Judges a plan by all rules. A finding is its rule, tier, pool, property, sentence, whether it says that a value was
    /// not checked, and fixes, by title and whether they are sure.
    fn check(&self, question: &Question) -> Json {
        let report = rules::check(&question.plan(), &self.catalogue, question.today());
        let finding = |finding: &Finding| {
            let fix = |fix: &Fix| {
                Json::Array(vec![fix.title.as_str().into(), Json::Bool(fix.confidence == Confidence::Sure)])
            };
            Json::Array(vec![
                finding.rule.id.into(),
                finding.tier.name().into(),
                finding.pool.map_or(Json::Null, |place| Json::from(place as i64)),
                finding.field.map_or(Json::Null, Json::from),
                finding.message.as_str().into(),
                Json::Bool(finding.is_unchecked),
                Json::Array(finding.fixes.iter().map(fix).collect()),
            ])
        };
        Json::Array(report.findings.iter().map(finding).collect())
    }

    /// The plan with a fix: the one of that title, of that rule, at that pool.
    fn fix(&self, question: &Question) -> Json {
        let mut plan = question.plan();
        let pool = question.whole("pool").and_then(|place| usize::try_from(place).ok());
        let report = rules::check(&plan, &self.catalogue, question.today());
        let found =
            report.findings.iter().filter(|one| one.rule.id == question.text("rule") && one.pool == pool);
        let mut fixes = found.flat_map(|finding| &finding.fixes);
        let fix = fixes.find(|fix| fix.title == question.text("title"));
        for edit in fix.map(|fix| fix.edits.as_slice()).unwrap_or_default() {
            plan.apply(edit);
        }
        mended(&plan, question.text("title").to_owned(), usize::from(fix.is_some()))
    }

    /// The plan with every sure fix.
    fn fix_all(&self, question: &Question) -> Json {
        let (plan, done) = rules::fix_all(&question.plan(), &self.catalogue, question.today());
        let more = done.len().saturating_sub(NAMED);
        let mut words = done.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("; ");
        if more > 0 {
            words += &format!("; and {}", counted(more as i64, "other fix"));
        }
        mended(&plan, words, done.len())
    }

    /// The text for a plan, or for a task on one of its pools; as a whole or step by step.
    fn text(&self, question: &Question) -> Json {
        let plan = question.plan();
        let today = question.today();
        let pool = question.whole("pool").and_then(|place| plan.pools.get(usize::try_from(place).ok()?));
        let operation = question.whole("task").and_then(|number| task(usize::try_from(number).ok()?, pool?));
        let link = Some(question.text("link")).filter(|link| !link.is_empty());
        let Some(dialect) = Dialect::parse(question.text("dialect")) else {
            return told(self.other_text(question, &plan, link));
        };
        if let Some(baseline) = plan.baseline.as_deref().filter(|_| question.is_on("update")) {
            return told(self.update(baseline, &plan, dialect, today));
        }
        let steps = question.is_on("steps");
        let Some(operation) = operation else {
            if steps {
                return told_steps(&generate::steps(&plan, dialect));
            }
            let report = self.judge(question, &plan);
            return told(generate::render(&plan, dialect, &Options::of(&report, link)));
        };
        let outcome = match simulate(&plan, &self.catalogue, today, &operation) {
            Ok(outcome) => outcome,
            Err(refusal) => {
                let mut snippet = Snippet::remark("AKS refuses this:".to_owned());
                let reasons = refusal.reasons.iter().map(|reason| Snippet::gap(reason.message.clone()));
                snippet.gaps.extend(reasons);
                return told(snippet);
            }
        };
        let remarks = outcome.remarks.iter().map(|remark| Snippet::gap(remark.message.clone()));
        let nothing = || Snippet::remark(format!("{} has no words for this.", dialect.title()));
        if steps {
            let Some(mut steps) = generate::operation_steps(&plan, &operation, dialect) else {
                return told(nothing());
            };
            steps.gaps.extend(remarks);
            return told_steps(&steps);
        }
        let options = Options { link, ..Options::default() };
        let mut snippet =
            generate::render_operation(&plan, &operation, dialect, &options).unwrap_or_else(nothing);
        snippet.gaps.extend(remarks);
        told(snippet)
    }

    /// What the rules say of the plan, and how many fields have text that it can't hold.
    fn judge(&self, question: &Question, plan: &Plan) -> Report {
        let rejected = question.whole("rejected").and_then(|fields| usize::try_from(fields).ok());
        let report = rules::check(plan, &self.catalogue, question.today());
        Report { rejected: rejected.unwrap_or_default(), ..report }
    }

    /// The migration from the cluster that exists to the plan, as one script; why there is none, where there is none.
    fn update(&self, baseline: &Plan, plan: &Plan, dialect: Dialect, today: Date) -> Snippet {
        let shell = match dialect {
            Dialect::Az => Shell::Posix,
            Dialect::PowerShell => Shell::PowerShell,
            _ => {
                return Snippet::remark(
                    "A migration is a script. Choose Azure CLI or Azure PowerShell, or Recreate everything for \
                     the text of a new cluster."
                        .to_owned(),
                );
            }
        };
        let runbook =
            match poolwright::runbook::runbook(baseline, plan, &self.catalogue, today, &Wishes::default()) {
                Ok(runbook) => runbook,
                Err(impossible) => {
                    let says = "No valid order of migration steps was found. Migration steps says why.";
                    let mut snippet = Snippet::remark(says.to_owned());
                    let reasons = impossible.blocked.iter().flat_map(|blocked| &blocked.reasons);
                    snippet.gaps.extend(reasons.map(|reason| Snippet::gap(reason.message.clone())));
                    return snippet;
                }
            };
        let mut snippet = if runbook.steps.is_empty() {
            Snippet::remark("The node pools are as in the plan: there is nothing to update.".to_owned())
        } else {
            uncoloured_if_long(generate::runbook(&runbook, shell))
        };
        let left = runbook.left.iter();
        snippet.gaps.extend(left.map(|one| {
            Snippet::gap(format!("These steps don\u{2019}t change {} of the cluster. {}", one.key, one.why))
        }));
        let cluster = &plan.cluster;
        if !runbook.steps.is_empty() && (cluster.name.is_empty() || cluster.resource_group.is_empty()) {
            let says = "Enter the cluster name and the resource group: the commands need both.";
            snippet.gaps.push(Snippet::gap(says.to_owned()));
        }
        snippet
    }

    /// A text that is no dialect of plans: what goes with one.
    fn other_text(&self, question: &Question, plan: &Plan, link: Option<&str>) -> Snippet {
        match question.text("dialect") {
            "arm-parameters" => generate::parameters(plan),
            _ => {
                let options = Options { link, ..Options::default() };
                let pool = question.whole("pool").and_then(|place| usize::try_from(place).ok());
                let places = pool.map_or(0..plan.pools.len(), |place| place..place.saturating_add(1));
                generate::workload(plan, places, &self.catalogue, &options)
            }
        }
    }

    /// The sums of a plan, its pictures, and where workloads fit, as elements.
    fn sums(&self, question: &Question) -> Json {
        let plan = question.plan();
        let prices = self.prices_in(&plan.cluster.location);
        let sums = sizing::sums(&plan, &self.catalogue, prices);
        let sheet = sizing::sheet(&plan, &sums, prices);
        let (fit, wrong) = views::workloads(question, &plan, &self.catalogue);
        views::sums(&sums, &sheet, fit.as_ref(), wrong).to_json()
    }
}

/// The plan of a preset.
fn preset(question: &Question) -> Json {
    let Some((whose, preset)) = sheets::preset(question.text("value")) else {
        return only("problem", "There is no such preset.");
    };
    let from = format!("{whose} {}", preset.title);
    let said = format!("Opened {from}.");
    let plan = preset.plan();
    let way = runbook::glance(&plan);
    let mut answer = opened(&plan, from, said);
    if let Some(way) = way {
        answer.push("notice", way.to_json());
    }
    answer.into()
}
