// Says what the site costs to load: `node script/size.mjs <dir> [--check-size]`.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

// What the first visit should transfer at most, in bytes of brotli 11 (docs/decisions/first-load.md).
const TARGET = 275_000;
// Where std could not be built along, its panic messages come on top, and where no browser showed what a start needs, all of
// the program (script/build). These only ever get smaller, but for what the product gains by facts and rules.
const LIMITS = { split: TARGET, whole: 445_000 };
const PANIC_MESSAGES = process.env.BUILD_STD === "yes" ? 0 : 20_000;

const [dir, check] = process.argv.slice(2);
if (check !== undefined && check !== "--check-size") {
  console.error(`unknown argument ${check}: say --check-size or nothing`);
  process.exit(2);
}

const html = readFileSync(join(dir, "index.html"), "utf8");
const files = readdirSync(dir, { recursive: true })
  .filter((name) => statSync(join(dir, name)).isFile())
  .sort()
  .map((name) => {
    const bytes = readFileSync(join(dir, name));
    const brotli = brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    });
    // The page and what it names load at once, and so do the snippets, which the glue imports.
    // The worker is named there too, and loads when it is asked something; the rest of the program when the page is there.
    const named = html.includes(name) && !name.startsWith("poolwright-worker");
    const first = name === "index.html" || name.startsWith("snippets/") || named;
    return { name, raw: bytes.length, brotli: brotli.length, first };
  });

const total = (key, of) => of.reduce((sum, file) => sum + file[key], 0);
const width = Math.max("first load".length, ...files.map((file) => file.name.length));
const row = (name, raw, brotli, note = "") =>
  console.log(`${name.padEnd(width)}  ${group(raw).padStart(9)}  ${group(brotli).padStart(9)}  ${note}`.trimEnd());
const group = (value) => (typeof value === "number" ? value.toLocaleString("en") : value);

const isSplit = files.some((file) => file.name.endsWith("_later.wasm"));
const limit = (isSplit ? LIMITS.split : LIMITS.whole) + PANIC_MESSAGES;
const first = files.filter((file) => file.first);
const transferred = total("brotli", first);
row("bytes", "raw", "brotli");
const prices = files.filter((file) => file.name.startsWith("prices/"));
const largest = Math.max(...prices.map((file) => file.brotli));
for (const file of files.filter((file) => !prices.includes(file))) row(file.name, file.raw, file.brotli, file.first ? "" : "not in the first load");
row(`${prices.length} prices`, total("raw", prices), total("brotli", prices), `one a region, at most ${group(largest)}`);
row("first load", total("raw", first), transferred, `of ${group(limit)}; target ${group(TARGET)}`);

if (check && transferred > limit) {
  console.error(`The first load is ${group(transferred - limit)} bytes over its limit of ${group(limit)}.`);
  process.exit(1);
}
