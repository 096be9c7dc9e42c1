// What the page costs: bytes of the first load, time to first paint and to a usable form, and the time from a
// keystroke to painted verdict and snippet. Figures of one machine, for README; not a test.
//
//   node tests/e2e/measure.mjs            needs dist/ (script/build) and Chromium
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { chromium } from "playwright-core";
import { serve } from "../../script/serve.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const dist = path.join(root, "dist");
const FLAGS = JSON.parse(fs.readFileSync(path.join(root, "webdriver.json"), "utf8"))["goog:chromeOptions"].args;
const RUNS = 7;
const KEYS = 40;

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

function bytes() {
  const rows = fs
    .readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const raw = fs.readFileSync(path.join(entry.parentPath, entry.name));
      const packed = zlib.brotliCompressSync(raw, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } });
      return { file: entry.name, raw: raw.length, brotli: packed.length };
    });
  const total = rows.reduce((sum, row) => sum + row.brotli, 0);
  return { rows, total };
}

/** A plan of so many lawful pools, as a link's fragment. */
function fragment(pools) {
  const list = [{ name: "systempool", mode: "System", count: 3, vmSize: "Standard_D4ds_v5" }];
  for (let i = 1; i < pools; i++) list.push({ name: `pool${i}`, mode: "User", count: 3, vmSize: "Standard_D8ds_v5" });
  const plan = { version: 1, cluster: { name: "aks", resourceGroup: "rg", location: "westeurope" }, pools: list };
  return "#1" + zlib.deflateRawSync(JSON.stringify(plan)).toString("base64url");
}

async function open(fragment) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const page = await context.newPage();
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

async function load() {
  const { page, close } = await open("");
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
    await page.keyboard.press(i % 3 === 2 ? "Backspace" : "3");
    await page.waitForTimeout(60);
  }
  const times = await page.evaluate(() => window.times);
  await close();
  const missed = times.filter((one) => !one.changed).length;
  const list = times.map((one) => one.time);
  return { median: median(list), worst: Math.max(...list), keys: list.length, missed };
}

const site = await serve(dist, 0);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
const { rows, total } = bytes();
for (const row of rows.sort((a, b) => b.brotli - a.brotli)) console.log(`${row.brotli.toString().padStart(8)} of ${row.raw.toString().padStart(8)} bytes  ${row.file}`);
console.log(`${total.toString().padStart(8)} bytes in all, brotli 11`);
const loads = [];
for (let i = 0; i < RUNS; i++) loads.push(await load());
console.log(`first contentful paint ${median(loads.map((one) => one.paint)).toFixed(0)} ms, form ready ${median(loads.map((one) => one.ready)).toFixed(0)} ms (median of ${RUNS})`);
for (const [pools, slowdown] of [[3, 1], [10, 1], [100, 1], [3, 4], [10, 4]]) {
  const { median, worst, keys, missed } = await keystrokes(pools, slowdown);
  const slow = slowdown > 1 ? `, CPU ${slowdown} times slower` : "";
  console.log(`keystroke to paint, ${pools} pools${slow}: median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms of ${keys}, ${missed} not painted in time`);
}
await browser.close();
await site.close();
