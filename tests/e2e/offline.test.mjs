// Without a network after the first visit, under any path, and with a new version that asks; what is sent to hosts.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { addressed, arrive, axe, journey, openDialog, shot, WIDE } from "./lib.mjs";

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
    await openDialog(page, name);
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

const script = fileURLToPath(new URL("../../script/offline.mjs", import.meta.url));

/** Publishes a new version: its page has another description. */
function publish(dir) {
  const page = join(dir, "index.html");
  writeFileSync(page, readFileSync(page, "utf8").replace('name="description" content="', 'name="description" content="New. '));
  execFileSync(process.execPath, [script, dir]);
}

/** The name of the planner's program, of a built site. */
const program = (dir) => readdirSync(dir).find((name) => /^poolwright-web-.*\.wasm$/.test(name));
const isControlled = (page) => until(page, async () => (await navigator.serviceWorker.ready).active && Boolean(navigator.serviceWorker.controller));
const isNew = () => document.querySelector("meta[name=description]").content.startsWith("New.");

/** Replaces a file in the browser's cache with an HTML page. */
const damage = (page, file) =>
  page.evaluate(async (file) => {
    const [name] = await caches.keys();
    const body = "<!doctype html><title>Not here</title>";
    await (await caches.open(name)).put(new URL(file, document.baseURI), new Response(body, { headers: { "Content-Type": "text/html" } }));
  }, file);

journey("a page that a host answers instead of a file is never cached", { ...OFFLINE, forgive: /integrity|digest|ERR_/ }, async (page, url, { dir, stop }) => {
  // The browser begins to keep the site once the planner is there: until then the host is well.
  let go;
  const held = new Promise((done) => (go = done));
  await page.route("**/offline.js", async (route) => {
    await held;
    await route.continue();
  });
  await arrive(page, url);
  const file = join(dir, program(dir));
  const good = readFileSync(file);
  writeFileSync(file, readFileSync(join(dir, "index.html")));
  go();
  await until(page, async () => (await navigator.serviceWorker.getRegistrations()).length === 0 || (await caches.keys()).length > 0);
  await page.waitForTimeout(2000);
  assert.equal(await page.evaluate(async (file) => Boolean(await caches.match(new URL(file, document.baseURI))), program(dir)), false);
  writeFileSync(file, good);
  // The second visit has the planner, and the site is kept.
  await page.goto("about:blank");
  await arrive(page, url);
  await kept(page, dir);
  await stop();
  await page.goto("about:blank");
  await arrive(page, url);
});

journey("files of two versions are not kept together", { ...OFFLINE, forgive: /integrity|digest/ }, async (page, url, { dir }) => {
  await arrive(page, url);
  await isControlled(page);
  // Half of a new version: its list of files is there, its page is not.
  const old = readFileSync(join(dir, "index.html"));
  publish(dir);
  writeFileSync(join(dir, "index.html"), old);
  const failed = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const update = new Promise((done) => registration.addEventListener("updatefound", () => done(registration.installing)));
    await registration.update();
    const worker = await update;
    while (!["installed", "redundant"].includes(worker.state)) await new Promise((done) => setTimeout(done, 50));
    return worker.state;
  });
  assert.equal(failed, "redundant");
  await page.reload();
  await page.locator("#sentence").waitFor();
});

journey("where the planner can't start from what is kept, the page drops it and loads once more", { ...OFFLINE, forgive: /./ }, async (page, url, { dir }) => {
  await arrive(page, url);
  await kept(page, dir);
  await damage(page, program(dir));
  await page.goto("about:blank");
  let loads = 0;
  page.on("framenavigated", () => loads++); // A load that is cut short by the next one has no load event.
  await arrive(page, url);
  assert.equal(loads, 2);
  // And keeps the site again.
  await kept(page, dir);
  await page.goto("about:blank");
  await arrive(page, url);
});

journey("where the planner can't start at all, the page loads once more and says why", { ...OFFLINE, forgive: /./ }, async (page, url, { dir }) => {
  await arrive(page, url);
  await kept(page, dir);
  await damage(page, program(dir));
  // What is fetched by the page itself; what the service worker answers comes from elsewhere.
  await page.route("**/*.wasm", (route) => route.fulfill({ contentType: "application/wasm", body: "not a program" }));
  await page.goto("about:blank");
  let loads = 0;
  page.on("framenavigated", () => loads++); // A load that is cut short by the next one has no load event.
  await page.goto(url);
  await page.locator("#shell-status").filter({ hasText: /too old|could not be loaded/ }).waitFor();
  await page.waitForTimeout(2000);
  assert.equal(loads, 2);
});

journey("without a network, nothing that is kept is dropped", { ...OFFLINE, forgive: /./ }, async (page, url, { dir, stop }) => {
  await arrive(page, url);
  await kept(page, dir);
  await page.addInitScript(() => {
    if (!localStorage.getItem("well")) delete window.WebAssembly;
  });
  await stop();
  await page.goto("about:blank");
  await page.goto(url);
  await page.locator("#shell-status").filter({ hasText: "WebAssembly" }).waitFor();
  await page.evaluate(() => localStorage.setItem("well", "yes"));
  await page.reload();
  await page.locator("#sentence").waitFor();
});

journey("a new version is offered where the planner never starts", OFFLINE, async (page, url, { dir }) => {
  await arrive(page, url);
  await kept(page, dir);
  publish(dir);
  // Forever on its way.
  await page.addInitScript(() => {
    if (sessionStorage.getItem("well")) return;
    WebAssembly.instantiate = WebAssembly.compileStreaming = WebAssembly.instantiateStreaming = () => new Promise(() => {});
  });
  await page.reload();
  const box = page.locator(".site");
  await box.getByText("A new version of Poolwright is available").waitFor();
  assert.equal(await page.locator("#sentence").count(), 0);
  await page.evaluate(() => sessionStorage.setItem("well", "yes"));
  await box.getByRole("button", { name: "Load it" }).click();
  await until(page, isNew);
  await page.locator("#sentence").waitFor();
});

journey("a new version asks before it takes over", OFFLINE, async (page, url, { dir }) => {
  await arrive(page, url);
  await isControlled(page);
  const [before] = await page.evaluate(() => caches.keys());
  await page.locator("#pool-1 > summary").click();
  await page.locator('[id="p1-name"]').fill("mine");
  await addressed(page, (plan) => plan.pools[1].name === "mine");
  publish(dir);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  const box = page.locator(".site");
  await box.getByText("A new version of Poolwright is available").waitFor();
  await axe(page);
  await shot(page, "update");
  await box.getByRole("button", { name: "Load it" }).click();
  await until(page, isNew);
  await until(page, async (before) => !(await caches.keys()).includes(before), before);
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
