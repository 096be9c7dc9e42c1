// Without a network after the first visit, under any path, and with a new version that asks; what hosts are told.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { addressed, arrive, axe, journey, sheet, shot, WIDE } from "./lib.mjs";

const OFFLINE = { ...WIDE, under: "some/where", serviceWorkers: "allow" };

/** Waits until that holds in the page, which may take a promise to say so. */
async function until(page, holds, argument) {
  for (let i = 0; i < 400; i++) {
    if (await page.evaluate(holds, argument).catch(() => false)) return;
    await page.waitForTimeout(100);
  }
  assert.fail(`never: ${holds}`);
}

/** Waits until the browser has kept the whole site, prices last. */
const kept = (page, dir) =>
  until(page, async (prices) => {
    await navigator.serviceWorker.ready;
    const [name] = (await caches.keys()).filter((name) => name.startsWith("poolwright"));
    return (await (await caches.open(name)).keys()).filter(({ url }) => url.includes("/prices/")).length === prices;
  }, readdirSync(join(dir, "prices")).length);

journey("everything works with the network cut after the first visit", OFFLINE, async (page, url, { dir, stop }) => {
  await arrive(page, url);
  await kept(page, dir);
  await stop();
  await page.goto("about:blank");
  await arrive(page, `${url}?from=somewhere`);
  await page.locator("#pool-1 > summary").click();
  await page.locator('[id="p1-maxCount"]').fill("25");
  await page.locator("#snippet").filter({ hasText: "--max-count 25" }).waitFor();
  for (const tab of ["Azure PowerShell", "ARM template"]) {
    await page.getByRole("tab", { name: tab }).click();
    await page.locator("#snippet").filter({ hasText: /25/ }).waitFor();
  }
  for (const name of ["Presets", "Import", "Compare", "Share"]) {
    await sheet(page, name);
    await page.keyboard.press("Escape");
  }
  // Prices of a region that was never looked at.
  await page.locator("#cluster > summary").click();
  await page.getByLabel("Region", { exact: true }).selectOption("japaneast");
  await page.locator("#picture .total").filter({ hasText: "list prices" }).waitFor();
  await page.locator("#pool-0 .cost").filter({ hasText: /\d{3}/ }).waitFor();
  await page.goto(`${url}rules.html#spot-eviction-policy`);
  assert.ok(await page.locator("#spot-eviction-policy").isVisible());
});

journey("a new version asks before it takes over", OFFLINE, async (page, url, { dir }) => {
  await arrive(page, url);
  await until(page, async () => (await navigator.serviceWorker.ready).active && Boolean(navigator.serviceWorker.controller));
  await page.locator("#pool-1 > summary").click();
  await page.locator('[id="p1-name"]').fill("mine");
  await addressed(page, (plan) => plan.pools[1].name === "mine");
  const sw = join(dir, "sw.js");
  writeFileSync(sw, readFileSync(sw, "utf8").replace(/VERSION\s*=\s*"[0-9a-f]+"/, 'VERSION = "0123456789abcdef"'));
  writeFileSync(join(dir, "index.html"), readFileSync(join(dir, "index.html"), "utf8").replace('name="description" content="', 'name="description" content="New. '));
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  const box = page.locator(".site");
  await box.getByText("A new version of Poolwright is here").waitFor();
  await axe(page);
  await shot(page, "update");
  await box.getByRole("button", { name: "Load it" }).click();
  await until(page, async () => document.querySelector("meta[name=description]").content.startsWith("New.") && (await caches.keys()).every((name) => name.endsWith("0123456789abcdef")));
  await page.locator(".pool", { hasText: "mine" }).waitFor();
});

const file = (name) => readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), "utf8");

test("each host's file says the page's policy, and that nobody frames it", () => {
  const page = file("index.html").match(/Content-Security-Policy" content="([^"]*)"/)[1];
  for (const name of ["_headers", ".htaccess", "staticwebapp.config.json", "vercel.json"]) {
    const text = file(`public/${name}`);
    assert.ok(text.includes(`${page}; frame-ancestors 'none'`), name);
    assert.match(text, /max-age=31536000, immutable/, name);
    assert.match(text, /no-cache/, name);
    assert.equal(file(`dist/${name}`), text);
  }
  for (const name of ["staticwebapp.config.json", "vercel.json", "manifest.webmanifest"]) JSON.parse(file(`public/${name}`));
});
