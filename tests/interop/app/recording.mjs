// What the client does to the outside while a journey runs: requests, and time.

/**
 * Records until `stop()` is called. `sent` has every request as `{ method, path, headers, form }`, `waits` the
 * milliseconds that the client wanted to wait, which end at once.
 */
export function startRecording() {
  const { fetch, setTimeout } = globalThis;
  const sent = [];
  const waits = [];

  globalThis.fetch = (resource, options = {}) => {
    sent.push({
      method: options.method ?? "GET",
      path: new URL(resource).pathname,
      headers: [...new Headers(options.headers).keys()],
      form: new URLSearchParams(options.body ?? ""),
    });
    return fetch(resource, options);
  };
  globalThis.setTimeout = (then, delay, ...rest) => {
    const ofClient = new Error().stack.includes("/msal-browser/");
    if (ofClient) {
      waits.push(delay);
    }
    return setTimeout(then, ofClient ? 0 : delay, ...rest);
  };

  return {
    sent,
    waits,
    stop() {
      Object.assign(globalThis, { fetch, setTimeout });
    },
  };
}

/** What a request was for: its grant, or the last part of its path. */
export function purpose({ path, form }) {
  return form.get("grant_type") ?? path.slice(path.lastIndexOf("/") + 1);
}
