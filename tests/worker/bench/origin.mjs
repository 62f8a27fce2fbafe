// Tenant and provider of the measurement: it answers from constants, and looks at nothing but the path.

import { once } from "node:events";
import { createServer } from "node:http";

const answers = [
  ["/assess", { verdict: "pass" }],
  ["/initiate", { continuation_token: "t".repeat(1200) }],
  ["/token", { token_type: "Bearer", expires_in: 3600, access_token: "a".repeat(3000) }],
].map(([end, body]) => [end, Buffer.from(JSON.stringify(body))]);

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    const [, body] = answers.find(([end]) => request.url.endsWith(end));
    response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
  });
});
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1");
await once(server, "listening");
console.log(server.address().port);
