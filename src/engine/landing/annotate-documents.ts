import { appendChangedFiles } from "../../milestone/text/implementation-summary.ts";
import { labelClaim, TEST_RESULTS } from "../../milestone/text/test-results.ts";
import type { Changes, FileChange } from "../ports.ts";
import type { Run } from "../run/run-context.ts";

/** What an attempt changed, and the folder of its phase's deliverables. */
export interface AttemptWork {
  changes: Changes;
  folder: string;
  files: FileChange[];
}

/** Adds what the engine knows to the documents that an agent wrote about its own work. Answers all changes. */
export async function annotateDocuments(run: Run, work: AttemptWork): Promise<Changes> {
  const listed = await withChangedFiles(run, work);
  return run.plan.testCommand ? listed : withLabelledClaim(run, listed, work.folder);
}

/** The engine appends what was really changed to the agent's own summary. */
async function withChangedFiles(run: Run, { changes, folder, files }: AttemptWork): Promise<Changes> {
  const path = `${folder}/implementation-summary.md`;
  const summary = await landedText(run, changes, path);
  if (summary === null) return changes;
  const code = files.filter(f => !f.path.startsWith(".milestones/"));
  const listed = code.map(f => ({
    path: f.path,
    change: "delete" in f ? ("deleted" as const) : ("written" as const),
  }));
  return new Map(changes).set(path, Buffer.from(appendChangedFiles(summary, listed)));
}

/** Without a test command the test results are the executor's word, and say so. */
async function withLabelledClaim(run: Run, changes: Changes, folder: string): Promise<Changes> {
  const path = `${folder}/${TEST_RESULTS}`;
  const claim = await landedText(run, changes, path);
  return claim === null ? changes : new Map(changes).set(path, Buffer.from(labelClaim(claim)));
}

/** What a landing writes at the path, which it names by its blob; null: nothing. */
async function landedText(run: Run, changes: Changes, path: string): Promise<string | null> {
  const change = changes.get(path);
  if (change === undefined || change === null) return null;
  const bytes = Buffer.isBuffer(change) ? change : await run.ports.repository.readBlob(change.oid);
  return bytes?.toString("utf8") ?? null;
}
