# shellcheck shell=bash disable=SC2034  # sourced by script/setup
# The tools no other file pins. wasm-bindgen's version is in Cargo.toml (with `=`, because the crate and the command must be
# the same version), what npm installs in package.json.

trunk_version=0.21.14 # the newest that builds with Rust 1.95
node_minimum=20

# Where rustup cannot add the wasm32 target, Debian's newest Rust comes with the source of std and a linker for it.
debian_rust=(rustc-web cargo-web rust-web-clippy rustfmt-web)
debian_wasm=("${debian_rust[@]}" rust-web-src lld-22)
debian_wasm_linker=/usr/lib/llvm-22/bin/wasm-ld

debian_browser=(chromium chromium-driver)

# The real Azure CLI, for tests/conformance. Its package asks for the libraries of every service there is; these
# are the parts that its commands for AKS and resource groups load.
python_minimum=3.11
azure_cli_parts=(
  azure-cli-core==2.91.0 azure-mgmt-authorization==5.0.0b2 azure-mgmt-containerservice==41.6.0 azure-mgmt-msi==7.1.0 azure-mgmt-resource==24.0.0
  azure-mgmt-resource-deployments==1.0.0b1 colorama==0.4.6 isodate==0.7.2 msrest==0.7.1 python-dateutil==4.0.0
  PyYAML==6.0.4 semver==3.1.2
)
azure_cli=( # without what they ask for
  azure-cli==2.91.0 azure-mgmt-resource-deploymentscripts==1.0.0b1 azure-mgmt-resource-deploymentstacks==1.0.0
  azure-mgmt-resource-templatespecs==1.0.0b1
)
azure_cli_commands=(acs keyvault resource role vm) # the last three, because acs borrows from them
debian_shells=(dash zsh)
# For the journey in three engines. WebKitGTK draws on a display only.
debian_engines=(firefox-esr webkit2gtk-driver xvfb xauth)
