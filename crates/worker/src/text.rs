//! Texts to copy: a plan, or an operation on one of its pools, in a dialect.

use poolwright::emit::{self, Dialect, File, Line, Options, Snippet, SpanKind, Steps};
use poolwright::lint;
use poolwright::operations::simulate;
use poolwright::operations::tasks::task;
use poolwright::plan::Plan;
use poolwright_protocol::{self as protocol, Response, Text, TextRequest, TextStep};

use crate::{Worker, archive, day, read};

impl Worker {
    pub(crate) fn text(&self, request: &TextRequest) -> Text {
        let plan = read(&request.plan);
        let today = day(&request.today);
        let link = request.link.as_deref().filter(|link| !link.is_empty());
        let Some(dialect) = Dialect::parse(&request.dialect) else {
            return whole(self.other_text(request, &plan, link));
        };
        let pool = request.pool.and_then(|place| plan.pools.get(place));
        let operation = request.task.and_then(|number| task(number, pool?));
        let Some(operation) = operation else {
            if request.in_steps {
                return in_steps(emit::steps(&plan, dialect));
            }
            let files = if request.apart { self.files(request) } else { Vec::new() };
            if !files.is_empty() {
                let gaps = files.iter().flat_map(|file| gaps(&file.snippet)).collect();
                let step = |file: File| TextStep { title: file.name, lines: lines(&file.snippet.lines) };
                return Text { lines: Vec::new(), steps: files.into_iter().map(step).collect(), gaps };
            }
            let mut report = lint::check(&plan, &self.catalog, today);
            report.rejected = request.rejected;
            return whole(emit::render(&plan, dialect, &Options::from_report(&report, link)));
        };
        let outcome = match simulate(&plan, &self.catalog, today, &operation) {
            Ok(outcome) => outcome,
            Err(refusal) => {
                let mut snippet = Snippet::remark("AKS refuses this:".to_owned());
                let reasons = refusal.reasons.iter().map(|reason| Snippet::gap(reason.message.clone()));
                snippet.gaps.extend(reasons);
                return whole(snippet);
            }
        };
        let remarks = outcome.remarks.iter().map(|remark| Snippet::gap(remark.message.clone()));
        let nothing = || Snippet::remark(format!("{} can\u{2019}t perform this operation.", dialect.title()));
        if request.in_steps {
            let Some(mut steps) = emit::operation_steps(&plan, &operation, dialect) else {
                return whole(nothing());
            };
            steps.gaps.extend(remarks);
            return in_steps(steps);
        }
        let options = Options { link, ..Options::default() };
        let mut snippet =
            emit::render_operation(&plan, &operation, dialect, &options).unwrap_or_else(nothing);
        snippet.gaps.extend(remarks);
        whole(snippet)
    }

    /// Returns the text of a whole plan as files.
    fn files(&self, request: &TextRequest) -> Vec<File> {
        let plan = read(&request.plan);
        let Some(dialect) = Dialect::parse(&request.dialect) else { return Vec::new() };
        let mut report = lint::check(&plan, &self.catalog, day(&request.today));
        report.rejected = request.rejected;
        let options = Options::from_report(&report, request.link.as_deref().filter(|link| !link.is_empty()));
        let apart = if request.apart { emit::split_files(&plan, dialect, &options) } else { None };
        apart.unwrap_or_else(|| emit::files(&plan, dialect, &options))
    }

    /// Returns the files as one archive.
    pub(crate) fn archive(&self, request: &TextRequest) -> Response {
        let files = self.files(request);
        let texts = files.iter().map(|file| (file.name.as_str(), file.snippet.text()));
        match archive::zip(texts) {
            Ok(bytes) => Response::Archive { name: format!("{}.zip", request.dialect), bytes },
            Err(error) => Response::Failed(format!("The files can\u{2019}t be packed: {error}.")),
        }
    }

    /// Returns a text that is not a dialect of plans: what is used with one.
    fn other_text(&self, request: &TextRequest, plan: &Plan, link: Option<&str>) -> Snippet {
        if request.dialect == "arm-parameters" {
            return emit::parameters(plan);
        }
        let options = Options { link, ..Options::default() };
        let places = request.pool.map_or(0..plan.pools.len(), |place| place..place.saturating_add(1));
        emit::workload(plan, places, &self.catalog, &options)
    }
}

fn whole(snippet: Snippet) -> Text {
    Text { lines: lines(&snippet.lines), steps: Vec::new(), gaps: gaps(&snippet) }
}

fn in_steps(steps: Steps) -> Text {
    let step = |step: &emit::Step| TextStep { title: step.title.clone(), lines: lines(&step.lines) };
    let texts = steps.gaps.into_iter().map(|gap| gap.text).collect();
    Text { lines: Vec::new(), steps: steps.steps.iter().map(step).collect(), gaps: texts }
}

/// Returns what a snippet leaves out.
pub(crate) fn gaps(snippet: &Snippet) -> Vec<String> {
    snippet.gaps.iter().map(|gap| gap.text.clone()).collect()
}

/// Returns lines as the protocol has them.
pub(crate) fn lines(lines: &[Line]) -> Vec<protocol::Line> {
    let span = |span: &emit::Span| protocol::Span(kind(span.kind), span.text.clone().into_owned());
    lines.iter().map(|line| protocol::Line(line.iter().map(span).collect())).collect()
}

fn kind(kind: SpanKind) -> protocol::SpanKind {
    match kind {
        SpanKind::Comment => protocol::SpanKind::Comment,
        SpanKind::Command => protocol::SpanKind::Command,
        SpanKind::Flag => protocol::SpanKind::Flag,
        SpanKind::Value => protocol::SpanKind::Value,
        SpanKind::Plain => protocol::SpanKind::Plain,
    }
}
