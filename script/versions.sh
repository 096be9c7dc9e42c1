# shellcheck shell=bash disable=SC2034  # sourced by script/setup
# The tools no other file pins. wasm-bindgen stands in Cargo.toml (with `=`, because the crate and the command must be
# the same version), what npm installs in package.json.

trunk_version=0.21.14 # the newest that builds with Rust 1.95
node_minimum=20

# Where rustup cannot add the wasm32 target, Debian's newest Rust comes with the source of std and a linker for it.
debian_rust=(rustc-web cargo-web rust-web-clippy rustfmt-web)
debian_wasm=("${debian_rust[@]}" rust-web-src lld-22)
debian_wasm_linker=/usr/lib/llvm-22/bin/wasm-ld

debian_browser=(chromium chromium-driver)
