// docxtemplater with PizZip, as its documentation has it: `node by_docxtemplater.mjs TEMPLATE`.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { answer } from "./answering.mjs";

const require = createRequire(`${process.env.NODE_PACKAGES}/`);
const Docxtemplater = require("docxtemplater");
const PizZip = require("pizzip");
const template = readFileSync(process.argv[2]);

await answer((data) => {
  const made = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true });
  made.render(data);
  return made.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
});
