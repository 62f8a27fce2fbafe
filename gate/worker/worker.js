/** The Worker. What it reads from its environment stands in README.md. */

import { gateAt } from "./gate.js";

export default gateAt(() => Math.floor(Date.now() / 1000));
