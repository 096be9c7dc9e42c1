//! The registry and the files of the rules are one.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use poolwright::lint::page::{page, sources};
use poolwright::lint::{Date, FACTS_DATE, REGISTRY, rule};

#[test]
fn an_id_is_in_kebab_case_and_finds_its_rule() {
    let ids: BTreeSet<&str> = REGISTRY.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), REGISTRY.len());
    for id in ids {
        let kebab = id.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        });
        assert!(kebab, "{id}");
        assert_eq!(rule(id).unwrap().id, id);
    }
    assert!(rule("no-such-rule").is_none());
}

#[test]
fn every_file_of_a_rule_is_registered_and_has_its_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint/rules");
    let mut stems = BTreeSet::new();
    for topic in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        for file in fs::read_dir(&topic).unwrap().map(|entry| entry.unwrap().path()) {
            let stem = file.file_stem().unwrap().to_str().unwrap().to_owned();
            if stem == "mod" {
                continue;
            }
            assert!(rule(&stem.replace('_', "-")).is_some(), "{} is not registered", file.display());
            assert!(file.with_extension("rs").exists(), "{} has no rule beside it", file.display());
            assert!(file.with_extension("md").exists(), "{} has no page beside it", file.display());
            stems.insert(stem);
        }
    }
    assert_eq!(stems.len(), REGISTRY.len());
}

#[test]
fn every_rule_has_a_title_and_dated_sources() {
    for rule in REGISTRY {
        let page = page(rule.id).unwrap();
        assert!(page.title.starts_with(|first: char| first.is_ascii_alphabetic()), "{}", rule.id);
        assert!(!page.title.ends_with('.') && !page.title.contains("  "), "{}", rule.id);
        assert!(!page.sources.is_empty(), "{}", rule.id);
        assert!(page.why.ends_with(['.', '"']) && page.why != "TODO", "{}", rule.id);
        for source in &page.sources {
            assert!(source.url.starts_with("https://") && !source.url.contains(' '), "{}", source.url);
            assert!(Date::parse(source.date).is_some(), "{}: {}", source.title, source.date);
            assert!(!source.title.is_empty());
        }
        let urls: BTreeSet<&str> = page.sources.iter().map(|source| source.url).collect();
        assert_eq!(urls.len(), page.sources.len(), "{} names a source twice", rule.id);
    }
}

#[test]
fn a_page_names_known_sources_and_source_ids_are_unique() {
    let ids: Vec<&str> = sources().map(|source| source.id).collect();
    assert!(ids.is_sorted(), "sources.txt is sorted");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    assert_eq!(sources().map(|source| source.date).max(), Some(FACTS_DATE));
    for rule in REGISTRY {
        let text = fs::read_to_string(path(rule.id)).unwrap();
        let named = text.lines().find_map(|line| line.strip_prefix("sources: ")).unwrap().split(", ");
        for id in named {
            assert!(ids.contains(&id), "{} names the unknown source {id}", rule.id);
        }
    }
}

/// The page of a rule, wherever its topic is.
fn path(id: &str) -> std::path::PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint/rules");
    let name = format!("{}.md", id.replace('-', "_"));
    let topics = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().join(&name));
    topics.into_iter().find(|path| path.exists()).unwrap()
}
