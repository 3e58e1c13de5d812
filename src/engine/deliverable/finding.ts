/** The rules of a deliverable; the name is part of events and tests, the message is for people and agents. */
export const DELIVERABLE_RULES = [
  "nothing_delivered",
  "missing",
  "empty",
  "too_small",
  "too_large",
  "encoding",
  "unparsable",
  "invalid",
  "section_missing",
  "section_empty",
  "schema",
  "placeholder",
  "unchanged",
] as const;
export type DeliverableRule = (typeof DELIVERABLE_RULES)[number];

/** One thing that is wrong with what a phase delivered. */
export interface DeliverableFinding {
  /** Relative to the phase's folder; for `changed:` the glob. */
  path: string;
  rule: DeliverableRule;
  /** What is wrong and how to mend it. */
  message: string;
  /** Counted from 1. */
  line?: number;
}
