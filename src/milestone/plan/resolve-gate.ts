import { type Phase, TRANSITION } from "../phase.ts";
import type { ConfigFile, MilestoneFile, PhaseFile } from "./milestone-schema.ts";
import type { Gate } from "./plan.ts";

/** Phases whose end needs an approval where nothing else is said. */
const GATED: Record<Phase, boolean> = { design: true, spec: true, task: false, execute: false };

export interface GateSources {
  phase: PhaseFile | undefined;
  milestone: MilestoneFile;
  config: ConfigFile;
  /** false: a standard task, which has no gate unless one is asked for. */
  workflow: boolean;
}

/** The gate behind a phase, or null: the phase's own word, then the milestone's, the config's, the default. */
export function resolveGate(
  phase: Phase,
  { phase: file, milestone, config, workflow }: GateSources,
): Gate | null {
  const transition = TRANSITION[phase];
  const levels = [
    milestone.kiro_configuration?.approval_gates?.[transition],
    config.kiro_configuration?.approval_gates?.[transition],
  ];
  const configured = levels.find(level => level?.required !== undefined)?.required;
  const required = file?.approval_required ?? (workflow ? (configured ?? GATED[phase]) : false);
  if (!required) return null;
  return {
    transition,
    approvers: file?.approvers ?? levels.find(level => level?.approvers)?.approvers ?? [],
    minApprovals:
      file?.min_approvals ?? levels.find(level => level?.min_approvals !== undefined)?.min_approvals ?? 1,
    criteria: levels.find(level => level?.criteria)?.criteria ?? [],
  };
}

/** The gates of a workflow task that says nothing itself. */
export function defaultGates(milestone: MilestoneFile, config: ConfigFile): Record<Phase, Gate | null> {
  const gate = (phase: Phase) => resolveGate(phase, { phase: undefined, milestone, config, workflow: true });
  return { design: gate("design"), spec: gate("spec"), task: gate("task"), execute: gate("execute") };
}
