// Says that the planner stopped, and offers to go on. Loaded only then.

const AGAIN = "poolwright.stopped.1";

// What is taken from the planner below.
const { setItem } = Storage.prototype;
const { replaceState: address } = History.prototype;
const keep = (storage, key, text) => setItem.call(storage, key, text);

/** Shows what happened over the page, which takes no more input. */
export function tell() {
  // Twice in a short while: the plan itself may be what stops it.
  let again = false;
  try {
    again = Date.now() - Number(sessionStorage.getItem(AGAIN)) < 30_000;
    keep(sessionStorage, AGAIN, String(Date.now()));
  } catch {
    // A browser that keeps nothing cannot tell.
  }

  // The planner takes no more input, and does not save its state, now or when the page is left.
  const app = document.getElementById("app");
  app.inert = true;
  Storage.prototype.setItem = () => {};
  History.prototype.replaceState = () => {};
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  const box = document.createElement("div");
  box.className = "site stopped";
  box.role = "alert";
  const text = document.createElement("p");
  text.textContent = again
    ? "The planner stopped again. This is a bug in the planner, which this plan may trigger. The plan is in this page's address: copy the link to keep it, then start with another."
    : "The planner stopped. This is a bug in the planner, not in your plan. The plan is in this page's address, as it was a moment ago.";
  box.append(text, button("Reload", () => location.reload()), button("Copy the link", copy));
  if (again) box.append(button("Start with another plan", afresh));
  document.body.append(box);
  box.querySelector("button").focus();

  async function copy() {
    try {
      await navigator.clipboard.writeText(location.href);
      text.textContent = "Copied the link to your plan.";
    } catch {
      text.textContent = "The browser did not allow copying; the link is in the address bar.";
    }
  }
}

// The draft stays in this browser, where the next visit offers it.
function afresh() {
  try {
    const draft = localStorage.getItem("poolwright.draft.1");
    if (draft) keep(localStorage, "poolwright.kept.1", draft);
    localStorage.removeItem("poolwright.draft.1");
  } catch {
    // A browser that keeps nothing has nothing to put aside.
  }
  address.call(history, null, "", location.pathname + location.search);
  location.reload();
}

function button(title, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = title;
  made.addEventListener("click", press);
  return made;
}
