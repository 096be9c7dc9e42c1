// Starts the planner, or says in the page why it cannot. The page's policy allows no inline script, so Trunk names the
// files in attributes of this one (Trunk.toml).

const { js, wasm } = document.querySelector("script[data-wasm]").dataset;
const here = (path) => new URL(path, document.baseURI);
// Whether the page was loaded again because the planner could not start.
const RESTARTED = "poolwright.restarted.1";

// What went wrong in the planner leaves it in no known state: nothing more is typed into it.
let isStopped;
async function stopped(error) {
  if (isStopped || !(error instanceof Error)) return;
  isStopped = true;
  (await import(here("stopped.js"))).tell();
}
const isTrap = (error) => typeof WebAssembly !== "undefined" && error instanceof WebAssembly.RuntimeError;
addEventListener("error", ({ error }) => stopped(error));
addEventListener("unhandledrejection", ({ reason }) => isTrap(reason) && stopped(reason));

const { serviceWorker } = navigator;
// A new version is offered even if this one fails.
if (serviceWorker?.controller) load("offline.js");

try {
  // The static page is visible while the planner loads: the planner takes the thread once a frame with it is drawn. A page
  // that nobody sees has no frames.
  const drawn = new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 50);
  });
  // A host that serves it as anything but application/wasm has it read a slower way.
  const compiled = fetch(here(wasm)).then(WebAssembly.compileStreaming).catch(() => here(wasm));
  const { default: start, loadLater } = await import(here(js));
  await drawn;
  await start({ module_or_path: await compiled });
  // What nobody sees at once comes when the planner is there, and so does the rest of the program (script/split.mjs).
  loadLater?.();
  addStyle();
  load("offline.js");
  forgetRestart();
} catch (error) {
  console.error(error);
  if (!(await restarts())) {
    // A plan lives in the address, which nothing here touches.
    const safe = location.hash.length > 1 ? " Your plan is safe: it is in this page's address." : "";
    status().textContent = why(error) + safe;
    addStyle();
    if (isTrap(error)) stopped(error);
  }
}

function load(path) {
  import(here(path)).catch(() => {});
}

function addStyle() {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = here("more.css");
  document.head.append(style);
}

// Where a service worker answers, what it keeps may be why the planner can't start: drops all of it, and loads the page
// from the network, once. Without a network there would be nothing left.
async function restarts() {
  try {
    const registration = serviceWorker?.controller && (await serviceWorker.getRegistration());
    if (!registration || sessionStorage.getItem(RESTARTED)) return false;
    const { ok } = await fetch(here("sw.js"), { cache: "no-store" });
    if (!ok) return false;
    sessionStorage.setItem(RESTARTED, "yes");
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(`poolwright ${registration.scope} `)).map((name) => caches.delete(name)));
    await registration.unregister();
    location.reload();
    return true;
  } catch {
    return false;
  }
}

function forgetRestart() {
  try {
    sessionStorage.removeItem(RESTARTED);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

function why(error) {
  if (typeof WebAssembly === "undefined") {
    return "This browser has WebAssembly switched off or lacks it, and the planner needs it. Switch it on, or open this page in another browser.";
  }
  if (error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError) {
    return "This browser is too old for the planner. Update it, or open this page in another browser.";
  }
  if (error instanceof WebAssembly.RuntimeError) {
    return "The planner stopped while it was starting. This is a bug in the planner, not in your plan.";
  }
  return "A part of the planner could not be loaded. Check the connection and reload this page.";
}

// The planner may have taken the shell away before it stopped.
function status() {
  const shell = document.getElementById("shell-status");
  if (shell) return shell;
  const message = document.createElement("p");
  message.id = "shell-status";
  message.role = "status";
  document.getElementById("app").prepend(message);
  return message;
}
