// Many pools at once; a whole design in few clicks and few keys; drafts and steps that are kept.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { addressed, arrive, axe, CLIPBOARD, fits, importText, journey, link, NARROW, openDialog, planOf, shot, status, WIDE } from "./lib.mjs";

const many = (count) =>
  Array.from({ length: count }, (_, i) => ({
    name: i ? `pool${i}` : "sys",
    mode: i ? "User" : "System",
    count: 3,
    vmSize: i % 2 ? "Standard_D8ds_v5" : "Standard_D4ds_v5",
    ...(i % 5 === 4 ? { tags: { team: "shop" } } : {}),
  }));
const CLUSTER = { name: "aks-prod", resourceGroup: "rg-platform", location: "westeurope" };
// What is out of view isn't drawn, and then has no inner text.
const names = (page) => page.locator(".pool .name").allTextContents();

const focused = (page) =>
  page.evaluate(() => {
    const now = document.activeElement;
    return `${now.tagName} ${now.id} ${now.getAttribute("aria-label") ?? ""} ${now.textContent.trim()}`;
  });

/** A keyboard that counts its keys; typed text counts once. */
function keyboard(page) {
  const counted = { keys: 0 };
  const press = async (key) => {
    counted.keys++;
    await page.keyboard.press(key);
  };
  const type = async (text) => {
    counted.keys++;
    await page.keyboard.type(text);
  };
  const tabTo = async (fits, key = "Tab") => {
    for (let i = 0; i < 120; i++) {
      await press(key);
      if (fits.test(await focused(page))) return;
    }
    assert.fail(`no way to ${fits}`);
  };
  return { counted, press, type, tabTo };
}

journey("fifty pools are changed at once, as one step", WIDE, async (page, url) => {
  await arrive(page, url + link({ version: 1, cluster: CLUSTER, pools: many(50) }));
  await page.getByRole("button", { name: "Filter and select" }).click();
  await page.getByRole("button", { name: "Select all listed" }).click();
  await page.locator("#pools-selected", { hasText: "50 pools listed, 50 selected" }).waitFor();
  assert.equal(await page.locator(".pick:checked").count(), 50);
  await page.getByText("Change selected", { exact: true }).click();
  await page.getByLabel("Availability zones", { exact: true }).selectOption("1, 2, 3");
  await page.getByLabel("VM size", { exact: true }).fill("d16ds_v5");
  await page.getByLabel("Kubernetes version", { exact: true }).last().fill("1.34");
  await page.getByLabel("Tags to set").fill("env=prod");
  await axe(page);
  await shot(page, "many-pools");
  // From the press to the frame in which the last row has changed.
  const time = await page.evaluate(async () => {
    const button = [...document.querySelectorAll(".many button")].find((one) => one.textContent === "Change 50 pools");
    const began = performance.now();
    button.click();
    while (![...document.querySelectorAll(".pool .size")].every((one) => one.textContent.includes("D16ds_v5"))) await new Promise((done) => setTimeout(done));
    return performance.now() - began;
  });
  console.log(`50 pools changed in ${Math.round(time)} ms`);
  await status(page, "Done: Set availabilityZones, vmSize, orchestratorVersion and tags of 50 pools.");
  assert.match(await page.locator("#bulk-result").innerText(), /of 50 pools\.$/);
  await addressed(page, (plan) => plan.pools.every((pool) => pool.vmSize === "Standard_D16ds_v5" && pool.tags.env === "prod" && pool.availabilityZones.length === 3));
  // The tags that they had are still there.
  assert.equal(planOf(page.url()).pools[4].tags.team, "shop");
  await page.getByRole("button", { name: /^Undo: Set availabilityZones, vmSize/ }).click();
  await addressed(page, (plan) => plan.pools[0].vmSize === "Standard_D4ds_v5" && !plan.pools[0].availabilityZones);
  await page.getByRole("button", { name: "Change 50 pools" }).click();
  await page.getByLabel("Tags to set").fill("env");
  await page.getByRole("button", { name: "Change 50 pools" }).click();
  await page.locator("#bulk-result", { hasText: "Tags to set: Line 1 must be key=value." }).waitFor();
});

for (const [name, options] of Object.entries({ wide: WIDE, narrow: NARROW })) {
  journey(`pools are filtered, sorted, selected and copied by keyboard, ${name}`, options, async (page, url) => {
    await arrive(page, url + link({ version: 1, cluster: CLUSTER, pools: many(12) }));
    const { press, type, tabTo } = keyboard(page);
    await tabTo(/^BUTTON select-pools/);
    await press("Enter");
    await tabTo(/pool-words/);
    await type("d8ds");
    await page.locator("#pools-selected", { hasText: "6 of 12 pools listed, 0 selected" }).waitFor();
    await page.getByLabel("Sort by").selectOption("name");
    assert.deepEqual(await names(page), ["pool1", "pool3", "pool5", "pool7", "pool9", "pool11"]);
    await page.getByLabel("Select pool3").focus();
    await press("Space");
    await page.getByLabel("Select pool11").focus();
    await press("Space");
    await page.locator("#pools-selected", { hasText: "2 selected" }).waitFor();
    await axe(page);
    await fits(page);
    await shot(page, `selected-pools-${name}`);
    // The forms leave the selected pools in view: no more than half of the window is theirs.
    for (const form of ["Change selected", "Copy selected"]) {
      await page.getByText(form, { exact: true }).click();
      await page.locator("#many-pools").evaluate((tools) => tools.parentElement.scrollIntoView());
      const seen = await page.locator(".pick").evaluateAll((boxes) => boxes.filter((box) => document.elementFromPoint(box.getBoundingClientRect().x + 5, box.getBoundingClientRect().y + 5) === box).length);
      assert.ok(seen >= 3, `${seen} pools are in view beside "${form}"`);
      await axe(page);
      await fits(page);
      await shot(page, `${form.toLowerCase().replace(" ", "-")}-${name}`);
    }
    await page.getByLabel("Copies of each").fill("2");
    await page.getByLabel("Names of the copies").fill("web{n}");
    await page.getByRole("button", { name: "Copy 2 pools" }).focus();
    await press("Enter");
    await status(page, "Done: Copy 2 pools: web1, web2, web3 and 1 more.");
    await addressed(page, (plan) => plan.pools.map((pool) => pool.name).join().includes("pool3,web1,web2,pool4"));
    await page.getByRole("button", { name: "Remove 2 pools" }).focus();
    await press("Enter");
    await status(page, "Done: Remove 2 pools: pool3 and pool11.");
    // Closed, the list shows all again.
    await page.locator("#select-pools").focus();
    await press("Enter");
    assert.equal(await page.locator(".pool").count(), 14);
    assert.equal(await page.locator(".pick").count(), 0);
    assert.equal((await names(page))[0], "sys");
  });
}

journey("a finding leads to a pool that the filter hides", WIDE, async (page, url) => {
  const pools = many(6);
  pools[0].count = 1;
  await arrive(page, url + link({ version: 1, cluster: CLUSTER, pools }));
  await page.getByRole("button", { name: "Filter and select" }).click();
  await page.getByLabel("Filter pools").fill("pool5");
  assert.equal(await page.locator(".pool").count(), 1);
  await page.locator(".finding .jump", { hasText: "sys" }).first().click();
  await page.waitForFunction(() => /^p0-/.test(document.activeElement.id));
  assert.equal(await page.getByLabel("Filter pools").inputValue(), "");
});

// A shop: a System pool in three zones with the taint, a User pool that scales from 2 to 20 nodes, a Spot pool for batch
// from 0 to 50, and a Windows pool; named and tagged.
async function isShop(page) {
  await addressed(page, (plan) => plan.pools?.length === 4 && plan.pools.every((pool) => pool.tags?.team === "shop"));
  const { cluster, pools } = planOf(page.url());
  const [system, web, batch, win] = pools;
  assert.deepEqual([cluster.name, cluster.resourceGroup, cluster.location], ["shop", "rg-shop", "westeurope"]);
  assert.deepEqual([system.mode, system.availabilityZones, system.nodeTaints], ["System", ["1", "2", "3"], ["CriticalAddonsOnly=true:NoSchedule"]]);
  assert.deepEqual([web.name, web.mode, web.enableAutoScaling, web.minCount, web.maxCount], ["web", "User", true, 2, 20]);
  assert.deepEqual([batch.name, batch.scaleSetPriority, batch.minCount, batch.maxCount], ["batch", "Spot", 0, 50]);
  assert.deepEqual([win.name, win.osType], ["win", "Windows"]);
  for (const tier of ["refused", "unsupported"]) assert.equal(await page.locator(`.count.${tier} b`).innerText(), "0");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  for (const part of [/az aks create/, /\bshop\b/, /\bweb\b/, /\bbatch\b/, /\bwin\b/, /--max-count '?50/, /team=shop/]) assert.match(copied, part);
}

journey("a shop in at most 20 clicks", { ...WIDE, ...CLIPBOARD }, async (page, url) => {
  await arrive(page, url);
  let clicks = 0;
  const click = async (locator) => {
    clicks++;
    await locator.click();
  };
  // Where a field is clicked, its text is replaced by what is typed.
  const fill = async (id, text) => {
    await click(page.locator(`[id="${id}"]`));
    await page.keyboard.press("Control+A");
    await page.keyboard.type(text);
  };
  const add = async (kind, name, id) => {
    await click(page.getByRole("group", { name: "Add a pool" }).getByRole("button", { name: kind }));
    await page.waitForFunction((id) => document.activeElement.id === id, id);
    await page.keyboard.press("Control+A");
    await page.keyboard.type(name);
  };
  await click(page.locator(".bar").getByRole("button", { name: "Presets" }));
  await click(page.getByRole("button", { name: "Empty plan" }));
  await click(page.locator("#cluster > summary"));
  await fill("c-name", "shop");
  await fill("c-resourceGroup", "rg-shop");
  // A list is opened by one click and chosen from by another.
  clicks += 2;
  await page.getByLabel("Region", { exact: true }).selectOption("westeurope");
  const ids = async () => (await page.locator(".pool").last().getAttribute("id")).replace("pool-", "");
  const next = async () => ((await page.locator(".pool").count()) ? Number(await ids()) + 1 : undefined);
  // The ids go on from those of the sample.
  const first = await page.evaluate(() => 2);
  await add("System", "system", `p${first}-name`);
  await add("User", "web", `p${await next()}-name`);
  await fill(`p${await ids()}-maxCount`, "20");
  await add("Spot", "batch", `p${await next()}-name`);
  await fill(`p${await ids()}-maxCount`, "50");
  await add("Windows", "win", `p${await next()}-name`);
  await click(page.getByRole("button", { name: "Filter and select" }));
  await click(page.getByRole("button", { name: "Select all listed" }));
  await click(page.getByText("Change selected", { exact: true }));
  await fill("bulk-tags", "team=shop");
  await click(page.getByRole("button", { name: "Change 4 pools" }));
  await click(page.locator("#snippets .copy-text"));
  await status(page, "Copied");
  console.log(`a shop in ${clicks} clicks`);
  assert.ok(clicks <= 20, `${clicks}`);
  await isShop(page);
  await shot(page, "shop");
});

journey("a shop by keyboard alone", { ...WIDE, ...CLIPBOARD }, async (page, url) => {
  await arrive(page, url);
  const { counted, press, type, tabTo } = keyboard(page);
  const into = async (fits, text) => {
    await tabTo(fits);
    await press("Control+A");
    await type(text);
  };
  const add = async (kind, name) => {
    await tabTo(new RegExp(`^BUTTON\\s+${kind}$`));
    await press("Enter");
    await page.waitForFunction(() => /^p\d+-name$/.test(document.activeElement.id));
    await press("Control+A");
    await type(name);
  };
  await tabTo(/^BUTTON .*Presets/);
  await press("Enter");
  await page.waitForFunction(() => document.activeElement.id === "dialog-first");
  await tabTo(/^BUTTON .*Empty plan/, "Shift+Tab");
  await press("Enter");
  await status(page, "an empty plan");
  await tabTo(/^SUMMARY .*Edit the cluster/);
  await press("Enter");
  await into(/ c-name /, "shop");
  await into(/ c-resourceGroup /, "rg-shop");
  await tabTo(/ c-location /);
  await type("West Europe");
  await add("System", "system");
  await add("User", "web");
  await into(/ p\d+-maxCount /, "20");
  await add("Spot", "batch");
  await into(/ p\d+-maxCount /, "50");
  await add("Windows", "win");
  await tabTo(/^BUTTON select-pools/, "Shift+Tab");
  await press("Enter");
  await tabTo(/^BUTTON .*Select all listed/);
  await press("Enter");
  await tabTo(/^SUMMARY .*Change selected/);
  await press("Enter");
  await into(/ bulk-tags /, "team=shop");
  await tabTo(/^BUTTON .*Change 4 pools/);
  await press("Enter");
  await status(page, "Done: Set tags of 4 pools");
  await tabTo(/^A .*Skip to the script/, "Shift+Tab");
  await press("Enter");
  await tabTo(/^BUTTON .*Copy Azure CLI/);
  await press("Enter");
  await status(page, "Copied");
  console.log(`a shop in ${counted.keys} keys`);
  await isShop(page);
});

journey("from the presets to the copied script in fewer than 40 keys", { ...WIDE, ...CLIPBOARD }, async (page, url) => {
  await arrive(page, url);
  const { counted, press, tabTo } = keyboard(page);
  await tabTo(/^BUTTON .*Presets/);
  await press("Enter");
  await page.waitForFunction(() => document.activeElement.id === "dialog-first");
  await press("Enter");
  await status(page, "Opened");
  await tabTo(/^A .*Skip to the script/, "Shift+Tab");
  await press("Enter");
  await tabTo(/^BUTTON .*Copy/);
  await press("Enter");
  await status(page, "Copied");
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /az aks create/);
  console.log(`from the presets to the script in ${counted.keys} keys`);
  assert.ok(counted.keys < 40, `${counted.keys}`);
});

journey("undo survives a reload, and what a link accepts stays the link's", WIDE, async (page, url) => {
  const accepted = [{ rule: "system-pool-min-nodes", reason: "A lab." }];
  const pools = many(2);
  pools[0].count = 1;
  await arrive(page, url + link({ version: 1, cluster: CLUSTER, pools, accepted }));
  const byLink = page.locator(".why", { hasText: "Accepted by the link: A lab." });
  await byLink.waitFor({ state: "attached" });
  await page.locator("#pool-1 > summary").click();
  for (const count of ["4", "5"]) {
    await page.locator('[id="p1-count"]').fill(count);
    await page.locator('[id="p1-name"]').focus();
  }
  await addressed(page, (plan) => plan.pools[1].count === 5);
  await page.getByRole("button", { name: /^Undo: Set count of pool1 to 5/ }).click();
  await addressed(page, (plan) => plan.pools[1].count === 4);
  await page.reload();
  await page.locator("#sentence").waitFor();
  await byLink.waitFor({ state: "attached" });
  await page.getByRole("button", { name: /^Redo: Set count of pool1 to 5/ }).click();
  await page.getByRole("button", { name: /^Undo: Set count of pool1 to 5/ }).click();
  await page.getByRole("button", { name: /^Undo: Set count of pool1 to 4/ }).click();
  await addressed(page, (plan) => plan.pools[1].count === 3);
  await byLink.waitFor({ state: "attached" });
  // Another plan in the same tab has no such steps.
  await page.goto("about:blank");
  await arrive(page, url + link({ version: 1, cluster: CLUSTER, pools: many(3) }));
  await page.locator("#picture .picture").waitFor();
  assert.ok(await page.locator("#undo").isDisabled());
});

journey("a change and an undo right before a reload are kept", WIDE, async (page, url) => {
  await arrive(page, url + link({ version: 1, cluster: CLUSTER, pools: many(2) }));
  await page.locator("#pool-1 > summary").click();
  await page.locator('[id="p1-count"]').fill("4");
  // What is typed into another field is another step.
  await page.locator('[id="p1-name"]').focus();
  await addressed(page, (plan) => plan.pools[1].count === 4);
  const now = async (count) => {
    // The second reload comes before the first one's page has saved anything. The browser may still be between the two pages.
    await page.reload({ waitUntil: "commit" });
    for (let tries = 0; ; tries++) {
      try {
        await page.reload();
        break;
      } catch (error) {
        if (tries === 5 || !/Not attached to an active page/.test(error.message)) throw error;
      }
    }
    await page.locator("#sentence").waitFor();
    await addressed(page, (plan) => plan.pools[1].count === count);
    assert.equal(await page.locator(".notice").count(), 0, "nothing to ask about");
  };
  await page.locator('[id="p1-count"]').fill("5");
  await now(5);
  await page.getByRole("button", { name: /^Undo: Set count of pool1 to 5/ }).click();
  await now(4);
  await page.getByRole("button", { name: /^Redo: Set count of pool1 to 5/ }).click();
  await page.getByRole("button", { name: /^Undo: Set count of pool1 to 5/ }).click();
  await page.getByRole("button", { name: /^Undo: Set count of pool1 to 4/ }).click();
  await now(3);
  // A page that is put aside and not left has its plan in the address too.
  await page.locator("#pool-1 > summary").click();
  await page.locator('[id="p1-count"]').fill("7");
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { get: () => true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  assert.equal(planOf(page.url()).pools[1].count, 7);
});

for (const [name, options] of Object.entries({ wide: WIDE, narrow: NARROW })) {
  journey(`drafts have names, and travel as a file, ${name}`, options, async (page, url) => {
    await arrive(page, url + link({ version: 1, cluster: CLUSTER, pools: many(2) }));
    const dialog = await openDialog(page, "Drafts");
    await dialog.getByLabel("Name").fill("two pools");
    await dialog.getByRole("button", { name: "Save this plan" }).click();
    await dialog.locator("#drafts-said", { hasText: "Saved the draft" }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("#pool-1 > summary").click();
    await page.locator("#pool-1").getByRole("button", { name: "Remove pool" }).click();
    await openDialog(page, "Drafts");
    await dialog.getByLabel("Name").fill("one \u202e pool");
    await dialog.getByRole("button", { name: "Save this plan" }).click();
    assert.match(await dialog.locator("#drafts").innerText(), /one \\u202e pool[\s\S]*1 pool, saved on [\s\S]*two pools[\s\S]*2 pools, saved on /);
    await axe(page);
    await fits(page);
    await shot(page, `drafts-${name}`);
    const arrives = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Download all drafts" }).click();
    const file = await (await arrives).path();
    assert.equal(JSON.parse(readFileSync(file, "utf8")).drafts.length, 2);
    await dialog.getByRole("button", { name: "Delete two pools" }).click();
    await dialog.locator("#drafts li").nth(1).waitFor({ state: "detached" });
    await dialog.getByRole("button", { name: "Restore two pools" }).click();
    await dialog.getByRole("button", { name: "Delete two pools" }).click();
    await dialog.getByLabel("Import drafts from a file").setInputFiles(file);
    await dialog.locator("#drafts-said", { hasText: "1 draft imported. 1 draft there already." }).waitFor();
    await dialog.getByLabel("Import drafts from a file").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("{}") });
    await dialog.locator("#drafts-said", { hasText: "The file has no drafts." }).waitFor();
    // They outlive the visit.
    await page.reload();
    await page.locator("#sentence").waitFor();
    await openDialog(page, "Drafts");
    await dialog.getByRole("button", { name: "Open two pools" }).click();
    await addressed(page, (plan) => plan.pools.length === 2);
    await status(page, "Opened the draft two pools.");
  });
}

journey("a hundred pools on a phone can be found and changed", NARROW, async (page, url) => {
  await arrive(page, url + link({ version: 1, cluster: CLUSTER, pools: many(100) }));
  await fits(page);
  const height = (await page.locator(".pool").nth(50).boundingBox()).height;
  assert.ok(height < 120, `${height} px a pool`);
  await page.getByRole("button", { name: "Filter and select" }).tap().catch(() => page.getByRole("button", { name: "Filter and select" }).click());
  await page.getByLabel("Filter pools").fill("pool77");
  assert.deepEqual(await names(page), ["pool77"]);
  await page.locator("#pool-77 > summary").click();
  await page.locator('[id="p77-count"]').fill("9");
  await addressed(page, (plan) => plan.pools[77].count === 9);
  await fits(page);
  await axe(page);
  await shot(page, "hundred-pools-phone");
  // The picture shows them, and the way to verdict and text is one press.
  await page.locator("#picture .picture").waitFor();
  await page.locator(".bottom").getByRole("button", { name: "Snippets" }).click();
  assert.ok((await page.locator("#snippets").boundingBox()).y < 844);
});

// Every text that a plan, a link or an import can bring is shown somewhere.
journey("texts with controls of direction are written out", WIDE, async (page, url) => {
  const name = "a\u202eb\u2066c";
  const hostile = { name, mode: name, osType: name, osSKU: name, count: 3, vmSize: `Standard_${name}`, tags: { [name]: name } };
  const pools = [{ ...many(1)[0], name: "sys", count: 1, availabilityZones: [name], vnetSubnetID: name }, many(2)[1], hostile];
  const accepted = [{ rule: "system-pool-min-nodes", reason: name }, { rule: name, pool: name, reason: name }];
  const cluster = { ...CLUSTER, name, resourceGroup: name, location: name };
  const baseline = { cluster: { ...cluster, existing: true }, pools: [pools[0], { ...pools[1], name: `${name}2`, vmSize: "Standard_D8ds_v5" }] };
  await arrive(page, url + link({ version: 1, cluster, pools, accepted, baseline }));
  await page.locator(".why", { hasText: "Accepted by the link" }).waitFor({ state: "attached" });
  await page.locator("#cluster > summary").click();
  await page.locator("#picture .picture").waitFor();
  await page.locator("#capacity > summary").click();
  await page.locator("#capacity-report table").first().waitFor();
  await page.locator("#pool-2 > summary").click();
  await page.locator("#pool-2").getByRole("button", { name: "Copy pool" }).click();
  await page.getByRole("button", { name: "Filter and select" }).click();
  // Everything but what is typed into, and the text to copy, which escapes for its own language.
  const raw = () => page.evaluate(() => {
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      if (/[\u202a-\u202e\u2066-\u2069]/.test(walk.currentNode.data) && !walk.currentNode.parentElement.closest("textarea, #snippet")) {
        found.push(walk.currentNode.parentElement.outerHTML.slice(0, 200));
      }
    }
    for (const one of document.querySelectorAll("[aria-label], [title], [aria-valuetext]")) {
      for (const { name, value } of one.attributes) if (/[\u202a-\u202e\u2066-\u2069]/.test(value) && name !== "value") found.push(`${name}=${value}`);
    }
    if (/[\u202a-\u202e\u2066-\u2069]/.test(document.title)) found.push(document.title);
    return found;
  });
  assert.deepEqual(await raw(), []);
  await page.getByRole("tab", { name: "Terraform", exact: true }).click();
  await page.locator(".gaps li").first().waitFor();
  assert.deepEqual(await raw(), []);
  await page.getByRole("button", { name: "Show migration steps" }).click();
  await page.locator("#dialog-body .runbook #dialog-live > *").first().waitFor();
  assert.deepEqual(await raw(), []);
  await page.keyboard.press("Escape");
  await importText(page, JSON.stringify([{ ...many(1)[0], name, nodeImageVersion: name, provisioningState: "Succeeded" }]));
  await page.locator(".notice", { hasText: "Imported" }).waitFor();
  assert.deepEqual(await raw(), []);
});

journey("what is missing to accept a finding is said beside the form", WIDE, async (page, url) => {
  await arrive(page, url + link({ version: 1, cluster: CLUSTER, pools: [{ ...many(1)[0], count: 1 }] }));
  const form = page.locator(".accept").first();
  await form.locator("summary").click();
  const save = form.getByRole("button", { name: "Save" });
  await save.waitFor();
  await page.waitForFunction(() => {
    const [list, form] = [".found", ".accept .actions"].map((one) => document.querySelector(one).getBoundingClientRect());
    return form.bottom <= list.bottom + 1;
  });
  await save.click();
  await form.getByText("Enter a reason.").waitFor();
  await form.getByLabel("Reason").fill("A lab.");
  await form.getByLabel("Last day").fill("2020-01-01");
  await save.click();
  await form.getByText("The last day must be today or later").waitFor();
  await axe(page);
  await form.getByLabel("Last day").fill("");
  await save.click();
  await page.locator(".why", { hasText: "Accepted: A lab." }).waitFor({ state: "attached" });
});

journey("old news leaves the live region, and each landmark has a name of its own", WIDE, async (page, url) => {
  await page.clock.install();
  await arrive(page, url + link({ version: 1, cluster: CLUSTER, pools: many(3) }));
  await page.locator("#capacity > summary").click();
  await page.clock.runFor(2_000);
  await page.locator("#capacity-report table").first().waitFor();
  await page.getByRole("tab", { name: "Azure PowerShell", exact: true }).click();
  const landmarks = await page.evaluate(() =>
    [...document.querySelectorAll("[role=region], section[aria-label], section[aria-labelledby], nav")]
      .filter((one) => one.checkVisibility())
      .map((one) => one.getAttribute("aria-label") ?? document.getElementById(one.getAttribute("aria-labelledby")).textContent),
  );
  assert.deepEqual(landmarks.filter((name, place) => landmarks.indexOf(name) !== place), []);
  const empty = await page.evaluate(() => [...document.querySelectorAll("th, h1, h2, h3, caption, legend")].filter((one) => one.checkVisibility() && !one.textContent.trim()).map((one) => one.outerHTML));
  assert.deepEqual(empty, []);
  // What scrolls and has nothing in it to focus takes the focus itself.
  assert.equal(await page.locator(".gaps").getAttribute("tabindex"), "0");
  await page.locator("#pool-1 > summary").click();
  await page.locator("#pool-1").getByRole("button", { name: "Copy pool" }).click();
  await page.clock.runFor(100);
  await status(page, "Done: Add pool");
  await page.clock.runFor(20_000);
  assert.equal(await page.locator("#status").textContent(), "");
});
