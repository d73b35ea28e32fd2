// Steers Chromium and WebKitGTK by the same protocol, WebDriver: the second is the engine of the window on Linux.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const WEBKIT_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
const SIZE = { width: 1366, height: 768 };

const ENGINES = {
  chromium: {
    program: "chromedriver",
    environment: {},
    capabilities: (folder) => ({
      "goog:chromeOptions": {
        binary: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: [
          "--headless=new",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          `--user-data-dir=${folder}`,
          ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        ],
      },
    }),
  },
  webkit: {
    program: "WebKitWebDriver",
    // As the window of the desk starts it (src-tauri/src/process.rs).
    environment: { WEBKIT_DISABLE_DMABUF_RENDERER: "1" },
    capabilities: () => ({ "webkitgtk:browserOptions": { binary: WEBKIT_BROWSER, args: ["--automation"] } }),
  },
};

/** Starts an engine, lets `work` use it, ends it with all its processes. */
export async function withBrowser(engine, work) {
  const { program, environment, capabilities } = ENGINES[engine];
  const [port, folder] = [await freePort(), mkdtempSync(join(tmpdir(), "front-desk-bench-"))];
  const driver = spawn(program, [`--port=${port}`], { stdio: "ignore", env: { ...process.env, ...environment } });
  const base = `http://127.0.0.1:${port}`;
  try {
    await listening(base, driver);
    const wanted = { capabilities: { alwaysMatch: capabilities(folder) } };
    const { sessionId } = await send(`${base}/session`, "POST", wanted);
    const browser = new Browser(`${base}/session/${sessionId}`, driver.pid);
    try {
      await browser.post("/timeouts", { script: 600_000, pageLoad: 60_000, implicit: 0 });
      await browser.post("/window/rect", SIZE);
      return await work(browser);
    } finally {
      await send(`${base}/session/${sessionId}`, "DELETE");
    }
  } finally {
    driver.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  }
}

class Browser {
  constructor(session, driverProcess) {
    this.session = session;
    this.driverProcess = driverProcess;
  }

  post(path, body) {
    return send(this.session + path, "POST", body);
  }

  go(url) {
    return this.post("/url", { url });
  }

  /** Runs a function in the page and waits for its promise. What it needs from here comes as arguments. */
  async run(task, ...args) {
    const script = `const done = arguments[arguments.length - 1];
      (${task})(...[...arguments].slice(0, -1)).then((value) => done({ value }), (fault) => done({ fault: String(fault) }));`;
    const answer = await this.post("/execute/async", { script, args });
    if (answer.fault !== undefined) throw new Error(answer.fault);
    return answer.value;
  }

  /** Moves a pressed pointer along the points. */
  drag(points, msBetween) {
    const move = (point, duration) => ({ type: "pointerMove", duration, origin: "viewport", ...point });
    const [first, ...rest] = points;
    const actions = [
      move(first, 0),
      { type: "pointerDown", button: 0 },
      ...rest.map((point) => move(point, msBetween)),
    ];
    const mouse = { type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions };
    return this.post("/actions", { actions: [mouse] });
  }

  release() {
    return send(`${this.session}/actions`, "DELETE");
  }
}

async function send(url, method, body) {
  const content = { "content-type": "application/json" };
  const answer = await fetch(url, { method, headers: content, body: body === undefined ? null : JSON.stringify(body) });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname}: ${value.error}: ${value.message}`);
  return value;
}

/** Until the driver answers; it ends by itself when it cannot. */
async function listening(base, driver) {
  while (driver.exitCode === null) {
    const isThere = await fetch(`${base}/status`).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("the driver did not start");
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
