// Keeps the control that is typed into where it is, whatever appears or goes above it. Loaded when the planner is there.

const main = document.querySelector("main");
let top;
let isAsked = false;

function control() {
  const now = document.activeElement;
  return now?.matches("input, textarea, select") && main.contains(now) ? now : undefined;
}

function remember() {
  const now = control();
  top = now?.getBoundingClientRect().top;
  // The browser's own way would move it a second time.
  main.style.overflowAnchor = now ? "none" : "";
}

// Once a frame, before it is painted.
function correct() {
  isAsked = false;
  const now = control();
  if (!now || top === undefined) return;
  const moved = now.getBoundingClientRect().top - top;
  if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" });
}

// Where people go by themselves is where they want to be.
for (const event of ["focusin", "scroll", "toggle", "resize"]) addEventListener(event, remember, true);
new MutationObserver(() => {
  if (!isAsked) requestAnimationFrame(correct);
  isAsked = true;
}).observe(main, { childList: true, characterData: true, attributes: true, attributeFilter: ["hidden"], subtree: true });
