// The Worker between a scripted tenant and a scripted provider.

import { readFile } from "node:fs/promises";

import { Seal } from "../../../gate/worker/seal.js";
import { post, send } from "./client.mjs";
import { startScripted } from "./scripted.mjs";
import { start as startWorkerd } from "./workerd.mjs";

export const SESSION = "5f0c1a2b3c4d5e6f708192a3b4c5d6e7";

/** Reads vectors. */
export async function vectors(name) {
  return JSON.parse(await readFile(new URL(`../../vectors/gate/${name}.json`, import.meta.url), "utf8"));
}

const { tenant: TENANT, now: NOW, keys: KEYS } = await vectors("sealed");
export { KEYS, NOW, TENANT };

/** The seal of every stage. */
export const seal = await Seal.of(TENANT, [KEYS[0]]);

/** A token of the gate with an envelope of which only some members are given. */
export function sealed({ methods = {}, ...given }, now = NOW) {
  const usual = { token: "tenant-token", stage: "first", contexts: [], expires: now + 600 };
  return seal.seal({ ...usual, ...given, methods: new Map(Object.entries(methods)) });
}

/** An envelope as JSON writes it. */
export function plain(envelope) {
  const { methods, ...rest } = envelope;
  return JSON.parse(JSON.stringify({ ...rest, methods: Object.fromEntries(methods) }));
}

/** A Worker's environment. */
export function environment({ tenant, provider, fail = "closed", deadline = 5000, change = (config) => config }) {
  const texts = fail === "open" ? "closed" : fail;
  const config = {
    tenant: { id: TENANT, upstream: tenant },
    seal: { keys: [{ id: KEYS[0].id, secret_env: "SEAL" }] },
    step_up: { context: "c3" },
    providers: {
      risk: {
        kind: "generic",
        url: `${provider}/assess`,
        report_url: `${provider}/report`,
        secret_env: "RISK",
        deadline_ms: deadline,
      },
    },
    routes: {
      token: { provider: "risk", fail },
      challenge: { provider: "risk", fail: texts },
      register_challenge: { provider: "risk", fail: texts },
      sign_up: { provider: "risk", fail },
    },
  };
  return { GATE: JSON.stringify(change(config)), SEAL: KEYS[0].secret, RISK: "risk-secret" };
}

/** Starts a stage. Its time is that of the vectors; with `clock` of null it is the machine's. */
export async function startStage({ clock = NOW, ...set } = {}) {
  const [tenant, provider] = await Promise.all([startScripted(), startScripted()]);
  const worker = await startWorkerd(environment({ tenant: tenant.url, provider: provider.url, ...set }), { now: clock ?? undefined });
  return {
    tenant,
    provider,
    worker,
    /** A post of a form to a native route. */
    post: (path, form, headers) => post(worker.port, `/${TENANT}/${path}`, form, headers),
    send: (request) => send(worker.port, request),
    async stop() {
      await worker.kill();
      tenant.stop();
      provider.stop();
    },
  };
}
