import { counted } from "../text/sanitise.ts";
import { aside, type Block, paragraph, part, type Span, table, type Words } from "./blocks.ts";
import type { TaskRow } from "./dashboard.ts";
import { waitWords } from "./in-words.ts";
import { STATUS } from "./status.ts";

/** A list of more tasks than this shows those that are under way, and folds the others. */
const FOLDED_ABOVE = 6;

export interface TaskListRoom {
  /** Most tasks that are still to be finished, and whether those that are finished are listed; else all of them. */
  open: number;
  finished: boolean;
}

/** The tasks of a dashboard: those that people look for first, the others folded where they are many. */
export function taskList(
  all: readonly TaskRow[],
  room: TaskListRoom = { open: Number.POSITIVE_INFINITY, finished: true },
): Block[] {
  if (all.length <= FOLDED_ABOVE) return [taskTable("All tasks", all)];
  const finished = all.filter(t => t.status === "completed" || t.status === "skipped");
  const pending = all.filter(t => t.status === "pending");
  const underWay = all.filter(t => !finished.includes(t) && !pending.includes(t)).sort(byUrgency);
  const shown = underWay.slice(0, room.open);
  const next = pending.slice(0, Math.max(0, room.open - shown.length));
  const left = underWay.length + pending.length - shown.length - next.length;
  return [
    part("Under way", taskTable("Under way", shown)),
    folded(`Still to come (${pending.length})`, next),
    ...(left > 0 ? [paragraph(`and ${counted(left, "more task")} to come`)] : []),
    room.finished || finished.length === 0
      ? folded(`Finished (${finished.length})`, finished)
      : paragraph(`${counted(finished.length, "finished task")} not listed here`),
  ];
}

/** Each task on a line, in the order of the plan. */
export function taskLines(all: readonly TaskRow[]): Block {
  const rows = all.map((task): Words[] => [
    [{ mark: task.status }, " ", { task: task.id }],
    { percent: task.percentage, of: task.id, tone: STATUS[task.status].tone },
    task.phase ?? "",
    task.doing ?? waitWords(task) ?? STATUS[task.status].word,
  ]);
  return table("Tasks", ["Task", "Progress", aside("Phase"), "Status"], rows, { bare: true });
}

const folded = (summary: string, rows: readonly TaskRow[]): Block => ({
  kind: "folded",
  key: `tasks ${summary.replace(/ \(\d+\)$/, "")}`,
  summary,
  blocks: [taskTable(summary, rows)],
});

function taskTable(caption: string, rows: readonly TaskRow[]): Block {
  return table(caption, ["Task", "Progress", "Status"], rows.map(cells));
}

function cells(task: TaskRow): Words[] {
  const { tone } = STATUS[task.status];
  const isBegun = task.percentage > 0 && task.percentage < 100;
  const name: Span[] = [{ strong: { task: task.id } }];
  if (task.critical) name.push({ quiet: " (critical path)" });
  const title = task.title && task.title !== task.id ? { quiet: { text: task.title, most: 120 } } : "";
  const waits = waitWords(task);
  return [
    [{ lines: [name, title] }],
    isBegun ? { percent: task.percentage, of: task.id, tone } : "",
    [
      {
        lines: [
          waits ? { tone: "idle", text: `○ ${waits}` } : { status: task.status },
          isBegun && task.phase ? { quiet: task.phase } : "",
          task.doing ? { quiet: task.doing } : "",
        ],
      },
    ],
  ];
}

const URGENCY: Record<TaskRow["status"], number> = {
  blocked: 0,
  waiting_approval: 1,
  waiting_answer: 1,
  in_progress: 2,
  pending: 3,
  completed: 4,
  skipped: 4,
};

function byUrgency(a: TaskRow, b: TaskRow): number {
  return URGENCY[a.status] - URGENCY[b.status];
}
