import { escapeLine, exactCode, fenced } from "./escape-markdown.ts";

/** The deliverable that the engine writes where there is a test command. */
export const TEST_RESULTS = "test-results.md";

/** A test command that the engine ran, as the log records it. */
export interface TestRunText {
  task: string;
  command: string;
  ok: boolean;
  exit: number | null;
  duration_ms: number;
  total?: number;
  passed?: number;
  failed?: number;
  skipped?: number;
  /** `name: message`, the first ones. */
  failures: readonly string[];
  tail: string;
}

const TAIL_LIMIT = 16_000;

/** The engine's `test-results.md`: nothing in it but what the run showed. */
export function testResultsMarkdown(run: TestRunText): string {
  const exit = run.exit === null ? "ended by a signal" : `exit ${run.exit}`;
  const parts = [
    `# Test results: ${escapeLine(run.task)}`,
    "Written by the engine from its own run of the milestone's test command on the integrated branch.",
    [
      `- Command: ${exactCode(run.command)}`,
      `- Result: **${run.ok ? "passed" : "failed"}** (${exit})`,
      `- Duration: ${(run.duration_ms / 1000).toFixed(1)} s`,
      `- Tests: ${totals(run)}`,
    ].join("\n"),
  ];
  if (run.failures.length > 0) {
    parts.push("## Failures", run.failures.map(failure => `- ${escapeLine(failure)}`).join("\n"));
  }
  if (run.tail.trim() !== "") {
    parts.push("## End of the output", fenced(run.tail, { info: "text", limit: TAIL_LIMIT, keep: "end" }));
  }
  return `${parts.join("\n\n")}\n`;
}

function totals(run: TestRunText): string {
  if (run.total === undefined) return "not counted, as the output is of no runner that is known";
  const { total, passed = 0, failed = 0, skipped = 0 } = run;
  return `${total} (${passed} passed, ${failed} failed, ${skipped} skipped)`;
}

const CLAIM =
  "> **Reported by the executor, not verified:** the milestone sets no `test_command`, so the engine has run no tests.";

/** Marks an executor's own `test-results.md` as its claim; a text that is marked stays as it is. */
export function labelClaim(markdown: string): string {
  return markdown.startsWith(CLAIM) ? markdown : `${CLAIM}\n\n${markdown}`;
}

interface ChangedFile {
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
