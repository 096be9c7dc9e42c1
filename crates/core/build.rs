//! Lists the rules: every `src/lint/rules/<topic>/<name>.rs` with its page `<name>.md` beside it, by topic and name.
//! The id is the name in kebab case. `lint/registry.rs` includes what is written here.
#![allow(clippy::print_stdout, reason = "how a build script talks to cargo")]

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("src/lint/rules");
    println!("cargo::rerun-if-changed={}", folder.display());
    let (mut rules, mut pages) = ("&[\n".to_owned(), "&[\n".to_owned());
    for topic in entries(&folder)?.into_iter().filter(|path| path.is_dir()) {
        println!("cargo::rerun-if-changed={}", topic.display());
        for page in
            entries(&topic)?.into_iter().filter(|path| path.extension().is_some_and(|end| end == "md"))
        {
            let (topic, name) = (stem(&topic)?, stem(&page)?);
            let id = name.replace('_', "-");
            writeln!(rules, "    super::rules::{topic}::{name}::RULE.named({id:?}),")?;
            writeln!(pages, "    ({id:?}, include_str!({:?})),", page.display().to_string())?;
        }
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("rules.rs"), rules + "]\n")?;
    fs::write(out.join("pages.rs"), pages + "]\n")?;
    Ok(())
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
