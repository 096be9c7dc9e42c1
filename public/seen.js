// Shows what is otherwise heard alone: the button that copied says so for a moment. Loaded when the planner is there.

const MOMENT = 2_000;
const heard = document.getElementById("status");
let pressed, waiting;

addEventListener("click", ({ target }) => (pressed = target.closest?.('[data-do="copy"], [data-do="link"], [data-copy]')), true);

function tell(button, words) {
  clearTimeout(waiting);
  for (const told of document.querySelectorAll("[data-now]")) delete told.dataset.now;
  button.dataset.now = words;
  waiting = setTimeout(() => delete button.dataset.now, MOMENT);
}

new MutationObserver(() => {
  const refused = heard.textContent.includes("did not allow copying");
  if (!pressed || !(refused || heard.textContent.includes("Copied"))) return;
  tell(pressed, refused ? "Not copied" : "Copied");
  pressed = undefined;
}).observe(heard, { childList: true, characterData: true, subtree: true });
