//! The modules of the library, and those of the web app, depend on each other in one direction only.

use std::fs;
use std::path::{Path, PathBuf};

/// The library: each module may use those before it.
const LIBRARY: &[&str] = &[
    "text",
    "to_json",
    "date",
    "decimal",
    "syntax",
    "plan",
    "quote",
    "catalog",
    "capacity",
    "lint",
    "operations",
    "codec",
    "rightsize",
    "migrate",
    "emit",
];

/// The web app. The program of its worker, in `bin`, uses none of it.
const WEB_APP: &[&str] = &[
    "form",
    "snippet_rows",
    "pools",
    "kept",
    "model",
    "update",
    "store",
    "effects",
    "components",
    "app",
    "main",
    "bin",
];

#[test]
fn no_module_of_the_library_uses_a_later_one() {
    check("src", LIBRARY);
}

#[test]
fn no_module_of_the_web_app_uses_a_later_one() {
    check("../../src", WEB_APP);
}

fn check(folder: &str, layers: &[&str]) {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = Vec::new();
    collect(&src, &mut files);
    let place = |module: &str| layers.iter().position(|layer| *layer == module);
    let mut wrong = Vec::new();
    for file in files {
        let path = file.strip_prefix(&src).unwrap();
        let module = path.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        if module == "lib" {
            continue;
        }
        let layer = place(module).unwrap_or_else(|| panic!("{module} has no layer"));
        for (number, line) in fs::read_to_string(&file).unwrap().lines().enumerate() {
            for used in used_modules(line) {
                if place(used).is_none_or(|used| used > layer) {
                    wrong.push(format!("{}:{} uses {used}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns the modules that a line of code names from the root.
fn used_modules(line: &str) -> impl Iterator<Item = &str> {
    let code = if line.trim_start().starts_with("//") { "" } else { line };
    code.split("crate::").skip(1).filter_map(|rest| {
        let end =
            rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(rest.len());
        (end > 0).then(|| &rest[..end])
    })
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
