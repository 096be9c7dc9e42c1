// Keeps the control that is typed into where it is, whatever appears or goes above it. Loaded when the planner is there.

const main = document.querySelector("main");
// Where it is in the page, which scrolling does not change: what stays in view beside the plan (.side) needs no help.
let place;
let isAsked = false;

function control() {
  const now = document.activeElement;
  return now?.matches("main :is(input, textarea, select)") && !now.closest(".side") ? now : undefined;
}

const placeOf = (now) => now.getBoundingClientRect().top + scrollY;

function remember() {
  const now = control();
  place = now && placeOf(now);
  // The browser's own way would move it a second time.
  main.style.overflowAnchor = now ? "none" : "";
}

// Once a frame, before it is painted.
function correct() {
  isAsked = false;
  const now = control();
  if (!now || place === undefined) return;
  const moved = placeOf(now) - place;
  place += moved;
  if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" });
}

// Where people put things by themselves is where they want them.
for (const event of ["focusin", "toggle", "resize"]) addEventListener(event, remember, true);
new MutationObserver(() => {
  if (!isAsked) requestAnimationFrame(correct);
  isAsked = true;
}).observe(main, { childList: true, characterData: true, attributes: true, attributeFilter: ["hidden"], subtree: true });
