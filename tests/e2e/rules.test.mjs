// The page of all rules: searched, linked to by id, and accessible; and a rule shown over the plan.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { arrive, axe, fits, journey, link, NARROW, planOf, shot, TROUBLED, WIDE } from "./lib.mjs";

const RULES = JSON.parse(readFileSync(new URL("../../public/rules.json", import.meta.url), "utf8")).length;
const shown = (page) => page.locator("article:visible");

for (const [name, options] of [
  ["wide and light", { colorScheme: "light" }],
  ["narrow and dark", { ...NARROW, colorScheme: "dark" }],
]) {
  journey(`the rules are searched and linked to, ${name}`, options, async (page, url) => {
    await page.goto(`${url}rules.html`);
    assert.equal(await shown(page).count(), RULES);
    await axe(page);
    await page.getByLabel("Search the rules").fill("spot eviction");
    assert.match(await page.getByRole("status").textContent(), new RegExp(`^\\d of ${RULES} rules$`));
    assert.ok(await page.locator("#spot-eviction-policy").isVisible());
    await page.getByLabel("Severity").selectOption("Note");
    assert.ok(!(await page.locator("#spot-eviction-policy").isVisible()));
    // A link to a rule shows it, whatever was searched for.
    await page.goto(`${url}rules.html#pool-version-skew`);
    assert.ok(await page.locator("#pool-version-skew").isVisible());
    assert.equal(await shown(page).count(), RULES);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await shot(page, `rules-${name.replaceAll(" ", "-")}`);
  });
}

for (const [name, options] of Object.entries({ wide: WIDE, "narrow and dark": { ...NARROW, colorScheme: "dark" } })) {
  journey(`a finding shows its rule over the plan, ${name}`, options, async (page, url) => {
    await arrive(page, url + link(TROUBLED));
    const why = page.locator(".finding", { hasText: "winpool" }).first().locator(".why");
    await why.focus();
    await page.keyboard.press("Enter");
    const rule = page.locator("#rule");
    await rule.getByRole("heading", { name: /Windows/ }).waitFor();
    assert.ok(await rule.getByText("Confidence: ").count());
    assert.ok(planOf(page.url()), "the plan is still in the address");
    await axe(page);
    await fits(page);
    await shot(page, `rule-${name.replaceAll(" ", "-")}`);
    await page.keyboard.press("Escape");
    assert.match(await page.evaluate(() => document.activeElement.textContent), /^Why: /);
    // A new tab for those who ask for one, at that rule.
    const [tab] = await Promise.all([page.context().waitForEvent("page"), why.click({ modifiers: ["Control"] })]);
    await tab.waitForLoadState();
    assert.ok(await tab.locator(":target").isVisible());
    await tab.close();
  });
}

journey("where the rules cannot be had, a finding leads to their page", { forgive: /Failed to load resource/ }, async (page, url) => {
  await arrive(page, url + link(TROUBLED));
  await page.route("**/rules.html", (route) => (route.request().isNavigationRequest() ? route.fallback() : route.abort()));
  await page.locator("dialog#rule").waitFor({ state: "attached" });
  const why = page.locator(".finding .why").first();
  const [tab] = await Promise.all([page.waitForEvent("popup"), why.click()]);
  await tab.waitForLoadState();
  assert.ok(await tab.locator(":target").isVisible());
});
