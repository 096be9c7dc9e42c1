// The steps from today to the plan: what is ticked is kept in this browser, and the picture follows the slider. Loaded
// when the planner is there; the worker has drawn the steps and all that the picture shows.

const body = document.getElementById("sheet-body");
const find = (id) => document.getElementById(id);
// Pools that the picture tells of in words, at most.
const MOST = 20;

function show(slider) {
  const at = Number(slider.value);
  const said = JSON.parse(slider.dataset.words)[at];
  slider.setAttribute("aria-valuetext", said);
  find("course-said").textContent = said;
  const here = [];
  for (const row of body.querySelectorAll("g[data-from]")) {
    const isHere = row.dataset.from <= at && at <= row.dataset.to;
    row.toggleAttribute("hidden", !isHere);
    if (isHere) here.push(row.dataset.said);
  }
  if (here.length > MOST) here.splice(MOST, Infinity, `and ${here.length - MOST} more`);
  find("course-picture").setAttribute("aria-label", `Nodes by pool and zone: ${here.join("; ")}.`);
  for (const bar of body.querySelectorAll("[data-bar]")) bar.classList.toggle("now", bar.dataset.bar === slider.value);
}

const ticks = () => [...body.querySelectorAll("[data-step]")];

function count() {
  const all = ticks();
  const done = all.filter((tick) => tick.checked).length;
  const said = `${done} of ${all.length} steps are done.`;
  find("course-done").textContent = said;
  return said;
}

function keep(list) {
  const done = ticks().filter((tick) => tick.checked).map((tick) => tick.dataset.step);
  try {
    if (done.length > 0) localStorage.setItem(list.dataset.ticks, done.join());
    else localStorage.removeItem(list.dataset.ticks);
    return "";
  } catch {
    return " This browser keeps no ticks.";
  }
}

function kept(list) {
  try {
    return (localStorage.getItem(list.dataset.ticks) ?? "").split(",");
  } catch {
    return [];
  }
}

// What the worker has drawn anew gets its ticks back, and is told of in one sentence.
let drawn;
new MutationObserver(() => {
  const summary = body.querySelector("[data-summary]");
  if (summary === drawn) return;
  drawn = summary;
  const list = body.querySelector("[data-ticks]");
  if (list) {
    const done = kept(list);
    for (const tick of ticks()) tick.checked = done.includes(tick.dataset.step);
    count();
  }
  if (summary) find("course-status").textContent = summary.textContent;
}).observe(body, { childList: true, subtree: true });

body.addEventListener("input", (event) => {
  const { target } = event;
  if (target.dataset.words) show(target);
  // Nothing of this is asked of the worker.
  if (target.dataset.words || target.dataset.step) event.stopPropagation();
});

body.addEventListener("change", ({ target }) => {
  const list = target.closest("[data-ticks]");
  if (list && target.dataset.step) find("course-status").textContent = count() + keep(list);
});
