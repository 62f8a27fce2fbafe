// Drives journeys in a page of a headless Chromium, which comes from another origin than the sandbox.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { connect } from "./pipe.mjs";

const FLAGS = [
  "--headless",
  "--remote-debugging-pipe",
  "--no-first-run",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-extensions",
  // Nothing beyond loopback is found.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
];

/** The longest that the browser may take to end. */
const PATIENCE = 10_000;

/** Starts the browser; `open` opens a page in it. */
export async function launch() {
  const binary = process.env.CHROMIUM_BIN;
  assert.ok(binary, "CHROMIUM_BIN must name Chromium; `cargo xtask test` sets it");
  const profile = await mkdtemp(join(tmpdir(), "doorstep-chromium-"));
  const flags = [...FLAGS, `--user-data-dir=${profile}`];
  if (process.getuid?.() === 0) {
    flags.push("--no-sandbox"); // it refuses to run as root otherwise
  }
  const child = spawn(binary, [...flags, "about:blank"], {
    stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
  });
  await once(child, "spawn");
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (part) => {
    said = (said + part).slice(-2000);
  });
  let closing = false;
  const ended = once(child, "exit").then(() => closing || console.error(`the browser ended early: ${said}`));
  const kill = () => child.kill("SIGKILL");
  process.on("exit", kill);
  const browser = connect(child.stdio[3], child.stdio[4]);

  return {
    open: (url) => open(browser, url),
    /** Ends the browser and forgets what it kept. */
    async close() {
      closing = true;
      const timer = setTimeout(kill, PATIENCE);
      await browser.command("Browser.close").catch(() => {});
      await ended;
      clearTimeout(timer);
      process.off("exit", kill);
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A page in a browser context of its own, loaded. */
async function open(browser, url) {
  const { browserContextId } = await browser.command("Target.createBrowserContext");
  const { targetId } = await browser.command("Target.createTarget", { url: "about:blank", browserContextId });
  const { sessionId } = await browser.command("Target.attachToTarget", { targetId, flatten: true });
  const command = (method, params) => browser.command(method, params, sessionId);
  const preflights = [];
  browser.listen("Network.requestWillBeSent", sessionId, ({ request, initiator }) => {
    if (initiator.type === "preflight") {
      preflights.push(new URL(request.url).pathname);
    }
  });
  await command("Page.enable");
  await command("Network.enable");

  async function load() {
    const loaded = browser.next("Page.loadEventFired", sessionId);
    const { errorText } = await command("Page.navigate", { url });
    assert.equal(errorText, undefined, `${url}: ${errorText}`);
    await loaded;
  }
  await load();

  return {
    /** The paths that the browser asked about before it let the page call them. */
    preflights,
    /** Loads the page anew. What it keeps in storage stays. */
    load,
    /** Runs one test of a journey in the page. */
    async run(journey, name) {
      const expression = `run(${JSON.stringify(journey)}, ${JSON.stringify(name)})`;
      const wanted = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await command("Runtime.evaluate", wanted);
      assert.equal(exceptionDetails, undefined, exceptionDetails?.exception?.description);
      return result.value;
    },
  };
}
