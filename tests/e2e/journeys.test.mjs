// What people do on the page, in a real browser on the built site.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { addressed, arrive, axe, CLIPBOARD, fits, journey, link, NARROW, planOf, shot, status, TROUBLED, WIDE } from "./lib.mjs";

const count = (page, tier) => page.locator(`.count.${tier} b`).innerText();
/** Waits until so many findings of a tier are counted. */
const counts = (page, tier, number) => page.locator(`.count.${tier} b`).getByText(number, { exact: true }).waitFor();
const snippet = (page) => page.locator("#snippets pre").innerText();
const pool = (page, place) => page.locator(".pool").nth(place);
const field = (page, id) => page.locator(`[id="${id}"]`);

// What strangers put into links.
const HOSTILE = ["x; echo INJECTED #", "$(id)", "`id`", "'", '"', "\u2019\u2018\u201c", "--help", "@/etc/hostname", "[concat('a')]", "a\nrm -rf /", "<img src=x onerror=alert(1)>"];

journey("design a plan, break a rule, fix it, copy, share, open the link afresh, undo", { ...WIDE, ...CLIPBOARD }, async (page, url) => {
  await arrive(page, url);
  assert.match(await page.locator("#sentence").innerText(), /^aks-prod in West Europe: 2 node pools, 6 to 13 nodes/);
  await counts(page, "refused", "0");

  await page.getByRole("group", { name: "Add a pool" }).getByRole("button", { name: "Spot" }).click();
  assert.equal(await page.locator(".pool").count(), 3);
  await page.locator("#pool-2").getByRole("radio", { name: "System" }).check({ force: true });
  await page.locator(".finding.refused").first().waitFor();
  assert.match(await page.locator(".finding.refused").first().innerText(), /spot/i);
  assert.match(await page.locator(".warning").innerText(), /refuse/i);
  await axe(page);
  await page.locator("#pool-2").getByRole("radio", { name: "User" }).check({ force: true });
  await counts(page, "refused", "0");

  await field(page, "p2-maxCount").fill("25");
  assert.match(await snippet(page), /--max-count '?25'?/);
  await page.locator("#snippets").getByRole("button", { name: "Copy" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /az aks nodepool add/);
  assert.match(copied, /--max-count '?25'?/);

  await page.getByRole("button", { name: "Copy link" }).click();
  const shared = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(planOf(shared).pools[2].maxCount, 25);
  await axe(page);

  const second = await page.context().newPage();
  await arrive(second, shared);
  assert.match(await second.locator("#sentence").innerText(), /3 node pools/);
  assert.equal(await second.locator(".pool").count(), 3);

  await page.getByRole("button", { name: /^Undo: Set maxCount/ }).click();
  assert.doesNotMatch(await snippet(page), /--max-count '?25'?/);
  await page.getByRole("button", { name: /^Redo: / }).click();
  assert.match(await snippet(page), /--max-count '?25'?/);
  await addressed(page, (plan) => plan.pools[2].maxCount === 25);
  await page.reload();
  await page.locator("#sentence").waitFor();
  assert.equal(await page.locator(".pool").count(), 3);
});

journey("a draft outlives the visit, and a link comes before it", WIDE, async (page, url) => {
  await arrive(page, url);
  await page.locator("#pool-1 > summary").click();
  await field(page, "p1-name").fill("mine");
  await addressed(page, (plan) => plan.pools[1].name === "mine");

  await page.goto("about:blank");
  await arrive(page, url);
  assert.match(await pool(page, 1).innerText(), /mine/);

  await page.goto("about:blank");
  await arrive(page, url + link(TROUBLED));
  assert.match(await pool(page, 1).innerText(), /batch/);
  await page.getByRole("button", { name: "Open my draft" }).click();
  assert.match(await pool(page, 1).innerText(), /mine/);
});

journey("every finding leads to its field, and its fix resolves it", WIDE, async (page, url) => {
  await arrive(page, url + link(TROUBLED));
  await page.locator(".finding", { hasText: "winpool" }).first().waitFor();
  const before = Number(await count(page, "refused"));
  assert.ok(before >= 2, `${before} refused`);
  await page.locator(".finding .jump", { hasText: "winpool" }).first().click();
  await page.waitForFunction(() => document.activeElement?.id === "p2-name");
  await page.locator(".finding", { hasText: "winpool" }).locator(".actions button").first().click();
  await page.locator(".count.refused b").filter({ hasText: new RegExp(`^${before - 1}$`) }).waitFor();
  // A control that isn't a text field is outlined too, after a click on its finding.
  await page.locator(".finding .jump", { hasText: "batch is a System pool on Spot" }).click();
  await page.locator(".segment .led").waitFor();
  assert.equal(await page.locator(".segment .led + .segment-text").evaluate((shown) => getComputedStyle(shown).outlineStyle), "solid");
  await shot(page, "findings");
});

journey("the verdict and the snippet follow every dialect", WIDE, async (page, url) => {
  await arrive(page, url);
  for (const [tab, wanted] of [["Azure PowerShell", /New-AzAksCluster/], ["ARM template", /"Microsoft\.ContainerService\/managedClusters"/], ["Azure CLI", /az aks create/]]) {
    await page.getByRole("tab", { name: tab, exact: true }).click();
    await page.locator("#snippet").filter({ hasText: wanted }).waitFor();
  }
  const arrives = page.waitForEvent("download");
  await page.locator("#snippets").getByRole("button", { name: /Download/ }).click();
  const text = readFileSync(await (await arrives).path(), "utf8");
  assert.match(text, /az aks create/);
});

journey("where the browser has no clipboard, the text is selected", WIDE, async (page, url) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "clipboard", { get: () => undefined }));
  await arrive(page, url);
  // For eyes it is said for a moment only.
  const seen = page.locator('#snippets .copy-text[data-now="Not copied"]').waitFor();
  await page.locator("#snippets").getByRole("button", { name: "Copy" }).click();
  await Promise.all([seen, status(page, "selected")]);
  // The text gets another line once the address holds the plan: the selection gets it too.
  await page.locator("#snippet", { hasText: "# Plan: " }).waitFor();
  const [selected, whole] = await page.evaluate(() => [getSelection().toString(), document.getElementById("snippet").textContent]);
  assert.match(selected, /az aks create/);
  assert.equal(selected.trimEnd(), whole.trimEnd());
  await page.getByRole("button", { name: "Copy link" }).click();
  await status(page, "address bar");
});

journey("what az prints is imported", WIDE, async (page, url) => {
  await arrive(page, url);
  await page.getByRole("button", { name: "Import" }).first().click();
  const pools = [{ name: "agentpool", mode: "System", count: 2, vmSize: "Standard_B4ms", osDiskSizeGb: 128, osType: "Linux", provisioningState: "Succeeded" }];
  await page.getByLabel("Text", { exact: true }).fill(JSON.stringify(pools));
  await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
  await pool(page, 0).filter({ hasText: /agentpool/ }).waitFor();
  await counts(page, "unsupported", "1");

  await page.getByRole("button", { name: "Import" }).first().click();
  await page.getByLabel("Text", { exact: true }).fill("<html>");
  await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
  await page.locator("#dialog-problem").filter({ hasText: /web page/ }).waitFor();
  await page.keyboard.press("Escape");
  assert.match(await pool(page, 0).innerText(), /agentpool/);
});

journey("a changed verdict is said aloud", WIDE, async (page, url) => {
  await arrive(page, url);
  assert.equal(await page.locator("#status").textContent(), "");
  await page.locator("#pool-0 > summary").click();
  await field(page, "p0-count").fill("1");
  await page.waitForFunction(() => document.getElementById("status").textContent.startsWith("1 unsupported"));
});

journey("what is done to pools is said aloud, and a verdict only of the plan that it is about", WIDE, async (page, url) => {
  await arrive(page, url + link(TROUBLED));
  await page.locator(".finding", { hasText: "winpool" }).first().waitFor();
  await page.locator("#pool-1 > summary").click();
  for (const [button, said] of [["Move up", "Done: Move pool batch."], ["Copy pool", "Done: Add pool batch2."], ["Remove pool", "Done: Remove pool batch."]]) {
    await page.locator("#pool-1").getByRole("button", { name: button }).click();
    await status(page, said);
  }
  const [summary] = (await page.locator(".say p").innerText()).match(/^.*?\. /);
  // The verdict of the plan before is announced once the changes pause, if it is another; what counts comes after that.
  await page.waitForTimeout(2_500);
  await page.getByRole("button", { name: "Import" }).first().click();
  const valid = { ...TROUBLED, pools: [{ ...TROUBLED.pools[0], count: 3 }, { ...TROUBLED.pools[2], name: "win" }] };
  await page.getByLabel("Text", { exact: true }).fill(JSON.stringify(valid));
  await page.evaluate(() => {
    window.said = [];
    const region = document.getElementById("status");
    const before = region.textContent;
    new MutationObserver(() => window.said.push(region.textContent.replace(before, ""))).observe(region, { childList: true, characterData: true, subtree: true });
  });
  await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
  await page.waitForFunction(() => window.said.some((said) => /\d recommendation/.test(said)));
  const said = await page.evaluate(() => window.said.join("\n"));
  assert.match(said, /Opened a plan file\./);
  assert.ok(!said.includes(summary.trim()), `${summary}: ${said}`);
});

journey("the autoscaler is turned on with bounds, as one step", WIDE, async (page, url) => {
  await arrive(page, url);
  await page.locator("#pool-0 > summary").click();
  await page.locator("#pool-0").getByLabel("Cluster autoscaler").check();
  assert.equal(await field(page, "p0-minCount").inputValue(), "3");
  assert.equal(await field(page, "p0-maxCount").inputValue(), "5");
  await counts(page, "refused", "0");
  await page.getByRole("button", { name: /^Undo: Set enableAutoScaling/ }).click();
  await field(page, "p0-minCount").waitFor({ state: "detached" });
  await counts(page, "refused", "0");
});

journey("a VM size is found by what is typed", WIDE, async (page, url) => {
  await arrive(page, url);
  await page.locator("#pool-0 > summary").click();
  const size = field(page, "p0-vmSize");
  await size.fill("d8ds v5");
  const option = page.locator('[role="option"]').first();
  await option.filter({ hasText: /D8ds_v5/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  assert.equal(await size.getAttribute("aria-activedescendant"), "p0-vmSize-o0");
  await axe(page);
  await page.keyboard.press("Enter");
  assert.equal(await size.inputValue(), "Standard_D8ds_v5");
  assert.match(await snippet(page), /Standard_D8ds_v5/);
  // Tab takes what is marked too, and not what the typed text would mean by itself, and goes on.
  await size.fill("d4");
  await page.getByRole("option", { name: /^D4ds_v5/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const marked = await page.locator('[role="option"][aria-selected="true"] .mono').innerText();
  assert.notEqual(marked, "D4");
  await page.keyboard.press("Tab");
  assert.equal(await size.inputValue(), `Standard_${marked}`);
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Compare sizes/);
  // The number of matches is announced; that none match is shown too.
  const heard = page.locator(".combobox").getByRole("status");
  await size.fill("d8ds");
  await heard.filter({ hasText: /^\d+ sizes$/ }).waitFor();
  await size.fill("nothing like it");
  await heard.filter({ hasText: "No VM sizes match." }).waitFor();
  const [below, input] = [await heard.boundingBox(), await size.boundingBox()];
  assert.ok(below.height > 20 && below.y >= input.y + input.height - 1, "below what is typed");
  await shot(page, "no-size");
  await page.keyboard.press("Escape");
});

journey("the keyboard alone goes from an empty page to a copied snippet", { ...WIDE, ...CLIPBOARD }, async (page, url) => {
  await arrive(page, url);
  const press = async (key, times = 1) => {
    for (let i = 0; i < times; i++) await page.keyboard.press(key);
  };
  const tabTo = async (fits) => {
    for (let i = 0; i < 80; i++) {
      await press("Tab");
      const name = await page.evaluate(() => {
        const now = document.activeElement;
        return `${now.tagName} ${now.id} ${now.getAttribute("aria-label") ?? ""} ${now.textContent.trim()}`;
      });
      if (fits.test(name)) return;
    }
    assert.fail(`no way to ${fits}`);
  };
  await tabTo(/^BUTTON .*Windows/);
  await press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "p2-name");
  await press("Control+A");
  await page.keyboard.type("windows");
  await page.locator(".finding.refused").first().waitFor();
  await press("Backspace", 4);
  await counts(page, "refused", "0");
  await tabTo(/^BUTTON .*Copy Azure CLI/);
  await press("Enter");
  await status(page, "Copied");
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /--name '?win'?/);
});

journey("no link, however damaged, leaves the page blank or the draft lost", WIDE, async (page, url) => {
  await arrive(page, url);
  await page.locator("#pool-1 > summary").click();
  await field(page, "p1-name").fill("keepme");
  await addressed(page, (plan) => plan.pools[1].name === "keepme");
  const good = link(TROUBLED).slice(1);
  // The same links in every run.
  let seed = 42;
  const random = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_%.~!*()'";
  const noise = Array.from({ length: 1000 }, (_, i) =>
    (i % 2 ? "1" : "") + Array.from({ length: 1 + random(120) }, () => ALPHABET[random(ALPHABET.length)]).join(""),
  );
  const mutated = Array.from({ length: 200 }, () => {
    const letters = [...good];
    for (let i = 0; i <= random(3); i++) letters[random(letters.length)] = ALPHABET[random(64)];
    return letters.slice(0, random(4) ? letters.length : random(letters.length) + 1).join("");
  });
  const results = await page.evaluate(async (fragments) => {
    const blank = [];
    for (const fragment of fragments) {
      history.replaceState(null, "", "#" + fragment);
      dispatchEvent(new HashChangeEvent("hashchange"));
      await new Promise((done) => setTimeout(done));
      const failed = document.querySelector(".notice.refused");
      const sentence = document.getElementById("sentence")?.textContent ?? "";
      if (!sentence.endsWith(".") || (failed && !/[.]/.test(failed.textContent))) blank.push(fragment);
    }
    return blank;
  }, [...noise, ...mutated]);
  assert.deepEqual(results, []);
  // Some mutated links still hold a plan, which is opened; undo leads back to the draft through them.
  while (await page.getByRole("button", { name: /^Undo: Open the link/ }).count()) {
    await page.getByRole("button", { name: /^Undo: Open the link/ }).click();
  }
  assert.match(await pool(page, 1).innerText(), /keepme/);

  for (const fragment of ["1", "x", "1AAAA", "1%%%", noise[1], good.slice(0, 40)]) {
    await page.goto("about:blank");
    await page.goto(`${url}#${fragment}`);
    await page.locator(".notice.refused").waitFor();
    assert.match(await pool(page, 1).innerText(), /keepme/, fragment);
  }
});

journey("hostile names are text on the page and one argument in the snippet", WIDE, async (page, url) => {
  for (const name of HOSTILE) {
    const plan = {
      version: 1,
      cluster: { name, resourceGroup: name, location: "westeurope", tags: { note: name } },
      pools: [{ name, mode: "System", count: 3, vmSize: name, nodeLabels: { a: name }, nodeTaints: [name] }],
    };
    await page.goto("about:blank");
    await arrive(page, url + link(plan));
    assert.equal(await page.locator("img[src='x']").count(), 0);
    for (const tab of ["Azure CLI", "Azure CLI in PowerShell", "Azure PowerShell", "ARM template", "Workload YAML"]) {
      await page.getByRole("tab", { name: tab, exact: true }).click();
      // What can't be passed to az in PowerShell gives a reason instead of a text.
      await page.locator("#snippet, .gaps").filter({ hasText: /Poolwright|PowerShell/ }).first().waitFor();
      const lines = (await snippet(page)).split("\n");
      assert.deepEqual(lines.filter((line) => /^\s*(echo|rm|id)\b/.test(line)), [], `${tab}: ${name}`);
    }
  }
});

for (const colorScheme of ["light", "dark"]) {
  for (const [width, options] of Object.entries({ wide: WIDE, narrow: NARROW })) {
    journey(`the page is accessible, ${width} and ${colorScheme}`, { ...options, colorScheme }, async (page, url) => {
      await arrive(page, url);
      await axe(page);
      await shot(page, `clean-${width}-${colorScheme}`);
      await page.goto("about:blank");
      await arrive(page, url + link(TROUBLED));
      await page.locator("#cluster > summary").click();
      await page.locator("#pool-1 > summary").click();
      await field(page, "p1-name").waitFor();
      for (const summary of await page.locator("#pool-1 .more > summary, #cluster .more > summary, .why > summary").all()) await summary.click();
      await axe(page);
      await shot(page, `troubled-${width}-${colorScheme}`);
      await fits(page);
      for (const name of ["Presets", "Import", "Compare", "Share"]) {
        await page.locator(".bar").getByRole("button", { name, exact: true }).click();
        await page.locator("#dialog-body > div").waitFor();
        await axe(page);
        await fits(page);
        await shot(page, `${name.toLowerCase()}-${width}-${colorScheme}`);
        await page.keyboard.press("Escape");
      }
    });
  }
}

for (const width of [1024, 390]) {
  journey(`the snippet fits its card, ${width} px wide`, { viewport: { width, height: 844 } }, async (page, url) => {
    await arrive(page, url);
    await page.locator("#snippet").filter({ hasText: "az aks create" }).waitFor();
    // At one moment: what is above both may still grow.
    const [card, text] = await page.evaluate(() => ["snippets", "snippet"].map((id) => document.getElementById(id).getBoundingClientRect().toJSON()));
    assert.ok(text.height > 100 && text.y + text.height <= card.y + card.height, `${JSON.stringify([card, text])}`);
    // Its last line ends above the bar that is fixed at the bottom.
    const free = await page.evaluate(() => {
      scrollTo(0, document.documentElement.scrollHeight);
      const bar = document.querySelector(".bottom").getBoundingClientRect();
      return (bar.height ? bar.top : innerHeight) - document.getElementById("snippets").getBoundingClientRect().bottom;
    });
    assert.ok(free >= 0, `${free}`);
  });
}

journey("the page fits 320 px", { viewport: { width: 320, height: 640 } }, async (page, url) => {
  await arrive(page, url + link(TROUBLED));
  await page.locator("#pool-1 > summary").click();
  await field(page, "p1-name").waitFor();
  await fits(page);
});

journey("a hundred pools stay editable, and more than a link carries is said", WIDE, async (page, url) => {
  const pools = Array.from({ length: 100 }, (_, i) => ({ name: i ? `pool${i}` : "sys", mode: i ? "User" : "System", count: 3, vmSize: "Standard_D4ds_v5" }));
  await arrive(page, url + link({ version: 1, cluster: {}, pools }));
  assert.equal(await page.locator(".pool").count(), 100);
  await page.getByRole("group", { name: "Add a pool" }).getByRole("button", { name: "User" }).click();
  await page.locator(".notice", { hasText: "at most 100" }).waitFor();
  assert.equal(await page.locator(".pool").count(), 101);
  // It is said once, not again with every look at the plan.
  const repeats = await page.evaluate(async () => {
    let changes = 0;
    new MutationObserver(() => changes++).observe(document.querySelector(".notices"), { childList: true, subtree: true });
    await new Promise((done) => setTimeout(done, 1000));
    return changes;
  });
  assert.equal(repeats, 0);
});

journey("an operation on one pool is written, or refused with its reason", {}, async (page, url) => {
  await page.goto(url);
  const task = page.getByLabel("What the text does");
  await task.selectOption("Upgrade the node image");
  await page.locator("#snippet", { hasText: "az aks nodepool upgrade" }).waitFor();
  assert.match(await page.locator("#snippet").textContent(), /--node-image-only/);
  // The only System pool can neither be stopped nor deleted.
  await task.selectOption("Stop the pool");
  await page.getByText("is a System pool, and only User pools can be stopped").waitFor();
  assert.equal((await page.locator("#snippet").textContent()).trim(), "");
  await page.getByLabel("Pool", { exact: true }).selectOption("apps");
  await page.locator("#snippet", { hasText: "az aks nodepool stop" }).waitFor();
  await page.getByRole("tab", { name: "Azure PowerShell" }).click();
  // Az.Aks has no cmdlet for it: the pool's resource is read, changed and written.
  await page.locator("#snippet", { hasText: "Invoke-AzRestMethod -Method PUT" }).waitFor();
  await axe(page);
  await task.selectOption("The whole plan");
  await page.locator("#snippet", { hasText: "New-AzAksCluster" }).waitFor();
});
