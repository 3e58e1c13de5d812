import { type Phase, TRANSITION } from "../phase.ts";
import type { ConfigFile, MilestoneFile } from "./milestone-schema.ts";
import type { Gate } from "./plan.ts";
import type { PhaseFile } from "./task-schema.ts";

/** Phases whose end needs an approval where nothing else is said. */
const GATED: Record<Phase, boolean> = { design: true, spec: true, task: false, execute: false };

export interface GateSources {
  /** What the phase itself says of its gate, nearest first. */
  phases: readonly (PhaseFile | undefined)[];
  milestone: MilestoneFile;
  config: ConfigFile;
  /** false: a standard task, which has no gate unless one is asked for. */
  workflow: boolean;
}

/** The gate behind a phase, or null: the phase's own word, then the milestone's, the config's, the default. */
export function resolveGate(phase: Phase, { phases, milestone, config, workflow }: GateSources): Gate | null {
  const transition = TRANSITION[phase];
  const own = phases.map(ownGate);
  const levels = [
    milestone.kiro_configuration?.approval_gates?.[transition],
    config.kiro_configuration?.approval_gates?.[transition],
  ];
  const configured = levels.find(level => level?.required !== undefined)?.required;
  const asked = own.find(gate => gate.required !== undefined)?.required;
  const required = asked ?? (workflow ? (configured ?? GATED[phase]) : false);
  if (!required) return null;
  const all = [...own, ...levels];
  return {
    transition,
    approvers: all.find(level => level?.approvers)?.approvers ?? [],
    minApprovals: all.find(level => level?.min_approvals !== undefined)?.min_approvals ?? 1,
    criteria: levels.find(level => level?.criteria)?.criteria ?? [],
  };
}

interface OwnGate {
  required?: boolean | undefined;
  approvers?: string[] | undefined;
  min_approvals?: number | undefined;
}

/** `gate: [octocat]` is `approval_required: true` with `approvers: [octocat]`. */
function ownGate(phase: PhaseFile | undefined): OwnGate {
  const { gate, approval_required, approvers, min_approvals } = phase ?? {};
  const listed = Array.isArray(gate) ? gate : undefined;
  const required = gate === undefined ? approval_required : listed !== undefined || gate === true;
  return { required, approvers: listed ?? approvers, min_approvals };
}

/** The gates of a workflow task that says nothing itself. */
export function defaultGates(milestone: MilestoneFile, config: ConfigFile): Record<Phase, Gate | null> {
  const gate = (phase: Phase) => resolveGate(phase, { phases: [], milestone, config, workflow: true });
  return { design: gate("design"), spec: gate("spec"), task: gate("task"), execute: gate("execute") };
}
