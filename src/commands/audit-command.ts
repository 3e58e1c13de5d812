import type { Machine } from "../engine/machine/open-machine.ts";
import { refuse } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import { auditText, buildAudit } from "../milestone/view/audit.ts";
import { readLiveMilestone } from "./live-state.ts";
import { EXIT, type Outcome } from "./outcome.ts";

/** Who decided what, and when: the log's decisions in order. */
export async function auditCommand(machine: Machine, options: RunOptions): Promise<Outcome> {
  const { head, state, history } = await readLiveMilestone(machine, options);
  if (head.seq === 0) {
    refuse(
      `the milestone "${options.milestone}" was not started yet`,
      `milestone execute ${options.milestone}`,
    );
  }
  const audit = buildAudit(options.milestone, head, (await history()).record.trail);
  return {
    status: state.status,
    exitCode: EXIT.ok,
    text: auditText(audit),
    json: audit.entries,
    outputs: {},
  };
}
