// Keeps whether the key ? does something, as the box in its sheet says. Loaded when the planner is there.

const KEY = "poolwright.keys.1";
const sheet = document.getElementById("sheet");

function isOff() {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

new MutationObserver(() => {
  const box = document.getElementById("single-keys");
  if (box) box.checked = !isOff();
}).observe(document.getElementById("sheet-body"), { childList: true });

sheet.addEventListener("change", ({ target }) => {
  if (target.id !== "single-keys") return;
  try {
    if (target.checked) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, "off");
  } catch {
    // What cannot be kept is not ticked.
    target.checked = !isOff();
  }
});
