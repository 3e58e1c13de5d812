import { shorten } from "./inert.ts";
import { sanitise, sanitiseLine } from "./sanitise.ts";

const BREAK = "\u200b";
const BODY_LIMIT = 4_000;
const SUBJECT_LIMIT = 72;

/** Words in brackets by which a commit asks CI systems not to run; their brackets become round. */
const SKIP = /\[([^[\]\n]{0,40})\]/g;
const SKIP_WORDS = /\b(?:skip|no)\b[\s_-]*\w|\w[\s_-]*\bskip\b|NO[_ -]?CI/i;

/**
 * Text of others for the body of a commit message: it skips no CI run, adds no trailer (co-authors,
 * sign-offs, `skip-checks`), mentions nobody and closes no issue.
 */
export function inertCommitText(text: string, limit = BODY_LIMIT): string {
  const lines = sanitise(shorten(text, limit))
    .split("\n")
    .map(line => quoteTrailer(neutral(line).trimEnd()));
  return shorten(lines.join("\n").trim(), limit);
}

/** The same in one line, for a part of a subject. */
export function inertCommitLine(text: string, limit = SUBJECT_LIMIT): string {
  return neutral(sanitiseLine(shorten(text, limit)).replace(/\s+/g, " ").trim());
}

function neutral(line: string): string {
  return line
    .replace(SKIP, (whole, inside: string) => (SKIP_WORDS.test(inside) ? `(${inside})` : whole))
    .replace(/\*{3}NO_CI\*{3}/gi, "NO CI")
    .replace(/@(?=[A-Za-z0-9_-])/g, `@${BREAK}`)
    .replace(/#(?=\d)/g, `#${BREAK}`)
    .replace(/\bGH-(?=\d)/gi, match => match + BREAK)
    .replace(/:\/\//g, `:${BREAK}//`);
}

/**
 * `Word-word: value` is a trailer for git or GitHub wherever a paragraph ends, `---` ends the message for
 * some tools, and `#` begins a comment; quoted, each is only text. An indented line would go on with a trailer.
 */
function quoteTrailer(line: string): string {
  return /^(?:\s|[A-Za-z0-9][A-Za-z0-9 -]{0,60}\s*[:=]|---|#|\(cherry picked from)/.test(line)
    ? `> ${line.trim()}`
    : line;
}
