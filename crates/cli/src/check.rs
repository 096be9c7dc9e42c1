//! `poolwright check`.

use poolwright::codec::Note;
use poolwright::lint::page::{Page, Source, page};
use poolwright::lint::{self, Applicability, Finding, Report, Severity};
use poolwright::migrate::{self, ExistingViolation};
use poolwright::plan::Plan;
use poolwright::to_json::{Json, Object, pretty};

use crate::args::Check;
use crate::output::{self, Style};
use crate::{Exit, input};

pub(crate) fn run(args: &Check) -> Result<Exit, String> {
    let document = input::plan(&args.plan)?;
    let (catalog, today) = input::catalog_and_date(&args.facts)?;
    let is_live = document.source.is_live();
    // What runs is its own baseline: rules about what can no longer be created are milder for what exists.
    let baseline = is_live.then(|| Box::new(document.plan.clone()));
    let plan = Plan { baseline, ..document.plan.clone() };
    let mut report = lint::check_partial(&plan, &catalog, today, &document.unknown);
    lint::verify_fixes(&plan, &catalog, today, &mut report);
    report.left_out = document.notes.iter().filter(|note| note.left_out).count();
    // Of what stands, AKS has taken everything at some time.
    let taken = if is_live {
        migrate::audit(&document.plan, &catalog, today, &report.findings)
    } else {
        vec![None; report.findings.len()]
    };
    if args.json {
        output::print(&pretty(&json(&report, &taken, &document.plan, &document.notes)))?;
    } else {
        output::notes(&document.notes);
        let style = Style::stdout();
        let mut text = String::new();
        for (finding, taken) in report.findings.iter().zip(&taken) {
            text += &style.finding(finding, *taken, &document.plan);
            text.push('\n');
        }
        output::print(&format!("{text}{}\n", report.verdict()))?;
    }
    Ok(if args.fail_on.iter().any(|on| on.fails(&report)) { Exit::Refused } else { Exit::Fine })
}

fn json(report: &Report, taken: &[Option<ExistingViolation>], plan: &Plan, notes: &[Note]) -> Json {
    let counts: Object = Severity::ALL
        .into_iter()
        .map(|severity| {
            (
                severity.name().to_owned(),
                Json::from(i64::try_from(report.count(severity)).unwrap_or(i64::MAX)),
            )
        })
        .collect();
    let notes = notes
        .iter()
        .map(|note| object(&[("path", note.path.as_str().into()), ("text", note.text.as_str().into())]));
    object(&[
        (
            "findings",
            Json::Array(
                report
                    .findings
                    .iter()
                    .zip(taken)
                    .map(|(finding, taken)| of_finding(finding, *taken, plan))
                    .collect(),
            ),
        ),
        ("counts", counts.into()),
        ("unchecked", Json::from(i64::try_from(report.unchecked()).unwrap_or(i64::MAX))),
        ("leftOut", Json::from(i64::try_from(report.left_out).unwrap_or(i64::MAX))),
        ("verdict", report.verdict().as_str().into()),
        ("notes", Json::Array(notes.collect())),
    ])
}

fn of_finding(finding: &Finding, taken: Option<ExistingViolation>, plan: &Plan) -> Json {
    let page = page(finding.rule.id);
    let pool = finding.pool.and_then(|place| plan.pools.get(place));
    let fixes = finding.fixes.iter().map(|fix| {
        object(&[
            ("title", fix.title.as_str().into()),
            ("sure", Json::Bool(fix.applicability == Applicability::Safe)),
        ])
    });
    let mut entries = vec![
        ("rule", finding.rule.id.into()),
        ("tier", finding.severity.name().into()),
        ("pool", pool.map_or(Json::Null, |pool| pool.name.as_str().into())),
        ("field", finding.field.map_or(Json::Null, Json::from)),
        ("message", finding.message.as_str().into()),
        ("unchecked", Json::Bool(finding.is_unchecked)),
        ("why", page.as_ref().map(Page::reason).unwrap_or_default().as_str().into()),
        ("sources", page.map_or(Json::Null, |page| of_sources(&page.sources))),
        ("fixes", Json::Array(fixes.collect())),
    ];
    entries.extend(finding.is_old.then(|| ("oldSource", finding.rule.source_date.into())));
    entries.extend(taken.map(|taken| ("taken", taken.name().into())));
    object(&entries)
}

/// Sources as JSON.
pub(crate) fn of_sources(sources: &[Source]) -> Json {
    let list = sources.iter().map(|source| {
        object(&[("title", source.title.into()), ("url", source.url.into()), ("date", source.date.into())])
    });
    Json::Array(list.collect())
}

/// An object of these entries.
pub(crate) fn object(entries: &[(&str, Json)]) -> Json {
    entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect::<Object>().into()
}
