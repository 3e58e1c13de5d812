/**
 * Terminal sequences: CSI (`ESC [ … letter`), strings such as titles and links (`ESC ] … BEL` or `ESC \`),
 * and two-character escapes. A string that never ends is cut after its introducer alone, so that a stray
 * one cannot swallow the rest of the line. Every class is bounded or greedy: linear.
 */
const TERMINAL =
  /(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]?|\u001b[\]PX^_][^\u0007\u001b\n]{0,2048}(?:\u0007|\u001b\\)|\u001b[ -/]{0,4}[0-~]?/g;

/** Control characters but tab and line feed, and those that hide or reorder text or look like nothing. */
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\u034f|[\u{e0000}-\u{e0fff}]/gu;

/**
 * Makes text safe to print in a log or terminal: no escape sequences, no control, bidirectional or
 * zero-width characters, no lone surrogates. Line feeds and tabs stay; a carriage return is dropped
 * before a line feed and else becomes one, since a log's reader takes it for a line's end.
 */
export function sanitise(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(/[\u2028\u2029\u0085]/g, "\n")
    .replace(TERMINAL, "")
    .replace(UNSEEN, "");
}

/** The same for what must stay one line: whatever would break it becomes a space. */
export function sanitiseLine(text: string): string {
  return sanitise(text).replaceAll("\n", " ");
}
