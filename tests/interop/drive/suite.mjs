// The journeys as tests, wherever they run. A driver has `run(journey, name)`, which runs one test
// beside the client and gives what it saw (app/run.mjs).

import assert from "node:assert/strict";
import { describe, test } from "node:test";

const names = [
  "sign_in",
  "second_factor",
  "registration",
  "sign_up",
  "sign_up_refused",
  "reset_password",
  "session",
  "in_the_browser",
];

const journeys = await Promise.all(names.map((name) => import(`../journeys/${name}.mjs`)));

/** Every test of every journey; `here` has `sandbox` and `driver` once tests run. */
export function suite(here) {
  journeys.forEach(({ title, tests }, index) => {
    describe(title, () => {
      for (const name of Object.keys(tests)) {
        test(name, async () => {
          await here.sandbox.reset();
          check(await here.driver.run(names[index], name));
        });
      }
    });
  });
}

/** Holds what a test saw against what it expected, in order, so that the first difference is the one that is told. */
export function check({ seen, failure }) {
  for (const { at, actual, expected } of seen) {
    assert.deepEqual({ at, value: actual }, { at, value: expected });
  }
  assert.equal(failure, undefined, failure);
  assert.ok(seen.length > 0, "the test expects something");
}
