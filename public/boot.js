// Starts the planner, or says in the page why it cannot. The page's policy allows no inline script, so Trunk names the
// two files in attributes of this one (Trunk.toml).

const { js, wasm } = document.querySelector("script[data-wasm]").dataset;

try {
  const { default: start } = await import(new URL(js, document.baseURI));
  await start({ module_or_path: new URL(wasm, document.baseURI) });
} catch (error) {
  console.error(error);
  // A plan lives in the address, which nothing here touches.
  const safe = location.hash.length > 1 ? " Your plan is safe: it is in this page's address." : "";
  status().textContent = why(error) + safe;
}

function why(error) {
  if (typeof WebAssembly === "undefined") {
    return "This browser has WebAssembly switched off or lacks it, and the planner needs it. Switch it on, or open this page in another browser.";
  }
  if (error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError) {
    return "This browser is too old for the planner. Update it, or open this page in another browser.";
  }
  if (error instanceof WebAssembly.RuntimeError) {
    return "The planner stopped while it was starting, which is a mistake in the planner, not in your plan.";
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
