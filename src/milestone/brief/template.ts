import { nearest } from "../diagnostic/nearest.ts";
import type { Answered } from "../session/questions.ts";
import type { NoteState } from "../session/state.ts";
import { type BriefContext, briefContext, type ContextQuestion, OVERLAY_NOTE } from "./context.ts";
import { answersText, feedbackPoints, feedbackText, notesText } from "./feedback.ts";
import { type KeptTree, mergeSections, resumedSections, type Sections, sectionsOf } from "./sections.ts";

/** What `.milestones/prompts/<phase>.md` may name; the README's table is made of this. */
export const VARIABLES = {
  brief: "the whole brief as it would be without a template",
  "milestone.id": "id of the milestone",
  "milestone.title": "its title",
  "milestone.description": "what it is for",
  "task.id": "id of the task",
  "task.title": "its title",
  "task.description": "what is to be done",
  phase: "design, spec, task or execute",
  attempt: "number of this attempt, from 1",
  "deliverables.folder": "folder of this phase's deliverables, relative to the repository's root",
  deliverables: "the section that lists the deliverables and their rules",
  criteria: "the section with acceptance criteria, checks and the gate",
  earlier: "the section with earlier phases' and dependencies' results",
  limits: "the section that says what to leave alone",
  feedback:
    "the section with what was wrong last time, what people answered, and notes of other tasks; empty where there is nothing",
  test_command: "the milestone's test command, or nothing",
} as const;
export type Variable = keyof typeof VARIABLES;

/** A variable that does not exist. Lines and columns count from 1. */
export interface TemplateProblem {
  line: number;
  column: number;
  name: string;
  message: string;
  /** What to write instead. */
  remedy: string;
}

const REFERENCE = /\{\{[ \t]{0,8}([A-Za-z][\w.-]{0,63})[ \t]{0,8}\}\}/g;

/** Every reference to a variable that does not exist. */
export function checkTemplate(text: string): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  text.split("\n").forEach((line, index) => {
    for (const match of line.matchAll(REFERENCE)) {
      const name = match[1]!;
      if (Object.hasOwn(VARIABLES, name)) continue;
      const near = nearest(name, Object.keys(VARIABLES));
      const remedy = near ? `write {{${near}}}` : `use one of ${Object.keys(VARIABLES).join(", ")}`;
      const message = `there is no variable {{${name}}}`;
      problems.push({ line: index + 1, column: match.index + 1, name, message, remedy });
    }
  });
  return problems;
}

/**
 * Fills a template in one pass, so that a value is never read as a template again. Feedback that the template does not
 * place is put at the end: an attempt is always told why the last one did not count. Throws on a template that
 * `checkTemplate` finds fault with.
 */
export function fillTemplate(text: string, brief: string, context: BriefContext, sections: Sections): string {
  const [problem] = checkTemplate(text);
  if (problem) {
    throw new Error(`line ${problem.line} of the prompt template: ${problem.message}; ${problem.remedy}`);
  }
  const values = valuesOf(brief, context, sections);
  const used = new Set<string>();
  const filled = text.replace(REFERENCE, (_, name: Variable) => {
    used.add(name);
    return values[name];
  });
  const told = sections.feedback === "" || used.has("feedback") || used.has("brief");
  return told ? filled : `${filled.trimEnd()}\n\n${sections.feedback}\n`;
}

function valuesOf(brief: string, context: BriefContext, sections: Sections): Record<Variable, string> {
  const { milestone, task, deliverables } = context;
  return {
    brief: brief.trimEnd(),
    "milestone.id": milestone.id,
    "milestone.title": milestone.title,
    "milestone.description": milestone.description,
    "task.id": task.id,
    "task.title": task.title,
    "task.description": task.description,
    phase: context.phase,
    attempt: String(context.attempt),
    "deliverables.folder": deliverables.folder,
    deliverables: sections.deliverables,
    criteria: sections.criteria,
    earlier: sections.earlier,
    limits: sections.limits,
    feedback: sections.feedback,
    test_command: context.test_command ?? "",
  };
}

export interface BriefQuestion extends ContextQuestion {
  /** As the phase's state keeps it: what the last attempt got wrong. */
  feedback: readonly string[];
  /** What people answered; absent: nothing was asked. */
  answered?: readonly Answered[];
  /** What agents of other tasks left for it; absent: nothing. */
  notes?: readonly NoteState[];
  /** Another brief, since attempts by the usual one failed alike; absent: none. */
  alternative?: string;
  /** What the tree holds of the attempt before. */
  kept?: KeptTree;
  /** With `kept: "merging"`: the files in which both sides stand between marks. */
  conflicts?: readonly string[];
  /** Its tree is an overlay of a checkout. */
  isOverlay?: boolean;
  /** Text of `.milestones/prompts/<phase>.md`, or null. */
  template: string | null;
  /** Absolute path of the work tree; absent: paths are told relative to it only. */
  worktree?: string;
}

/** What an agent is told that goes on in the conversation of an earlier attempt, which had the brief. */
export function resumedPrompt(question: BriefQuestion & { worktree: string; briefFile: string }): string {
  const { answered = [], notes = [], kept = "none", worktree, briefFile } = question;
  const points = feedbackPoints(question.feedback);
  const context = briefContext(question, { points, answered, notes });
  return resumedSections(context, {
    points: points.length > 0 ? feedbackText(points) : null,
    answers: answersText(answered) || null,
    notes: notesText(notes) || null,
    kept,
    worktree,
    briefFile,
  });
}

interface RenderedBrief {
  /** What an agent is told, markdown. */
  prompt: string;
  /** The content of MILESTONE_CONTEXT. */
  context: BriefContext;
  /** The text of MILESTONE_FEEDBACK; null when there is none. */
  feedback: string | null;
}

/**
 * What an executor gets to know of its phase. Equal questions give equal briefs: no clock, no chance. Throws when the
 * template names a variable that does not exist; `checkTemplate` tells beforehand.
 */
export function renderBrief(question: BriefQuestion): RenderedBrief {
  const { answered = [], notes = [], kept = "none", worktree } = question;
  const points = feedbackPoints(question.feedback);
  const said = points.length > 0 ? feedbackText(points) : "";
  const told = [said, answersText(answered), notesText(notes)].filter(Boolean);
  const feedback = told.length === 0 ? null : told.join("\n\n");
  const conflicts = kept === "merging" ? [...(question.conflicts ?? [])] : [];
  const context = {
    ...briefContext(question, { points, answered, notes }),
    ...(conflicts.length > 0 ? { conflicts } : {}),
    ...(question.isOverlay ? { tree_notes: [OVERLAY_NOTE] } : {}),
  };
  if (conflicts.length > 0) {
    const prompt = mergeSections(context, { conflicts, worktree });
    return { prompt, context, feedback: feedback === null ? null : `${feedback}\n` };
  }
  const sections = sectionsOf(context, {
    points: points.length > 0 ? feedbackText(points) : null,
    answers: answersText(answered) || null,
    notes: notesText(notes) || null,
    kept,
    ...(question.alternative === undefined ? {} : { alternative: question.alternative }),
    ...(worktree === undefined ? {} : { worktree }),
  });
  const brief = Object.values(sections).filter(Boolean).join("\n\n") + "\n";
  const prompt =
    question.template === null ? brief : fillTemplate(question.template, brief, context, sections);
  return { prompt, context, feedback: feedback === null ? null : feedback + "\n" };
}
