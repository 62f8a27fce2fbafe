// The other gate, the command's own, between the same tenant and provider and with the same key as a Worker.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { KEYS, TENANT } from "./stage.mjs";

/** Starts it. It believes loopback about whose call it is, as the Worker believes Cloudflare. Its records are read, and kept when it `keeps` them. */
export async function start({ tenant, provider, keeps = true }) {
  assert.ok(process.env.DOORSTEP_BIN, "DOORSTEP_BIN must name the doorstep binary; `cargo xtask test` sets it");
  const folder = await mkdtemp(join(tmpdir(), "doorstep-gate-"));
  await writeFile(join(folder, "seal.key"), KEYS[0].secret);
  const config = join(folder, "gate.toml");
  await writeFile(config, configuration(tenant, provider));
  const child = spawn(process.env.DOORSTEP_BIN, ["gate", "--json", "--config", config], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, RISK: "risk-secret" },
  });
  const ended = once(child, "exit");
  const kill = () => child.kill("SIGKILL");
  process.on("exit", kill);
  const lines = createInterface({ input: child.stdout });
  const early = ended.then(([code]) => assert.fail(`the gate ended at once, with code ${code}`));
  const [line] = await Promise.race([once(lines, "line"), early]);
  early.catch(() => {});
  const records = [];
  if (keeps) {
    lines.on("line", (record) => records.push(JSON.parse(record)));
  } else {
    lines.close();
    child.stdout.resume();
  }

  return {
    port: Number(new URL(JSON.parse(line).gate).port),
    records: () => records,
    /** What its process holds in memory, in kilobytes, where the system says so. */
    async resident() {
      const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
      return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
      process.off("exit", kill);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(tenant, provider) {
  return `
[listen]
address = "127.0.0.1:0"
[tenant]
id = "${TENANT}"
upstream = "${tenant}"
[[seal.keys]]
id = "${KEYS[0].id}"
secret_file = "seal.key"
[step_up]
context = "c3"
[providers.risk]
kind = "generic"
url = "${provider}/assess"
report_url = "${provider}/report"
secret_env = "RISK"
deadline_ms = 5000
rest_after = 100000
[routes]
token = { provider = "risk" }
challenge = { provider = "risk" }
register_challenge = { provider = "risk" }
sign_up = { provider = "risk" }
[cors]
origins = ["https://app.example"]
`;
}
