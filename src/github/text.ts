import type { Blocker } from "../milestone/blocker/blocker.ts";
import { asComment } from "../milestone/blocker/proposals.ts";
import { findingWords } from "../milestone/review/review-finding.ts";
import { type OpenQuestion, questionName } from "../milestone/session/questions.ts";
import { codeSpan, cut, escapeLine, escapeText, fenced, shorten } from "../milestone/text/escape-markdown.ts";
import { dateTime } from "../milestone/view/figures.ts";
import type { ReviewedAttempt } from "../milestone/view/log-record.ts";
import { REFUSED } from "./refusal-text.ts";

/** Every sentence that is posted on GitHub. Names and words of others are made inert here and nowhere later. */
export const text = {
  pullTitle: (milestone: string, title: string) => `Milestone ${milestone}: ${oneLine(title)}`,
  howToLand: (milestone: string, listens: boolean) =>
    `**Completed.** To land it, merge here, or ${listens ? `comment \`/milestone land ${milestone}\`` : "run the workflow with the command `land`"} (\`--squash\` for one commit, \`--state=summary\` without logs and documents).\n`,
  /** Without the app a comment starts nothing. */
  withoutApp: (url: string) =>
    `> [!NOTE]\n> No app listens to comments here. A review answers the gates; every other command below is given by [Run workflow](${url}/actions), with its command, target and reason.\n`,
  findings,
  trackingTitle: (milestone: string, title: string) => `Milestone ${milestone}: ${oneLine(title)} (progress)`,

  resumeButton: { label: "Resume", description: "Go on with the milestone", identifier: "resume" },
  retryButton: { label: "Retry", description: "Try what is blocked again", identifier: "retry" },
  superseded: (head: string) => `Superseded by ${head.slice(0, 7)}`,

  question,

  blockerTitle: (milestone: string, { type, task }: Blocker) =>
    `[${milestone}] ${type}: ${task ?? "milestone"}`,
  blocker,
  double: (of: number) => `This is the same as #${of}, which goes on.`,

  notice: {
    activated: (milestone: string, people: string[]) =>
      `${mentions(people)}: the milestone ${codeSpan(milestone)} is under way. This pull request shows its progress.`,
    completed: (milestone: string, people: string[]) =>
      `${mentions(people)}: the milestone ${codeSpan(milestone)} is completed. Its branch can be merged.`,
    due: (milestone: string, people: string[], message: string) =>
      `${mentions(people)}: the milestone ${codeSpan(milestone)} may miss its date. ${escapeLine(message)}`,
    closed: (milestone: string) =>
      `This pull request was closed, but the milestone ${codeSpan(milestone)} goes on on its branch. Reopen the pull request to see it and to approve its gates, or give the milestone up: ${codeSpan(`/milestone cancel ${milestone}`)}.`,
    unchecked: (why: string) => `The progress does not stand in a check here: ${escapeLine(why)}`,
    dependency: (milestone: string, change: string) =>
      `The milestone ${codeSpan(milestone)}, which this one depends on, was ${change}.`,
  },

  reviewersNotAsked: (names: string[]) =>
    `GitHub would not ask ${listed(names.map(name => codeSpan(name)))} for a review: only people and teams with access can be asked.`,
  refusedPart: (what: string, why: string) =>
    `What belongs to the ${what} is not kept up to date, and is tried again ever more rarely: ${escapeLine(why)}`,
  closedPull: "The pull request was closed while the milestone goes on: reopen it, or cancel the milestone.",
  pullRefused:
    'GitHub does not let this workflow open pull requests. Turn on "Allow GitHub Actions to create and approve pull requests" under Settings → Actions → General, or install the app. Until then an issue shows the progress and the gates.',
  trackingIntro: (branch: string) =>
    `GitHub does not let this workflow open a pull request from ${codeSpan(branch)}, so the progress is shown here. Gates are answered here by comment.`,

  notPlanned: (why: string, run: string) =>
    `No plan was made ([the run](${run})).\n\n${fenced(why, { limit: 8_000 })}`,

  closedBy: (issue: number, login: string) => `issue ${issue} was closed by ${login}`,
  why: (task: string, sentences: string[]) =>
    sentences.length > 1
      ? `${codeSpan(task)} waits for more than one thing:\n\n${sentences.map(s => `- ${escapeLine(s, 600)}`).join("\n")}`
      : escapeLine(sentences[0] ?? `nothing is known about ${task}`, 600),

  refused: REFUSED,

  badFile: {
    title: (milestone: string) => `The milestone file of ${milestone} cannot be read`,
    body: (milestone: string, findings: string[]) =>
      `The milestone file of ${codeSpan(milestone)} cannot be read, so nothing of it is shown or started until it is mended on the branch.\n\n${fenced(findings.join("\n"), { limit: 8_000 })}`,
  },
};

/** Findings in the pull request; the report has all. */
const FINDINGS_SHOWN = 20;

/** What reviewers found in work that landed nevertheless, as it did not count as a reason to send it back. */
function findings(reviews: readonly ReviewedAttempt[]): string {
  const found = reviews.flatMap(({ task, phase, landed, review }) =>
    landed
      ? review.findings.map(
          each =>
            `- ${codeSpan(`${task}/${phase}`)}: ${escapeLine(findingWords(each), 400)}${review.agent && !each.own ? ` (${escapeLine(review.agent)})` : ""}`,
        )
      : [],
  );
  if (found.length === 0) return "";
  const more =
    found.length > FINDINGS_SHOWN
      ? [`- ${found.length - FINDINGS_SHOWN} earlier ones stand in the report`]
      : [];
  return `### What reviews found\n\nNone of it kept the work from landing.\n\n${[...found.slice(-FINDINGS_SHOWN), ...more].join("\n")}\n`;
}

/** GitHub's record of who ticked a box is not one to rely on, so that an answer is a comment. */
function question(asked: OpenQuestion, milestone: string, who: readonly string[]): string {
  const name = questionName(asked);
  const command = (answer: string) => codeSpan(`/milestone answer ${milestone} ${name} ${answer}`);
  const lines = [`### ${codeSpan(name)} asks`, "", escapeText(asked.question), ""];
  if (asked.why) lines.push(`Why: ${escapeLine(asked.why)}`, "");
  for (const [i, option] of asked.options.entries()) {
    const mark = option === asked.default ? " (default)" : "";
    lines.push(`${i + 1}. ${escapeLine(option)}${mark}: comment ${command(String(i + 1))}`);
  }
  if (asked.options.length > 0) lines.push("");
  lines.push(`In your own words: ${command("<text>")}`, "");
  const until = asked.until === undefined ? "" : ` until ${dateTime(asked.until)}`;
  const otherwise =
    asked.default === undefined ? "" : ` The work goes on with: ${escapeLine(asked.default)}.`;
  lines.push(
    asked.blocking
      ? `The phase waits for the answer${until}, and other work goes on.`
      : `The phase did not wait.${otherwise} An answer is told to what follows.`,
    "",
    `Who may: ${who.length ? listed(who.map(n => codeSpan(n))) : "anyone with write permission"}.`,
  );
  return cut(lines.join("\n"), 50_000);
}

function blocker(input: {
  blocker: Blocker;
  milestone: string;
  how: string | null;
  mention: string[];
}): string {
  const { blocker: b, milestone, how } = input;
  const target = [b.task, b.phase].filter(Boolean).join("/");
  const lines: string[] = [];
  if (how !== null) lines.push(`**Resolved:** ${escapeLine(how)}`, "");
  lines.push(escapeText(b.message), "");
  lines.push("| | |", "| --- | --- |");
  lines.push(`| Milestone | ${codeSpan(milestone)} |`);
  if (target) lines.push(`| Where | ${codeSpan(target)} |`);
  lines.push(`| Severity | ${b.severity} |`, `| Level | ${b.level}: ${LEVEL[b.level]} |`);
  lines.push(`| Attempts | ${b.attempts} |`, `| Since | ${dateTime(b.detectedAt)} |`, "");
  if (b.evidence.trim())
    lines.push("What was seen last:", "", fenced(b.evidence, { limit: 20_000, keep: "end" }), "");
  if (how === null) lines.push(...wayOut(b, input.mention));
  return cut(lines.join("\n"), 60_000);
}

function wayOut(b: Blocker, mention: string[]): string[] {
  const lines = ["What resolves it:", ""];
  for (const proposal of b.proposals) {
    lines.push(`- ${codeSpan(asComment(proposal))}: ${escapeLine(proposal.why)}`);
  }
  lines.push(
    "- Closing this issue as completed tries again; closing it as not planned skips the task (needs maintain).",
  );
  if (mention.length) lines.push("", `${mentions(mention)}: this needs a person.`);
  return lines;
}

const LEVEL: Record<Blocker["level"], string> = {
  1: "tried again by itself",
  2: "another agent tried",
  3: "the strategy was adjusted",
  4: "a person is needed",
  5: "a person left the task out",
  6: "a person postponed or cancelled the milestone",
};

const LOGIN = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}(\/[A-Za-z0-9][A-Za-z0-9._-]{0,99})?$/;

/** Real mentions, of names that can only be names. */
function mentions(people: string[]): string {
  return people.map(name => (LOGIN.test(name) ? `@${name}` : codeSpan(name))).join(" ");
}

/** "a, b and c". */
export function listed(items: string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

/** A title is plain text on GitHub: nothing in it is a link or a mention, but it must be one line. */
function oneLine(value: string): string {
  return shorten(value.replace(/\s+/g, " ").trim(), 200);
}
