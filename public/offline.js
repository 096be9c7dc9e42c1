// Keeps the site in the browser, so that it works without a network after the first visit, and asks before a new
// version takes over. Loaded when the planner is there; at once where the browser keeps the site already.

const { serviceWorker } = navigator;
// It is there from the start and empty, so that screen readers listen to it.
const box = document.createElement("div");
box.className = "site";
box.role = "status";
document.body.append(box);

if (serviceWorker) {
  const hadOne = Boolean(serviceWorker.controller);
  let asked = false;
  // A page of the old version may lack files of its own from now on.
  serviceWorker.addEventListener("controllerchange", () => {
    if (asked) location.reload();
    else if (hadOne) offer(() => location.reload());
  });
  try {
    const registration = await serviceWorker.register(new URL("sw.js", document.baseURI));
    const whenThere = (worker) => {
      if (worker?.state === "installed" && serviceWorker.controller) {
        offer(() => {
          asked = true;
          worker.postMessage("take over");
        });
      }
    };
    whenThere(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const worker = registration.installing;
      worker.addEventListener("statechange", () => whenThere(worker));
    });
    // Prices are many files, of which a visit needs one or two: they come last.
    (await serviceWorker.ready).active.postMessage("fetch the rest");
  } catch {
    // Without HTTPS, or where the browser will not: the page works, with a network.
  }
}

function offer(take) {
  const text = document.createElement("p");
  text.textContent = "A new version of Poolwright is available. Your plan is kept.";
  box.replaceChildren(text, button("Load it", take), button("Later", () => box.replaceChildren()));
}

function button(title, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button small";
  made.textContent = title;
  made.addEventListener("click", press);
  return made;
}
