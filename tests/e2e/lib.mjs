// What every browser journey shares: the built site on a free port, one Chromium for each test file, a new page for
// each journey, and the rule that a page which complains about anything has failed.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../script/serve.mjs";
import { link, manyPools, planOf } from "./link.mjs";

export { link, manyPools, planOf };

const path = (relative) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const PICTURES = path("target/e2e");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// The component tests start the same browser with the same flags.
const FLAGS = JSON.parse(readFileSync(path("webdriver.json"), "utf8"))["goog:chromeOptions"].args;
export const NARROW = { viewport: { width: 390, height: 844 } };
export const WIDE = { viewport: { width: 1440, height: 1000 } };
export const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

let site;
let browser;

before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  site = await serve(path("dist"), 0, process.env.PLAIN ? [] : undefined);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
});

after(async () => {
  await browser?.close();
  await site?.close();
});

/**
 * One journey. `go` gets a page that has not gone anywhere yet and the site's address.
 *
 * Options are those of a Playwright context (`colorScheme`, `viewport`, `javaScriptEnabled`, `permissions`, ...), and
 * `forgive`, an expression for complaints that the journey causes on purpose; `under`, a path under which a copy of the
 * site of its own is served, whose folder and server `go` gets too.
 */
export function journey(name, options, go) {
  // Long, because a journey is to pass on a busy machine too.
  test(name, { timeout: 180_000 }, async () => {
    const { forgive, under, ...contextOptions } = options;
    const own = under === undefined ? undefined : await copyOfSite(under);
    const { url } = own ?? site;
    // Only journeys about it have the site kept in the browser: elsewhere its service worker would answer instead of a route.
    const context = await browser.newContext({ serviceWorkers: "block", ...contextOptions });
    try {
      const complaints = overhear(context, url);
      const page = await context.newPage();
      await go(page, url, own);
      // However a journey ends, the page must be accessible.
      if (page.url().startsWith(url) && contextOptions.javaScriptEnabled !== false) await axe(page);
      assert.deepEqual(
        complaints.filter((complaint) => !forgive?.test(complaint)),
        [],
        "the page complained",
      );
    } finally {
      // A route that is being answered while its context closes would fail the file, though each journey has passed.
      await Promise.all(context.pages().map((page) => page.unrouteAll({ behavior: "ignoreErrors" })));
      await context.close();
      await own?.end();
    }
  });
}

async function copyOfSite(under) {
  const root = mkdtempSync(join(tmpdir(), "poolwright-"));
  const dir = join(root, under);
  cpSync(path("dist"), dir, { recursive: true });
  let server = await serve(root, 0, process.env.PLAIN ? [] : undefined);
  const stop = async () => {
    await server?.close();
    server = undefined;
  };
  const end = async () => {
    await stop();
    rmSync(root, { recursive: true });
  };
  return { dir, stop, end, url: server.url + (under && `${under}/`) };
}

/** Goes to the page and waits until the planner is there. */
export async function arrive(page, url) {
  await page.goto(url);
  await page.locator("#sentence").waitFor();
}

/** Waits until the address bar holds a plan that `fits`. */
export async function addressed(page, fits) {
  for (let i = 0; i < 100; i++) {
    if (new URL(page.url()).hash.startsWith("#1") && fits(planOf(page.url()))) return;
    await page.waitForTimeout(50);
  }
  assert.fail(`the address bar holds ${page.url()}`);
}

/** Waits until the live region says so. */
export const status = (page, said) => page.waitForFunction((said) => document.getElementById("status").textContent.includes(said), said);

/** Opens the dialog of a button in the bar, waits until its body is drawn, and returns it. */
export async function openDialog(page, name) {
  await page.locator(".bar").getByRole("button", { name, exact: true }).click();
  await page.locator("#dialog-body > div").waitFor();
  return page.locator("#dialog");
}

/** Pastes a text into the import dialog and reads it. */
export async function importText(page, text) {
  await openDialog(page, "Import");
  await page.getByLabel("Text", { exact: true }).fill(text);
  await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
}

/** Asserts that nothing is wider than the window. */
export async function fits(page) {
  const room = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(room <= 0, `${room} px of sideways scrolling`);
}

/** A plan with findings of several tiers, for eyes and for axe. */
export const TROUBLED = {
  version: 1,
  cluster: { name: "aks-prod", resourceGroup: "rg-platform", location: "westeurope" },
  pools: [
    { name: "systempool", mode: "System", count: 1, vmSize: "Standard_D4ds_v5" },
    { name: "batch", mode: "System", count: 3, vmSize: "Standard_D8ds_v5", scaleSetPriority: "Spot" },
    { name: "winpool", mode: "User", osType: "Windows", count: 2, vmSize: "Standard_D4ds_v5" },
  ],
};

// Collects what must never happen: errors, violations of the page's policy (which Chromium reports as errors), and
// requests to anybody else.
function overhear(context, home) {
  const complaints = [];
  context.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console error: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => complaints.push(`page error: ${error.error().message}`));
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(home) && !/^(data|blob):/.test(url)) complaints.push(`request to a stranger: ${url}`);
  });
  return complaints;
}

/** Asserts that axe finds nothing against WCAG 2.2 AA in the page's current state, and that each link has a target. */
export async function axe(page) {
  // By evaluation, because the page's policy blocks a script element.
  await page.evaluate(AXE);
  const look = async () => {
    // Of what isn't violated it writes down one element: to name them all takes a third of its time.
    const { violations } = await page.evaluate((tags) => window.axe.run({ runOnly: tags, resultTypes: ["violations"] }), WCAG);
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => ({ id, at: target.join(" "), text: `${id}: ${help}\n  ${target.join(" ")}\n  ${failureSummary.replaceAll("\n", "\n  ")}` })),
    );
  };
  // A bar that stays in view covers a part of whatever is below it: what is wrong is so in the middle of the window too.
  const found = [];
  for (const one of await look()) {
    await page.evaluate(async (at) => {
      document.querySelector(at)?.scrollIntoView({ block: "center", behavior: "instant" });
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }, one.at);
    if ((await look()).some((other) => other.id === one.id && other.at === one.at)) found.push(one);
  }
  const report = found.map(({ text }) => text);
  const nowhere = await page.locator("a:not([href])").evaluateAll((links) => links.map((link) => link.outerHTML));
  assert.deepEqual(nowhere, [], "a search engine and a keyboard find no way on there");
  assert.equal(report.length, 0, `axe found ${report.length}:\n${report.join("\n")}`);
}

/**
 * Saves a picture of the whole page under target/e2e/, for eyes; of a page as tall as that of all rules, which takes a busy
 * browser half a minute, what is in the window.
 */
export async function shot(page, name) {
  const fullPage = await page.evaluate(() => document.documentElement.scrollHeight < 20_000);
  await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage });
}
