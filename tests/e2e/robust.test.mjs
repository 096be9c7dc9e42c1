// What goes wrong: storage that keeps nothing, two tabs, damaged texts, a program that stops. Never a blank page.

import assert from "node:assert/strict";
import { addressed, arrive, axe, CLIPBOARD, journey, link, openDialog, planOf, shot, TROUBLED, WIDE } from "./lib.mjs";

const field = (page, id) => page.locator(`[id="${id}"]`);
const notice = (page, text) => page.locator(".notice").filter({ hasText: text });

async function rename(page, place, name) {
  await page.locator(`#pool-${place} > summary`).click();
  await field(page, `p${place}-name`).fill(name);
  await addressed(page, (plan) => plan.pools[place].name === name);
}

const STORAGES = {
  "is full": () => {
    Storage.prototype.setItem = () => {
      throw new DOMException("no room", "QuotaExceededError");
    };
  },
  "is switched off": () => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("refused", "SecurityError");
      },
    });
  },
};

for (const [how, breakIt] of Object.entries(STORAGES)) {
  journey(`where local storage ${how}, the page says that it keeps no draft`, WIDE, async (page, url) => {
    await page.addInitScript(breakIt);
    await arrive(page, url);
    await rename(page, 1, "mine");
    await notice(page, "This browser keeps no draft").waitFor();
    await axe(page);
    assert.equal(planOf(page.url()).pools[1].name, "mine");
    await page.reload();
    await page.locator(".pool", { hasText: "mine" }).waitFor();
  });
}

journey("a draft of another version is put aside, not written over", WIDE, async (page, url) => {
  const newer = JSON.stringify({ version: 99, pools: [] });
  await page.addInitScript((text) => localStorage.getItem("seen") ?? (localStorage.setItem("poolwright.draft.1", text), localStorage.setItem("seen", "1")), newer);
  await arrive(page, url);
  await notice(page, "The draft in this browser was put aside").filter({ hasText: "version 99" }).waitFor();
  await rename(page, 1, "mine");
  assert.equal(await page.evaluate(() => localStorage.getItem("poolwright.unread.1")), newer);
});

journey("of two tabs the one that was edited last keeps the draft", WIDE, async (page, url) => {
  await arrive(page, url);
  await rename(page, 1, "mine");
  const other = await page.context().newPage();
  await arrive(other, url);
  const draft = () => other.evaluate(() => localStorage.getItem("poolwright.draft.1"));
  await rename(other, 1, "theirs");
  await notice(page, "changed in another tab").waitFor();
  // A page that is left keeps what was typed last, but not what was typed before the other tab wrote.
  await page.goto("about:blank");
  assert.match(await draft(), /theirs/);
  await page.goBack();
  await page.locator(".pool", { hasText: "mine" }).waitFor();
  await rename(page, 1, "again");
  await notice(other, "changed in another tab").waitFor();
  assert.match(await draft(), /again/);
});

journey("a second tab tells the first of its draft", WIDE, async (page, url) => {
  await arrive(page, url);
  const other = await page.context().newPage();
  await arrive(other, url);
  await rename(other, 1, "theirs");
  const changed = notice(page, "changed in another tab");
  await changed.waitFor();
  assert.match(await page.locator("#sentence").innerText(), /^aks-prod/);
  assert.ok(!(await page.locator(".pool", { hasText: "theirs" }).count()), "nothing changes by itself");
  await changed.getByRole("button", { name: "Show it here" }).click();
  await page.locator(".pool", { hasText: "theirs" }).waitFor();
  await page.getByRole("button", { name: /^Undo: / }).click();
  await page.locator(".pool", { hasText: "theirs" }).waitFor({ state: "detached" });
});

journey("back and forward go through links, and unsaved work comes back", WIDE, async (page, url) => {
  await arrive(page, url);
  await rename(page, 1, "mine");
  // A link is opened over it, as from the address bar.
  await page.evaluate((fragment) => (location.hash = fragment), link(TROUBLED));
  await page.locator(".pool", { hasText: "winpool" }).waitFor();
  await notice(page, "You had a draft of your own").waitFor();
  await page.getByRole("button", { name: /^Undo: Open the link/ }).click();
  await page.locator(".pool", { hasText: "mine" }).waitFor();
  await notice(page, "You had a draft of your own").waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^Redo: / }).click();
  await page.locator(".pool", { hasText: "winpool" }).waitFor();
  await page.goBack();
  await page.locator(".pool", { hasText: "mine" }).waitFor();
  // Back is a step back, and leaves nothing that would bring the stranger's plan again.
  assert.equal(await notice(page, "You had a draft of your own").count(), 0);
  await page.getByRole("button", { name: /^Redo: Open the link/ }).waitFor();
  await page.goForward();
  await page.locator(".pool", { hasText: "winpool" }).waitFor();
  // To another site and back.
  await page.goto("about:blank");
  await page.goBack();
  await page.locator(".pool", { hasText: "winpool" }).waitFor();
});

journey("200 damaged texts and files are a sentence each, or a plan", WIDE, async (page, url) => {
  await arrive(page, url);
  const good = JSON.stringify(TROUBLED);
  let seed = 7;
  const random = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  const texts = ["", " ", "null", "0", "[]", "{}", "[[]]", '"', "\u0000", "\ufeff", "<html>", "---\na: b", "Name  Mode", '{"version": 1e999}', '{"pools": 3}', "[".repeat(5000), `{"pools":[${'{"name":"x"},'.repeat(200)}{}]}`, "#1%%%", "https://x#", "#"];
  while (texts.length < 200) {
    const letters = [...good];
    for (let i = 0; i <= random(4); i++) letters[random(letters.length)] = String.fromCharCode(random(0x2fff));
    texts.push(letters.slice(0, random(3) ? letters.length : random(letters.length)).join(""));
  }
  await openDialog(page, "Import");
  const silent = await page.evaluate(async (texts) => {
    const silent = [];
    const find = (id) => document.getElementById(id);
    const once = async (holds) => {
      for (let i = 0; i < 400 && !holds(); i++) await new Promise((done) => setTimeout(done, 5));
      return holds();
    };
    for (const [place, text] of texts.entries()) {
      if (!find("dialog").open) [...document.querySelectorAll(".bar button")].find((button) => button.textContent === "Import").click();
      await once(() => find("dialog-text"));
      // Typing takes away what was said of the text before.
      find("dialog-text").dispatchEvent(new Event("input", { bubbles: true }));
      await once(() => !find("dialog-problem").textContent);
      if (place % 2) {
        const files = new DataTransfer();
        files.items.add(new File([text], "x.json"));
        find("import-file").files = files.files;
        find("import-file").dispatchEvent(new Event("change", { bubbles: true }));
      } else {
        find("dialog-text").value = text;
        [...document.querySelectorAll("#dialog button")].find((button) => button.textContent === "Import").click();
      }
      // Either it says why not, or it opens what was read and closes.
      const said = await once(() => !find("dialog").open || find("dialog-problem").textContent.includes("."));
      if (!said || !find("sentence").textContent.endsWith(".")) silent.push(`${place} ${text.slice(0, 80)}`);
    }
    return silent;
  }, texts);
  assert.deepEqual(silent, []);
});

journey("a file of PowerShell is read, and one that isn't text is a sentence", WIDE, async (page, url) => {
  await arrive(page, url);
  const before = await page.locator("#sentence").innerText();
  const dialog = await openDialog(page, "Import");
  const file = dialog.locator("input[type=file]");
  await file.setInputFiles({ name: "pools.json", mimeType: "application/json", buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0xff, 0xfe]) });
  await dialog.locator("#dialog-problem", { hasText: "isn\u2019t text" }).waitFor();
  assert.equal(await page.locator("#sentence").innerText(), before);
  const pools = JSON.stringify([{ name: "fromfile", mode: "System", count: 3, vmSize: "Standard_D4ds_v5", provisioningState: "Succeeded" }]);
  await file.setInputFiles({ name: "other.json", mimeType: "application/json", buffer: Buffer.from(`\ufeff${pools}`, "utf16le") });
  await page.locator(".pool", { hasText: "fromfile" }).waitFor();
});

journey("when the program stops, the page says so, keeps the plan and goes on", { ...WIDE, ...CLIPBOARD, forgive: /./ }, async (page, url) => {
  await arrive(page, url);
  await rename(page, 1, "mine");
  const stop = () =>
    page.evaluate(() => {
      for (const [whose, name] of [[Document.prototype, "createElement"], [Node.prototype, "cloneNode"]]) {
        const real = whose[name];
        whose[name] = function (...args) {
          if (new Error().stack.includes("wasm")) throw new WebAssembly.RuntimeError("unreachable");
          return real.apply(this, args);
        };
      }
      document.querySelector(".add button").click();
    });
  await stop();
  const said = page.locator(".stopped");
  await said.getByText("a bug in the planner, not in your plan").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Reload");
  assert.ok(await page.evaluate(() => document.getElementById("app").inert), "nothing more is typed into it");
  await axe(page);
  await shot(page, "stopped");
  await said.getByRole("button", { name: "Copy the link" }).click();
  await said.getByText("Copied the link").waitFor();
  assert.equal(planOf(await page.evaluate(() => navigator.clipboard.readText())).pools[1].name, "mine");
  await said.getByRole("button", { name: "Reload" }).click();
  await page.locator(".pool", { hasText: "mine" }).waitFor();
  // Again, soon after: perhaps it is the plan.
  await stop();
  await said.getByText("The planner stopped again").waitFor();
  await said.getByRole("button", { name: "Start with another plan" }).click();
  await page.locator(".pool", { hasText: "apps" }).waitFor();
  assert.ok(await page.evaluate(() => localStorage.getItem("poolwright.kept.1").includes("mine")), "the draft is kept");
});
