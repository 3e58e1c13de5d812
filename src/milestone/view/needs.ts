import { asComment } from "../blocker/proposals.ts";
import { questionName } from "../session/questions.ts";
import type { Need } from "./blocks.ts";
import type { ApprovalRow, BlockerRow, Dashboard, QuestionRow } from "./dashboard.ts";
import { duration } from "./figures.ts";
import { approvalWords, blockedPlace, blockerWords, gateName, questionWords } from "./in-words.ts";

/** Where the lines are read: commands of a terminal, or comments on GitHub. */
export type Medium = "terminal" | "github";

export function needsOf(dashboard: Dashboard, place: Medium): Need[] {
  const { blockers, approvals, questions, now } = dashboard;
  return [
    ...blockers.map(each => blockerNeed(each, now, place)),
    ...approvals.map(each => gateNeed(each, now, place)),
    ...questions.map(each => questionNeed(each, now, place)),
  ];
}

export function blockerNeed(blocker: BlockerRow, now: number, place: Medium): Need {
  return {
    status: "blocked",
    name: blockedPlace(blocker),
    words: blockerWords(blocker, now),
    short: blocker.type,
    criteria: [],
    evidence: blocker.evidence,
    ways: blocker.proposals.map(each => ({
      words: each.why,
      command: place === "github" ? asComment(each) : each.command,
    })),
  };
}

export function gateNeed(gate: ApprovalRow, now: number, place: Medium): Need {
  const isComment = place === "github" || gate.asComment;
  const words =
    gate.asComment && place === "terminal" ? "a review of its pull request, or this comment on it" : "";
  return {
    status: "waiting_approval",
    name: gateName(gate),
    words: approvalWords(gate, now),
    short: duration(now - gate.since),
    criteria: gate.criteria,
    evidence: "",
    ways: [{ words, command: (isComment ? "/" : "") + gate.command }],
  };
}

export function questionNeed(question: QuestionRow, now: number, place: Medium): Need {
  const isComment = place === "github" || question.asComment;
  const start = `${isComment ? "/" : ""}${question.command.slice(0, question.command.lastIndexOf(" "))}`;
  const options = question.options.map((option, i) => ({
    words: option === question.default ? `${option} (default)` : option,
    command: `${start} ${i + 1}`,
  }));
  return {
    status: "waiting_answer",
    name: questionName(question),
    words: questionWords(question, now),
    short: duration(now - question.since),
    criteria: [],
    evidence: "",
    ways: [...options, { words: "in words of your own", command: `${start} "…"` }],
  };
}
