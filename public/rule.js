// Shows a rule where it is asked for, over the plan. Loaded when the planner is there; until then, and where the rules
// cannot be had, the link leads to their page.

const dialog = document.createElement("dialog");
dialog.id = "rule";
dialog.setAttribute("aria-labelledby", "rule-title");
dialog.innerHTML =
  '<header class="actions"><h2 id="rule-title" tabindex="-1"></h2><span class="grow"></span>' +
  '<a class="button small" href="rules.html" target="_blank">All rules</a><button class="button small" type="button">Close</button></header><div></div>';
document.body.append(dialog);

const [title, all, close] = dialog.querySelectorAll("h2, a, button");
close.addEventListener("click", () => dialog.close());
// The finding may have been drawn anew in the meantime.
dialog.addEventListener("close", () => {
  if (document.activeElement === document.body) document.querySelector(`.why[href="${all.getAttribute("href")}"]`)?.focus();
});

let rules;
const page = async () => new DOMParser().parseFromString(await fetchText("rules.html"), "text/html");

async function show(link) {
  rules ??= page();
  const rule = (await rules).getElementById(link.hash.slice(1)).cloneNode(true);
  const name = rule.querySelector("h2");
  name.remove();
  for (const source of rule.querySelectorAll("a")) source.target = "_blank";
  title.textContent = name.textContent;
  all.setAttribute("href", link.getAttribute("href"));
  dialog.lastElementChild.replaceChildren(...rule.children);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTo(0, 0);
  title.focus();
}

addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="rules.html#"]');
  if (!link || link === all || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  show(link).catch(() => {
    rules = undefined;
    open(link.href, "_blank", "noreferrer");
  });
});
