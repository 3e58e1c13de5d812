import { cpus } from "node:os";
import { VERSION } from "../src/milestone/names.ts";
import { writeFigures } from "./figures.ts";
import { type Row, table } from "./row.ts";
import { api } from "./sections/api.ts";
import { app } from "./sections/app.ts";
import { checkout } from "./sections/checkout.ts";
import { large } from "./sections/large.ts";
import { replay } from "./sections/log.ts";
import { peers } from "./sections/peers.ts";
import { growth, memory, overhead, weight } from "./sections/phases.ts";
import { seeds, yaml } from "./sections/plan-file.ts";
import { runners } from "./sections/runners.ts";
import { makespan, parallel, push } from "./sections/schedule.ts";
import { start } from "./sections/start.ts";
import { layers, monorepo, sandbox, setup } from "./sections/world.ts";

/**
 * `npm run bench [-- section …] [-- --write]`: ratios, each of two things measured in the same run, since a machine's own
 * speed drifts; the bundle in dist/ is what is measured. What has not begun when the time is up is named and left out.
 * `--write` puts the table into docs/figures.md.
 */
const SECTIONS: Record<string, () => Row[] | Promise<Row[]>> = {
  overhead,
  growth,
  memory,
  weight,
  large,
  layers,
  sandbox,
  start,
  checkout,
  setup,
  parallel,
  push,
  replay,
  yaml,
  api,
  app,
  peers,
  makespan,
  seeds,
  runners,
  monorepo,
};

/** No section begins later than this (s): all of them together are to end within 12 minutes on two cores. */
const LAST_START = 630;

const asked = process.argv.slice(2);
const wanted = asked.filter(name => name !== "--write");
const unknown = wanted.filter(name => !(name in SECTIONS));
if (unknown.length > 0) {
  console.error(`no section ${unknown.join(", ")}; there are ${Object.keys(SECTIONS).join(", ")}`);
  process.exit(2);
}
const rows: Row[] = [];
const began = performance.now();
const seconds = (): number => Math.round((performance.now() - began) / 1000);
for (const [name, section] of Object.entries(SECTIONS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  if (seconds() > LAST_START) {
    console.error(`${name} is not measured: the time is up`);
    continue;
  }
  console.error(`${seconds()} s: measuring ${name} …`);
  try {
    rows.push(...(await section()));
  } catch (error) {
    console.error(`${name} could not be measured: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
console.error(`${seconds()} s in all`);
console.log(table(rows));
if (asked.includes("--write")) {
  writeFigures("docs/figures.md", rows, {
    version: VERSION,
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} cores (${cpus()[0]?.model.trim() ?? "unknown"}), Node ${process.versions.node}`,
  });
}
// What a section that failed left open does not keep this process alive.
process.exit();
