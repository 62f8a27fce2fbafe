// The sandbox as a process of its own, on a free port of loopback.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { createInterface } from "node:readline";

/** Starts the sandbox, open to pages of other origins or not, and waits for the line that says where it listens. */
export async function start({ cors }) {
  const binary = process.env.DOORSTEP_BIN;
  assert.ok(binary, "DOORSTEP_BIN must name the doorstep binary; `cargo xtask test` sets it");
  const flags = ["sandbox", "--port", "0", "--json", ...(cors ? ["--cors"] : [])];
  const child = spawn(binary, flags, {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const kill = () => child.kill("SIGKILL");
  process.on("exit", kill);

  const lines = createInterface({ input: child.stdout });
  const early = ended.then(([code]) => assert.fail(`the sandbox ended at once, with code ${code}`));
  const [line] = await Promise.race([once(lines, "line"), early]);
  early.catch(() => {});
  const { tenant, tenant_by_id: tenantById, admin, gate } = JSON.parse(line);

  return {
    tenant,
    tenantById,
    /** The tenant behind the gate that the sandbox brings along. */
    gate,
    /** Back to the seed: users, codes and locks. */
    reset: () => call("POST", `${admin}/reset`),
    /** The codes sent to a person, oldest first. */
    async codes(to, channel) {
      const messages = await call("GET", `${admin}/mailbox?${new URLSearchParams({ to, channel })}`);
      return messages.map(({ code }) => code);
    },
    /** The newest code sent to a person. */
    async latestCode(to, channel = "email") {
      return (await this.codes(to, channel)).at(-1);
    },
    /** Changes policies; what is left out stays. */
    setPolicies: (policies) => call("PUT", `${admin}/policies`, policies),
    /** Asks everybody for a second factor, everywhere. */
    askAllForSecondFactor() {
      const policy = { name: "Everybody", users: { include: ["all"] }, require: "mfa" };
      return this.setPolicies({ conditional_access: [policy] });
    },
    /** Gives the first app another user flow. */
    async setUserFlow(userFlow) {
      const { apps } = await call("GET", `${admin}/apps`);
      apps[0].user_flow = userFlow;
      await call("PUT", `${admin}/apps`, { apps });
    },
    /** Takes all consent from the first app. */
    async withdrawConsent() {
      const { apps } = await call("GET", `${admin}/apps`);
      apps[0].consented = [];
      await call("PUT", `${admin}/apps`, { apps });
    },
    addUser: (user) => call("POST", `${admin}/users`, user),
    changeUser: (username, changes) => call("PATCH", `${admin}/users/${encodeURIComponent(username)}`, changes),
    readUser: (username) => call("GET", `${admin}/users/${encodeURIComponent(username)}`),
    /** Has the risk provider answer by a rule. */
    setRisk: (rule) => call("PUT", `${admin}/risk`, rule),
    /** What the risk provider was asked and told, and what the gate decided. */
    riskBook: () => call("GET", `${admin}/risk`),
    /** Lets time pass. */
    advance: (seconds) => call("POST", `${admin}/clock`, { advance_seconds: seconds }),
    /** Kills a person's refresh tokens. */
    revoke: (username) => call("POST", `${admin}/revoke`, { username }),
    /** The paths of the calls that it carried out. */
    async carriedOut() {
      const entries = await call("GET", `${admin}/journal`);
      return entries.filter(({ method }) => method !== "OPTIONS").map(({ path }) => path);
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

// Not `fetch`: the tests record that one to see what the client sends.
async function call(method, url, document) {
  const outgoing = request(url, { method, agent: false });
  outgoing.end(document && JSON.stringify(document));
  const [incoming] = await once(outgoing, "response");
  const body = (await incoming.toArray()).join("");
  assert.ok(incoming.statusCode < 300, `${method} ${url} answered ${incoming.statusCode}: ${body}`);
  return body ? JSON.parse(body) : undefined;
}
