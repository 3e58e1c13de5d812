import { dataBlock, visibleText } from "./data-block.ts";

/** More points than this are hard to answer; the rest is counted. */
const MAX_POINTS = 40;

/**
 * What the last attempt got wrong, as single points. A failure comes as its message and its evidence; when the
 * evidence is the list of findings that the message begins with, each finding is a point. A review comes as its body
 * and line comments, each a point.
 */
export function feedbackPoints(feedback: readonly string[]): string[] {
  const [message, evidence, ...more] = feedback;
  const lines = evidence?.split("\n").filter(line => line.trim() !== "") ?? [];
  const isList = more.length === 0 && lines.length > 0 && message!.startsWith(lines[0]!);
  const points = (isList ? lines : feedback).map(visibleText).filter(point => point !== "");
  return points.length <= MAX_POINTS
    ? points
    : [...points.slice(0, MAX_POINTS), `and ${points.length - MAX_POINTS} more`];
}

/** The text of MILESTONE_FEEDBACK: each point numbered, and fenced as data. */
export function feedbackText(points: readonly string[]): string {
  return points.map((point, i) => `Point ${i + 1}\n${dataBlock(`point-${i + 1}`, point)}`).join("\n\n");
}

/**
 * How the agent says it answered each point: the lines `Answer <n>: …` of its last message, as `<n>. …` in the order
 * of the points. Its word is shown to people and decides nothing.
 */
export function answersIn(text: string): string[] {
  const answers = new Map<number, string>();
  for (const line of text.split("\n")) {
    const match = /^[\s>*_#-]{0,12}answer[ *_]{0,4}(\d{1,3})[*_]{0,4}\s{0,3}[:.)-]\s{0,3}(.{1,600})/i.exec(
      line,
    );
    if (match) answers.set(Number(match[1]), visibleText(match[2]!.replace(/^[*_ ]{1,4}/, "")));
  }
  return [...answers]
    .filter(([, answer]) => answer !== "")
    .sort(([a], [b]) => a - b)
    .map(([point, answer]) => `${point}. ${answer}`);
}
