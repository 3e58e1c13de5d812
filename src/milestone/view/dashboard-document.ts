import { activitySentence } from "../session/activity.ts";
import { counted } from "../text/sanitise.ts";
import {
  type Block,
  figures,
  items,
  list,
  type Measure,
  type MilestoneDocument,
  type Section,
  table,
  type Words,
} from "./blocks.ts";
import { besideAgents, type Dashboard } from "./dashboard.ts";
import { dateTime, duration } from "./figures.ts";
import { GANTT_NOTE } from "./gantt.ts";
import { doingWords, qualityParts, taskWords, timeParts, usageWords } from "./in-words.ts";
import { mermaidGraph } from "./mermaid.ts";
import { type Medium, needsOf } from "./needs.ts";
import { type TaskListRoom, taskLines, taskList } from "./task-table.ts";

/** How much of a dashboard there is room for. */
export interface DashboardRoom {
  tasks: TaskListRoom;
  /** What programs said last of what is blocked. */
  evidence: boolean;
  graph: boolean;
  /** In Mermaid's language; null: none. */
  gantt: string | null;
}

const WHOLE: DashboardRoom = {
  tasks: { open: Number.POSITIVE_INFINITY, finished: true },
  evidence: true,
  graph: true,
  gantt: null,
};

/** What a dashboard says, the same in every medium; its commands and its rows suit the place where it is read. */
export function dashboardDocument(
  dashboard: Dashboard,
  place: Medium,
  room: DashboardRoom = WHOLE,
): MilestoneDocument {
  const { session, usage, agents, tasks, now } = dashboard;
  const isOnGitHub = place === "github";
  const events = isOnGitHub ? [...dashboard.events].reverse() : dashboard.events;
  const needs = needsOf(dashboard, place);
  return {
    ...headOf(dashboard),
    overview: overviewOf(dashboard),
    sections: [
      section(
        "needs",
        "Needs a person",
        needs.length > 0 ? [{ kind: "needs", needs, evidence: room.evidence }] : [],
      ),
      section("agents", "Agents at work", isOnGitHub ? [agentTable(agents, now)] : agentLines(dashboard)),
      section("graph", "Graph", room.graph && isOnGitHub ? graph(dashboard) : []),
      section("tasks", "Tasks", isOnGitHub ? taskList(tasks, room.tasks) : [taskLines(tasks)]),
      section(
        "timeline",
        "Timeline",
        room.gantt ? [{ kind: "picture", mermaid: room.gantt, note: GANTT_NOTE }] : [],
      ),
      section("events", "Last events (UTC)", events.length > 0 ? [{ kind: "log", lines: events }] : []),
    ],
    foot: [
      ...(session
        ? [["Session ", { code: session.id }], `${session.strategy}, ${counted(session.agents, "agent")}`]
        : []),
      ...(usage.attempts ? [usageWords(dashboard)] : []),
      ...(isOnGitHub ? [`as of ${dateTime(now)}`] : []),
    ] as Words[],
  };
}

const section = (id: string, title: string, blocks: readonly Block[]): Section => ({ id, title, blocks });

export function headOf({
  milestone,
  status,
  session,
}: Dashboard): Pick<MilestoneDocument, "id" | "title" | "status" | "reason"> {
  return { id: milestone.id, title: milestone.title, status, reason: session?.reason ?? "" };
}

/** Progress, time and quality of the whole, then each phase. */
export function overviewOf(dashboard: Dashboard): Measure<string>[] {
  const { percentage, timeline, quality, phases } = dashboard;
  const left = timeline.leftPercent;
  const isFailed = quality.tests?.ok === false || quality.checkpoints.some(c => c.status === "failed");
  return [
    { name: "Progress", percent: percentage, parts: [taskWords(dashboard)] },
    {
      name: left === null ? "Time" : "Time left",
      percent: left === null ? null : Math.max(0, left),
      tone: timeline.onTime === false ? "bad" : "active",
      parts: timeParts(dashboard),
    },
    {
      name: "Quality",
      percent: quality.percentage,
      tone: isFailed ? "bad" : "good",
      parts: qualityParts(dashboard),
    },
    ...phases.map(({ phase, percentage: percent, finished, total }) => ({
      name: phase,
      percent,
      parts: [`${finished}/${total} finished`],
      minor: true,
    })),
  ];
}

function agentTable(agents: Dashboard["agents"], now: number): Block {
  const rows = agents.map(({ slot, run, since, executor, ...work }): Words[] => [
    String(slot ?? ""),
    attemptName(work),
    executor,
    run === null ? "" : `run ${run}`,
    duration(now - since),
  ]);
  const columns = [figures("Agent"), "Works on", "Executor", "Where", figures("For")];
  return table("Agents at work", columns, rows);
}

/** With what each is at, and what goes on beside them. */
function agentLines(dashboard: Dashboard): Block[] {
  const { now } = dashboard;
  const rows = dashboard.agents.map((agent): Words[] => [
    String(agent.slot ?? ""),
    attemptName(agent),
    agent.executor,
    doingWords(agent, now),
  ]);
  const beside = besideAgents(dashboard).map(a => `${activitySentence(a)}  ${duration(now - a.since)}`);
  const columns = [figures("Agent"), "Works on", "Executor", "At"];
  return [table("Agents at work", columns, rows, { bare: true }), list(items(...beside))];
}

function attemptName({ task, phase, attempt }: { task: string; phase: string; attempt: number }): string {
  return `${task}/${phase}${attempt > 1 ? ` (attempt ${attempt})` : ""}`;
}

function graph(dashboard: Dashboard): Block[] {
  const mermaid = mermaidGraph(dashboard);
  const note =
    dashboard.criticalPath.length > 0 ? "Thick arrows and borders: the critical path of what is left." : "";
  return mermaid ? [{ kind: "picture", mermaid, note }] : [];
}
