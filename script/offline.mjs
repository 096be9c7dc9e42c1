// Writes into dist/sw.js which files a browser keeps for use without a network, and their digests:
// `node script/offline.mjs <dir>`.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// What only hosts and tools read.
const NOT_KEPT = new Set(["sw.js", "robots.txt", "_headers", ".htaccess", "staticwebapp.config.json", "vercel.json", "rules.json", "plan.schema.json"]);

const [dir] = process.argv.slice(2);
const names = readdirSync(dir, { recursive: true })
  .filter((name) => statSync(join(dir, name)).isFile() && !NOT_KEPT.has(name))
  .sort();
const all = createHash("sha256");
const integrity = new Map();
for (const name of names) {
  const content = readFileSync(join(dir, name));
  all.update(`${name}\0`).update(content);
  integrity.set(name, `sha256-${createHash("sha256").update(content).digest("base64")}`);
}

// A host may answer index.html with a redirection to the folder, never the other way round.
const listed = (wanted) =>
  Object.fromEntries(names.filter(wanted).map((name) => [name === "index.html" ? "./" : name, integrity.get(name)]));
const isPrice = (name) => name.startsWith("prices/");
const set = (text, name, value) => {
  const line = new RegExp(`^const ${name} = .*;$`, "m");
  if (!line.test(text)) throw new Error(`sw.js has no line for ${name}.`);
  return text.replace(line, `const ${name} = ${JSON.stringify(value)};`);
};
const path = join(dir, "sw.js");
let text = readFileSync(path, "utf8");
text = set(text, "VERSION", all.digest("hex").slice(0, 16));
text = set(text, "FILES", listed((name) => !isPrice(name)));
text = set(text, "REST", listed(isPrice));
writeFileSync(path, text);
