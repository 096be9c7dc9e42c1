// By keyboard alone, in forced colors, without motion, on paper; and nothing jumps.

import assert from "node:assert/strict";
import { arrive, axe, CLIPBOARD, fits, journey, link, NARROW, planOf, shot, status, TROUBLED, WIDE } from "./lib.mjs";

const focused = (page) =>
  page.evaluate(() => {
    const now = document.activeElement;
    return `${now.tagName} ${now.id} ${now.getAttribute("aria-label") ?? ""} ${now.textContent.trim()}`;
  });

async function tabTo(page, fits, key = "Tab") {
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press(key);
    if (fits.test(await focused(page))) return;
  }
  assert.fail(`no way to ${fits}`);
}

journey("by keyboard alone: a preset, a fixed finding, a shared link", { ...WIDE, ...CLIPBOARD }, async (page, url) => {
  await arrive(page, url);
  await page.keyboard.press("Tab");
  assert.match(await focused(page), /Skip to the plan/);
  await tabTo(page, /^BUTTON .*Presets/);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.id === "dialog-first");
  await tabTo(page, /^BUTTON .*Production Standard/);
  await page.keyboard.press("Enter");
  await status(page, "Production Standard");
  // The focus returns to the control that opened the dialog.
  assert.match(await focused(page), /^BUTTON .*Presets/);
  await tabTo(page, /^BUTTON .*agentpool is the only System pool/);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /^p\d+-/.test(document.activeElement.id));
  await tabTo(page, /^BUTTON .*Apply \d safe/);
  await page.keyboard.press("Enter");
  await status(page, "applied.");
  await tabTo(page, /^BUTTON .*Copy link/, "Shift+Tab");
  await page.keyboard.press("Enter");
  await status(page, "Copied the link");
  // Done within a moment, and heard nevertheless.
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+y");
  await status(page, "Redone");
  assert.match(await page.locator("#status").textContent(), /Undone: .* Redone: /);
  assert.equal(planOf(await page.evaluate(() => navigator.clipboard.readText())).pools[0].name, "agentpool");
});

// Every place at which the control is painted until `end` is asked: between a key and the next frame it may be elsewhere.
const painted = (control) =>
  control.evaluateHandle((control) => {
    const places = [];
    let frame;
    const watch = () => {
      frame = requestAnimationFrame(watch);
      // Answers at the end of the frame, when all that moves in it has moved.
      new IntersectionObserver(([{ boundingClientRect }], once) => {
        once.disconnect();
        places.push(Math.round(boundingClientRect.y));
      }).observe(control);
    };
    watch();
    return {
      end: () => {
        cancelAnimationFrame(frame);
        return { seen: places.length, moved: [...new Set(places)] };
      },
    };
  });

for (const [name, options] of Object.entries({ wide: WIDE, narrow: NARROW })) {
  journey(`with forced colors and without motion, ${name}`, { ...options, forcedColors: "active", reducedMotion: "reduce" }, async (page, url) => {
    await arrive(page, url + link(TROUBLED));
    await page.locator("#pool-1 > summary").click();
    await page.locator('[id="p1-name"]').fill("other");
    await page.locator("#picture .picture").waitFor();
    const moving = await page.evaluate(() => document.getAnimations().length);
    assert.equal(moving, 0);
    await axe(page);
    await fits(page);
    await shot(page, `forced-colors-${name}`);
  });

  journey(`nothing jumps while it is typed, ${name}`, options, async (page, url) => {
    await arrive(page, url);
    await page.locator(".notice").getByRole("button", { name: "Dismiss" }).click();
    await page.locator("#picture .picture").waitFor();
    await page.locator("#pool-1 > summary").click();
    for (const [id, typed] of [["p1-name", "averylongpoolname9"], ["p1-maxCount", "1000"], ["p1-count", "1234"], ["p1-maxPods", "25"]]) {
      const control = page.locator(`[id="${id}"]`);
      await control.scrollIntoViewIfNeeded();
      await control.focus();
      await page.keyboard.press("Control+A");
      const places = await painted(control);
      await page.keyboard.type(typed);
      // What the worker says comes a moment later.
      await page.waitForTimeout(400);
      const { seen, moved } = await places.evaluate((places) => places.end());
      assert.ok(seen > 3, `${id} was painted ${seen} times`);
      assert.equal(moved.length, 1, `${id} was at ${moved}`);
    }
  });
}

journey("the focus never falls to the page's beginning", WIDE, async (page, url) => {
  await arrive(page, url + link(TROUBLED));
  const fixes = page.locator(".finding .actions button");
  await page.locator(".finding", { hasText: "winpool" }).first().waitFor();
  const lands = (fits) => page.waitForFunction((fits) => document.activeElement.matches(fits), fits);
  // To the finding that comes next, and from the last step back to the way forward.
  await fixes.first().focus();
  await page.keyboard.press("Enter");
  await page.locator(".finding", { hasText: "spot-pool-user-mode-only" }).waitFor({ state: "detached" });
  await lands(".finding .jump");
  await page.getByRole("button", { name: /^Apply \d safe/ }).focus();
  await page.keyboard.press("Enter");
  await page.locator(".count.refused b").filter({ hasText: /^0$/ }).waitFor();
  await lands("#verdict :is(button, summary), #verdict");
  const undo = page.locator("#undo");
  await undo.focus();
  while (await undo.isEnabled()) await page.keyboard.press("Enter");
  await lands("#redo");
  // A pool that is removed leaves it to its neighbor.
  await page.locator("#pool-1 > summary").click();
  await page.locator("#pool-1").getByRole("button", { name: "Move up" }).focus();
  await page.keyboard.press("Enter");
  await lands("#pool-1 .actions button");
  await page.locator("#pool-1").getByRole("button", { name: "Remove pool" }).focus();
  await page.keyboard.press("Enter");
  await lands("#pool-0 > summary");
});

journey("a finding that stays keeps the focus", WIDE, async (page, url) => {
  await arrive(page, url + link(TROUBLED));
  await page.locator("#pool-0 > summary").click();
  await page.locator('[id="p0-count"]').fill("3");
  await page.locator(".finding", { hasText: "winpool" }).first().locator(".why").focus();
  const before = await page.locator(".finding").count();
  const now = await focused(page);
  await page.keyboard.press("Control+z");
  await status(page, "Undone");
  await page.waitForFunction((before) => document.querySelectorAll(".finding").length !== before, before);
  assert.equal(await focused(page), now);
  assert.match(now, /^A .*Why: /);
});

journey("on paper are plan, findings, capacity and snippet", WIDE, async (page, url) => {
  await arrive(page, url + link(TROUBLED));
  await page.locator("#capacity > summary").click();
  await page.locator("#capacity-report table").first().waitFor();
  await page.emulateMedia({ media: "print" });
  for (const seen of ["#sentence", "#pool-0 .size", ".finding >> nth=0", "#capacity-report table >> nth=0", "#snippet", "#picture .picture"]) {
    assert.ok(await page.locator(seen).isVisible(), seen);
  }
  for (const hidden of ["#workloads", ".bar", ".add", ".actions >> nth=0", ".tools"]) assert.ok(!(await page.locator(hidden).isVisible()), hidden);
  const pre = await page.locator("#snippet").evaluate((pre) => pre.scrollHeight - pre.clientHeight);
  assert.ok(pre <= 1, "the whole snippet is on paper");
  await shot(page, "print");
});

for (const [name, options] of Object.entries({ wide: WIDE, narrow: NARROW })) {
  journey(`text follows the font size of the browser, ${name}`, options, async (page, url) => {
    await arrive(page, url + link(TROUBLED));
    await page.locator("#pool-1 > summary").click();
    await page.locator('[id="p1-name"]').waitFor();
    const sizes = () =>
      page.evaluate(() =>
        ["body", ".hint", "h1", ".tab", "#snippet", ".tag", ".finding .why"].map((one) => parseFloat(getComputedStyle(document.querySelector(one)).fontSize)),
      );
    const before = await sizes();
    await page.evaluate(() => (document.documentElement.style.fontSize = "24px"));
    assert.deepEqual(await sizes(), before.map((size) => size * 1.5));
    await fits(page);
    await shot(page, `large-text-${name}`);
  });
}

for (const [width, height] of [[1366, 640], [1280, 720]]) {
  journey(`the snippet begins in view beside findings, ${width} x ${height}`, { viewport: { width, height } }, async (page, url) => {
    await arrive(page, url + link(TROUBLED));
    await page.locator(".warning").waitFor();
    await page.locator(".finding", { hasText: "winpool" }).first().waitFor();
    const top = (selector) => page.locator(selector).first().evaluate((one) => one.getBoundingClientRect().top);
    const shown = (await page.evaluate(() => innerHeight)) - (await top("#snippet"));
    assert.ok(shown > 50, `${shown} px of it are in view`);
    const places = [];
    for (const control of ["select", ".copy-text", "button:last-child"]) places.push(await top(`.tools ${control}`));
    assert.equal(new Set(places).size, 1, `${places}`);
  });
}

journey("targets are 24 px at least", NARROW, async (page, url) => {
  await arrive(page, url + link(TROUBLED));
  await page.locator("#pool-1 > summary").click();
  await page.locator('[id="p1-name"]').waitFor();
  const small = await page.evaluate(() =>
    [...document.querySelectorAll("button, a, summary, input, select")]
      .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, .skip, label") && !one.classList.contains("skip"))
      .map((one) => [one, one.getBoundingClientRect()])
      .filter(([, box]) => box.width < 24 || box.height < 24)
      .map(([one, box]) => `${one.outerHTML.slice(0, 80)} ${box.width}x${box.height}`),
  );
  assert.deepEqual(small, []);
});
