//! All rules as one web page, and as one JSON document.

use std::fmt::Write;

use poolwright::lint::page::{Page, page};
use poolwright::lint::{FACTS_DATE, REGISTRY, Rule};
use poolwright::to_json::Json;
use pulldown_cmark::{Options, Parser, html};

use crate::check::{object, of_sources};

/// Returns the rules as JSON, with the words of their pages.
pub(crate) fn json(rules: &[Rule]) -> Json {
    Json::Array(rules.iter().filter_map(|rule| Some(of_rule(rule, &page(rule.id)?))).collect())
}

fn of_rule(rule: &Rule, page: &Page) -> Json {
    let optional = |text: Option<&str>| text.map_or(Json::Null, Json::from);
    let link = format!("rules.html#{}", rule.id);
    object(&[
        ("id", rule.id.into()),
        ("title", page.title.into()),
        ("severity", rule.severity.name().into()),
        ("why", page.why.into()),
        ("refusedBy", optional(page.refused_by)),
        ("code", optional(page.code)),
        ("words", optional(page.words)),
        ("confidence", page.confidence.into()),
        ("sources", of_sources(&page.sources)),
        ("date", page.date().into()),
        ("page", link.as_str().into()),
        ("was", Json::Array(page.was.iter().map(|id| Json::from(*id)).collect())),
    ])
}

/// Returns the rules as a web page that can be searched.
pub(crate) fn site() -> String {
    let mut out = HEAD.replace("{count}", &REGISTRY.len().to_string()).replace("{date}", FACTS_DATE);
    for rule in REGISTRY {
        if let Some(page) = page(rule.id) {
            article(rule, &page, &mut out);
        }
    }
    out + FOOT
}

const HEAD: &str = r#"<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'">
    <title>Rules of AKS node pools: Poolwright</title>
    <meta name="description" content="The {count} rules of Azure Kubernetes Service that a node pool plan can break, each with its source and date.">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <link rel="icon" type="image/svg+xml" href="icon.svg">
    <link rel="stylesheet" href="tokens.css">
    <link rel="stylesheet" href="rules.css">
    <script src="rules.js" defer></script>
  </head>
  <body>
    <header>
      <p><a href="./">Poolwright</a></p>
      <h1>Rules of AKS node pools</h1>
      <p>{count} rules that a node pool plan can break, with what they rest on. The newest source is of {date}.</p>
      <form role="search">
        <label for="search">Search the rules</label>
        <input id="search" type="search" autocomplete="off">
        <label for="severity">Severity</label>
        <select id="severity"><option value="">All</option><option>Refused</option><option>Unsupported</option><option>Recommendation</option><option>Note</option></select>
        <p id="found" role="status"></p>
      </form>
    </header>
    <main>
"#;

const FOOT: &str = "    </main>\n  </body>\n</html>\n";

fn article(rule: &Rule, page: &Page, out: &mut String) {
    let severity = rule.severity.name();
    // A String takes whatever is written to it.
    let _ = write!(
        out,
        "<article id=\"{id}\" data-severity=\"{severity}\">\n{was}<h2><a href=\"#{id}\">{title}</a></h2>\n\
         <p class=\"facts\"><span class=\"tier {class}\">{severity}</span> <code>{id}</code></p>\n<p>{why}</p>\n",
        id = rule.id,
        class = severity.to_lowercase(),
        was = page.was.iter().map(|id| format!("<a id=\"{id}\"></a>\n")).collect::<String>(),
        title = text(page.title),
        why = text(page.why),
    );
    if let Some(who) = page.refused_by {
        let code = page.code.map(|code| format!("<code>{}</code> ", text(code))).unwrap_or_default();
        let words = page.words.map(|words| format!("<q>{}</q>", text(words))).unwrap_or_default();
        let _ = writeln!(out, "<p><b>{} refuses it.</b> {code}{words}</p>", text(who));
    }
    let prose = page.text.split_once('\n').map_or("", |(_, prose)| prose);
    html::push_html(out, Parser::new_ext(&lower_headings(prose), Options::empty()));
    let _ = write!(out, "<h3>Sources</h3>\n<ul>\n");
    for source in &page.sources {
        let _ = writeln!(
            out,
            "<li><a href=\"{}\" rel=\"noreferrer\">{}</a>, {}</li>",
            text(source.url),
            text(source.title),
            source.date
        );
    }
    let _ = write!(out, "</ul>\n<p>Confidence: {}.</p>\n</article>\n", text(page.confidence));
}

/// Returns the prose with its headings one level lower, below the rule's own.
fn lower_headings(prose: &str) -> String {
    prose.replace("\n## ", "\n### ")
}

/// Returns a text as HTML shows it.
fn text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
