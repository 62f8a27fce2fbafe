// Drives journeys in this very process.

import "./window.mjs"; // before the client: it looks for a browser when it is loaded
import { run } from "../app/run.mjs";

/** Runs journeys against `sandbox`. */
export function driverFor(sandbox) {
  return { run: (journey, name) => run(journey, name, sandbox.tenant, sandbox) };
}
