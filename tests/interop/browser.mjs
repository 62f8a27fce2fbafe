// The little of a browser that the client asks for. Import it before the client.
//
// Storage is not here: the tests keep the client's cache in memory. Requests go out through the
// recording `fetch` below, so that a test can say which ones were sent.

globalThis.window = globalThis;
Object.defineProperty(globalThis, "navigator", { value: { onLine: true }, configurable: true });
globalThis.crypto ??= (await import("node:crypto")).webcrypto;

// Tabs tell each other about sign-ins over a channel; here there is one tab, and an open channel
// would keep the process alive.
delete globalThis.BroadcastChannel;

/** Every request since the last `forget()`, as `{ method, path, headers, form }`. */
export const sent = [];

export function forget() {
  sent.length = 0;
}

const send = globalThis.fetch;
globalThis.fetch = (resource, options = {}) => {
  sent.push({
    method: options.method ?? "GET",
    path: new URL(resource).pathname,
    headers: [...new Headers(options.headers).keys()],
    form: new URLSearchParams(options.body ?? ""),
  });
  return send(resource, options);
};
