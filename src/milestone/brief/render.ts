import { type BriefContext, briefContext, type ContextQuestion } from "./context.ts";
import { feedbackPoints, feedbackText } from "./feedback.ts";
import { sectionsOf } from "./sections.ts";
import { fillTemplate } from "./template.ts";

export interface BriefQuestion extends ContextQuestion {
  /** As the phase's state keeps it: what the last attempt got wrong. */
  feedback: readonly string[];
  /** Text of `.milestones/prompts/<phase>.md`, or null. */
  template: string | null;
  /** Absolute path of the work tree; absent: paths are told relative to it only. */
  worktree?: string;
}

export interface RenderedBrief {
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
  const points = feedbackPoints(question.feedback);
  const feedback = points.length === 0 ? null : feedbackText(points);
  const context = briefContext(question, points);
  const sections = sectionsOf(context, feedback, question.worktree);
  const brief = Object.values(sections).filter(Boolean).join("\n\n") + "\n";
  const prompt =
    question.template === null ? brief : fillTemplate(question.template, brief, context, sections);
  return { prompt, context, feedback: feedback === null ? null : feedback + "\n" };
}
