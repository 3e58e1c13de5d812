import { exactCode } from "./inert.ts";

export interface ChangedFile {
  path: string;
  change: "written" | "deleted";
}

const BEGIN = "<!-- changed files: written by the engine -->";
const END = "<!-- end of changed files -->";
/** A longer list is read by nobody; the commit has it. */
const MAX_LISTED = 200;

/**
 * The executor's summary with the list of files that the phase really changed at its end. A list that the
 * text already holds is replaced.
 */
export function appendChangedFiles(markdown: string, files: readonly ChangedFile[]): string {
  const begin = markdown.indexOf(BEGIN);
  const own = (begin < 0 ? markdown : markdown.slice(0, begin)).trimEnd();
  return (
    [own, BEGIN, "## Changed files (from the commit)", list(files), END]
      .filter(part => part !== "")
      .join("\n\n") + "\n"
  );
}

function list(files: readonly ChangedFile[]): string {
  if (files.length === 0) return "No file of the repository was changed.";
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const lines = sorted
    .slice(0, MAX_LISTED)
    .map(file => `- ${exactCode(file.path)}${file.change === "deleted" ? " (deleted)" : ""}`);
  if (files.length > MAX_LISTED) lines.push(`- and ${files.length - MAX_LISTED} more`);
  return lines.join("\n");
}
