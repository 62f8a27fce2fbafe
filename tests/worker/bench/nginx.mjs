// nginx, where there is one: as a plain reverse proxy, for what a hop costs that looks at nothing, and as a tenant that
// costs next to nothing itself.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BINARIES = ["nginx", "/usr/sbin/nginx"];

/** Starts it before `origin`; none where there is no nginx. */
export function start(origin) {
  return run(
    `upstream origin { server ${new URL(origin).host}; keepalive 64; }`,
    'proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection "";',
  );
}

/** Starts another one that itself answers all calls, with `body`. */
export function startAnswering(body) {
  return run("", `default_type application/json; return 200 '${JSON.stringify(body)}';`);
}

async function run(before, location) {
  const binary = BINARIES.find((name) => spawnSync(name, ["-v"]).status === 0);
  if (binary === undefined) {
    return undefined;
  }
  const folder = await mkdtemp(join(tmpdir(), "doorstep-nginx-"));
  const port = await freePort();
  await writeFile(join(folder, "nginx.conf"), configuration(folder, port, before, location));
  const arguments_ = ["-p", folder, "-e", join(folder, "error.log"), "-c", join(folder, "nginx.conf")];
  const child = spawn(binary, arguments_, { stdio: "ignore" });
  process.on("exit", () => child.kill("SIGTERM"));
  await listening(port, child);
  return {
    port,
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder, port, before, location) {
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `daemon off;
master_process off;
pid ${folder}/pid;
events {}
http {
  access_log off;
  ${paths.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n  ")}
  ${before}
  server {
    listen 127.0.0.1:${port};
    keepalive_requests 1000000;
    location / { ${location} }
  }
}
`;
}

/** nginx must be told a port. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

async function listening(port, child) {
  for (;;) {
    if (child.exitCode !== null) {
      throw new Error(`nginx ended at once, with code ${child.exitCode}`);
    }
    const socket = connect(port, "127.0.0.1");
    const isThere = await new Promise((told) => socket.once("connect", () => told(true)).once("error", () => told(false)));
    socket.destroy();
    if (isThere) {
      return;
    }
  }
}
