// The page of all rules: searched, linked to by id, and accessible.

import assert from "node:assert/strict";
import { axe, journey, shot } from "./lib.mjs";

const shown = (page) => page.locator("article:visible");

for (const [name, options] of [
  ["wide and light", { colorScheme: "light" }],
  ["narrow and dark", { colorScheme: "dark", viewport: { width: 390, height: 844 } }],
]) {
  journey(`the rules are searched and linked to, ${name}`, options, async (page, url) => {
    await page.goto(`${url}rules.html`);
    assert.equal(await shown(page).count(), 154);
    await axe(page);
    await page.getByLabel("Search the rules").fill("spot eviction");
    assert.match(await page.getByRole("status").textContent(), /^\d of 154 rules$/);
    assert.ok(await page.locator("#spot-eviction-policy").isVisible());
    await page.getByLabel("Tier").selectOption("Note");
    assert.ok(!(await page.locator("#spot-eviction-policy").isVisible()));
    // A link to a rule shows it, whatever was searched for.
    await page.goto(`${url}rules.html#pool-version-skew`);
    assert.ok(await page.locator("#pool-version-skew").isVisible());
    assert.equal(await shown(page).count(), 154);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await shot(page, `rules-${name.replaceAll(" ", "-")}`);
  });
}

journey("a finding leads to its rule", {}, async (page, url) => {
  const plan = { version: 1, cluster: {}, pools: [{ name: "sys1", mode: "System", count: 1, vmSize: "Standard_D4ds_v5" }] };
  await page.addInitScript((text) => localStorage.setItem("poolwright.draft.1", text), JSON.stringify(plan));
  await page.goto(url);
  const link = page.locator(".finding a.why").first();
  await link.waitFor();
  const target = await link.getAttribute("href");
  await page.goto(url + target);
  assert.ok(await page.locator(`[id="${target.split("#")[1]}"]`).isVisible());
});
