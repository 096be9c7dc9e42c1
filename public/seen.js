// Shows what is otherwise heard alone, and has heard what is otherwise seen alone: the button that copied says so for a
// moment, and what becomes of the workloads that are typed is told. Loaded when the planner is there.

const MOMENT = 2_000;
const PAUSE = 800;
const heard = document.getElementById("status");
const COPIES = '[data-do="copy"], [data-do="link"], [data-copy]';
// What was pressed before this was loaded has the focus.
let pressed = document.activeElement.closest(COPIES);
let waiting;

addEventListener("click", ({ target }) => (pressed = target.closest?.(COPIES)), true);

function tell(button, words) {
  clearTimeout(waiting);
  for (const told of document.querySelectorAll("[data-now]")) delete told.dataset.now;
  button.dataset.now = words;
  waiting = setTimeout(() => delete button.dataset.now, MOMENT);
}

function heardNow() {
  const refused = heard.textContent.includes("did not allow copying");
  if (!pressed || !(refused || heard.textContent.includes("Copied"))) return;
  tell(pressed, refused ? "Not copied" : "Copied");
  pressed = undefined;
}
heardNow();
new MutationObserver(heardNow).observe(heard, { childList: true, characterData: true, subtree: true });

// What of the workloads cannot be read is marked at its field; once typing pauses, that or where they fit is heard.
const sums = document.getElementById("sums-sheet");
const fields = ["workloads", "overhead"].map((id) => document.getElementById(id));
const answer = document.createElement("p");
answer.className = "visually-hidden";
answer.role = "status";
sums.before(answer);
let typing;

new MutationObserver(() => {
  for (const field of fields) {
    const isWrong = Boolean(sums.querySelector(`[data-wrong="${field.id}"]`));
    field.setAttribute("aria-invalid", isWrong);
    field.setAttribute("aria-describedby", `${field.id}-hint${isWrong ? " sums-wrong" : ""}`);
  }
  const parts = [...sums.querySelectorAll("[data-wrong], #fit-told")].map((part) => part.textContent);
  clearTimeout(typing);
  typing = setTimeout(() => answer.textContent !== parts.join(" ") && (answer.textContent = parts.join(" ")), PAUSE);
}).observe(sums, { childList: true });
