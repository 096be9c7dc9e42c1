// The page before the planner runs, and when it cannot.

import assert from "node:assert/strict";
import { axe, journey, link, manyPools, shot } from "./lib.mjs";

const PLAN = "#a-plan";
const status = (page) => page.locator("#shell-status");

const FAILURES = [
  {
    name: "the program cannot be fetched",
    break: (page) => page.route("**/*.wasm", (route) => route.fulfill({ status: 404 })),
    says: /could not be loaded/,
  },
  {
    name: "the glue cannot be fetched",
    break: (page) => page.route("**/poolwright-web-*.js", (route) => route.abort()),
    says: /could not be loaded/,
  },
  {
    name: "the browser has no WebAssembly",
    break: (page) => page.addInitScript(() => delete window.WebAssembly),
    says: /WebAssembly switched off/,
  },
  {
    name: "the browser does not understand the program",
    break: (page) => page.route("**/*.wasm", (route) => route.fulfill(wasm([0xff]))),
    says: /too old/,
  },
  {
    name: "the program stops while it starts",
    // One function, which is the start function and whose body is `unreachable`.
    break: (page) =>
      page.route("**/*.wasm", (route) =>
        route.fulfill(wasm([1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 8, 1, 0, 10, 5, 1, 3, 0, 0, 0x0b])),
      ),
    says: /stopped while it was starting/,
  },
];

const wasm = (bytes) => ({
  contentType: "application/wasm",
  body: Buffer.from([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, ...bytes]),
});

for (const failure of FAILURES) {
  journey(`the shell says so when ${failure.name}`, { forgive: /./ }, async (page, url) => {
    await failure.break(page);
    await page.goto(url + PLAN);
    await status(page).getByText(failure.says).waitFor();
    assert.match(await status(page).textContent(), /Your plan is safe/);
    assert.equal(new URL(page.url()).hash, PLAN);
  });
}

const linkOf = (pools) => link({ version: 1, cluster: { name: "aks", resourceGroup: "rg", location: "westeurope" }, pools });
const SIZE = { vmSize: "Standard_D8ds_v5" };
for (const [what, fragment] of [
  ["the first plan", ""],
  ["the plan of a link", linkOf(manyPools(1, SIZE))],
  // More pools than most examples have run code of their own, such as what moves the entries of a map that grows.
  ["a plan of 10 pools", linkOf(manyPools(10, SIZE))],
  ["a plan of 100 pools", linkOf(manyPools(100, SIZE))],
  ["a plan of 100 pools without VM sizes", linkOf(manyPools(100))],
]) {
  journey(`${what} is judged and written without the part of the program that comes later`, { forgive: /Failed to load resource/ }, async (page, url) => {
    const asked = [];
    await page.route("**/*_later.wasm", (route) => {
      asked.push(route.request().resourceType());
      return route.abort();
    });
    await page.goto(url + fragment);
    await page.locator("#snippet", { hasText: "az aks create" }).waitFor();
    await page.locator("#verdict .counts").waitFor();
    // Past the pause after which the worker is asked: nothing of all this waited for that part.
    await page.waitForTimeout(1_000);
    assert.ok(asked.length > 0 && asked.every((type) => type === "fetch"), asked.join());
    // What needs it before it is there waits for it.
    await page.unroute("**/*_later.wasm");
    await page.getByRole("button", { name: "Keys" }).click();
    await page.locator("#dialog[open] kbd").first().waitFor();
  });
}

for (const colorScheme of ["light", "dark"]) {
  journey(`the shell is accessible in ${colorScheme}`, { colorScheme }, async (page, url) => {
    await page.route("**/*.wasm", () => {}); // Never answered: the planner stays on its way.
    await page.goto(url);
    assert.equal(await page.title(), "Poolwright: AKS node pool planner");
    assert.equal(await status(page).textContent(), "Loading the planner…");
    await axe(page);
    await shot(page, `shell-${colorScheme}`);
  });
}

journey("without JavaScript the shell asks for it", { javaScriptEnabled: false }, async (page, url) => {
  await page.goto(url);
  assert.match(await page.locator("noscript").innerText(), /needs JavaScript/);
  assert.equal(await status(page).isVisible(), false);
});

journey("the planner replaces the shell", {}, async (page, url) => {
  await page.goto(url);
  await status(page).waitFor({ state: "detached" });
});

journey("a host that does not know WebAssembly's type will do", {}, async (page, url) => {
  await page.route("**/*.wasm", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "content-type": "application/octet-stream" } });
  });
  await page.goto(url);
  await status(page).waitFor({ state: "detached" });
});
