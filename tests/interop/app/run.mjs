// Runs one test of a journey on the client's side, which is Node or a page.

import { makeClient } from "./client.mjs";
import { startRecording } from "./recording.mjs";

/**
 * Runs the test and tells what it saw: `seen`, each as `{ at, actual, expected }`, the `failure` that ended it early,
 * and the names of the `headers` that the client sent. Whether that is right is for the caller to say.
 */
export async function run(journey, name, tenant, sandbox) {
  const { tests } = await import(`../journeys/${journey}.mjs`);
  const seen = [];
  const { sent, waits, stop } = startRecording();
  let failure;
  try {
    await tests[name]({
      client: await makeClient(tenant),
      makeClient: (changes) => makeClient(tenant, changes),
      sandbox,
      sent,
      waits,
      expect: (actual, expected) => seen.push(plain({ at: place(journey), actual, expected })),
    });
  } catch (error) {
    failure = error.stack;
  } finally {
    stop();
  }
  return { seen, failure, headers: [...new Set(sent.flatMap(({ headers }) => headers))] };
}

/** Where in the journey the running line is. */
function place(journey) {
  return new Error().stack.match(new RegExp(`${journey}\\.mjs:\\d+`))?.[0];
}

/** A value as it is now, and as JSON brings it to the other side. */
function plain(value) {
  return JSON.parse(JSON.stringify(value, (_, part) => part ?? null));
}
