import { type Row, table } from "./row.ts";
import { api } from "./sections/api.ts";
import { checkout } from "./sections/checkout.ts";
import { replay } from "./sections/log.ts";
import { growth, memory, overhead } from "./sections/phases.ts";
import { seeds, yaml } from "./sections/plan-file.ts";
import { makespan, parallel, push } from "./sections/schedule.ts";
import { start } from "./sections/start.ts";
import { layers, setup, trees } from "./sections/world.ts";

/**
 * `npm run bench [-- section …]`: ratios, each of two things measured in the same run, since a machine's own speed
 * drifts. Some minutes; the bundle in dist/ is what is measured.
 */
const SECTIONS: Record<string, () => Row[] | Promise<Row[]>> = {
  overhead,
  growth,
  memory,
  parallel,
  makespan,
  push,
  start,
  checkout,
  trees,
  setup,
  layers,
  replay,
  yaml,
  seeds,
  api,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !(name in SECTIONS));
if (unknown.length > 0) {
  console.error(`no section ${unknown.join(", ")}; there are ${Object.keys(SECTIONS).join(", ")}`);
  process.exit(2);
}
const rows: Row[] = [];
for (const [name, section] of Object.entries(SECTIONS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.error(`measuring ${name} …`);
  rows.push(...(await section()));
}
console.log(table(rows));
