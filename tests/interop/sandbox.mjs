// The sandbox as a process of its own, on a free port of loopback.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { createInterface } from "node:readline";

/** Starts the sandbox and waits for the line that says where it listens. */
export async function start() {
  const binary = process.env.DOORSTEP_BIN;
  assert.ok(binary, "DOORSTEP_BIN must name the doorstep binary; `cargo xtask test` sets it");
  const child = spawn(binary, ["sandbox", "--port", "0", "--json", "--cors"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const kill = () => child.kill("SIGKILL");
  process.on("exit", kill);

  const lines = createInterface({ input: child.stdout });
  const early = ended.then(([code]) => assert.fail(`the sandbox ended at once, with code ${code}`));
  const [line] = await Promise.race([once(lines, "line"), early]);
  early.catch(() => {});
  const { tenant, admin } = JSON.parse(line);

  return {
    tenant,
    /** Back to the seed: users, codes and locks. */
    reset: () => call("POST", `${admin}/reset`),
    /** The codes sent to a person, oldest first. */
    async codes(to, channel) {
      const messages = await call("GET", `${admin}/mailbox?${new URLSearchParams({ to, channel })}`);
      return messages.map(({ code }) => code);
    },
    /** Changes policies; what is left out stays. */
    setPolicies: (policies) => call("PUT", `${admin}/policies`, policies),
    /** Gives the first app another user flow. */
    async setUserFlow(userFlow) {
      const { apps } = await call("GET", `${admin}/apps`);
      apps[0].user_flow = userFlow;
      await call("PUT", `${admin}/apps`, { apps });
    },
    /** Ends it as ctrl-c does, and tells its exit code. */
    async stop() {
      child.kill("SIGINT");
      const [code] = await ended;
      process.off("exit", kill);
      return code;
    },
  };
}

/** A code of the same length that differs in its last digit. */
export function otherThan(code) {
  return code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);
}

// Not `fetch`: the tests record that one to see what the client sends.
async function call(method, url, document) {
  const outgoing = request(url, { method, agent: false });
  outgoing.end(document && JSON.stringify(document));
  const [incoming] = await once(outgoing, "response");
  const body = (await incoming.toArray()).join("");
  assert.ok(incoming.statusCode < 300, `${method} ${url} answered ${incoming.statusCode}: ${body}`);
  return body ? JSON.parse(body) : undefined;
}
