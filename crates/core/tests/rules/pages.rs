//! Every page is true: its plans run, and its messages read well.

use poolwright::codec;
use poolwright::lint::page::page;
use poolwright::lint::{self, Finding, REGISTRY, Severity};
use poolwright::plan::{CLUSTER_PROPERTIES, POOL_PROPERTIES};

use super::support::{examples, judge};

/// Pages whose point is a word that is none.
const WITH_UNKNOWN_WORDS: [&str; 3] = ["pool-mode-explicit", "spot-eviction-policy", "value-known"];

#[test]
fn a_page_begins_with_its_rules_title() {
    for rule in REGISTRY {
        let page = page(rule.id).unwrap_or_else(|| panic!("{}: no page", rule.id));
        assert_eq!(page.text.lines().next().unwrap(), format!("# {}", page.title));
    }
}

#[test]
fn a_page_says_what_to_do_and_keeps_to_its_width() {
    for rule in REGISTRY {
        let page = page(rule.id).unwrap().text;
        let prose = page.split("\n## ").next().unwrap();
        assert!(prose.contains("\n**What to do**: "), "{}", rule.id);
        assert!(!prose.contains('!') && !prose.contains("  "), "{}", rule.id);
        for line in prose.lines() {
            assert!(line.chars().count() <= 122, "{}: {line}", rule.id);
        }
        // What a page names as a rule is one.
        for id in prose.split('`').skip(1).step_by(2).filter(|code| {
            code.len() > 3
                && !code.starts_with('-')
                && code.contains('-')
                && !code.contains([' ', '^'])
                && *code != "balance-similar-node-groups"
        }) {
            assert!(lint::rule(id).is_some(), "{}: no rule {id}", rule.id);
        }
    }
    assert!(page("no-such-rule").is_none());
}

#[test]
fn plans_on_pages_are_read_without_notes() {
    for rule in REGISTRY.iter().filter(|rule| !WITH_UNKNOWN_WORDS.contains(&rule.id)) {
        let page = page(rule.id).unwrap().text;
        for text in page.split("```json\n").skip(1).map(|block| block.split_once("\n```").unwrap().0) {
            assert_eq!(codec::read(text).unwrap().notes, [], "{}\n{text}", rule.id);
        }
    }
}

/// Rules about sizes that have retired since.
const GONE: [(&str, &str); 1] = [("overlay-unsupported-sizes", "vm-size-retirement")];

/// What an example of a rule about an old Kubernetes version has beside the point.
const OLD_VERSION: &str = "kubernetes-version-supported";

#[test]
fn a_plan_under_fires_breaks_that_rule_and_no_other_that_matters() {
    for rule in REGISTRY {
        for plan in examples(rule.id).fires {
            let findings = judge(&plan).findings;
            let mine = findings.iter().filter(|finding| finding.rule.id == rule.id).count();
            assert_eq!(mine, 1, "{} in {:#?}", rule.id, plan.pools);
            let others =
                findings.iter().filter(|one| one.rule.id != rule.id && one.severity <= Severity::Unsupported);
            let others = others.filter(|one| one.rule.id != OLD_VERSION);
            // The sizes that this rule is about have retired since.
            let others = others.filter(|one| !GONE.contains(&(rule.id, one.rule.id)));
            assert_eq!(others.map(|one| one.rule.id).collect::<Vec<_>>(), [""; 0], "beside {}", rule.id);
        }
    }
}

#[test]
fn a_plan_under_quiet_breaks_no_rule_that_matters() {
    // What just passes the service's floor does not pass the documents'.
    let known = [
        ("system-pool-min-nodes-api", "system-pool-min-nodes"),
        ("system-pool-sku-min-api", "system-pool-sku-min"),
        GONE[0],
    ];
    for rule in REGISTRY {
        for plan in examples(rule.id).quiet {
            let findings = judge(&plan).findings;
            let bad =
                findings.iter().filter(|one| one.rule.id == rule.id || one.severity <= Severity::Unsupported);
            let bad: Vec<_> = bad
                .map(|one| one.rule.id)
                .filter(|id| {
                    !known.contains(&(rule.id, id)) && (rule.id == OLD_VERSION || *id != OLD_VERSION)
                })
                .collect();
            assert_eq!(bad, [""; 0], "{} in {:#?}", rule.id, plan.pools);
        }
    }
}

#[test]
fn messages_read_well() {
    for rule in REGISTRY {
        for plan in examples(rule.id).fires {
            let findings = judge(&plan).findings;
            for finding in &findings {
                let name = finding.pool.map(|index| plan.pools[index].name.clone());
                check_message(finding, name.as_deref());
            }
        }
    }
}

fn check_message(finding: &Finding, pool: Option<&str>) {
    let message = &finding.message;
    let why = page(finding.rule.id).unwrap().why;
    match pool {
        Some("") => assert!(message.starts_with("Pool "), "{message}"),
        Some(name) => {
            assert!(message.starts_with(&format!("{name} ")), "{message} does not begin with {name}");
        }
        None => assert!(message.starts_with(|first: char| first.is_uppercase()), "{message}"),
    }
    assert!(message.ends_with(['.', '?']), "{message}");
    let ends = message.matches(". ").count() + message.matches("? ").count();
    // A name may end with a period.
    assert!(ends <= 2, "more than three sentences: {message}");
    assert!(why.ends_with(['.', '"']), "{why}");
    for text in [message, why] {
        assert!(
            !text.contains("  ") && !text.contains('\n') && !text.contains('!') && !text.contains(".."),
            "{text}"
        );
        assert!(text.matches('"').count() % 2 == 0, "a quotation is open: {text}");
        assert!(
            !text.contains(" 1 nodes") && !text.contains(" 1 vCPUs") && !text.contains(" 1 pods"),
            "{text}"
        );
    }
    let known: Vec<&str> = match finding.pool {
        Some(_) => POOL_PROPERTIES.iter().map(|property| property.key).collect(),
        None => CLUSTER_PROPERTIES.iter().map(|property| property.key).collect(),
    };
    assert!(finding.field.is_none_or(|field| known.contains(&field)), "{:?}", finding.field);
    assert!(finding.pool.is_none() || finding.field.is_some(), "{message} has no field");
    for fix in &finding.fixes {
        assert!(fix.title.starts_with(|first: char| first.is_uppercase()), "{}", fix.title);
        assert!(!fix.title.ends_with('.') && !fix.title.contains("  "), "{}", fix.title);
        assert!(!fix.edits.is_empty(), "{}", fix.title);
    }
}
