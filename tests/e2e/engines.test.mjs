// A short journey in each engine: Chromium, Firefox (Gecko) and WebKitGTK. An engine that isn't installed is skipped.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../../script/serve.mjs";
import { link } from "./link.mjs";
import { ENGINES } from "./webdriver.mjs";

const PLAN = {
  version: 1,
  cluster: { name: "aks-prod", resourceGroup: "rg-prod", location: "westeurope" },
  pools: [
    { name: "system", mode: "System", count: 3, vmSize: "Standard_D4ds_v5", availabilityZones: ["1", "2", "3"] },
    { name: "apps", mode: "User", count: 3, vmSize: "Standard_D4ds_v5" },
  ],
};

let site;
before(async () => {
  site = await serve(fileURLToPath(new URL("../../dist", import.meta.url)), 0, process.env.PLAIN ? [] : undefined);
});
after(() => site?.close());

for (const [name, { program, needs, start }] of Object.entries(ENGINES)) {
  test(`load, edit, every dialect, capacity and a bad link in ${name}`, { timeout: 120_000, skip: program ? false : `it needs ${needs}` }, async () => {
    const page = await start(program);
    try {
      await page.goto(site.url + link(PLAN));
      const sentence = () => document.getElementById("sentence")?.textContent;
      assert.match(await page.until("the plan", sentence), /^aks-prod/);

      await page.run(() => document.querySelector("#pool-1 > summary").click());
      await page.until("the form of a pool", () => document.getElementById("p1-count") !== null);
      await page.type("#p1-count", "7");
      const text = () => document.getElementById("snippet")?.textContent ?? "";
      await page.until("the count in the text", (said) => document.getElementById("snippet").textContent.includes(said), "--node-count 7");
      await page.until("the plan in the address bar", () => location.hash.startsWith("#1"));

      const tabs = await page.run(() => [...document.querySelectorAll("#snippets [role=tab]")].map((tab) => tab.textContent));
      assert.ok(tabs.length >= 7, tabs.join(", "));
      const texts = new Set();
      for (const [place, title] of tabs.entries()) {
        await page.run((place) => document.querySelectorAll("#snippets [role=tab]")[place].click(), place);
        await page.until(
          `the text of ${title}`,
          (title, before) => {
            const selected = document.querySelector("#snippets [role=tab][aria-selected=true]")?.textContent;
            const now = document.getElementById("snippet")?.textContent ?? "";
            return selected === title && now.length > 20 && !before.includes(now);
          },
          title,
          [...texts],
        );
        texts.add(await page.run(text));
      }

      await page.run(() => document.querySelector("#capacity > summary").click());
      await page.until("the capacity tables", () => document.querySelectorAll("#capacity-report table").length > 3);

      const broken = `${site.url}#1broken`;
      await page.run((url) => location.assign(url), broken);
      await page.until("what is wrong with the link", () => /link/i.test(document.querySelector(".notice, .warning")?.textContent ?? ""));
      assert.match(await page.run(sentence), /^aks-prod/, "the plan is still there");
    } finally {
      await page.end();
    }
  });
}
