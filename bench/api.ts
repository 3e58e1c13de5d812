/**
 * `node bench/api.ts`: what steering a milestone costs in requests, counted by the stand-in for GitHub under the real
 * app. A milestone of 50 tasks and 8 agents, pushed phase by phase over eight hours of a clock that only counts.
 */
import { SETTINGS } from "../app/app-context.ts";
import { PHASES } from "../src/milestone/phase.ts";
import type { NewEvent } from "../src/milestone/session/event.ts";
import { appRig } from "../test/app/app-rig.ts";

const TASKS = 50;
const HOURS = 8;
/** Content creations may come once a second, and all calls of an hour must stay under this. */
const CALLS_PER_HOUR = 200;

const ids = Array.from({ length: TASKS }, (_, n) => `task-${n + 1}`);
const file = `id: api-v2
title: Public API v2
executor: { run: "true" }
kiro_configuration: { approval_gates: { design_to_spec: { required: false }, spec_to_task: { required: false } } }
tasks:
${ids.map(id => `  - { id: ${id}, title: ${id}, kiro_workflow: { enabled: true } }`).join("\n")}
`;

let queries = 0;
const { fetch } = globalThis;
globalThis.fetch = (input, init) => {
  if (String(input).endsWith("/graphql")) queries += 1;
  return fetch(input, init);
};

let time = Date.now();
const clock = {
  ...SETTINGS.clock,
  now: () => time,
  sleep: async (ms: number) => {
    time += ms;
  },
};
const rig = await appRig({
  files: { ".milestones/active/api-v2.yaml": file },
  settings: { clock, lazyMs: 0, urgentMs: 0, writeGapMs: 1_000 },
  github: { now: () => time },
});

/** Calls since the last look, by what they cost. */
let seen = rig.github.calls.length;
function calls() {
  const fresh = rig.github.calls.slice(seen);
  seen = rig.github.calls.length;
  const charged = fresh.filter(call => call.charged).length;
  return {
    charged,
    free: fresh.length - charged,
    written: fresh.filter(call => call.method !== "GET").length,
  };
}
const row = (what: string, { charged, free, written }: ReturnType<typeof calls>) =>
  console.log(
    `${what.padEnd(34)} ${String(charged).padStart(7)} ${String(free).padStart(5)} ${String(written).padStart(7)}`,
  );

console.log(`${"event".padEnd(34)} charged  free written`);
calls();
await rig.run.start(ids);
await rig.settled();
row("start", calls());

const phases = ids.flatMap(task => PHASES.map(phase => ({ task, phase })));
const gap = (HOURS * 3_600_000) / phases.length;
let hourly = 0;
for (const [index, { task, phase }] of phases.entries()) {
  time += gap;
  // The app renews its token by the real clock, which stands still here.
  for (const actor of rig.github.world.tokens.values()) if ("expiresAt" in actor) actor.expiresAt = Infinity;
  const where = { task_id: task, phase };
  const events: NewEvent[] = [
    { event: "phase_started", ...where, data: { attempt: 1, executor: "run" } },
    {
      event: "phase_completed",
      ...where,
      data: { attempt: 1, executor: "run", duration_ms: 1, deliverables: [], changed: 0, gated: false },
    },
  ];
  if (phase === "design") events.unshift({ event: "task_started", task_id: task, data: {} });
  if (phase === "execute") events.push({ event: "task_completed", task_id: task, data: {} });
  await rig.run.push(events, {}, `milestone(api-v2): ${task} ${phase} completed`);
  await rig.settled();
  const cost = calls();
  hourly += cost.charged;
  if (index < 6) row(`${task} ${phase} completed`, cost);
}
const perHour = Math.round((hourly + queries) / HOURS);
console.log(
  `\n${TASKS} tasks in ${HOURS} h: ${perHour} calls an hour, GraphQL included (limit ${CALLS_PER_HOUR})`,
);
const creations = rig.github.calls.filter(
  call => call.method === "POST" && !call.path.endsWith("access_tokens"),
);
const closest = Math.min(...creations.slice(1).map((call, n) => call.at - creations[n]!.at));
console.log(`closest two creations: ${closest} ms`);
await rig.close();
if (perHour >= CALLS_PER_HOUR || closest < 1_000) process.exitCode = 1;
