// Carbone, as its documentation has it: `node by_carbone.mjs TEMPLATE`.
import { createRequire } from "node:module";
import { promisify } from "node:util";

import { answer } from "./answering.mjs";

const require = createRequire(`${process.env.NODE_PACKAGES}/`);
const render = promisify(require("carbone").render);

await answer((data) => render(process.argv[2], data, {}));
