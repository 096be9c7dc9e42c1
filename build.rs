//! Keeps, in a release of the page, what `script/split.mjs` needs to divide its data: which function refers to what.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |key: &str, value: &str| env::var(key).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_ARCH", "wasm32") && is("PROFILE", "release") {
        println!("cargo::rustc-link-arg-bin=poolwright-web=--emit-relocs");
    }
}
