/** A question that a planner leaves to people, in the form of `$MILESTONE_ASK`. */
export interface PlanQuestion {
  question: string;
  why?: string;
  options: string[];
  default: string;
}

export interface RecordedAnswer {
  question: string;
  answer: string;
  /** Login of who gave it. */
  by: string;
}

/** What the commit of a drafted plan remembers: pull request and next draft are made of the branch alone. */
export interface PlanRecord {
  milestone: string;
  goal: string;
  /** `issue:<n>`, a path, or null. */
  from: string | null;
  /** Number of the issue in which it was asked for. */
  issue: number | null;
  /** When it was asked for (RFC 3339): what an issue said later nobody with a right to it has read. */
  asked: string | null;
  agent: string | null;
  /** It changes the plan of a milestone that is under way. */
  replan?: true;
  questions: PlanQuestion[];
  answers: RecordedAnswer[];
  /** Keys of the comments and reviews whose words the plan holds. */
  taken: string[];
}

const TRAILER = "Plan-Record: ";
const MAX_TEXT = 8_000;
const MAX_LIST = 200;

/** The message of the commit that holds a drafted plan. */
export function planMessage(record: PlanRecord, again: boolean): string {
  const { milestone, goal } = record;
  return [
    `milestone(${milestone}): plan ${again ? "changed" : "drafted"}`,
    "",
    goal.replace(/\s+/g, " ").trim().slice(0, 300),
    "",
    `Milestone: ${milestone}`,
    TRAILER + JSON.stringify(record),
  ].join("\n");
}

/** What a commit's message remembers; null where it is no plan's. Whoever may push can write one: it proves nothing. */
export function readPlanRecord(message: string): PlanRecord | null {
  const at = message.lastIndexOf(`\n${TRAILER}`);
  if (at < 0) return null;
  const start = at + 1 + TRAILER.length;
  const end = message.indexOf("\n", start);
  let data: unknown;
  try {
    data = JSON.parse(message.slice(start, end < 0 ? undefined : end));
  } catch {
    return null;
  }
  return isMap(data) ? recordOf(data) : null;
}

function recordOf(data: Record<string, unknown>): PlanRecord | null {
  const { milestone, goal } = data;
  if (typeof milestone !== "string" || typeof goal !== "string") return null;
  return {
    milestone,
    goal: goal.slice(0, MAX_TEXT),
    from: textOf(data.from),
    issue: Number.isSafeInteger(data.issue) ? (data.issue as number) : null,
    asked: textOf(data.asked),
    agent: textOf(data.agent),
    ...(data.replan === true ? { replan: true } : {}),
    questions: listOf(data.questions).flatMap(questionOf),
    answers: listOf(data.answers).flatMap(each => {
      const [question, answer, by] = [textOf(each.question), textOf(each.answer), textOf(each.by)];
      return question !== null && answer !== null && by !== null ? [{ question, answer, by }] : [];
    }),
    taken: Array.isArray(data.taken)
      ? data.taken.filter(each => typeof each === "string").slice(-MAX_LIST)
      : [],
  };
}

function questionOf(data: Record<string, unknown>): PlanQuestion[] {
  const question = textOf(data.question);
  const otherwise = textOf(data.default);
  const options = Array.isArray(data.options) ? data.options.filter(each => typeof each === "string") : [];
  if (question === null || otherwise === null || !options.includes(otherwise)) return [];
  const why = textOf(data.why);
  return [{ question, ...(why === null ? {} : { why }), options, default: otherwise }];
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const listOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.slice(0, MAX_LIST).filter(isMap) : [];

const textOf = (value: unknown): string | null =>
  typeof value === "string" ? value.slice(0, MAX_TEXT) : null;
