// What the page says at first sight, and what has room on it.

import assert from "node:assert/strict";
import { WIDE, arrive, journey, link, manyPools, openDialog } from "./lib.mjs";

const field = (page, id) => page.locator(`[id="${id}"]`);

journey("the first ten seconds: what it is, the script, the colors, and a plan of one's own", WIDE, async (page, url) => {
  await arrive(page, url);
  assert.match(await page.locator(".bar").innerText(), /AKS node pool planner: design, check, copy the commands/);
  assert.deepEqual(await page.locator(".button.primary").evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent.trim())), ["Copy Azure CLI"]);
  assert.deepEqual(await page.locator(".count small").allInnerTexts(), ["AKS refuses it", "Outside support", "Worth changing", "Good to know"]);
  await page.locator(".notice").waitFor();
  await page.locator("#pool-0 > summary").click();
  await field(page, "p0-count").fill("5");
  await page.locator(".notice").waitFor({ state: "detached" });
  await openDialog(page, "Presets");
  await page.getByRole("button", { name: "Empty plan" }).click();
  await page.getByText("No node pools yet. Add a System pool first").waitFor();
  await page.keyboard.press("Control+z");
  await page.locator(".pool").first().waitFor();
});

journey("nothing moves under the next click once a change is shown", WIDE, async (page, url) => {
  await arrive(page, url);
  // Where a control has been, frame by frame, from the first one that has it until typing has paused for long.
  const places = (id) => page.evaluate((id) => new Promise((resolve) => {
    const seen = new Set();
    let begun;
    const look = () => {
      const control = document.getElementById(id);
      if (control) {
        begun ??= performance.now();
        seen.add(control.getBoundingClientRect().top);
      }
      if (begun === undefined || performance.now() - begun < 1500) requestAnimationFrame(look);
      else resolve([...seen]);
    };
    requestAnimationFrame(look);
  }), id);
  await page.locator(".notice").waitFor();
  const added = places("p2-mode");
  await page.getByRole("group", { name: "Add a pool" }).getByRole("button", { name: "Spot" }).click();
  assert.equal((await added).length, 1, `the form of the new pool was at ${await added}`);
  const changed = places("p2-count");
  await page.locator("#pool-2").getByRole("radio", { name: "System" }).check({ force: true });
  assert.equal((await changed).length, 1, `a field of the pool was at ${await changed}`);
});

for (const [width, height] of [[1280, 720], [1366, 768], [1440, 900]]) {
  journey(`all languages are in view, ${width} x ${height}`, { viewport: { width, height } }, async (page, url) => {
    await arrive(page, url);
    const outside = await page.locator("[role=tab]").evaluateAll((tabs) => {
      const list = tabs[0].parentElement.getBoundingClientRect();
      const isIn = ({ left, right, top, bottom }) => left >= list.left && right <= list.right && top >= list.top && bottom <= list.bottom;
      return tabs.filter((tab) => !isIn(tab.getBoundingClientRect())).map((tab) => tab.textContent);
    });
    assert.deepEqual(outside, []);
  });
}

journey("a key at 100 pools leaves the style of everything else alone", WIDE, async (page, url) => {
  const pools = manyPools(100, { vmSize: "Standard_D4ds_v5" });
  await arrive(page, url + link({ version: 1, cluster: { name: "aks", resourceGroup: "rg", location: "westeurope" }, pools }));
  await page.locator("#pool-1 > summary").click();
  await field(page, "p1-maxPods").focus();
  await page.waitForTimeout(2000);
  // A sibling that a selector names by its element alone makes the browser look through all lines whenever one changes.
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ["-*", "devtools.timeline"] });
  await page.keyboard.press("3");
  await page.waitForTimeout(1000);
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  const restyled = traceEvents.filter(({ name }) => name === "UpdateLayoutTree").map(({ args }) => args.elementCount ?? 0);
  const all = await page.evaluate(() => document.querySelectorAll("*").length);
  assert.ok(restyled.length > 0 && all > 5000, `${restyled.length} times, ${all} elements`);
  assert.ok(Math.max(...restyled) < all / 5, `${Math.max(...restyled)} of ${all} elements at once`);
});

journey("sizes are sorted, and the current one is marked", WIDE, async (page, url) => {
  await arrive(page, url);
  await page.locator("#pool-1 > summary").click();
  await page.locator("#pool-1").getByRole("button", { name: /Compare sizes/ }).click();
  const dialog = page.getByRole("dialog", { name: "Choose a VM size" });
  await dialog.getByLabel("Name contains").fill("d8ds_v5");
  await dialog.locator('[aria-current="true"]', { hasText: "(current)" }).first().waitFor();
  await dialog.getByLabel("Name contains").fill("ds v5");
  const prices = async () => {
    const all = await dialog.locator("section").nth(1).locator(".choice").allInnerTexts();
    return all.map((text) => Number(/\$([\d.]+)\/hour/.exec(text)?.[1] ?? Infinity));
  };
  await dialog.getByLabel("Sort by").selectOption("price");
  await page.waitForTimeout(500);
  const sorted = await prices();
  assert.ok(sorted.length > 5);
  assert.deepEqual(sorted, [...sorted].sort((one, other) => one - other));
});

journey("a Linux pool lists no OS SKUs of Windows, and a Windows pool no others", WIDE, async (page, url) => {
  const pools = [{ name: "sys", mode: "System", count: 3 }, { name: "win", mode: "User", osType: "Windows", count: 1 }];
  await arrive(page, url + link({ version: 1, cluster: { name: "aks", resourceGroup: "rg", location: "westeurope" }, pools }));
  for (const [id, isListed] of [["p0", (word) => !word.startsWith("Windows")], ["p1", (word) => word.startsWith("Windows")]]) {
    await page.locator(`#${id.replace("p", "pool-")} > summary`).click();
    await page.locator(`#${id.replace("p", "pool-")} summary`, { hasText: "Operating system and disk" }).click();
    await page.locator(`#${id}-osSKU`).waitFor();
    const words = await page.locator(`#${id}-osSKU option`).evaluateAll((all) => all.filter((one) => !one.hidden && one.value).map((one) => one.value));
    assert.ok(words.length > 1 && words.every(isListed), words.join());
  }
});

journey("a pool of 0 to 50 nodes isn't a solid block", WIDE, async (page, url) => {
  const pools = [{ name: "sys", mode: "System", count: 3 }, { name: "batch", mode: "User", enableAutoScaling: true, minCount: 0, maxCount: 50, count: 0 }];
  await arrive(page, url + link({ version: 1, cluster: { name: "aks", resourceGroup: "rg", location: "westeurope" }, pools }));
  const batch = page.locator("#picture g", { hasText: "0 to 50" });
  await batch.waitFor();
  assert.deepEqual(await batch.locator("path").evaluateAll((all) => all.map((one) => one.getAttribute("class"))), ["node more"]);
});
