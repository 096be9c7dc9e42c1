// From the current layout to the plan: the steps, the cluster after each, boxes that stay ticked, and the script.

import assert from "node:assert/strict";
import { addressed, arrive, axe, CLIPBOARD, fits, importText, journey, link, NARROW, openDialog, shot, WIDE } from "./lib.mjs";

const POOLS = [
  { name: "systempool", mode: "System", count: 3, vmSize: "Standard_D4ds_v5", availabilityZones: ["1", "2", "3"] },
  { name: "apps", mode: "User", count: 4, vmSize: "Standard_D8ds_v5", availabilityZones: ["1", "2", "3"] },
];
const CLUSTER = { name: "aks-prod", resourceGroup: "rg-prod", location: "westeurope", tier: "Standard" };
const EXISTING = { cluster: CLUSTER, pools: POOLS };
const RESIZED = { version: 1, cluster: CLUSTER, pools: [POOLS[0], { ...POOLS[1], vmSize: "Standard_D16ds_v5" }], baseline: EXISTING };

/** Opens the steps from below the picture and waits until they are found. */
async function steps(page) {
  await page.locator("#picture").getByRole("button", { name: "Show migration steps" }).click();
  await page.locator("#dialog [data-summary]").waitFor();
  return page.getByRole("dialog");
}

const slider = (page) => page.getByRole("slider", { name: "The cluster after each step" });
const picture = (page) => page.locator("#migration-picture");
const boxes = (page) => page.locator("#dialog [data-step]");

journey("an existing cluster is imported, a VM size changed, and the steps followed", { ...WIDE, ...CLIPBOARD }, async (page, url) => {
  await arrive(page, url);
  await importText(page, JSON.stringify(POOLS));
  await page.locator("#pool-1 > summary").click();
  const size = page.locator('[id="p1-vmSize"]');
  await size.fill("Standard_D16ds_v5");
  await addressed(page, (plan) => plan.pools[1].vmSize === "Standard_D16ds_v5" && plan.baseline.pools[1].vmSize === "Standard_D8ds_v5");
  await page.locator("#picture").getByText("Migration to this plan: 1 pool replaced.").waitFor();
  // A cluster without a name: what to fill in, and no commands that would act on nothing.
  const unnamed = await steps(page);
  await unnamed.getByText("Fill in the fields Cluster name and Resource group of the card Cluster").waitFor();
  assert.equal(await unnamed.getByRole("button", { name: "Copy the script" }).count(), 0);
  await page.keyboard.press("Escape");
  await page.locator("#cluster > summary").click();
  await page.getByLabel("Cluster name").fill(CLUSTER.name);
  await page.getByLabel("Resource group").fill(CLUSTER.resourceGroup);
  await addressed(page, (plan) => plan.cluster.resourceGroup === CLUSTER.resourceGroup);
  const dialog = await steps(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), "dialog-first");
  assert.match(await dialog.innerText(), /vmSize[\s\S]*Standard_D8ds_v5[\s\S]*Standard_D16ds_v5[\s\S]*Needs a new pool\./);
  await dialog.getByLabel("Replaced pools").selectOption("Keep names");
  await dialog.locator(".steps").getByText("appstmp").first().waitFor();
  for (const said of ["Why here", "Disrupts", "Verify", "Undo", "Caution"]) assert.match(await dialog.innerText(), new RegExp(said));
  await axe(page);
  await shot(page, "runbook-wide");

  // By keyboard, from today to the end.
  await slider(page).focus();
  const total = await boxes(page).count();
  assert.match(await slider(page).getAttribute("aria-valuetext"), /^Today: 7 nodes in 2 pools/);
  await page.keyboard.press("ArrowRight");
  assert.match(await slider(page).getAttribute("aria-valuetext"), new RegExp(`^After step 1 of ${total}: 11 nodes in 3 pools`));
  assert.match(await picture(page).getAttribute("aria-label"), /apps 4 nodes[^;]*; appstmp 4 nodes/);
  await page.keyboard.press("End");
  assert.match(await picture(page).getAttribute("aria-label"), /systempool 3 nodes in zones 1, 2, 3; apps 4 nodes in zones 1, 2, 3\.$/);
  assert.equal(await page.locator("#migration-picture g:not([hidden])").count(), 2);
  // The chosen step stays: the worker was not asked again.
  assert.equal(await slider(page).inputValue(), String(total));

  await boxes(page).nth(0).check();
  await page.keyboard.press("Tab");
  await boxes(page).nth(1).check();
  await dialog.getByText(`2 of ${total} steps are done.`).first().waitFor();
  await dialog.getByRole("button", { name: "Copy the script" }).click();
  const script = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(script, /az aks nodepool add[\s\S]*"\$kubectl" --context "\$context" drain[\s\S]*az aks nodepool delete/);
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download runbook.sh" }).click();
  assert.equal((await download).suggestedFilename(), "runbook.sh");

  // Ticks belong to this runbook: another text begins without, and this one has them again.
  await dialog.getByLabel("Replaced pools").selectOption("Use new names");
  await page.waitForFunction((total) => document.querySelectorAll("#dialog [data-step]").length < total, total);
  assert.equal(await page.locator("#dialog [data-step]:checked").count(), 0);
  await page.keyboard.press("Escape");
  await page.reload();
  await page.locator("#sentence").waitFor();
  await steps(page);
  await page.getByLabel("Replaced pools").selectOption("Keep names");
  await page.waitForFunction(() => document.querySelectorAll("#dialog [data-step]:checked").length === 2);
  const kept = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("poolwright.steps.1.")));
  assert.equal(kept.length, 1);
  for (const box of [0, 1]) await boxes(page).nth(box).uncheck();
  assert.equal(await page.evaluate((key) => localStorage.getItem(key), kept[0]), null);
});

journey("the questions before the first step are copied, and an answer is read", { ...WIDE, ...CLIPBOARD }, async (page, url) => {
  await arrive(page, url + link(RESIZED));
  const dialog = await steps(page);
  await dialog.getByText(/^Before the first step: \d+ questions$/).click();
  await axe(page);
  await dialog.getByRole("button", { name: "Copy Command for: Is no other operation running?" }).click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  assert.match(await copied(), /^az aks nodepool list --resource-group 'rg-prod' --cluster-name 'aks-prod'/);
  const read = async (text) => {
    await dialog.getByLabel("Answer", { exact: true }).fill(text);
    await dialog.getByRole("button", { name: "Read the answer" }).click();
  };
  await read("no JSON");
  await dialog.getByRole("alert").filter({ hasText: "JSON" }).waitFor();
  const budget = { metadata: { name: "web", namespace: "shop" }, spec: {}, status: { disruptionsAllowed: 0, expectedPods: 1, currentHealthy: 1, desiredHealthy: 1 } };
  await read(JSON.stringify({ apiVersion: "v1", kind: "List", items: [{ apiVersion: "policy/v1", kind: "PodDisruptionBudget", ...budget }] }));
  await dialog.locator("#preflight-answers").getByText(/^(Caution|Blocking): .*web/).waitFor();
  await shot(page, "runbook-preflight");
  await dialog.getByRole("button", { name: "Copy as Markdown checklist" }).click();
  const checklist = await copied();
  assert.match(checklist, /^# Migration of the cluster aks-prod\n[\s\S]*## Before the first step[\s\S]*## Steps/);
  assert.equal(checklist.match(/^- \[ \] \*\*/gm).length, await boxes(page).count());
});

for (const [name, options] of Object.entries({
  "narrow and light": { ...NARROW, colorScheme: "light" },
  "narrow and dark": { ...NARROW, colorScheme: "dark" },
  "narrowest": { viewport: { width: 320, height: 700 } },
  "wide and dark": { ...WIDE, colorScheme: "dark" },
})) {
  journey(`the steps fit and can be read, ${name}`, options, async (page, url) => {
    await arrive(page, url + link(RESIZED));
    const dialog = await steps(page);
    await slider(page).focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
    await axe(page);
    await fits(page);
    const room = await dialog.evaluate((one) => one.scrollWidth - one.clientWidth);
    assert.ok(room <= 0, `${room} px of sideways scrolling`);
    const small = await dialog.evaluate((one) =>
      [...one.querySelectorAll("button, a, summary, input, select")]
        .map((target) => [target, target.getBoundingClientRect()])
        .filter(([target, box]) => target.checkVisibility() && (box.width < 24 || box.height < 24))
        .map(([target, box]) => `${target.outerHTML.slice(0, 80)} ${box.width}x${box.height}`),
    );
    assert.deepEqual(small, []);
    await shot(page, `runbook-${name.replaceAll(" ", "-")}`);
    await page.locator("#dialog .steps").scrollIntoViewIfNeeded();
    await shot(page, `runbook-steps-${name.replaceAll(" ", "-")}`);
  });
}

journey("a journey is a preset, with its steps offered", WIDE, async (page, url) => {
  await arrive(page, url);
  const dialog = await openDialog(page, "Presets");
  await dialog.getByRole("button", { name: /^Dedicate system pools/ }).click();
  await page.locator(".notice").getByRole("button", { name: "Migration steps" }).click();
  await page.locator("#dialog [data-summary]").waitFor();
  assert.equal(await boxes(page).count(), 2);
  await addressed(page, (plan) => plan.baseline?.pools.length === 1);
});

journey("steps on paper are all there", WIDE, async (page, url) => {
  await arrive(page, url + link(RESIZED));
  await steps(page);
  await page.emulateMedia({ media: "print" });
  for (const seen of ["#dialog h2", "#migration-picture", "#dialog .steps > li >> nth=-1", "#do-1"]) {
    assert.ok(await page.locator(seen).isVisible(), seen);
  }
  for (const hidden of ["main", "#dialog button >> nth=0", "#dialog select >> nth=0"]) assert.ok(!(await page.locator(hidden).isVisible()), hidden);
  const cut = await page.locator("#dialog").evaluate((one) => one.scrollHeight - one.clientHeight);
  assert.ok(cut <= 1, `${cut} px are cut off`);
  await shot(page, "runbook-print");
});

journey("a plan whose link is too long with its baseline says so", WIDE, async (page, url) => {
  const random = (length) => Array.from({ length }, () => Math.random().toString(36)[2] ?? "x").join("");
  const labels = () => Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`k${i}`, random(60)]));
  const pools = () => Array.from({ length: 12 }, (_, i) => ({ ...POOLS[1], name: `p${i}`, nodeLabels: labels() }));
  const plan = { version: 1, cluster: CLUSTER, pools: [POOLS[0], ...pools()], baseline: { cluster: CLUSTER, pools: [POOLS[0], ...pools()] } };
  await arrive(page, url);
  await importText(page, JSON.stringify(plan));
  await page.locator(".notice").filter({ hasText: /too long|characters/ }).waitFor();
  const dialog = await openDialog(page, "Share");
  assert.match(await dialog.innerText(), /Plan file/);
});

journey("a hundred pools that are all replaced leave the page at work", WIDE, async (page, url) => {
  const many = (vmSize) => Array.from({ length: 98 }, (_, i) => ({ name: `p${i}`, mode: "User", count: 3, vmSize }));
  const plan = (vmSize) => [{ ...POOLS[0] }, ...many(vmSize)];
  await arrive(page, url + link({ version: 1, cluster: CLUSTER, pools: plan("Standard_D16ds_v5"), baseline: { cluster: CLUSTER, pools: plan("Standard_D8ds_v5") } }));
  await page.locator("#picture").getByRole("button", { name: "Show migration steps" }).waitFor();
  // How many steps there are in each frame from the click on. The times are printed, not asserted: machines differ.
  await page.evaluate(() => {
    window.frames = [];
    let last = performance.now();
    const tick = () => {
      const now = performance.now();
      window.frames.push({ steps: document.querySelectorAll("#dialog [data-step]").length, took: now - last });
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await steps(page);
  await page.waitForFunction(() => window.frames.length > 2 && window.frames.at(-1).steps > 98 * 3 && window.frames.at(-1).steps === window.frames.at(-3).steps);
  const frames = await page.evaluate(() => window.frames.splice(0));
  const most = Math.max(...frames.map(({ steps }, nth) => steps - (frames[nth - 1]?.steps ?? 0)));
  await slider(page).focus();
  for (let i = 0; i < 20; i++) await page.keyboard.press("ArrowRight");
  const scrubbing = await page.evaluate(() => window.frames);
  const longest = (frames) => Math.round(Math.max(...frames.map(({ took }) => took)));
  console.log(`steps of 98 pools: longest pause ${longest(frames)} ms, while scrubbing ${longest(scrubbing)} ms`);
  assert.ok(most <= 40, `${most} steps in one frame`);
  assert.match(await slider(page).getAttribute("aria-valuetext"), /^After step 20 of/);
});
