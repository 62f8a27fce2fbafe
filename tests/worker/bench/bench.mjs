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
import { crowd } from "./crowd.mjs";
import { start as startNginx, startAnswering as startNginxAnswering } from "./nginx.mjs";

const WARM = 500;
const ROUNDS = 7;
const IN_A_ROUND = 500;
/** Connections at a time, and the calls of a round on them. */
const CONNECTIONS = 64;
const FLOOD = 20_000;
/** Calls of the soak, and those after which memory is looked at first. */
const SOAK = 100_000;
const EARLY = 20_000;
const INITIATE = new URLSearchParams({ username: "ada@contoso.example" }).toString();
const TOLD = { continuation_token: "t".repeat(1200) };
/** As every client sends them. */
const HEADERS = {
  "content-type": "application/x-www-form-urlencoded",
  "cf-connecting-ip": ADDRESS,
  "client-request-id": "0f8fad5b-d9cb-469f-a165-70867728950e",
  "x-risk-session": SESSION,
};
const NO_NGINX = "there is no nginx";

const origin = spawn(process.execPath, [fileURLToPath(new URL("origin.mjs", import.meta.url))]);
process.on("exit", () => origin.kill());
const [line] = await once(createInterface({ input: origin.stdout }), "line");
const url = `http://127.0.0.1:${line}`;
const [rust, worker, nginx] = await Promise.all([
  startRust({ tenant: url, provider: url, keeps: false }),
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
await borne();
await soaked();
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
      say(`${name}${kind}-p${percent}`, ways.has(name) ? added(rounds, name, percent) : { left_out: NO_NGINX });
    }
  }
  if (kind === "") {
    for (const [row, of] of [["gate-whole-p50", whole], ["gate-more-p50", more]]) {
      say(row, nginx ? beside(rounds.map((took) => ["gate", "nginx"].map((name) => of(took, name, 50)))) : { left_out: NO_NGINX });
    }
  }
}

/** Prints how many calls a second the gate bears beside nginx: before a tenant that bears more. */
async function borne() {
  const tenant = nginx && (await startNginxAnswering(TOLD));
  if (!tenant) {
    say("gate-throughput", { left_out: NO_NGINX });
    return;
  }
  const url = `http://127.0.0.1:${tenant.port}`;
  const both = await Promise.all([startRust({ tenant: url, provider: url, keeps: false }), startNginx(url)]);
  const [gate, other] = await Promise.all(both.map(flood));
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push([await gate(FLOOD), await other(FLOOD)]);
  }
  say("gate-throughput", beside(rounds.slice(1)));
  const [started, between] = both;
  await Promise.all([started.kill(), between.stop(), tenant.stop()]);
}

/** Prints what the gate's process holds after so many calls, beside what it held early on. */
async function soaked() {
  const calls = await flood(rust);
  await calls(EARLY);
  const early = await rust.resident();
  await calls(SOAK - EARLY);
  const late = await rust.resident();
  say("gate-memory", early && late ? { figure: late, peer: early } : { left_out: "this system does not say what a process holds" });
}

function flood({ port }) {
  return crowd(port, CONNECTIONS, { path: `/${TENANT}/oauth2/v2.0/initiate`, headers: HEADERS, body: INITIATE });
}

/** The round in the middle by its ratio, with the least and the most of the ratios. */
function beside(rounds) {
  const sorted = rounds.toSorted(([one, by], [other, beneath]) => one / by - other / beneath);
  const [figure, peer] = sorted[Math.floor(sorted.length / 2)];
  const ratio = ([own, its]) => own / its;
  return { figure, peer, spread: [ratio(sorted[0]), ratio(sorted.at(-1))] };
}

function say(row, figure) {
  console.log(JSON.stringify({ row, ...figure }));
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
  const sorted = rounds.map((took) => more(took, name, percent)).toSorted((one, other) => one - other);
  return { figure: sorted[Math.floor(sorted.length / 2)], spread: [sorted[0], sorted.at(-1)] };
}

/** What a way takes in a round. */
function whole(took, name, percent) {
  return under(took.get(name), percent);
}

/** What it takes more than the way straight to the tenant. */
function more(took, name, percent) {
  return whole(took, name, percent) - whole(took, "straight", percent);
}

/** The time under which so many of a hundred stay. */
function under(times, percent) {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1];
}

/** A way to the tenant on a connection that stays open. */
function way(port) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return async (path, body) => {
    const begun = process.hrtime.bigint();
    const length = Buffer.byteLength(body);
    const outgoing = request({ port, host: "127.0.0.1", method: "POST", path, agent, headers: { ...HEADERS, "content-length": length } });
    outgoing.end(body);
    const [incoming] = await once(outgoing, "response");
    incoming.resume();
    await once(incoming, "end");
    const took = Number(process.hrtime.bigint() - begun) / 1000;
    assert.equal(incoming.statusCode, 200);
    return took;
  };
}
