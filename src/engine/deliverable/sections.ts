import type { Finding } from "./finding.ts";
import { headingText, type MarkdownLine, markdownLines } from "./markdown.ts";

/** Each wanted heading must stand in the file and have something under it; case and numbering do not matter. */
export function checkSections(path: string, text: string, wanted: readonly string[]): Finding[] {
  const lines = markdownLines(text);
  return wanted.flatMap(section => checkSection(path, lines, section) ?? []);
}

function checkSection(path: string, lines: MarkdownLine[], section: string): Finding | null {
  const name = headingText(section);
  const heading = lines.find(line => line.level !== undefined && headingText(line.text) === name);
  if (!heading) {
    const message = `${path} has no heading "${section}"; add the section "## ${section}" with its content.`;
    return { path, rule: "section_missing", message };
  }
  if (hasContent(lines, heading)) return null;
  const message = `The section "${section}" of ${path} is empty; write its content below the heading.`;
  return { path, rule: "section_empty", message, line: heading.number };
}

/** Anything but blank lines, further headings and rules, up to the next heading of the same or a higher level. */
function hasContent(lines: MarkdownLine[], heading: MarkdownLine): boolean {
  for (const line of lines.slice(heading.number)) {
    if (line.level !== undefined && line.level <= (heading.level ?? 6)) return false;
    if (line.level === undefined && /[\p{Letter}\p{Number}]/u.test(line.text)) return true;
  }
  return false;
}
