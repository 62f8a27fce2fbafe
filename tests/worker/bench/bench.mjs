// What a gate adds to a call: `doorstep gate`, the Worker in workerd, and nginx that only hands on, beside the way
// straight to the tenant. All take turns with the same requests, one at a time, on connections that stay open. For
// `cargo xtask bench gate`: a line for each figure.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { ADDRESS } from "../drive/client.mjs";
import { start as startRust } from "../drive/rust.mjs";
import { SESSION, TENANT, environment, sealed } from "../drive/stage.mjs";
import { start as startWorkerd } from "../drive/workerd.mjs";
import { start as startNginx } from "./nginx.mjs";

const WARM = 500;
const ROUNDS = 7;
const IN_A_ROUND = 500;
const NO_NGINX = "there is no nginx";

const origin = spawn(process.execPath, [fileURLToPath(new URL("origin.mjs", import.meta.url))]);
process.on("exit", () => origin.kill());
const [line] = await once(createInterface({ input: origin.stdout }), "line");
const url = `http://127.0.0.1:${line}`;
const [rust, worker, nginx] = await Promise.all([
  startRust({ tenant: url, provider: url }),
  startWorkerd(environment({ tenant: url, provider: url })),
  startNginx(url),
]);
const token = await sealed({ user: "ada@contoso.example", expires: Math.floor(Date.now() / 1000) + 3600 });
const ways = new Map([
  ["straight", way(Number(line))],
  ["gate", way(rust.port)],
  ["worker", way(worker.port)],
  ...(nginx ? [["nginx", way(nginx.port)]] : []),
]);

await measured("", "oauth2/v2.0/initiate", { username: "ada@contoso.example" });
await measured("-judged", "oauth2/v2.0/token", { grant_type: "password", password: "p", continuation_token: token });
await Promise.all([rust.kill(), worker.kill(), nginx?.stop()]);
origin.kill();
process.exit();

/** Prints what each way adds for one kind of call. */
async function measured(kind, path, form) {
  const body = new URLSearchParams(form).toString();
  const call = (each) => each(`/${TENANT}/${path}`, body);
  await inTurns(call, WARM);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(await inTurns(call, IN_A_ROUND));
  }
  for (const name of ["gate", "worker", "nginx"]) {
    for (const percent of [50, 99]) {
      const row = `${name}${kind}-p${percent}`;
      console.log(JSON.stringify({ row, ...(ways.has(name) ? added(rounds, name, percent) : { left_out: NO_NGINX }) }));
    }
  }
}

/** So many calls by each way, each way as often first as any other; their microseconds. */
async function inTurns(call, times) {
  const took = new Map([...ways.keys()].map((name) => [name, []]));
  const turns = [...ways];
  for (let time = 0; time < times; time += 1) {
    turns.push(turns.shift());
    for (const [name, each] of turns) {
      took.get(name).push(await call(each));
    }
  }
  return took;
}

/** What a way adds, in the round in the middle, with the least and the most of the rounds. */
function added(rounds, name, percent) {
  const more = rounds.map((took) => under(took.get(name), percent) - under(took.get("straight"), percent));
  more.sort((one, other) => one - other);
  return { figure: more[Math.floor(more.length / 2)], spread: [more[0], more.at(-1)] };
}

/** The time under which so many of a hundred stay. */
function under(times, percent) {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1];
}

/** A way to the tenant on one connection that stays open. */
function way(port) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "cf-connecting-ip": ADDRESS,
    "x-risk-session": SESSION,
  };
  return async (path, body) => {
    const begun = process.hrtime.bigint();
    const length = Buffer.byteLength(body);
    const outgoing = request({ port, host: "127.0.0.1", method: "POST", path, agent, headers: { ...headers, "content-length": length } });
    outgoing.end(body);
    const [incoming] = await once(outgoing, "response");
    incoming.resume();
    await once(incoming, "end");
    const took = Number(process.hrtime.bigint() - begun) / 1000;
    assert.equal(incoming.statusCode, 200);
    return took;
  };
}
