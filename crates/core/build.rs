//! Lists the rules: every `src/lint/rules/<topic>/<name>.rs` with its page `<name>.md` beside it, by topic and name.
//! The id is the name in kebab case, and the date that of the newest source of the page. `lint/registry.rs` includes what
//! is written here.
#![allow(clippy::print_stdout, reason = "how a build script talks to cargo")]

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("src/lint/rules");
    println!("cargo::rerun-if-changed={}", folder.display());
    let sources = folder.with_file_name("sources.txt");
    println!("cargo::rerun-if-changed={}", sources.display());
    let sources = fs::read_to_string(sources)?;
    let (mut rules, mut pages) = ("&[\n".to_owned(), "&[\n".to_owned());
    for topic in entries(&folder)?.into_iter().filter(|path| path.is_dir()) {
        println!("cargo::rerun-if-changed={}", topic.display());
        for page in
            entries(&topic)?.into_iter().filter(|path| path.extension().is_some_and(|end| end == "md"))
        {
            let (topic, name) = (stem(&topic)?, stem(&page)?);
            let id = name.replace('_', "-");
            let text = fs::read_to_string(&page)?;
            let date = newest(&text, &sources);
            let was = text.lines().find_map(|line| line.strip_prefix("was: "));
            let was: Vec<&str> = was.into_iter().flat_map(|ids| ids.split(", ")).collect();
            writeln!(rules, "    super::rules::{topic}::{name}::RULE.named({id:?}, {date:?}, &{was:?}),")?;
            writeln!(pages, "    ({id:?}, include_str!({:?})),", page.display().to_string())?;
        }
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("rules.rs"), rules + "]\n")?;
    fs::write(out.join("pages.rs"), pages + "]\n")?;
    Ok(())
}

/// Returns the date of the newest source that a page names; nothing where it names none, which a test finds.
fn newest<'a>(page: &str, sources: &'a str) -> &'a str {
    let named = page.lines().find_map(|line| line.strip_prefix("sources: ")).unwrap_or_default();
    let dates = sources.lines().filter_map(|line| {
        let (id, rest) = line.split_once(" | ")?;
        named.split(", ").any(|name| name == id).then(|| rest.rsplit(" | ").next())?
    });
    dates.max().unwrap_or_default()
}

/// Returns what a folder has, sorted by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> Result<&str, Box<dyn Error>> {
    Ok(path.file_stem().and_then(|stem| stem.to_str()).ok_or("a file name isn't UTF-8")?)
}
