import { expect, it } from "vitest";
import { rigWith, standard } from "../action/plans.ts";

const PLAN = standard("m", {
  run: 'test "$MILESTONE_TASK" != broken',
  tasks: [
    "id: broken",
    "id: gated\n    kiro_workflow: { enabled: true, phases: { design: { approval_required: true, deliverables: [] }, spec: { approval_required: false, deliverables: [] }, task: { deliverables: [] }, execute: { deliverables: [] } } }",
  ],
});

const OUTPUTS =
  "status milestone session-id branch commit progress tasks-completed tasks-total pending-approvals questions resume-at blockers";
const VIEW =
  "milestone title strategy reasons agents complexity parallelism tasks remaining order waves criticalPath gates checkpoints locks requires run predicted cost release runners warnings unmet untaken";

/** Every command of the terminal, in an order in which each has something to do: exit code, and keys of the answer. */
const ANSWERS: [string, number, string][] = [
  ["--version", 0, "version"],
  ["help", 0, "help"],
  ["help execute", 0, "help"],
  ["skip --help", 0, "help"],
  ["completion bash", 0, "script"],
  ["init other", 0, "milestone files kept written project"],
  ["clean", 0, "folder bytes conversations"],
  ["doctor other", 0, "ok findings"],
  ["list", 0, "id title shelf status percentage"],
  ["validate", 0, "milestone valid diagnostics"],
  ["plan m", 0, VIEW],
  ["execute m --dry-run", 0, VIEW],
  ["execute m", 11, `${OUTPUTS} report`],
  [
    "status m",
    0,
    "milestone status percentage counts session timeline quality phases tasks criticalPath agents roles activities approvals questions blockers events warnings usage now untaken",
  ],
  ["why m broken", 0, "task status causes sentences untaken"],
  ["prompt m gated/spec", 0, "prompt context feedback"],
  ["report m", 0, "path report"],
  ["report m --html --output=report.html", 0, "path report"],
  ["replay m", 0, "events head status progress equal differences"],
  ["reject m gated/design too thin", 0, `${OUTPUTS} done note`],
  ["audit m", 0, "seq at event task phase who id source permission commit ref deliverables words"],
  ["pause m", 0, `${OUTPUTS} done note`],
  ["resume m", 11, `${OUTPUTS} report`],
  ["approve m gated/design", 0, `${OUTPUTS} done note`],
  ["retry m broken", 11, `${OUTPUTS} report`],
  ["sync m", 0, `${OUTPUTS} done diff note`],
  ["postpone m", 0, `${OUTPUTS} done note`],
  ["skip m broken", 0, `${OUTPUTS} done note`],
  ["execute m", 0, `${OUTPUTS} report`],
  ["execute m", 0, `${OUTPUTS} report`],
  ["archive m", 0, `${OUTPUTS} done note`],
  ["archive m", 2, "errors"],
  ["cancel m", 2, "errors"],
  ["unlock m", 2, "errors"],
  ["import nothere", 2, "errors"],
  ["status nothere", 2, "errors"],
  ["exceute m", 2, "errors"],
  ["execute", 2, "errors"],
  ["execute m --agents=none", 2, "errors"],
];

it("every command answers with JSON alone, whose keys are known", async () => {
  const rig = rigWith({ m: PLAN });
  for (const [line, code, keys] of ANSWERS) {
    const done = await rig.main.milestone([...line.split(" "), "--json"]);
    expect(done.code, line + done.stderr).toBe(code);
    const answer: unknown = JSON.parse(done.stdout);
    const one: unknown = Array.isArray(answer) ? answer[0] : answer;
    expect(Object.keys(one as object).sort(), line).toEqual(keys.split(" ").sort());
    if (keys !== "errors") continue;
    const { errors } = answer as { errors: unknown[] };
    expect(errors).toEqual([
      expect.objectContaining({ message: expect.any(String), remedy: expect.any(String) }),
    ]);
  }
}, 120_000);
