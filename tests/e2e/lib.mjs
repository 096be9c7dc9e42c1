// What every browser journey stands on: the built site on a free port, one Chromium for each test file, a new page for
// each journey, and the rule that a page which complains about anything has failed.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../script/serve.mjs";

const path = (relative) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const PICTURES = path("target/e2e");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// The component tests start the same browser with the same flags.
const FLAGS = JSON.parse(readFileSync(path("webdriver.json"), "utf8"))["goog:chromeOptions"].args;
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

let site;
let browser;

before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  site = await serve(path("dist"), 0);
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
 * `forgive`, an expression for complaints that the journey causes on purpose.
 */
export function journey(name, options, go) {
  test(name, { timeout: 60_000 }, async () => {
    const { forgive, ...contextOptions } = options;
    const context = await browser.newContext(contextOptions);
    try {
      const complaints = overhear(context);
      await go(await context.newPage(), site.url);
      assert.deepEqual(
        complaints.filter((complaint) => !forgive?.test(complaint)),
        [],
        "the page complained",
      );
    } finally {
      await context.close();
    }
  });
}

// Collects what must never happen: errors, violations of the page's policy (which Chromium reports as errors), and
// requests to anybody else.
function overhear(context) {
  const complaints = [];
  context.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console error: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => complaints.push(`page error: ${error.error().message}`));
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(site.url) && !/^(data|blob):/.test(url)) complaints.push(`request to a stranger: ${url}`);
  });
  return complaints;
}

/** Asserts that axe finds nothing against WCAG 2.2 AA in the page as it stands. */
export async function axe(page) {
  // By evaluation, because the page's policy blocks a script element.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((tags) => window.axe.run({ runOnly: tags }), WCAG);
  const report = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n  ${node.target.join(" ")}\n  ${node.failureSummary.replaceAll("\n", "\n  ")}`),
  );
  assert.equal(report.length, 0, `axe found ${report.length}:\n${report.join("\n")}`);
}

/** Saves a picture of the whole page under target/e2e/, for eyes. */
export async function shot(page, name) {
  await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}
