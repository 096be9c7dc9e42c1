// What the page costs: bytes of the first load, time to first paint and to a painted form as a first visitor has it (a new
// browser for each run), the time from a keystroke to the painted verdict and snippet, with and without a slow processor and
// network, and Lighthouse's scores. Figures of one machine, for the documents; not a test.
//
//   script/setup measure && node tests/e2e/measure.mjs [--no-lighthouse | --only-lighthouse] [FOLDER]...
//
// FOLDER is a built site, and dist/ if none is given. Several are measured alternately in one run, so that their ratios hold
// on a busy machine too; the ratios are to the first.
import { execFile, execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { serve } from "../../script/serve.mjs";
import { link } from "./link.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const FLAGS = JSON.parse(fs.readFileSync(path.join(root, "webdriver.json"), "utf8"))["goog:chromeOptions"].args;
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const RUNS = 15;
const LIGHTHOUSE_RUNS = 5;
const KEYS = 120;
/** A start is over by then, mostly. */
const START_MS = 1500;

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** A plan of so many valid pools; the second one with so many labels. */
function planOf(pools, labels = 0) {
  const list = [{ name: "systempool", mode: "System", count: 3, vmSize: "Standard_D4ds_v5" }];
  for (let i = 1; i < pools; i++) list.push({ name: `pool${i}`, mode: "User", count: 3, vmSize: "Standard_D8ds_v5" });
  if (labels) list[1].nodeLabels = Object.fromEntries(Array.from({ length: labels }, (_, nth) => [`label${nth}`, `v${nth}`]));
  return { version: 1, cluster: { name: "aks", resourceGroup: "rg", location: "westeurope" }, pools: list };
}

/** Such a plan as a link's fragment. */
const fragment = (pools) => link(planOf(pools));

/** Opens a site in a browser of its own, as a first visitor does: nothing is cached or compiled. */
async function open(site, fragment, slowness = 1, network = undefined) {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, serviceWorkers: "block" });
  const page = await context.newPage();
  if (slowness > 1 || network) {
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowness });
    if (network) await session.send("Network.emulateNetworkConditions", { offline: false, ...network });
  }
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.getElementById("sentence")) return;
      observer.disconnect();
      // What a frame's callback sends arrives when the frame is painted.
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => (window.readyAt = performance.now());
        channel.port2.postMessage(0);
      });
    }).observe(document, { childList: true, subtree: true });
  });
  // Waiting for anything in the page would put a script of Playwright's, 330 KB, into it while it starts.
  await page.goto(site.url + fragment, { waitUntil: "commit" });
  do await page.waitForTimeout(START_MS * slowness);
  while (!(await page.evaluate(() => window.readyAt)));
  return { page, close: () => browser.close() };
}

async function load(site, fragment, slowness, network) {
  const { page, close } = await open(site, fragment, slowness, network);
  const times = await page.evaluate(() => ({
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    ready: window.readyAt,
  }));
  await close();
  return times;
}

/** Milliseconds from an input event to the frame after it, with the snippet changed. */
async function keystrokes(site, pools, slowdown, labels) {
  const { page, close } = await open(site, labels ? "" : fragment(pools));
  if (labels) {
    // Too long for a link.
    await page.getByRole("button", { name: "Import" }).first().click();
    await page.getByLabel("Text", { exact: true }).fill(JSON.stringify(planOf(pools, labels)));
    await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.waitForTimeout(START_MS);
  }
  await page.click("#pool-1 > summary");
  await page.waitForSelector("#p1-maxPods");
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.evaluate(() => {
    window.times = [];
    addEventListener("input", (event) => {
      const before = document.querySelector("#snippets pre").textContent;
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          const changed = document.querySelector("#snippets pre").textContent !== before;
          window.times.push({ time: performance.now() - event.timeStamp, changed });
        };
        channel.port2.postMessage(0);
      });
    }, true);
  });
  await page.focus("#p1-maxPods");
  for (let i = 0; i < KEYS; i++) {
    // 3, 33, 3 and none: each of them changes verdict and snippet. Not in step with the frames.
    await page.keyboard.press(i % 4 < 2 ? "3" : "Backspace");
    await page.waitForTimeout(60 + ((i * 7) % 17));
  }
  const times = await page.evaluate(() => window.times);
  await close();
  const missed = times.filter((one) => !one.changed).length;
  const list = times.map((one) => one.time);
  return { list, missed };
}

// 9 Mbit/s and 60 ms.
const SLOW_NETWORK = { downloadThroughput: (9e6 / 8), uploadThroughput: (9e6 / 8), latency: 60 };

/** Lighthouse's scores on the phone that it simulates and on a desktop. */
async function lighthouse(site) {
  const cli = path.join(root, "tests/lighthouse/node_modules/lighthouse/cli/index.js");
  if (process.argv.includes("--no-lighthouse")) return;
  if (!fs.existsSync(cli)) return console.log("Lighthouse is not there: script/setup measure");
  for (const preset of ["phone", "desktop"]) {
    const out = path.join(root, `target/e2e/lighthouse-${preset}.json`);
    const flags = [site.url, "--quiet", "--output=json", `--output-path=${out}`, `--chrome-flags=${FLAGS.join(" ")}`];
    if (preset === "desktop") flags.push("--preset=desktop");
    const runs = [];
    for (let run = 0; run < LIGHTHOUSE_RUNS; run++) {
      // The server is this process: waiting must not stop it.
      await promisify(execFile)(process.execPath, [cli, ...flags], { env: { ...process.env, CHROME_PATH: CHROMIUM } });
      runs.push(JSON.parse(fs.readFileSync(out, "utf8")));
    }
    const score = (id) => median(runs.map(({ categories }) => Math.round(categories[id].score * 100)));
    const scores = Object.values(runs[0].categories).map(({ id, title }) => `${title} ${score(id)}`);
    console.log(`Lighthouse, ${preset}, median of ${LIGHTHOUSE_RUNS}: ${scores.join(", ")}`);
    const { audits } = runs.at(-1);
    for (const { id, title, score, scoreDisplayMode } of Object.values(audits)) {
      if (score !== null && score < 0.9 && scoreDisplayMode !== "informative") console.log(`  ${id}: ${title} (${score})`);
    }
  }
}

/** A figure of each site, and its ratio to the first. */
function tell(what, figures) {
  const parts = figures.map((figure, nth) => `${figure.toFixed(1)} ms${nth > 0 ? ` (${(figure / figures[0]).toFixed(2)})` : ""}`);
  console.log(`${what}: ${parts.join(", ")}`);
}

const folders = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
if (folders.length === 0) folders.push(path.join(root, "dist"));
for (const folder of folders) {
  console.log(folder);
  console.log(execFileSync(process.execPath, [path.join(root, "script/size.mjs"), folder], { encoding: "utf8" }).trimEnd());
}
fs.mkdirSync(path.join(root, "target/e2e"), { recursive: true });
const sites = await Promise.all(folders.map((folder) => serve(folder, 0, ["gzip"])));
// Lighthouse alone takes a quarter of the time.
const isWhole = !process.argv.includes("--only-lighthouse");
const LOADS = [
  ["first visit", "", 1, undefined],
  ["first visit by a link of 3 pools", fragment(3), 1, undefined],
  ["first visit by a link of 10 pools", fragment(10), 1, undefined],
  ["first visit, CPU 4 times slower, 9 Mbit/s, 60 ms", "", 4, SLOW_NETWORK],
];
for (const [name, fragmentOf, slowness, network] of isWhole ? LOADS : []) {
  const loads = sites.map(() => []);
  for (let run = 0; run < RUNS; run++) for (const [nth, site] of sites.entries()) loads[nth].push(await load(site, fragmentOf, slowness, network));
  tell(`${name}, first contentful paint (median of ${RUNS}, gzip)`, loads.map((of) => median(of.map(({ paint }) => paint))));
  tell(`${name}, painted form`, loads.map((of) => median(of.map(({ ready }) => ready))));
}
const TYPED = [[3, 1], [10, 1], [100, 1], [3, 4], [10, 4], [3, 1, 10_000]];
for (const [pools, slowdown, labels] of isWhole ? TYPED : []) {
  const typed = sites.map(() => ({ list: [], missed: 0 }));
  for (let run = 0; run < 2; run++) {
    for (const [nth, site] of sites.entries()) {
      const { list, missed } = await keystrokes(site, pools, slowdown, labels);
      typed[nth].list.push(...list);
      typed[nth].missed += missed;
    }
  }
  const slow = (labels ? `, ${labels} labels` : "") + (slowdown > 1 ? `, CPU ${slowdown} times slower` : "");
  tell(`keystroke to paint, ${pools} pools${slow}, median of ${typed[0].list.length}`, typed.map(({ list }) => median(list)));
  tell(`  the slowest of 20`, typed.map(({ list }) => [...list].sort((a, b) => a - b)[Math.floor(list.length * 0.95)]));
  if (labels) tell(`  the slowest`, typed.map(({ list }) => Math.max(...list)));
  if (typed.some(({ missed }) => missed)) console.log(`  not painted in time: ${typed.map(({ missed }) => missed).join(", ")}`);
}
await lighthouse(sites.at(-1));
for (const site of sites) await site.close();
