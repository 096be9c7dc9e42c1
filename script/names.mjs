// Lets a wasm and its glue call each other by short names: node script/names.mjs <glue.js> <module.wasm>
//
// The names of wasm-bindgen hold digests, which no compression makes smaller, and stand in both files.

import { readFileSync, writeFileSync } from "node:fs";

const IMPORTS = 2;
const EXPORTS = 7;

const [gluePath, wasmPath] = process.argv.slice(2);
const wasm = readFileSync(wasmPath);
const names = new Map();

/** The name in the place of one of wasm-bindgen's; others keep theirs. */
function short(name) {
  if (!/^(__|wasm_bindgen_|\.\/)/.test(name)) return name;
  if (!names.has(name)) names.set(name, letters(names.size));
  return names.get(name);
}

/** a, b, ... z, aa, ab, ... */
function letters(number) {
  const before = Math.floor(number / 26);
  return (before > 0 ? letters(before - 1) : "") + String.fromCharCode(97 + (number % 26));
}

/** A number as WebAssembly writes it (LEB128). */
function numbered(number) {
  const rest = number >>> 7;
  return rest > 0 ? [(number & 0x7f) | 0x80, ...numbered(rest)] : [number];
}

let at = 8;

function number() {
  const byte = wasm[at++];
  return byte & 0x80 ? (byte & 0x7f) + number() * 0x80 : byte;
}

/** The next name in its short form, as bytes. */
function name() {
  const length = number();
  at += length;
  const text = Buffer.from(short(wasm.toString("utf8", at - length, at)));
  return [...numbered(text.length), ...text];
}

/** The content of a section of imports or exports, with short names. */
function renamed(id) {
  const count = number();
  const bytes = numbered(count);
  for (let i = 0; i < count; i++) {
    if (id === IMPORTS) bytes.push(...name());
    bytes.push(...name());
    const kind = number();
    if (id === IMPORTS && kind !== 0) throw new Error(`an import of kind ${kind}: we know functions only`);
    bytes.push(kind, ...numbered(number()));
  }
  return Buffer.from(bytes);
}

const parts = [wasm.subarray(0, at)];
while (at < wasm.length) {
  const id = number();
  const size = number();
  const end = at + size;
  const content = id === IMPORTS || id === EXPORTS ? renamed(id) : wasm.subarray(at, end);
  if (id !== IMPORTS && id !== EXPORTS) at = end;
  if (at !== end) throw new Error(`section ${id} ends at ${at}, and not at ${end}`);
  parts.push(Buffer.from([id, ...numbered(content.length)]), content);
}
writeFileSync(wasmPath, Buffer.concat(parts));

const glue = readFileSync(gluePath, "utf8");
writeFileSync(gluePath, glue.replaceAll(/"\.\/[\w-]+\.js"|\b(?:__|wasm_bindgen_)\w+/g, (found) => {
  const quoted = found.startsWith('"');
  const to = names.get(quoted ? found.slice(1, -1) : found);
  return to === undefined ? found : quoted ? `"${to}"` : to;
}));
