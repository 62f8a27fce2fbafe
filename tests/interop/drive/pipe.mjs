// Chromium's DevTools protocol over a pair of pipes: JSON texts, each closed by a zero byte.

import { EventEmitter, once } from "node:events";

/** The longest that a command or an event may take. */
const PATIENCE = 30_000;

/** Speaks to a browser that was started with `--remote-debugging-pipe`. */
export function connect(toBrowser, fromBrowser) {
  const waiting = new Map();
  const events = new EventEmitter();
  let last = 0;
  let unread = "";
  let gone = false;

  fromBrowser.setEncoding("utf8").on("data", (part) => {
    const messages = (unread + part).split("\0");
    unread = messages.pop();
    messages.map((text) => JSON.parse(text)).forEach(receive);
  });
  for (const pipe of [toBrowser, fromBrowser]) {
    pipe.on("error", giveUp).on("close", giveUp);
  }

  function receive({ id, result, error, method, params, sessionId }) {
    if (method) {
      events.emit(`${method} ${sessionId}`, params);
      return;
    }
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error) {
      reject?.(new Error(error.message));
    } else {
      resolve?.(result);
    }
  }

  function giveUp() {
    gone = true;
    for (const { reject } of waiting.values()) {
      reject(new Error("the browser is gone"));
    }
    waiting.clear();
  }

  return {
    /** Gives a command and waits for its result. */
    async command(method, params = {}, sessionId) {
      if (gone) {
        throw new Error("the browser is gone");
      }
      const id = ++last;
      let timer;
      const answered = new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        timer = setTimeout(() => reject(new Error(`${method} was not answered`)), PATIENCE);
      });
      toBrowser.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      return answered.finally(() => clearTimeout(timer));
    },
    /** Calls `listener` with what each event of that name tells. */
    listen: (event, sessionId, listener) => events.on(`${event} ${sessionId}`, listener),
    /** Waits for the next event of that name. */
    next: (event, sessionId) => once(events, `${event} ${sessionId}`, { signal: AbortSignal.timeout(PATIENCE) }),
  };
}
