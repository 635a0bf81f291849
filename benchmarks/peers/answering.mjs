// The loop of a contestant that is a Node process; what the lines mean is told in __init__.py.
import { readFileSync, writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";

/** Answers lines until there are no more; `make` gives a Buffer, or a promise of one, and is what is timed. */
export async function answer(make) {
  let cases = [];
  for await (const line of createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line);
    let said;
    try {
      if (asked.data) {
        cases = JSON.parse(readFileSync(asked.data, "utf8"));
        said = { cases: cases.length };
      } else {
        const begun = performance.now();
        const worked = process.cpuUsage();
        const made = await make(cases[asked.case]);
        const { user, system } = process.cpuUsage(worked);
        said = { ms: performance.now() - begun, cpu: (user + system) / 1000 };
        if (asked.save) writeFileSync(asked.save, made);
      }
    } catch (error) {
      said = { error: String(error) };
    }
    process.stdout.write(JSON.stringify(said) + "\n");
  }
  process.exit(0);
}
