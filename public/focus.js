// Gives the focus a place when what had it goes, is disabled or is moved: it would fall to the page's beginning. And shows
// where it went when a finding led there. Loaded when the planner is there.

const CAN = ":is(summary, a[href], button, input, select, textarea):not(:disabled)";
const app = document.getElementById("app");
// What had the focus last, and from it outwards each element that holds it, with the place in it.
let last;
let around = [];
let isLed = false;

const canTake = (one) => one.matches(CAN) && one.checkVisibility();
const first = (one) => [one, ...one.querySelectorAll(CAN)].find(canTake);

// What comes after it, or before it.
function next() {
  for (const [holder, place] of around) {
    if (!holder.isConnected) continue;
    const those = [...holder.children];
    for (const one of [...those.slice(place), ...those.slice(0, place).reverse()]) {
      const found = first(one);
      if (found) return found;
    }
    if (holder.matches('[tabindex="-1"]')) return holder;
  }
}

function mend() {
  const now = document.activeElement;
  // Who has left the page is not called back.
  if (!last || !document.hasFocus() || (now !== document.body && !now.disabled)) return;
  const gone = last;
  last = undefined;
  (gone.isConnected && canTake(gone) ? gone : next())?.focus();
}

app.addEventListener("focusin", ({ target }) => {
  last = target;
  around = [];
  for (let one = target; one !== app; one = one.parentElement) around.push([one.parentElement, [...one.parentElement.children].indexOf(one)]);
  if (!isLed) return;
  isLed = false;
  target.classList.add("led");
  target.addEventListener("blur", () => target.classList.remove("led"), { once: true });
});
// Where people press on nothing, nothing has the focus.
addEventListener("pointerdown", () => (last = undefined), true);
addEventListener("keydown", () => (isLed = false), true);
addEventListener("click", ({ target }) => (isLed = Boolean(target.closest?.(".jump"))), true);
new MutationObserver(mend).observe(app, { childList: true, attributes: true, attributeFilter: ["disabled", "hidden", "open"], subtree: true });
