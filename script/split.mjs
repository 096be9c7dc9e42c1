// Splits the page's program: `node script/split.mjs <dir> [Chromium]`, for the site that Trunk built in <dir>.
//
// Half of the program isn't needed to start: dialogs, forms, what changes something that is there. Which functions a start
// runs is seen in a browser. The others go into a second module, <name>_later.wasm, which is loaded as soon as the page is
// there (boot.js). Both modules have one memory and one table. In the first module, a function of the second is a stub,
// which calls it by its place in the table; if the second module isn't there yet, the stub loads it at once and waits. So
// what a start is seen to run decides how fast the page is, never what it does.
//
// Data goes with the functions: what only functions of the second module refer to, by the linker's relocations (build.rs), is
// in the second module. Nothing else can read it, so the first module has zeros there.
//
// Without a browser nothing is split. Either way wasm-opt makes the modules small. For the page's, that needs to come last, as
// the names of functions, by which they are distinguished here, are gone then. The worker's is made small beside all this:
// wasm-opt uses one processor, for a minute a module.

import { execFile, execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { link, manyPools } from "../tests/e2e/link.mjs";
import { serve } from "./serve.mjs";

// What Rust's wasm32 target has on (the text form of a module does not say so).
const FEATURES = ["bulk-memory", "bulk-memory-opt", "call-indirect-overlong", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];
// The second pass is for speed: a start runs 250 functions fewer, for 0.9 KB.
const OPTIMIZE = ["--low-memory-unused", "--flatten", "--rereloop", "-Oz", "-O3", "--strip-debug", "--strip-producers", "--strip-target-features"];
// What a start runs depends on the plan, and these don't show all of it: what reads a plan stays together.
// Names are mangled: the path of a function begins with its crate, before which only the kinds of path are named.
const NEEDED = /^\$_R(?:N[a-zA-Z]|[XM](?:s\w*?_)?|[IY])*C(?:s[0-9a-zA-Z]*_)?10poolwright(?:5codec(?:4read|5table|4link4read))/;
// A function of so few lines of text is no larger than its stub.
const SMALL = 40;

// Streams for server functions, which Leptos exports and this page lacks; and what the glue has of them.
const SERVER = /"(__wbg_)?intounderlying/;
const SERVER_GLUE = /^export class IntoUnderlying[^]*?^if \(Symbol\.dispose\).*\n|^const IntoUnderlying[^]*?;\n/gm;
// Beside the examples: no pools, more pools than the examples have, and pools that break rules. A plan with properties of
// AKS that are not known yet is rare.
const ODD_PLANS = [
  { version: 1, cluster: {}, pools: [] },
  { version: 1, cluster: { name: "aks" }, pools: manyPools(40, { vmSize: "Standard_D8ds_v5" }) },
  { version: 1, cluster: { name: "aks", resourceGroup: "rg", location: "westeurope" }, pools: manyPools(100) },
  { version: 1, cluster: { name: "aks" }, pools: [{ name: "np", mode: "User", count: 2 }] },
  { version: 1, cluster: { name: "aks", existing: true }, pools: [{ name: "np", mode: "User", count: 2 }] },
  {
    version: 1,
    cluster: { name: "a b", location: "atlantis", kubernetesVersion: "1.99" },
    pools: [{ name: "Np_", mode: "System", vmSize: "Standard_D4ds_v9", osType: "Windows", scaleSetPriority: "Spot", enableAutoScaling: true, minCount: 5, maxCount: 2, maxPods: 4, availabilityZones: ["9"], nodeTaints: ["a"], nodeLabels: { "x y": "z" } }],
  },
];

const NAME = String.raw`\$(?:"(?:[^"\\]|\\.)*"|[^\s()"]+)`;
const root = resolve(import.meta.dirname, "..");
const [dir, browser] = process.argv.slice(2);
const linked = join(root, process.env.CARGO_TARGET_DIR ?? "target", "wasm32-unknown-unknown/release/poolwright-web.wasm");
const name = readdirSync(dir).find((file) => /^poolwright-web-\w+\.js$/.test(file))?.slice(0, -".js".length);
if (name === undefined) throw new Error(`There is no program in ${dir}.`);
const wasm = join(dir, `${name}_bg.wasm`);
let [data, moved] = [0, 0];
const scratch = mkdtempSync(join(tmpdir(), "poolwright-"));
try {
  const worker = join(dir, "poolwright-worker_bg.wasm");
  // Into a file elsewhere: the site is copied meanwhile.
  const smallWorker = join(scratch, basename(worker));
  const written = [optimize(worker, smallWorker, OPTIMIZE)];
  const module = parse(toText(wasm));
  shorten(module);
  if (browser && existsSync(browser)) {
    const later = choose(module, await startedFunctions(module));
    const [first, second] = divide(module, later, laterData(readFileSync(linked), later));
    written.push(fromText(first, wasm, OPTIMIZE), fromText(second, join(dir, `${name}_later.wasm`), OPTIMIZE));
    addLoader();
    console.log(`split: ${later.size} of ${module.functions.size} functions come later, and ${moved} of ${data} bytes of data`);
  } else {
    console.log("split: no browser to see a start in, so the program stays in one piece");
    written.push(fromText(print(module), wasm, OPTIMIZE));
  }
  await Promise.all(written);
  copyFileSync(smallWorker, worker);
} finally {
  rmSync(scratch, { recursive: true });
}

function toText(path) {
  const text = join(scratch, "module.wat");
  execFileSync("wasm-opt", ["--all-features", "-S", path, "-o", text], { stdio: ["ignore", "inherit", "ignore"] });
  return readFileSync(text, "utf8");
}

async function fromText(text, path, flags) {
  const source = join(scratch, `${basename(path)}.wat`);
  writeFileSync(source, text);
  await optimize(source, path, flags);
}

async function optimize(from, to, flags) {
  await promisify(execFile)("wasm-opt", [...FEATURES.map((feature) => `--enable-${feature}`), ...flags, from, "-o", to]);
}

/** The items of a module in text form, by their kind; those with names by their names. */
function parse(text) {
  const module = { types: [], imports: new Map(), globals: new Map(), functions: new Map(), tables: new Map(), exports: [], rest: [], memory: "", elements: [] };
  const items = text.slice(text.indexOf("\n (") + 1, text.lastIndexOf("\n)")).split(/\n(?= \()/);
  for (const item of items) {
    const [, kind] = item.match(/^ \((\S+)/);
    const [itsName] = item.match(new RegExp(NAME)) ?? [];
    if (kind === "type") module.types.push(item);
    else if (kind === "import") module.imports.set(itsName, item);
    else if (kind === "global") module.globals.set(itsName, item);
    else if (kind === "table") module.tables.set(itsName, item);
    else if (kind === "export" && !SERVER.test(item)) module.exports.push(item);
    else if (kind === "export") continue;
    else if (kind === "memory") module.memory = item;
    else if (kind === "elem") {
      if (module.elements.length > 0 || !item.includes("(i32.const 1) func ")) throw new Error("The table is filled in another way than expected.");
      module.elements = item.slice(item.indexOf(" func ") + " func ".length).match(new RegExp(NAME, "g"));
    } else if (kind === "func") module.functions.set(itsName, { text: item, calls: new Set(names(item, "call|return_call|ref\\.func")), size: item.split("\n").length });
    else module.rest.push(item);
  }
  return module;
}

/**
 * Gives short names to what the program and its glue import from each other: those of wasm-bindgen are paths and digests, which
 * compression leaves as they are.
 */
function shorten(module) {
  const short = new Map();
  const nameOf = (long) => short.get(long) ?? short.set(long, `_${short.size.toString(36)}`).get(long);
  const shortened = (item) => item.replace(/"(_\w+)" \(/, (_, long) => `"${nameOf(long)}" (`);
  module.imports.forEach((item, of) => module.imports.set(of, shortened(item)));
  module.exports = module.exports.map(shortened);
  const glue = join(dir, `${name}.js`);
  const text = readFileSync(glue, "utf8").replace(SERVER_GLUE, "");
  writeFileSync(glue, text.replace(/\b_\w+/g, (word) => short.get(word) ?? word));
}

/** The names after these words. */
function names(item, words) {
  return [...item.matchAll(new RegExp(String.raw`\((?:${words}) (${NAME})`, "g"))].map((match) => match[1]);
}

function print(module, { imports = [], functions = [...module.functions.values()].map((one) => one.text), exports = [], elements = module.elements } = {}) {
  const room = elements.length + 1;
  const tables = [...module.tables].map(([of, item]) => (of === "$0" ? ` (table $0 ${room} ${room} funcref)` : item));
  const table = ` (elem (table $0) (i32.const 1) func ${elements.join(" ")})`;
  return ["(module", ...module.types, ...module.imports.values(), ...imports, ...module.globals.values(), module.memory, ...module.rest, ...tables, table, ...module.exports, ...exports, ...functions, ")"].join("\n");
}

/** The parts of a function's head: its parameters' names, and its type, parameters and results as text. */
function head(item) {
  const line = item.slice(item.match(new RegExp(NAME)).index, item.indexOf("\n")).replace(new RegExp(NAME), "");
  return {
    parameters: [...line.matchAll(/\(param (\S+) \w+\)/g)].map((match) => match[1]),
    type: line.match(/\(type \S+\)/)[0],
    text: line.match(/\((?:type|param|result) [^()]*\)/g).join(" "),
  };
}

/** The functions that a start runs, for some plans and drafts, until the page is at rest. */
async function startedFunctions(module) {
  const all = [...module.functions.keys()];
  const functions = all.map((of, number) => {
    const lines = module.functions.get(of).text.split("\n");
    const body = lines.findIndex((line, nth) => nth > 0 && !line.startsWith("  (local "));
    lines.splice(body, 0, `  (call $started (i32.const ${number}))`);
    return lines.join("\n");
  });
  const site = join(scratch, "site");
  cpSync(dir, site, { recursive: true });
  const imports = [` (import "started" "started" (func $started (param i32)))`];
  await fromText(print(module, { imports, functions }), join(site, `${name}_bg.wasm`), ["--strip-debug"]);
  edit(join(site, `${name}.js`), '"./poolwright-web_bg.js": import0,', `started: { started: (number) => (globalThis.started ??= new Set()).add(number) }, $&`);
  // What waits for the second module isn't run here.
  writeFileSync(join(site, `${name}.js`), `${readFileSync(join(site, `${name}.js`), "utf8")}\nglobalThis.poolwrightLater = new Promise(() => {});\n`);
  const flags = JSON.parse(readFileSync(join(root, "webdriver.json"), "utf8"))["goog:chromeOptions"].args;
  const server = await serve(site, 0, []);
  const chrome = await chromium.launch({ executablePath: browser, args: flags });
  try {
    const started = new Set();
    const plans = readdirSync(join(root, "examples")).filter((file) => file.endsWith(".plan.json"));
    const links = [...plans.map((file) => readFileSync(join(root, "examples", file), "utf8")), ...ODD_PLANS].map(link);
    // An earlier visit leaves a draft, and the tab of a text that the worker writes.
    const left = { "poolwright.draft.1": readFileSync(join(root, "examples", plans[0]), "utf8"), "poolwright.tab.1": "bicep" };
    const starts = [["", {}], ["", left], ...links.map((one) => [one, {}])];
    const record = async (fragment, kept) => {
      const context = await chrome.newContext({ serviceWorkers: "block" });
      const page = await context.newPage();
      await page.addInitScript((items) => Object.entries(items).forEach(([key, text]) => localStorage.setItem(key, text)), kept);
      await page.goto(server.url + fragment);
      await page.waitForSelector("#sentence", { state: "attached" });
      // Some is done after a pause: it is at rest when nothing new is run for 1.5 seconds.
      const count = () => page.evaluate(() => globalThis.started.size);
      for (let before = -1, now = await count(); now !== before; before = now, now = await count()) await page.waitForTimeout(1_500);
      (await page.evaluate(() => [...globalThis.started])).forEach((number) => started.add(all[number]));
      await context.close();
    };
    // Most of the time they rest, so some at once are sooner done.
    const next = async () => {
      for (let start = starts.pop(); start; start = starts.pop()) await record(...start);
    };
    await Promise.all(Array.from({ length: 4 }, next));
    return started;
  } finally {
    await chrome.close();
    await server.close();
  }
}

/** The functions that come later. */
function choose(module, started) {
  const first = new Set([...module.functions.keys()].filter((of) => NEEDED.test(of)));
  started.forEach((of) => first.add(of));
  // What is small stays with its caller: whether it is called may depend on the plan. What is added is looked at too.
  for (const of of first) module.functions.get(of)?.calls.forEach((called) => module.functions.get(called)?.size <= SMALL && first.add(called));
  return new Set([...module.functions.keys()].filter((of) => !first.has(of)));
}

/**
 * Which bytes of the memory only functions of the second module refer to, as ranges [from, to). `bytes` is the program as it
 * was linked, with its relocations: each says which function or datum refers to which symbol.
 * See https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md.
 */
function laterData(bytes, later) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const text = () => {
    const length = number();
    at += length;
    return bytes.toString("utf8", at - length, at);
  };
  const skipLimits = () => (number() & 1 ? [number(), number()] : [number()]);
  const list = (read) => Array.from({ length: number() }, (_, nth) => read(nth));

  const sections = [];
  let imported = 0;
  const functions = []; // where each one's code ends
  const segments = []; // where its bytes begin, in the section and in memory
  const names = new Map();
  const isNamed = new Map();
  const symbols = [];
  const relocations = new Map();
  while (at < bytes.length) {
    const kind = bytes[at++];
    const size = number();
    const [begin, end] = [at, at + size];
    const place = sections.push(begin) - 1;
    const name = kind === 0 ? text() : "";
    if (kind === 2) {
      list(() => {
        text(), text();
        const what = bytes[at++];
        if (what === 0) number(), (imported += 1);
        else if (what === 1) at++, skipLimits();
        else if (what === 2) skipLimits();
        else if (what === 3) at += 2;
        else throw new Error("An import of another kind than expected.");
      });
    } else if (kind === 10) {
      list(() => {
        const length = number();
        functions.push((at += length) - begin);
      });
      relocations.set(place, { of: "code", list: [] });
    } else if (kind === 11) {
      list(() => {
        if (number() !== 0 || bytes[at++] !== 0x41) throw new Error("Data of another kind than expected.");
        const address = number();
        if (bytes[at++] !== 0x0b) throw new Error("Data at another place than expected.");
        const length = number();
        segments.push({ address, from: at - begin, length });
        at += length;
      });
      relocations.set(place, { of: "data", list: [] });
    } else if (name === "name") {
      while (at < end) {
        const [part, length] = [bytes[at++], number()];
        const after = at + length;
        if (part === 1) list(() => names.set(number(), `$${text()}`));
        at = after;
      }
    } else if (name === "linking") {
      number();
      while (at < end) {
        const [part, length] = [bytes[at++], number()];
        const after = at + length;
        if (part === 8) {
          list(() => {
            const what = bytes[at++];
            const flags = number();
            const isDefined = (flags & 0x10) === 0;
            if (what === 1) {
              text();
              const datum = isDefined ? { segment: number(), offset: number(), size: number() } : undefined;
              symbols.push(flags & 0x200 ? undefined : datum);
            } else {
              number();
              if (what !== 3 && (isDefined || flags & 0x40)) text();
              symbols.push(undefined);
            }
          });
        }
        at = after;
      }
    } else if (name.startsWith("reloc.")) {
      const found = relocations.get(number());
      list(() => {
        const one = { type: bytes[at++], offset: number(), symbol: number() };
        if ([3, 4, 5, 8, 9, 11].includes(one.type)) number();
        else if (![0, 1, 2, 6, 7, 20].includes(one.type)) throw new Error(`A relocation of another kind than expected: ${one.type}.`);
        if ([3, 4, 5, 11].includes(one.type)) found?.list.push(one);
      });
    }
    at = end;
  }
  if (symbols.length === 0 || relocations.size !== 2) throw new Error(`${linked} has no relocations (build.rs).`);

  // Of two functions with one name it isn't known which one comes later.
  names.forEach((of) => isNamed.set(of, isNamed.has(of) ? "twice" : "once"));
  const isLater = (nth) => later.has(names.get(imported + nth)) && isNamed.get(names.get(imported + nth)) === "once";
  const needed = new Set();
  const [code, data] = ["code", "data"].map((of) => [...relocations.values()].find((one) => one.of === of).list.sort((one, other) => one.offset - other.offset));
  let nth = 0;
  for (const { offset, symbol } of code) {
    while (offset >= functions[nth]) nth++;
    if (!isLater(nth)) needed.add(symbols[symbol]);
  }
  // What is needed refers to more.
  const todo = [...needed];
  while (todo.length > 0) {
    const one = todo.pop();
    if (one === undefined) continue;
    const from = segments[one.segment].from + one.offset;
    let low = 0;
    for (let high = data.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (data[middle].offset < from) low = middle + 1;
      else high = middle;
    }
    for (; data[low]?.offset < from + one.size; low++) {
      const found = symbols[data[low].symbol];
      if (!needed.has(found)) needed.add(found), todo.push(found);
    }
  }
  const begin = segments[0].address;
  const isMoved = new Uint8Array(segments.at(-1).address + segments.at(-1).length - begin);
  const mark = (value) => (one) => {
    const { address, length } = segments[one.segment] ?? { length: 0 };
    if (one.offset + one.size <= length) isMoved.fill(value, address + one.offset - begin, address + one.offset + one.size - begin);
  };
  symbols.filter((one) => one && !needed.has(one)).forEach(mark(1));
  [...needed].filter((one) => one).forEach(mark(0));
  const ranges = [];
  for (let from = isMoved.indexOf(1); from !== -1; ) {
    const to = isMoved.indexOf(0, from) === -1 ? isMoved.length : isMoved.indexOf(0, from);
    ranges.push([from + begin, to + begin]);
    from = isMoved.indexOf(1, to);
  }
  return ranges;
}

/** Data as they are written in a module's text, and back. */
function dataBytes(item) {
  const bytes = [];
  const [, address, written] = item.match(/\(i32\.const (\d+)\) "(.*)"\)$/s);
  const escapes = { t: 9, n: 10, r: 13 };
  for (const [, hex, letter, char] of written.matchAll(/\\([0-9a-fA-F]{2})|\\(.)|([^\\])/gs)) {
    if (hex) bytes.push(parseInt(hex, 16));
    else if (letter) bytes.push(escapes[letter] ?? letter.charCodeAt(0));
    else bytes.push(...Buffer.from(char));
  }
  return { address: Number(address), bytes: Uint8Array.from(bytes) };
}

function dataItem(address, bytes) {
  return ` (data (i32.const ${address}) "${Array.from(bytes, (byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("")}")`;
}

/** The module of what is needed to start, and that of what comes later. */
function divide(module, later, ranges) {
  const secondData = [];
  const rest = module.rest.map((item) => {
    if (!item.startsWith(" (data ")) return item;
    const { address, bytes } = dataBytes(item);
    data += bytes.length;
    for (const [from, to] of ranges) {
      if (from < address || to > address + bytes.length) continue;
      secondData.push(dataItem(from, bytes.subarray(from - address, to - address)));
      bytes.fill(0, from - address, to - address);
      moved += to - from;
    }
    return dataItem(address, bytes);
  });

  const places = new Map(module.elements.map((of, nth) => [of, nth + 1]));
  const elements = [...module.elements];
  const exported = new Set(module.exports.flatMap((item) => names(item, "func")));
  const calledFirst = new Set();
  for (const [of, { calls }] of module.functions) if (!later.has(of)) calls.forEach((called) => calledFirst.add(called));

  const first = [];
  const second = [];
  const shared = new Set();
  const entries = [];
  for (const [of, { text, calls }] of module.functions) {
    if (!later.has(of)) {
      first.push(text);
      continue;
    }
    second.push(text);
    calls.forEach((called) => later.has(called) || shared.add(called));
    if (!places.has(of) && !calledFirst.has(of) && !exported.has(of)) continue;
    if (!places.has(of)) places.set(of, elements.push(of));
    entries.push(of);
    const { parameters, type, text: types } = head(text);
    const values = parameters.map((parameter) => `(local.get ${parameter})`).join(" ");
    first.push(` (func ${of} ${types}\n  (call $later)\n  (call_indirect $0 ${type} ${values} (i32.const ${places.get(of)}))\n )`);
  }

  const isUsed = (word) => second.some((text) => text.includes(word));
  const globals = [...module.globals].filter(([of]) => isUsed(`global.get ${of}`) || isUsed(`global.set ${of}`));
  const tables = [...module.tables.keys()].filter((of) => of === "$0" || isUsed(`${of}`));
  const short = new Map([...shared, ...globals.map(([of]) => of), ...tables, "memory", "there"].map((of, nth) => [of, nth.toString(36)]));
  const give = (kind, of) => ` (export "${short.get(of)}" (${kind} ${of}))`;
  const take = (of, what) => ` (import "first" "${short.get(of)}" ${what})`;

  first.push(
    ` (func $later\n  (if (i32.eqz (global.get $there)) (then (call $load)))\n )`,
  );
  const firstText = print(
    { ...module, rest, globals: new Map([...module.globals, ["$there", " (global $there (mut i32) (i32.const 0))"]]) },
    {
      imports: [` (import "later" "load" (func $load))`],
      functions: first,
      elements,
      exports: [...[...shared].map((of) => give("func", of)), ...globals.map(([of]) => give("global", of)), ...tables.map((of) => give("table", of)), ` (export "${short.get("memory")}" (memory $0))`, ` (export "${short.get("there")}" (global $there))`],
    },
  );

  const room = elements.length + 1;
  const tableType = (of) => (of === "$0" ? `${room} funcref` : module.tables.get(of).match(/ (\d+) (\w+ref)\)/).slice(1).join(" "));
  const globalType = (item) => item.match(/\$\S+ (\(mut \w+\)|\w+)/)[1];
  const type = (of) => (module.imports.has(of) ? module.imports.get(of).match(/\(func .*\)(?=\)$)/s)[0] : `(func ${of} ${head(module.functions.get(of).text).text})`);
  entries.sort((one, other) => places.get(one) - places.get(other));
  const runs = [];
  for (const of of entries) {
    const run = runs.at(-1);
    if (run && run.from + run.list.length === places.get(of)) run.list.push(of);
    else runs.push({ from: places.get(of), list: [of] });
  }
  const secondText = [
    "(module",
    ...module.types,
    take("memory", `(memory $0 ${module.memory.match(/ (\d+)\)/)[1]})`),
    take("there", "(global $there (mut i32))"),
    ...globals.map(([of, item]) => take(of, `(global ${of} ${globalType(item)})`)),
    ...tables.map((of) => take(of, `(table ${of} ${tableType(of)})`)),
    ...[...shared].map((of) => take(of, type(of))),
    ...runs.map(({ from, list }) => ` (elem (table $0) (i32.const ${from}) func ${list.join(" ")})`),
    " (func $begin\n  (global.set $there (i32.const 1))\n )",
    " (start $begin)",
    ...secondData,
    ...second,
    ")",
  ].join("\n");
  return [firstText, secondText];
}

/** Adds the loading of the second module to the program's glue. */
function addLoader() {
  const glue = join(dir, `${name}.js`);
  edit(glue, '"./poolwright-web_bg.js": import0,', "later: { load: loadLaterNow }, $&");
  const loader = `
const laterUrl = new URL("${name}_later.wasm", import.meta.url);
let isLaterThere = false;

export let loadLater;
globalThis.poolwrightLater = new Promise((resolve) => (loadLater = resolve)).then(async () => {
  for (let pause = 500; !isLaterThere; pause = Math.min(2 * pause, 30_000)) {
    try {
      const response = await fetch(laterUrl);
      const module = response.ok && (await WebAssembly.compile(await response.arrayBuffer()));
      if (module && !isLaterThere) await WebAssembly.instantiate(module, { first: wasm });
      isLaterThere ||= Boolean(module);
    } catch {
      // Without a network it is tried again, until it is there or something can't wait for it.
    }
    if (!isLaterThere) await new Promise((resolve) => setTimeout(resolve, pause));
  }
});

// What is called can't wait for a promise.
function loadLaterNow() {
  const request = new XMLHttpRequest();
  request.open("GET", laterUrl, false);
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  if (request.status !== 200) throw new Error("A part of the planner could not be loaded.");
  const bytes = Uint8Array.from(request.responseText, (char) => char.charCodeAt(0));
  new WebAssembly.Instance(new WebAssembly.Module(bytes), { first: wasm });
  isLaterThere = true;
}
`;
  writeFileSync(glue, readFileSync(glue, "utf8") + loader);
}

function edit(path, from, to) {
  const text = readFileSync(path, "utf8");
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  writeFileSync(path, text.replace(from, to));
}
