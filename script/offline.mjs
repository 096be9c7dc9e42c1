// Writes into dist/sw.js what a browser is to keep for use without a network: `node script/offline.mjs <dir>`.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// What only hosts and tools read.
const NOT_KEPT = new Set(["sw.js", "robots.txt", "_headers", ".htaccess", "staticwebapp.config.json", "vercel.json", "rules.json", "plan.schema.json"]);

const [dir] = process.argv.slice(2);
const names = readdirSync(dir, { recursive: true })
  .filter((name) => statSync(join(dir, name)).isFile() && !NOT_KEPT.has(name))
  .sort();
const digest = createHash("sha256");
for (const name of names) digest.update(`${name}\0`).update(readFileSync(join(dir, name)));

// A host may answer index.html with a redirection to the folder, never the other way round.
const files = names.filter((name) => !name.startsWith("prices/")).map((name) => (name === "index.html" ? "./" : name));
const rest = names.filter((name) => name.startsWith("prices/"));
const set = (text, name, value) => {
  const line = new RegExp(`^const ${name} = .*;$`, "m");
  if (!line.test(text)) throw new Error(`sw.js has no line for ${name}.`);
  return text.replace(line, `const ${name} = ${JSON.stringify(value)};`);
};
const path = join(dir, "sw.js");
let text = readFileSync(path, "utf8");
text = set(text, "VERSION", digest.digest("hex").slice(0, 16));
text = set(text, "FILES", files);
text = set(text, "REST", rest);
writeFileSync(path, text);
