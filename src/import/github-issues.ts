import {
  type Imported,
  type ImportedPlan,
  type ImportNote,
  imported,
  newTask,
  unreadable,
} from "./imported.ts";

/** A GitHub milestone with its issues, as far as a plan needs them. */
export interface GitHubMilestone {
  number: number;
  title: string;
  description: string;
  /** A day, `YYYY-MM-DD`. */
  due: string | null;
  url: string;
  /** In the order of their numbers; sub-issues of theirs that bear no milestone are among them. */
  issues: GitHubIssue[];
  /** What could not be taken, one line each. */
  leftOut: string[];
}

export interface GitHubIssue {
  number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  /** `completed`, `not_planned`, `duplicate`, or null. */
  reason: string | null;
  labels: string[];
  /** Numbers of sub-issues in the same repository. */
  subIssues: number[];
  /** Numbers of the issues that block it, in the same repository. */
  blockedBy: number[];
}

/**
 * The issues of a GitHub milestone as tasks with their numbers as ids. They begin with design, as no document is
 * finished; a closed issue is completed, one closed as not planned is skipped, a sub-issue is needed by its parent.
 */
export function readGitHubMilestone(milestone: GitHubMilestone): Imported<ImportedPlan> {
  const { issues } = milestone;
  if (issues.length === 0) {
    return unreadable(
      milestone.url,
      1,
      "the milestone has no issues",
      "add issues to it on GitHub, then import again",
    );
  }
  const places = new Map(issues.map(({ number }, index) => [number, index]));
  const parents = parentsOf(issues, places);
  const notes: ImportNote[] = milestone.leftOut.map(what => ({ what }));
  const tasks = issues.map((issue, index) => {
    const state = stateOf(issue);
    if (state === "skipped")
      notes.push({ what: `closed as ${issue.reason}, so imported as skipped`, item: `#${issue.number}` });
    return newTask({
      id: String(issue.number),
      title: issue.title,
      details: detailsOf(issue),
      state,
      parent: parents[index]!,
      after: issue.blockedBy.map(String),
      planned: false,
    });
  });
  return imported({
    format: "github",
    source: milestone.url,
    title: milestone.title,
    description: visible(milestone.description),
    ...(milestone.due === null ? {} : { due: milestone.due }),
    tasks,
    steps: [],
    hints: [],
    documents: [],
    lists: [],
    notes,
  });
}

/** GitHub lets an issue have one parent; a second one, or a circle, is not believed. */
function parentsOf(issues: readonly GitHubIssue[], places: ReadonlyMap<number, number>): (number | null)[] {
  const parents: (number | null)[] = issues.map(() => null);
  issues.forEach((issue, index) => {
    for (const number of issue.subIssues) {
      const part = places.get(number);
      if (part === undefined || parents[part] !== null || isAbove(parents, part, index)) continue;
      parents[part] = index;
    }
  });
  return parents;
}

function isAbove(parents: readonly (number | null)[], above: number, index: number): boolean {
  for (let at: number | null = index; at !== null; at = parents[at]!) if (at === above) return true;
  return false;
}

function stateOf({ state, reason }: GitHubIssue) {
  if (state === "open") return "pending";
  return reason === "not_planned" || reason === "duplicate" ? "skipped" : "completed";
}

function detailsOf({ number, body, labels }: GitHubIssue): string[] {
  const text = visible(body);
  const about = `Issue #${number}${labels.length > 0 ? `, labels: ${labels.join(", ")}` : ""}`;
  return text === "" ? [about] : [...text.split("\n"), "", about];
}

/** Without HTML comments: nobody sees them on GitHub, so nobody could have judged what they tell an agent. */
function visible(markdown: string): string {
  let text = "";
  let at = 0;
  for (;;) {
    const open = markdown.indexOf("<!--", at);
    if (open < 0) break;
    text += markdown.slice(at, open);
    const close = markdown.indexOf("-->", open);
    at = close < 0 ? markdown.length : close + 3;
  }
  return (text + markdown.slice(at)).replace(/\r\n?/g, "\n").trim();
}
