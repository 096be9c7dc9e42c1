// What the page costs: bytes of the first load, time to first paint and to a usable form, the time from a keystroke to
// painted verdict and snippet, with and without a slow processor and network, and Lighthouse's scores. Figures of one
// machine, for README; not a test.
//
//   script/setup measure && node tests/e2e/measure.mjs [--no-lighthouse]      needs dist/ (script/build)
import { execFile, execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { serve } from "../../script/serve.mjs";
import { link } from "./link.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const dist = path.join(root, "dist");
const FLAGS = JSON.parse(fs.readFileSync(path.join(root, "webdriver.json"), "utf8"))["goog:chromeOptions"].args;
const RUNS = 7;
const KEYS = 120;

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** A plan of so many lawful pools, as a link's fragment. */
function fragment(pools) {
  const list = [{ name: "systempool", mode: "System", count: 3, vmSize: "Standard_D4ds_v5" }];
  for (let i = 1; i < pools; i++) list.push({ name: `pool${i}`, mode: "User", count: 3, vmSize: "Standard_D8ds_v5" });
  const plan = { version: 1, cluster: { name: "aks", resourceGroup: "rg", location: "westeurope" }, pools: list };
  return link(plan);
}

async function open(fragment, slowness = 1, network = undefined) {
  // The second visit would be answered by the browser itself.
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
      window.readyAt = performance.now();
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(site.url + fragment);
  await page.waitForSelector("#sentence");
  return { page, close: () => context.close() };
}

async function load(slowness, network) {
  const { page, close } = await open("", slowness, network);
  await page.waitForTimeout(100);
  const times = await page.evaluate(() => ({
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    ready: window.readyAt,
  }));
  await close();
  return times;
}

/** Milliseconds from an input event to the frame after it, with the snippet changed. */
async function keystrokes(pools, slowdown) {
  const { page, close } = await open(fragment(pools));
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
  return { median: median(list), worst: Math.max(...list), keys: list.length, missed };
}

// 9 Mbit/s and 60 ms.
const SLOW_NETWORK = { downloadThroughput: (9e6 / 8), uploadThroughput: (9e6 / 8), latency: 60 };

/** Lighthouse's scores on the phone that it simulates and on a desk. */
async function lighthouse() {
  const cli = path.join(root, "tests/lighthouse/node_modules/lighthouse/cli/index.js");
  if (process.argv.includes("--no-lighthouse")) return;
  if (!fs.existsSync(cli)) return console.log("Lighthouse is not there: script/setup measure");
  for (const preset of ["phone", "desktop"]) {
    const out = path.join(root, `target/e2e/lighthouse-${preset}.json`);
    const flags = [site.url, "--quiet", "--output=json", `--output-path=${out}`, `--chrome-flags=${FLAGS.join(" ")}`];
    if (preset === "desktop") flags.push("--preset=desktop");
    // The server is this process: waiting must not stop it.
    await promisify(execFile)(process.execPath, [cli, ...flags], { env: { ...process.env, CHROME_PATH: CHROMIUM } });
    const { categories, audits } = JSON.parse(fs.readFileSync(out, "utf8"));
    const scores = Object.values(categories).map(({ title, score }) => `${title} ${Math.round(score * 100)}`);
    console.log(`Lighthouse, ${preset}: ${scores.join(", ")}`);
    for (const { id, title, score, scoreDisplayMode } of Object.values(audits)) {
      if (score !== null && score < 0.9 && scoreDisplayMode !== "informative") console.log(`  ${id}: ${title} (${score})`);
    }
  }
}

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
console.log(execFileSync(process.execPath, [path.join(root, "script/size.mjs"), dist], { encoding: "utf8" }).trimEnd());
fs.mkdirSync(path.join(root, "target/e2e"), { recursive: true });
const site = await serve(dist, 0, ["gzip"]);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
for (const [name, slowness, network] of [["", 1, undefined], [", CPU 4 times slower, 9 Mbit/s, 60 ms", 4, SLOW_NETWORK]]) {
  const loads = [];
  for (let i = 0; i < RUNS; i++) loads.push(await load(slowness, network));
  const [paint, ready] = ["paint", "ready"].map((key) => median(loads.map((one) => one[key])).toFixed(0));
  console.log(`first contentful paint ${paint} ms, form ready ${ready} ms (median of ${RUNS}, gzip${name})`);
}
for (const [pools, slowdown] of [[3, 1], [10, 1], [100, 1], [3, 4], [10, 4]]) {
  const { median, worst, keys, missed } = await keystrokes(pools, slowdown);
  const slow = slowdown > 1 ? `, CPU ${slowdown} times slower` : "";
  console.log(`keystroke to paint, ${pools} pools${slow}: median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms of ${keys}, ${missed} not painted in time`);
}
await browser.close();
await lighthouse();
await site.close();
