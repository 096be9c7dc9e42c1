// The few commands that a journey through any engine needs, over W3C WebDriver (chromedriver, WebKitWebDriver) or over
// Marionette, Firefox's own protocol, which Debian's firefox-esr has without geckodriver.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** Returns the first of the programs that is there. */
const first = (...paths) => paths.find((path) => path && existsSync(path));

/** The engines: what each needs, and how a session in it starts. */
export const ENGINES = {
  chromium: {
    program: first(process.env.CHROMEDRIVER, "/usr/bin/chromedriver"),
    needs: "chromedriver",
    start: (program) =>
      webdriver(program, (port) => [`--port=${port}`], {
        "goog:chromeOptions": { binary: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--headless=new", "--no-sandbox"] },
      }),
  },
  firefox: {
    program: first(process.env.FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox"),
    needs: "Debian's firefox-esr",
    start: marionette,
  },
  webkit: {
    program: first(process.env.WEBKIT_DRIVER, "/usr/bin/WebKitWebDriver"),
    needs: "Debian's webkit2gtk-driver and xvfb",
    start: (program) => webdriver(program, (port) => [`--port=${port}`], { browserName: "MiniBrowser" }, underDisplay),
  },
};

/** A page in an engine. `send` performs a command of the protocol, `end` closes everything. */
class Page {
  constructor(send, end) {
    this.send = send;
    this.end = end;
  }

  goto(url) {
    return this.send("navigate", { url });
  }

  /** Runs a function of the page's own in it, and returns what it returns. */
  run(act, ...args) {
    return this.send("execute", { script: `return (${act}).apply(null, arguments)`, args });
  }

  /** Waits until a function of the page's own returns something, and returns it. */
  async until(what, holds, ...args) {
    for (let i = 0; i < 300; i++) {
      const answer = await this.run(holds, ...args).catch(() => undefined);
      if (answer) return answer;
      await sleep(50);
    }
    throw new Error(`waited 15 s for ${what}`);
  }

  /** Clears a field and types into it by keys. */
  async type(selector, text) {
    const element = await this.send("find", { using: "css selector", value: selector });
    const id = (element.value ?? element)[ELEMENT];
    await this.send("clear", { id });
    await this.send("keys", { id, text });
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Runs a program under a virtual display if there is no display: WebKitGTK needs one. */
function underDisplay(program, args) {
  if (process.env.DISPLAY) return [program, args];
  return ["/usr/bin/xvfb-run", ["-a", program, ...args]];
}

async function webdriver(program, argsOf, capabilities, wrap = (...command) => command) {
  const port = await freePort();
  const driver = spawn(...wrap(program, argsOf(port)), { stdio: "ignore", detached: true });
  const kill = () => {
    try {
      process.kill(-driver.pid);
    } catch {
      // It has ended by itself.
    }
  };
  const ask = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  let session;
  for (let i = 0; session === undefined; i++) {
    try {
      session = (await ask("POST", "/session", { capabilities: { alwaysMatch: capabilities } })).sessionId;
    } catch (error) {
      if (i > 100 || error.cause?.code !== "ECONNREFUSED") {
        kill();
        throw error;
      }
      await sleep(100);
    }
  }
  const at = (path) => `/session/${session}${path}`;
  const commands = {
    navigate: (body) => ask("POST", at("/url"), body),
    execute: (body) => ask("POST", at("/execute/sync"), body),
    find: (body) => ask("POST", at("/element"), body),
    clear: ({ id }) => ask("POST", at(`/element/${id}/clear`), {}),
    keys: ({ id, text }) => ask("POST", at(`/element/${id}/value`), { text }),
  };
  const end = async () => {
    await ask("DELETE", at("")).catch(() => {});
    kill();
  };
  return new Page((name, body) => commands[name](body), end);
}

async function marionette(program) {
  const profile = mkdtempSync(join(tmpdir(), "firefox-"));
  const firefox = spawn(program, ["--headless", "--marionette", "--no-remote", "--profile", profile], {
    stdio: "ignore",
    env: { ...process.env, MOZ_REMOTE_SETTINGS_DEVTOOLS: "0" },
  });
  const gone = new Promise((done) => firefox.once("exit", done));
  let socket;
  for (let i = 0; socket === undefined; i++) {
    socket = await new Promise((done) => {
      const attempt = connect(2828, "127.0.0.1");
      attempt.once("connect", () => done(attempt));
      attempt.once("error", () => done(undefined));
    });
    if (i > 300) throw new Error("Firefox doesn't listen on Marionette's port 2828");
    if (socket === undefined) await sleep(100);
  }
  // A message is its length in bytes, a colon, and JSON: [0, id, command, parameters] or [1, id, error, result].
  const waiting = new Map();
  let received = Buffer.alloc(0);
  socket.on("data", (data) => {
    received = Buffer.concat([received, data]);
    for (;;) {
      const colon = received.indexOf(58);
      const length = Number(received.subarray(0, colon));
      if (colon < 0 || received.length < colon + 1 + length) return;
      const message = JSON.parse(received.subarray(colon + 1, colon + 1 + length));
      received = received.subarray(colon + 1 + length);
      if (Array.isArray(message)) waiting.get(message[1])?.(message);
    }
  });
  let last = 0;
  const ask = (command, parameters = {}) =>
    new Promise((done, fail) => {
      const id = (last += 1);
      waiting.set(id, ([, , error, result]) => {
        waiting.delete(id);
        if (error) fail(new Error(`${error.error}: ${error.message}`));
        else done(result !== null && "value" in result ? result.value : result);
      });
      const text = Buffer.from(JSON.stringify([0, id, command, parameters]));
      socket.write(`${text.length}:`);
      socket.write(text);
    });
  await ask("WebDriver:NewSession", {});
  const commands = {
    navigate: (body) => ask("WebDriver:Navigate", body),
    execute: (body) => ask("WebDriver:ExecuteScript", { ...body, newSandbox: false, sandbox: null }),
    find: (body) => ask("WebDriver:FindElement", body),
    clear: ({ id }) => ask("WebDriver:ElementClear", { id }),
    keys: ({ id, text }) => ask("WebDriver:ElementSendKeys", { id, text }),
  };
  const end = async () => {
    ask("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => {});
    await Promise.race([gone, sleep(3000)]);
    firefox.kill("SIGKILL");
    socket.destroy();
    rmSync(profile, { recursive: true, force: true });
  };
  return new Page((name, body) => commands[name](body), end);
}
