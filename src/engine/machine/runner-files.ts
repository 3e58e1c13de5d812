import { lstatSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Variables } from "../process/environment.ts";

const NAMES = ["GITHUB_ENV", "GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_STEP_SUMMARY"];

/**
 * The files by which a step tells its runner something: variables and folders for later steps, outputs, the summary.
 * They are the engine's to write. A sandbox hides them; where there is none, what anybody else wrote is taken out.
 */
export interface RunnerFiles {
  /** What the files hold now is the engine's own. */
  settle(): void;
  /** To be handed to `writtenSince` later. */
  readonly mark: number;
  /** The files, by their variables, that somebody wrote to since; they hold what they held. @throws the fault of the file system */
  writtenSince(mark: number): string[];
}

export function openRunnerFiles(environment: Variables): RunnerFiles {
  let kept = new Map<string, { path: string; content: Buffer | null }>();
  /** Names in the order in which it was found that somebody wrote there. */
  const written: string[] = [];
  const files: RunnerFiles = {
    settle() {
      kept = new Map(
        NAMES.flatMap(name => {
          const path = environment[name];
          return path ? [[name, { path, content: contentOf(path) }] as const] : [];
        }),
      );
    },
    get mark() {
      return written.length;
    },
    writtenSince(mark) {
      for (const [name, { path, content }] of kept) {
        const now = contentOf(path);
        if (now === null ? content === null : content?.equals(now)) continue;
        rmSync(path, { recursive: true, force: true });
        if (content !== null) writeFileSync(path, content, { flag: "wx" });
        written.push(name);
      }
      return [...new Set(written.slice(mark))];
    },
  };
  files.settle();
  return files;
}

/** null: there is no such file. A link or a folder in its place is nothing that the engine left there. */
function contentOf(path: string): Buffer | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return null;
  return found.isFile() ? readFileSync(path) : Buffer.from("not a file");
}

export function saysWritten(names: readonly string[]): string {
  return `something that ran for the milestone wrote to the runner's files (${names.join(", ")}), which are the workflow's own; it is taken out`;
}
