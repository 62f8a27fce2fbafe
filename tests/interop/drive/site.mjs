// The web site that the page comes from: the released client and the journeys as the files that they are.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

const FOLDER = new URL("..", import.meta.url);

const IMPORTS = {
  "@azure/msal-browser/custom-auth": "/node_modules/@azure/msal-browser/dist/custom_auth/index.mjs",
  "@azure/msal-common/browser": "/node_modules/@azure/msal-common/dist-browser/index-browser.mjs",
};

/** The page has `run` once it is loaded; what it wants of the sandbox it asks the site for. */
const page = (tenant) => `<!doctype html>
<meta charset="utf-8">
<title>Interop</title>
<link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script type="module">
  import { run } from "/app/run.mjs";
  const ask = window.fetch.bind(window);
  const sandbox = new Proxy({}, {
    get: (_, method) => async (...inputs) => {
      const answer = await ask("/sandbox", { method: "POST", body: JSON.stringify({ method, inputs }) });
      const text = await answer.text();
      if (!answer.ok) throw new Error(text);
      return text ? JSON.parse(text) : undefined;
    },
  });
  window.run = (journey, name) => run(journey, name, ${JSON.stringify(tenant)}, sandbox);
</script>
`;

/** Serves the page for `sandbox` on a free port, under another name than the sandbox's, and so at another origin. */
export async function serve(sandbox) {
  const server = createServer((request, response) => {
    answer(request, sandbox).then(
      ([type, body]) => response.writeHead(200, { "content-type": type }).end(body),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://localhost:${server.address().port}/`,
    async close() {
      server.closeAllConnections?.();
      server.close();
      await once(server, "close");
    },
  };
}

async function answer(request, sandbox) {
  const { pathname } = new URL(request.url, "http://localhost");
  if (pathname === "/") {
    return ["text/html", page(sandbox.tenant)];
  }
  if (pathname === "/sandbox") {
    const { method, inputs } = JSON.parse((await request.toArray()).join(""));
    return ["application/json", JSON.stringify(await sandbox[method](...inputs))];
  }
  const isScript = /^\/(app|journeys|node_modules\/@azure)\/[\w./-]+\.mjs$/.test(pathname);
  if (!isScript) {
    throw new Error(`there is no ${pathname}`);
  }
  return ["text/javascript", await readFile(fileURLToPath(new URL(`.${pathname}`, FOLDER)))];
}
