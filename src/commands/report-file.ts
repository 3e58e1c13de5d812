import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Narrator } from "../engine/ports.ts";
import { Refusal, refuse } from "../engine/refusal.ts";
import { idProblem, paths } from "../milestone/names.ts";

/**
 * Writes a session's report into a runner's checkout, for later steps: the one file that is written there. A person's
 * own checkout is left alone, since an untracked report would stand in the way of `git checkout milestone/<id>`.
 * Answers its path below the root. @throws Refusal when the log, which anyone may have pushed, names no session
 */
export async function writeReportFile(root: string, session: string, text: string): Promise<string> {
  const problem = idProblem(session);
  if (problem) {
    refuse(
      `the log names the session ${JSON.stringify(session).slice(0, 80)}, which is no id: ${problem}`,
      "restore the log on the branch from the commit before it was changed",
    );
  }
  const path = paths.report(session);
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return path;
}

/** The same at the end of a run, whose work is done and on the branch whatever becomes of this file. */
export async function leaveReportFile(
  narrator: Narrator,
  root: string,
  { session, text }: { session: string; text: string },
): Promise<void> {
  try {
    await writeReportFile(root, session, text);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    narrator.warn(`the report is on the branch alone, as it cannot be written here: ${reason}`);
  }
}
