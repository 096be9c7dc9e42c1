// From the first visit to a link in a pull request: presets, import, comparing, sharing, keys.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { addressed, arrive, axe, CLIPBOARD, fits, importText, journey, link, NARROW, openDialog, planOf, shot, status, TROUBLED, WIDE } from "./lib.mjs";

const LOOKS = [
  ["wide and light", { ...WIDE, colorScheme: "light" }],
  ["wide and dark", { ...WIDE, colorScheme: "dark" }],
  ["narrow and light", { ...NARROW, colorScheme: "light" }],
  ["narrow and dark", { ...NARROW, colorScheme: "dark" }],
];
const name = (look) => look.replaceAll(" ", "-");
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

const RUNNING = [
  { name: "agentpool", mode: "System", count: 3, vmSize: "Standard_D4ds_v5", osDiskSizeGb: 128, osType: "Linux", availabilityZones: ["1", "2", "3"], provisioningState: "Succeeded" },
  { name: "apps", mode: "User", count: 3, vmSize: "Standard_D8ds_v5", maxPods: 30, osType: "Linux", oddity: true, provisioningState: "Succeeded" },
];

for (const [look, options] of LOOKS) {
  journey(`a first visit has a valid plan and offers presets, ${look}`, options, async (page, url) => {
    await arrive(page, url);
    assert.equal(await page.title(), "aks-prod – Poolwright: AKS node pool planner");
    const welcome = page.locator(".notice");
    assert.match(await welcome.innerText(), /^Sample production plan/);
    await welcome.getByRole("button", { name: "Presets" }).click();
    const dialog = page.getByRole("dialog", { name: "Start with a preset" });
    await dialog.getByRole("button", { name: /^Production A dedicated System pool/ }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), "dialog-first");
    await axe(page);
    await fits(page);
    assert.match(await dialog.innerText(), /documented on 2026-08-21/);
    const portal = dialog.getByRole("button", { name: /^Production Economy/ });
    assert.match(await portal.innerText(), /3 recommendations/);
    await portal.click();
    await dialog.waitFor({ state: "hidden" });
    await status(page, "Opened the Azure portal preset Production Economy");
    assert.equal((await page.locator("#status").textContent()).match(/Opened/g).length, 1);
    await page.waitForFunction(() => document.title.startsWith("(3) aks-economy"));
    await addressed(page, (plan) => plan.pools[1].maxCount === 25);
    await page.getByRole("button", { name: /^Undo: Open the Azure portal/ }).click();
    assert.match(await page.locator("#sentence").innerText(), /^aks-prod/);
  });

  journey(`what runs is imported, changed and compared, ${look}`, { ...options, ...CLIPBOARD }, async (page, url) => {
    await arrive(page, url);
    await importText(page, JSON.stringify(RUNNING));
    const report = page.locator(".notice");
    await report.filter({ hasText: "2 node pools: agentpool, apps" }).waitFor();
    assert.match(await report.innerText(), /Left out or changed: 1 remark/);
    assert.match(await report.innerText(), /oddity/);
    assert.match(await report.innerText(), /Verdict:/);
    // The text updates the existing cluster: there is nothing to update yet.
    await page.locator(".gaps", { hasText: "there is nothing to update" }).waitFor();
    assert.match(await page.locator(".facts").innerText(), /Status\s+Existing cluster/);
    assert.equal(await page.getByLabel("What the text does").locator("option:checked").innerText(), "Update this cluster");
    await axe(page);
    await shot(page, `import-result-${name(look)}`);
    await page.locator("#snippets").getByRole("button", { name: "Migration steps" }).click();
    await page.getByRole("dialog", { name: "Migration steps" }).waitFor();
    await page.keyboard.press("Escape");
    // In an existing pool, a property that needs a new pool says so; one that can change in place does not.
    await page.locator("#pool-1 > summary").click();
    const label = (key) => page.locator(`label[for$="-${key}"]`);
    await label("maxPods").first().waitFor();
    assert.match(await page.locator('#pool-1 label[for$="-maxPods"]').innerText(), /needs a new pool/);
    assert.doesNotMatch(await page.locator('#pool-1 label[for$="-count"]').innerText(), /new pool/);
    await page.locator('#pool-1 [id$="-maxPods"]').fill("60");
    await page.locator('#pool-1 [id$="-count"]').fill("5");
    await page.locator('#pool-1 [id$="-count"]').blur();
    const dialog = await openDialog(page, "Compare");
    await dialog.getByText("1 part of the plan differs.").waitFor();
    const row = (key) => dialog.getByRole("row", { name: new RegExp(`^${key} `) });
    assert.match(await row("maxPods").innerText(), /30\s+60\s+needs a new pool/);
    assert.match(await row("count").innerText(), /3\s+5/);
    await axe(page);
    await fits(page);
    await shot(page, `compare-${name(look)}`);
    // Against any other plan, by its link.
    await dialog.getByLabel("Another plan").fill(url + link(TROUBLED));
    await dialog.getByRole("heading", { name: /^batch/ }).waitFor();
    await dialog.getByLabel("Another plan").fill("<html>");
    await dialog.getByText("The text is a web page").waitFor();
    await dialog.getByLabel("Another plan").fill("");
    await dialog.getByLabel("Compare with").selectOption("The plan as it was opened");
    await row("maxPods").waitFor();
    await dialog.getByLabel("Or choose a file").setInputFiles({ name: "x.plan.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(TROUBLED)) });
    await dialog.getByRole("heading", { name: /^winpool/ }).waitFor();
    await page.keyboard.press("Escape");
    assert.equal(planOf(page.url()).baseline.pools[1].maxPods, 30);
  });

  journey(`a plan is shared, ${look}`, { ...options, ...CLIPBOARD }, async (page, url) => {
    await arrive(page, url + link(TROUBLED));
    await page.locator(".finding", { hasText: "winpool" }).first().waitFor();
    const dialog = await openDialog(page, "Share");
    await axe(page);
    await fits(page);
    await shot(page, `share-${name(look)}`);
    await dialog.getByRole("button", { name: "Copy the link" }).click();
    await status(page, "Copied the link.");
    // A live region outside an open dialog is not announced.
    assert.match(await dialog.getByRole("status").textContent(), /Copied the link\./);
    assert.deepEqual(planOf(await clipboard(page)), TROUBLED);
    await dialog.getByRole("button", { name: "Copy the Markdown block" }).click();
    await status(page, "Copied the Markdown block.");
    const markdown = await clipboard(page);
    assert.match(markdown, /^\*\*aks-prod in West Europe\\?: 3 node pools/);
    assert.match(markdown, /\| batch \| System, Spot \| Standard\\?_D8ds\\?_v5 \| 3 \|.*\| spot-pool-user-mode-only \|/);
    const address = markdown.match(/\[Open the plan in Poolwright\]\((.*)\)/)[1];
    assert.deepEqual(planOf(address), TROUBLED);
    const arrives = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Download the plan file" }).click();
    const file = await arrives;
    assert.equal(file.suggestedFilename(), "aks-prod.plan.json");
    assert.deepEqual(JSON.parse(readFileSync(await file.path(), "utf8")), TROUBLED);
  });
}

journey("a file is opened, and so is a link", WIDE, async (page, url) => {
  await arrive(page, url);
  const dialog = await openDialog(page, "Import");
  await dialog.getByLabel("Or choose a file").setInputFiles({ name: "a.plan.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(TROUBLED)) });
  await page.locator(".pool", { hasText: "winpool" }).waitFor();
  await importText(page, `https://elsewhere.example/p/${link({ ...TROUBLED, pools: TROUBLED.pools.slice(0, 1) })}`);
  await page.locator(".pool", { hasText: "winpool" }).waitFor({ state: "detached" });
  assert.equal(await page.locator(".pool").count(), 1);
});

journey("? lists the keys, and can be switched off", WIDE, async (page, url) => {
  await arrive(page, url);
  await page.locator("body").press("?");
  const dialog = page.getByRole("dialog", { name: "Keyboard" });
  await dialog.getByText("Show this list", { exact: true }).waitFor();
  await axe(page);
  await shot(page, "keys");
  const box = dialog.getByLabel("The key ? opens this list");
  assert.ok(await box.isChecked());
  await box.uncheck();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  assert.ok(!(await dialog.isVisible()));
  await page.locator(".bar").getByRole("button", { name: "Keys" }).click();
  await box.waitFor();
  assert.ok(!(await box.isChecked()));
  await page.keyboard.press("Escape");
  // Never out of a field.
  await page.evaluate(() => localStorage.removeItem("poolwright.keys.1"));
  await page.locator("#pool-0 > summary").click();
  await page.locator('[id="p0-name"]').press("?");
  assert.ok(!(await dialog.isVisible()));
});

journey("undo and redo by keys say what they did", WIDE, async (page, url) => {
  await arrive(page, url);
  await page.locator("#pool-1 > summary").click();
  await page.locator('[id="p1-maxCount"]').fill("25");
  await page.locator("#pool-1 > summary").focus();
  await page.keyboard.press("Control+z");
  await status(page, "Undone: Set maxCount of apps to 25.");
  assert.equal(await page.locator('[id="p1-maxCount"]').inputValue(), "10");
  await page.keyboard.press("Control+y");
  await status(page, "Redone: Set maxCount of apps to 25.");
  assert.equal(await page.locator('[id="p1-maxCount"]').inputValue(), "25");
});

journey("the snippet comes step by step, and its changed lines are marked once", { ...WIDE, ...CLIPBOARD }, async (page, url) => {
  await arrive(page, url);
  assert.equal(await page.locator("#snippet .changed").count(), 0);
  await page.locator("#pool-1 > summary").click();
  await page.locator('[id="p1-maxCount"]').fill("25");
  await page.locator("#snippet .changed", { hasText: "--max-count 25" }).waitFor();
  assert.equal(await page.locator("#snippet .changed").count(), 1, "the comment above is not marked");
  await page.getByLabel("Output format").selectOption("Step by step");
  await page.locator("#step-2").filter({ hasText: "az aks" }).waitFor();
  await axe(page);
  await shot(page, "steps");
  await page.getByRole("button", { name: "Copy step 2" }).click();
  await status(page, "Copied step 2.");
  await page.locator('[aria-label="Copy step 2"][data-now="Copied"]').waitFor();
  assert.equal((await clipboard(page)).trim(), (await page.locator("#step-2").innerText()).trim());
  // What is copied as a whole is all of them.
  await page.locator("#snippets").getByRole("button", { name: /^Copy Azure CLI/ }).click();
  await status(page, "Copied the Azure CLI text.");
  assert.ok((await clipboard(page)).includes((await page.locator("#step-2").innerText()).trim()));
  // The tab is remembered.
  await page.getByRole("tab", { name: "Workload YAML" }).click();
  await page.reload();
  await page.locator("#sentence").waitFor();
  assert.equal(await page.getByRole("tab", { selected: true }).innerText(), "Workload YAML");
});

journey("copying what AKS refuses says so", { ...WIDE, ...CLIPBOARD }, async (page, url) => {
  await arrive(page, url + link(TROUBLED));
  await page.locator(".warning").filter({ hasText: "AKS will refuse this plan: " }).waitFor();
  await page.locator(".warning").filter({ hasText: "spot-pool-user-mode-only" }).waitFor();
  await page.locator("#snippets").getByRole("button", { name: "Copy anyway Azure CLI" }).click();
  await status(page, "Copied the Azure CLI text, which AKS will refuse: spot-pool-user-mode-only, ");
  // All safe fixes at once, and undone at once.
  await page.getByRole("button", { name: /^Apply \d+ safe fixes$/ }).click();
  await page.locator(".count.refused b").filter({ hasText: /^0$/ }).waitFor();
  await page.getByRole("button", { name: /^Undo: .*Make batch a User pool/ }).click();
  await status(page, "Make batch a User pool");
  await page.locator(".count.refused b").filter({ hasText: /^[1-9]/ }).waitFor();
});

journey("two pools are edited side by side", WIDE, async (page, url) => {
  await arrive(page, url);
  await page.locator("#pool-0 > summary").click();
  await page.locator("#pool-1 > summary").click();
  await page.getByLabel("Show open pools side by side").check();
  const [left, right] = [await page.locator("#pool-0").boundingBox(), await page.locator("#pool-1").boundingBox()];
  assert.equal(left.y, right.y);
  assert.ok(left.x + left.width <= right.x + 1);
  await page.locator('[id="p1-name"]').fill("web");
  await addressed(page, (plan) => plan.pools[1].name === "web");
  await axe(page);
  await shot(page, "side-by-side");
});

journey("a narrow page has the verdict, copy and share at its bottom", { ...NARROW, ...CLIPBOARD }, async (page, url) => {
  await arrive(page, url + link(TROUBLED));
  const bar = page.locator(".bottom");
  assert.equal(await page.locator("#pool-2 .tag").innerText(), "Windows");
  await bar.getByText("2 refused, 1 unsupported, 3 recommendations").waitFor();
  await bar.getByRole("button", { name: "Copy anyway Azure CLI" }).click();
  await status(page, "Copied the Azure CLI text");
  // For eyes too, and without a change of its width.
  await bar.locator('.copy-text[data-now="Copied"]').waitFor();
  await shot(page, "copied-narrow");
  await page.locator("[data-now]").waitFor({ state: "detached" });
  await bar.getByRole("button", { name: /refused/ }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "verdict");
  await bar.getByRole("button", { name: "Share" }).click();
  await page.getByRole("dialog", { name: "Share the plan" }).waitFor();
});
