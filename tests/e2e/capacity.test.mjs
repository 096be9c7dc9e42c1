// Capacity, pictures, the choice of VM sizes, and the lists of the user's subscription: what the worker answers.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { arrive, axe, fits, journey, openDialog, shot } from "./lib.mjs";

const LOOKS = [
  ["wide and light", { colorScheme: "light", viewport: { width: 1440, height: 1000 } }],
  ["narrow and dark", { colorScheme: "dark", viewport: { width: 390, height: 844 } }],
];
const WIDE = LOOKS[0][1];

// The names of the catalog's sizes; nothing of them is asserted here but that they are known.
const NAMES = readFileSync(new URL("../../crates/core/src/catalog/sizes.txt", import.meta.url), "utf8").split("\n")[7].split("\t");

/** What `az vm list-skus` prints of that many sizes in eastus. */
function skus(count, restrictions, padding = "") {
  const rows = NAMES.slice(-count).map((name) => ({
    resourceType: "virtualMachines",
    name: `Standard_${name}`,
    family: "standardFamily",
    locations: ["eastus"],
    locationInfo: [{ location: "eastus", zones: ["1", "2", "3"], zoneDetails: [] }],
    capabilities: [
      { name: "vCPUs", value: "4" },
      { name: "MemoryGB", value: "16" },
      { name: "LowPriorityCapable", value: "True" },
      { name: "Padding", value: padding },
    ],
    restrictions,
  }));
  return JSON.stringify(rows, null, 2);
}

const WITHHELD = [{ type: "Location", values: ["eastus"], reasonCode: "NotAvailableForSubscription", restrictionInfo: { locations: ["eastus"], zones: null } }];

async function importText(page, text) {
  await openDialog(page, "Import");
  // As pasting does; typing a megabyte would take a minute.
  await page.getByLabel("Text", { exact: true }).evaluate((area, text) => {
    area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }, text);
  await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
}

async function region(page, name) {
  const edit = page.locator("#cluster");
  if ((await edit.getAttribute("open")) === null) await edit.locator("> summary").click();
  await page.getByLabel("Region", { exact: true }).selectOption(name).catch(() => page.getByLabel("Region", { exact: true }).fill(name));
}

journey("the cost is by the user's own numbers", WIDE, async (page, url) => {
  await arrive(page, url);
  await page.locator("#picture .total").filter({ hasText: "$4,566.88 per month" }).waitFor();
  await page.locator("#capacity > summary").click();
  await page.getByLabel("Discounts on VMs, percent").fill("50");
  await page.getByLabel("Cluster fee, USD per hour").fill("0.10");
  await page.getByLabel("Currency", { exact: true }).fill("EUR=0.5");
  await page.locator("#picture .total").filter({ hasText: "EUR 1,178.22 per month, at list prices as of 2026-08-01, with your own numbers." }).waitFor();
  const cost = page.locator("#capacity-report").getByRole("table", { name: "Cost", exact: true });
  await cost.getByRole("row").filter({ hasText: /Cluster fee.*EUR 0\.05/ }).waitFor();
  // What can't be read is said at the fields, and list prices count.
  await page.getByLabel("Discounts on VMs, percent").fill("half");
  await page.locator("#rates-wrong").filter({ hasText: "must be a percentage from 0 to 100" }).waitFor();
  assert.equal(await page.getByLabel("Discounts on VMs, percent").getAttribute("aria-invalid"), "true");
  await axe(page);
});

for (const [name, options] of LOOKS) {
  journey(`a plan is summed up, ${name}`, options, async (page, url) => {
    await arrive(page, url);
    await page.locator("#capacity > summary").click();
    await page.getByRole("cell", { name: "$4,566.88" }).waitFor();
    const report = page.locator("#capacity-report");
    for (const title of ["Cluster", "Pools", "Addresses", "vCPU quota", "Cost", "Capacity after a failure"]) {
      assert.ok(await report.getByRole("table", { name: title, exact: true }).isVisible(), title);
    }
    assert.match(await page.locator("#picture").getByRole("img").getAttribute("aria-label"), /apps 3 to 10 nodes, 3 initially, in zones 1, 2, 3/);
    // All three zones are seen at once, on a narrow page too.
    assert.ok(await page.locator("#picture .scroll").evaluate((scroll) => scroll.scrollWidth <= scroll.clientWidth));
    assert.match(await page.locator("#picture .bars").innerText(), /At creation 6 used, 250 free; at the peak of an upgrade 15 used, 241 free; of 256/);
    // A number says how it comes about, and stays open while the plan changes.
    await report.locator("summary").filter({ hasText: /^Allocatable vCPUs$/ }).click();
    await page.getByText("At most: 3 × 3.86 + 10 × 7.82.").waitFor();
    await page.getByLabel("Workloads", { exact: true }).fill("api 6 500m 1Gi\nhuge 1 99 1Gi\noops");
    await report.getByRole("table", { name: "Workload fit" }).waitFor();
    assert.match(await report.innerText(), /huge doesn’t fit\./);
    assert.match(await report.locator(".bars").innerText(), /Pods of apps\s+6 used, 244 free of 250 on 1 node/);
    assert.match(await report.innerText(), /Line 3: enter name, replicas, CPU, memory/);
    // Right below the fields and their button; one field is marked, and heard.
    const [fields, wrong] = [await page.locator("#capacity > .actions").boundingBox(), await page.locator("#capacity-wrong").boundingBox()];
    const away = wrong.y - fields.y - fields.height;
    assert.ok(away >= 0 && away < 40, `${away}`);
    assert.equal(await page.getByLabel("Workloads", { exact: true }).getAttribute("aria-invalid"), "true");
    assert.equal(await page.getByLabel("DaemonSet overhead per node").getAttribute("aria-invalid"), "false");
    await page.getByRole("status").filter({ hasText: /^Line 3: .* huge doesn’t fit\.$/ }).waitFor();
    assert.ok(await page.getByText("At most: 3 × 3.86 + 10 × 7.82.").isVisible());
    await axe(page);
    await fits(page);
    await shot(page, `capacity-${name.replaceAll(" ", "-")}`);
  });

  journey(`a VM size is picked by what it has, ${name}`, options, async (page, url) => {
    await arrive(page, url);
    await page.locator("#pool-1 > summary").click();
    await page.locator("#pool-1").getByRole("button", { name: /Compare sizes/ }).click();
    const dialog = page.getByRole("dialog", { name: "Choose a VM size" });
    // The cheapest sizes can replace the current one: x64, at least as large, and not about to retire.
    const cheapest = dialog.locator("section").first();
    await cheapest.getByRole("heading", { name: /comparable to its current size \(x64, at least 8 vCPUs, at least 32 GiB\)/ }).waitFor();
    for (const text of await cheapest.locator("[data-size]").allInnerTexts()) {
      const [, vcpus, memory] = text.match(/(\d+) vCPUs?, ([\d.]+) GiB/);
      assert.ok(vcpus >= 8 && memory >= 32 && !/Arm64|retire|quota/.test(text), text);
    }
    // Results come first: on a phone the filters wait behind a press.
    assert.ok((await dialog.locator("[data-size]").first().boundingBox()).y < options.viewport.height, "a size is in view");
    // Three are compared side by side, no fourth.
    for (const place of [0, 1, 2]) await dialog.getByRole("checkbox", { name: /^Compare / }).nth(place).check();
    const compared = dialog.getByRole("table", { name: "Compared sizes" });
    assert.equal(await compared.getByRole("columnheader").count(), 4);
    for (const fact of ["vCPUs", "Memory", "USD/hour for this pool", "Zones in the region", "Remarks"]) assert.ok(await compared.getByRole("rowheader", { name: fact, exact: true }).isVisible(), fact);
    assert.ok(await dialog.locator('input[type="checkbox"][aria-label^="Compare "]:not(:checked)').first().isDisabled());
    await axe(page);
    await fits(page);
    await shot(page, `compared-sizes-${name.replaceAll(" ", "-")}`);
    await dialog.getByRole("button", { name: "Clear the comparison" }).click();
    const filters = dialog.locator("#pick-filters");
    assert.equal(await filters.evaluate((one) => one.open), name.startsWith("wide"));
    if (!name.startsWith("wide")) await filters.locator("> summary").click();
    await dialog.getByLabel("Minimum vCPUs").fill("abc");
    await dialog.getByText('Minimum vCPUs: "abc" isn’t a number and is ignored.').waitFor();
    await dialog.getByLabel("Minimum vCPUs").fill("8");
    await dialog.getByLabel("Minimum GiB").fill("32");
    await dialog.getByLabel("Ephemeral OS disk").check();
    await dialog.locator("section").first().locator('[data-size="Standard_D8plds_v5"], [data-size^="Standard_"]').first().waitFor();
    await axe(page);
    await shot(page, `picker-${name.replaceAll(" ", "-")}`);
    const first = dialog.locator("[data-size]").first();
    const size = await first.getAttribute("data-size");
    await first.focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.locator('[id="p1-vmSize"]').inputValue(), size);
    assert.ok(!(await dialog.isVisible()));
    assert.equal(await page.locator(".count.refused b").innerText(), "0");
    await fits(page);
  });
}

journey("typed subnets are compared with what the pools need", WIDE, async (page, url) => {
  await arrive(page, url);
  await page.locator("#cluster > summary").click();
  await page.locator("#cluster .more > summary").click();
  // The field stays while it is typed into.
  await page.getByLabel("Planned subnets (not created)").focus();
  await page.keyboard.type("nodes 10.240.0.0/29");
  assert.equal(await page.getByLabel("Planned subnets (not created)").inputValue(), "nodes 10.240.0.0/29");
  await page.locator(".finding").filter({ hasText: "The subnet nodes has 3 usable addresses" }).waitFor();
  await page.locator("#capacity > summary").click();
  await page.locator("#capacity-report").getByText("Node subnet nodes (10.240.0.0/29)").waitFor();
  await page.locator("#picture .bars").filter({ hasText: /Addresses of nodes\s*At creation 6 used, 3 too few; at the peak of an upgrade 15 used, 12 too few; of 3/ }).waitFor();
  // Prices come after the first numbers: the worker was there already.
  await page.getByText("List prices in westeurope").waitFor();
  await region(page, "eastus");
  await page.getByText("List prices in eastus").waitFor();
  await page.getByLabel("Planned subnets (not created)").fill("nodes");
  await page.getByText("Line 1 has no range").first().waitFor();
  await axe(page);
});

journey("a region that is withheld as a whole is said everywhere, and forgotten by one button", WIDE, async (page, url) => {
  await arrive(page, url);
  await region(page, "eastus");
  await importText(page, skus(1400, WITHHELD));
  await page.locator(".notice").filter({ hasText: "1,400 VM sizes of your subscription in eastus" }).waitFor();
  assert.equal(await page.locator(".count.refused b").innerText(), "2");
  assert.match(await page.locator(".finding.refused").first().innerText(), /restricts for your subscription by your own list/);
  assert.match(await page.locator(".say").innerText(), /your subscription’s data for eastus/);
  assert.ok(!page.url().includes("Standard_"), "the list is not in the link");
  assert.equal(await page.evaluate(() => localStorage.getItem("poolwright.facts.1")), null);

  await page.locator("#pool-0 > summary").click();
  await page.locator("#pool-0").getByRole("button", { name: /Compare sizes/ }).click();
  const dialog = page.getByRole("dialog", { name: "Choose a VM size" });
  await dialog.getByText("No sizes match. Relax a filter.").first().waitFor();
  await dialog.getByLabel("Include unsupported sizes").check();
  await dialog.getByText("not for your subscription in eastus").first().waitFor();
  await page.keyboard.press("Escape");

  // Kept only on request, and there after a reload.
  await page.getByRole("button", { name: "Keep it in this browser" }).click();
  await page.reload();
  await page.locator(".say").filter({ hasText: "your subscription’s data for eastus" }).waitFor();
  assert.equal(await page.locator(".count.refused b").innerText(), "2");
  await page.getByRole("button", { name: "Remove subscription data" }).click();
  assert.equal(await page.locator(".count.refused b").innerText(), "0");
  assert.equal(await page.evaluate(() => localStorage.getItem("poolwright.facts.1")), null);
});

journey("a list that cannot be read is a sentence, and nothing is lost", WIDE, async (page, url) => {
  await arrive(page, url);
  const whole = skus(1400, []);
  const before = await page.locator("#sentence").innerText();
  for (const [text, sentence] of [
    [whole.slice(0, whole.length / 2), /ends too early|not JSON/],
    ["<!doctype html><title>Sign in</title>", /web page/],
    ['[{"resourceType": "disks", "name": "Premium_LRS", "capabilities": null}]', /has no VM sizes/],
    ['[{"currentValue": "x", "limit": null, "name": {"value": "cores"}}]', /has no vCPU quota/],
    ["ResourceType    Locations    Name", /-o json/],
  ]) {
    await importText(page, text);
    await page.locator("#dialog-problem").filter({ hasText: sentence }).waitFor();
    assert.equal(await page.getByLabel("Text", { exact: true }).inputValue(), text, "what was pasted is still there");
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    assert.equal(await page.locator("#sentence").innerText(), before);
  }
  await importText(page, JSON.stringify({ value: [{ currentValue: 90, limit: 100, name: { value: "cores" } }] }));
  await page.locator(".notice").filter({ hasText: "1 quota of your subscription" }).waitFor();
  await page.locator(".finding.refused").filter({ hasText: "10 are left" }).waitFor();
});

journey("ten megabytes do not hold up the page", WIDE, async (page, url) => {
  await arrive(page, url);
  const text = skus(1400, [], "x".repeat(6_500));
  assert.ok(text.length > 10_000_000, `${text.length}`);
  await openDialog(page, "Import");
  await page.getByLabel("Text", { exact: true }).evaluate((area, text) => {
    area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }, text);
  // The longest time in which the page drew nothing, and how long the reading took: printed, not asserted.
  const time = await page.evaluate(async () => {
    let longest = 0;
    let last = performance.now();
    let on = true;
    const tick = () => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      if (on) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    const began = performance.now();
    [...document.querySelectorAll("dialog[open] button")].find((button) => button.textContent === "Import").click();
    while (!document.querySelector(".notice")?.textContent.includes("VM sizes")) await new Promise((done) => setTimeout(done, 5));
    on = false;
    return { whole: Math.round(performance.now() - began), longest: Math.round(longest) };
  });
  console.log(`10 MB read in ${time.whole} ms, the page was blocked for ${time.longest} ms`);
  assert.match(await page.locator(".notice").innerText(), /1,400 VM sizes/);
});

journey("rules that few plans need are judged by the page, and their fixes applied", WIDE, async (page, url) => {
  await arrive(page, url);
  await page.getByRole("group", { name: "Add a pool" }).getByRole("button", { name: "Windows" }).click();
  await page.locator('[id="p2-name"]').fill("windows");
  const finding = page.locator(".finding.refused").filter({ hasText: "windows" });
  await finding.first().waitFor();
  assert.match(await finding.first().locator(".why").getAttribute("href"), /#pool-name-windows-length$/);
  await finding.first().locator(".actions button").first().click();
  await page.locator(".count.refused b").filter({ hasText: /^0$/ }).waitFor();
  // Undo takes the fix back, and the finding comes again; without the pool it goes.
  await page.getByRole("button", { name: /^Undo/ }).click();
  await finding.first().waitFor();
  await page.locator("#pool-2").getByRole("button", { name: "Remove pool" }).click();
  await page.locator(".count.refused b").filter({ hasText: /^0$/ }).waitFor();
});

journey("where the worker cannot be had, the page says so and goes on", { ...WIDE, forgive: /worker|Failed to load|net::ERR/i }, async (page, url) => {
  await page.route(/poolwright-worker/, (route) => route.abort());
  await arrive(page, url);
  await page.getByRole("tab", { name: "ARM template" }).click();
  await page.locator(".gaps").filter({ hasText: "could not be loaded" }).waitFor();
  await page.locator("#capacity > summary").click();
  await page.locator("#capacity-report").filter({ hasText: "could not be loaded" }).waitFor();
  await page.getByRole("button", { name: "Import" }).first().click();
  await page.getByLabel("Text", { exact: true }).fill("[]");
  await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
  await page.locator("#dialog-problem").filter({ hasText: "could not be loaded" }).waitFor();
  await page.keyboard.press("Escape");
  // Every rule is judged without it.
  await page.getByRole("group", { name: "Add a pool" }).getByRole("button", { name: "Windows" }).click();
  await page.locator('[id="p2-name"]').fill("windows");
  await page.locator(".finding.refused").filter({ hasText: "windows" }).first().waitFor();
  // What the page does by itself goes on; when the worker can be had again, so does the rest.
  await page.getByRole("tab", { name: "Azure CLI", exact: true }).click();
  await page.locator("#snippet").filter({ hasText: "az aks create" }).waitFor();
  await page.unroute(/poolwright-worker/);
  await page.getByRole("tab", { name: "ARM template" }).click();
  await page.locator("#snippet").filter({ hasText: "deploymentTemplate.json" }).waitFor();
});

journey("a worker that crashed is started again, and knows the prices again", { ...WIDE, forgive: /crash/ }, async (page, url) => {
  await arrive(page, url);
  const cost = page.locator("#pool-1 .cost");
  await cost.filter({ hasText: /1,191/ }).waitFor();
  const [first] = page.workers();
  const closed = first.waitForEvent("close");
  await first.evaluate(() => {
    setTimeout(() => {
      throw new Error("crash");
    });
  });
  await closed;
  await page.locator("#pool-1 > summary").click();
  await page.locator('[id="p1-minCount"]').fill("4");
  await cost.filter({ hasText: /1,588/ }).waitFor();
  assert.notEqual(page.workers()[0], first);
});

for (const [name, options] of LOOKS) {
  journey(`a plan is right-sized by what kubectl prints, ${name}`, options, async (page, url) => {
    await arrive(page, url);
    const pod = (workload, cpu, memory) => ({
      kind: "Pod",
      metadata: { name: workload, namespace: "shop" },
      spec: { containers: [{ resources: { requests: { cpu, memory } } }] },
      status: { phase: "Running" },
    });
    await page.locator("#capacity > summary").click();
    await page.getByRole("button", { name: "Right-size from kubectl…" }).click();
    const dialog = page.getByRole("dialog", { name: "Right-size from kubectl" });
    await dialog.getByLabel("Pods", { exact: true }).fill("{}");
    await dialog.getByRole("button", { name: "Right-size", exact: true }).click();
    await dialog.getByRole("alert").filter({ hasText: "no pods found. Expected the output of kubectl get pods" }).waitFor();
    const pods = [pod("web", "2", "4Gi"), pod("api", "1", "2Gi")];
    const cut = JSON.stringify({ kind: "List", items: pods }).slice(0, -20);
    await dialog.getByLabel("Pods", { exact: true }).fill(cut);
    await dialog.getByLabel("Headroom per node (%)").fill("-5");
    await dialog.getByText("Enter a whole number from 0 to 90.").waitFor();
    await dialog.getByRole("button", { name: "Right-size", exact: true }).click();
    await page.waitForFunction(() => document.activeElement.id === "headroom");
    await dialog.getByLabel("Headroom per node (%)").fill("15");
    await dialog.getByRole("button", { name: "Right-size", exact: true }).click();
    await dialog.getByRole("alert").filter({ hasText: "Pods: the text ends too early" }).waitFor();
    await dialog.getByLabel("Pods", { exact: true }).fill(JSON.stringify({ kind: "List", items: pods }));
    await dialog.getByRole("button", { name: "Right-size", exact: true }).click();
    await dialog.locator("b", { hasText: "2 pods: requests of 3 vCPUs and 6 GB of memory." }).waitFor();
    await dialog.getByRole("table", { name: "Nodes that the pools need" }).waitFor();
    await axe(page);
    await fits(page);
    await shot(page, `right-size-${name.replaceAll(" ", "-")}`);
    await dialog.getByRole("button", { name: "Apply the cheapest layout" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: /^Undo: Open the cheapest layout for these pods/ }).waitFor();
  });
}
