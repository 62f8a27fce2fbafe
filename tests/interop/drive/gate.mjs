// The gate as a process of its own in front of a sandbox, and a risk provider that says what a test wants.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Starts a gate before `sandbox`, open to pages of other origins. */
export async function start(sandbox) {
  const provider = await startProvider();
  const folder = await mkdtemp(join(tmpdir(), "doorstep-gate-"));
  await writeFile(join(folder, "seal.key"), randomBytes(32).toString("base64"));
  const config = join(folder, "gate.toml");
  await writeFile(config, configuration(sandbox, provider.url));

  const child = spawn(process.env.DOORSTEP_BIN, ["gate", "--json", "--config", config], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const kill = () => child.kill("SIGKILL");
  process.on("exit", kill);
  const lines = createInterface({ input: child.stdout });
  const early = ended.then(([code]) => assert.fail(`the gate ended at once, with code ${code}`));
  const [line] = await Promise.race([once(lines, "line"), early]);
  early.catch(() => {});
  const records = [];
  lines.on("line", (record) => records.push(JSON.parse(record)));

  return {
    tenant: JSON.parse(line).gate,
    provider,
    records,
    /** Ends it as ctrl-c does, and tells its exit code. */
    async stop() {
      child.kill("SIGINT");
      const [code] = await ended;
      process.off("exit", kill);
      provider.stop();
      await rm(folder, { recursive: true });
      return code;
    },
  };
}

function configuration(sandbox, provider) {
  const { origin, pathname } = new URL(sandbox.tenantById);
  return `
[listen]
address = "127.0.0.1:0"
[tenant]
id = "${pathname.slice(1)}"
upstream = "${origin}"
keep_host = true
[[seal.keys]]
id = "test"
secret_file = "seal.key"
[step_up]
context = "c3"
[providers.own]
kind = "generic"
url = "${provider}"
deadline_ms = 10000
[routes]
token = { provider = "own" }
challenge = { provider = "own" }
register_challenge = { provider = "own" }
sign_up = { provider = "own" }
[cors]
origins = ["*"]
`;
}

/** A provider in the words of docs/gate.md. It says `pass`, unless a test says otherwise for a purpose. */
async function startProvider() {
  const verdicts = new Map();
  const asked = [];
  const server = createServer(async (request, response) => {
    const question = JSON.parse((await request.toArray()).join(""));
    asked.push(question);
    response.end(JSON.stringify({ verdict: verdicts.get(question.purpose) ?? "pass" }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}/assess`,
    verdicts,
    asked,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
