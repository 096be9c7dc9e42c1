// Searches the rules by text and severity.
const search = document.getElementById("search");
const severity = document.getElementById("severity");
const found = document.getElementById("found");
const rules = [...document.querySelectorAll("article")].map((article) => ({
  article,
  text: article.textContent.toLowerCase(),
  severity: article.dataset.severity,
}));

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const rule of rules) {
    const fits = (!severity.value || rule.severity === severity.value) && words.every((word) => rule.text.includes(word));
    rule.article.hidden = !fits;
    count += fits;
  }
  found.textContent = `${count} of ${rules.length} rules`;
}

// A link to a rule leads there even during a search.
function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  search.value = "";
  severity.value = "";
  filter();
  target.scrollIntoView();
}

search.form.addEventListener("submit", (event) => event.preventDefault());
search.addEventListener("input", filter);
severity.addEventListener("change", filter);
addEventListener("hashchange", follow);
filter();
follow();
