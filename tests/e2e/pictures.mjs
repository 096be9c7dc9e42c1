// Draws the pictures of docs/ from the built site: script/build && node --test tests/e2e/pictures.mjs
//
// Run it when the page looks different, and look at what it drew.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { NARROW, TROUBLED, WIDE, arrive, journey, link, openDialog } from "./lib.mjs";

const path = (relative) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const EXISTING = readFileSync(path("crates/core/tests/fixtures/az_aks_show.json"), "utf8");

/** The plan is there, with all that loads later. */
async function planned(page, url, plan) {
  await arrive(page, url + (plan ? link(plan) : ""));
  await page.locator("#picture svg").first().waitFor();
  await page.evaluate(() => document.fonts.ready);
}

async function imported(page, url) {
  await arrive(page, url);
  await openDialog(page, "Import");
  await page.getByLabel("Text", { exact: true }).fill(EXISTING);
  await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
  await page.locator(".notice").first().waitFor();
  await page.locator("#pool-0 > summary").waitFor();
}

async function compared(page, url) {
  await imported(page, url);
  await page.locator("#pool-0 > summary").click();
  await page.locator("#p0-count").fill("5");
  await page.locator("#p0-maxPods").fill("60");
  await openDialog(page, "Compare");
  await page.getByRole("dialog").getByText("needs a new pool").first().waitFor();
}

async function opened(page, url) {
  await planned(page, url, TROUBLED);
  await page.locator("#pool-1 > summary").click();
  await page.mouse.move(0, 0);
}

async function added(page, url) {
  await planned(page, url);
  await page.getByText("Capacity, IP addresses, quota and cost").click();
  await page.getByRole("table", { name: "Capacity after a failure" }).waitFor();
  // The bar stays at the top of the window, and would lie across the picture.
  await page.locator(".bar").evaluate((bar) => bar.remove());
}

const PICTURES = [
  ["planner-clean-light", WIDE, "light", planned],
  ["planner-clean-dark", WIDE, "dark", planned],
  ["planner-light", WIDE, "light", opened],
  ["planner-dark", WIDE, "dark", opened],
  ["planner-narrow-light", NARROW, "light", (page, url) => planned(page, url, TROUBLED)],
  ["planner-narrow-dark", NARROW, "dark", (page, url) => planned(page, url, TROUBLED)],
  ["import-light", WIDE, "light", imported],
  ["compare-light", WIDE, "light", compared],
  ["compare-narrow-dark", NARROW, "dark", compared],
  ["sums-light", WIDE, "light", added, "#picture"],
];

for (const [name, size, colorScheme, go, part] of PICTURES) {
  journey(`${name} is drawn`, { ...size, colorScheme, reducedMotion: "reduce" }, async (page, url) => {
    await go(page, url);
    await page.waitForTimeout(500);
    const to = { path: path(`docs/${name}.png`) };
    await (part ? page.locator(part).screenshot(to) : page.screenshot(to));
  });
}
