import type { Phase } from "../../src/milestone/phase.ts";

/** What differs from a milestone whose every phase runs the same command and needs no approval. */
export interface MilestoneDraft {
  id: string;
  tasks: TaskDraft[];
  /** The shell command of every phase; default: writes the phase's one deliverable. */
  run?: string;
  /** Variables for the command, by `executor.env`. */
  env?: Record<string, string>;
  retries?: number;
  backoff?: string;
  timeout?: string;
  /** Lines put at the top level as they are. */
  more?: string;
}

export interface TaskDraft {
  id: string;
  after?: string[];
  hours?: number;
  /** Runs as its execute phase alone. */
  standard?: boolean;
  /** Phases that need an approval. */
  gated?: Phase[];
  /** Commands that differ from the milestone's. */
  run?: Partial<Record<Phase, string>>;
}

const PHASES: readonly Phase[] = ["design", "spec", "task", "execute"];

/** Writes `note.md` and, in `execute`, a source file of the task's own; what it writes never depends on the time. */
export const WRITE_NOTE = [
  'printf "# %s\\n\\nThe %s of %s is worked out here.\\n" "$MILESTONE_TASK" "$MILESTONE_PHASE" "$MILESTONE_TASK" > "$MILESTONE_DELIVERABLES/note.md"',
  'if [ "$MILESTONE_PHASE" = execute ]; then mkdir -p src; printf "%s\\n" "$MILESTONE_TASK" > "src/$MILESTONE_TASK.txt"; fi',
].join("\n");

/** The text of `.milestones/active/<id>.yaml`: all four phases, one small deliverable each. */
export function milestoneText(draft: MilestoneDraft): string {
  const executor = {
    run: draft.run ?? WRITE_NOTE,
    retries: draft.retries ?? 0,
    backoff: draft.backoff ?? "1s",
    timeout: draft.timeout ?? "2m",
    ...(draft.env ? { env: draft.env } : {}),
  };
  // JSON is YAML, so nothing needs quoting rules of its own.
  return [
    `id: ${draft.id}`,
    `title: Milestone ${draft.id}`,
    "status: planned",
    `executor: ${JSON.stringify(executor)}`,
    ...(draft.tasks.some(t => t.standard) ? ["kiro_configuration: { enforcement: flexible }"] : []),
    ...(draft.more ? [draft.more] : []),
    "tasks:",
    ...draft.tasks.flatMap(taskLines),
    "",
  ].join("\n");
}

function taskLines(task: TaskDraft): string[] {
  return [
    `  - id: ${task.id}`,
    `    title: Task ${task.id}`,
    "    status: pending",
    `    estimated_hours: ${task.hours ?? 2}`,
    `    dependencies: ${JSON.stringify(task.after ?? [])}`,
    "    kiro_workflow:",
    `      enabled: ${!task.standard}`,
    ...(task.standard ? [] : ["      phases:", ...PHASES.flatMap(phase => phaseLines(task, phase))]),
  ];
}

function phaseLines(task: TaskDraft, phase: Phase): string[] {
  const run = task.run?.[phase];
  return [
    `        ${phase}:`,
    "          status: pending",
    `          approval_required: ${task.gated?.includes(phase) ?? false}`,
    "          deliverables: [note.md]",
    ...(run ? [`          executor: ${JSON.stringify({ run })}`] : []),
  ];
}
