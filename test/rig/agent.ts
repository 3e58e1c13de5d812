import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** A command for executors that tells when it begins, waits to be let go, and then delivers. */
export interface Gate {
  /** The shell command of every phase. */
  run: string;
  /** Variables that the command needs, for `executor.env`. */
  env: Record<string, string>;
  /** Attempts that have begun so far, as `task/phase#attempt`. */
  begun(): string[];
  /** Waits until an attempt of this phase has begun. */
  until(task: string, phase: string): Promise<void>;
  /** Lets this phase, or all that ever come, go on. */
  open(task?: string, phase?: string): void;
  /** Processes of this gate's agents that are alive. */
  alive(): number[];
  close(): void;
}

export interface GateOptions {
  /** Runs before the waiting, e.g. to leave a process behind. */
  before?: string;
}

/** Marker files instead of time: what runs at once is seen, not guessed from a clock. */
export function makeGate({ before = "" }: GateOptions = {}): Gate {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "milestone-gate-")));
  for (const name of ["begun", "open"]) mkdirSync(join(folder, name));
  // On a runner the agent is another user.
  chmodSync(folder, 0o755);
  chmodSync(join(folder, "begun"), 0o1777);
  const begun = (): string[] => readdirSync(join(folder, "begun")).map(name => name.replaceAll("~", "/"));
  return {
    env: { RIG_GATE: folder },
    run: [
      before,
      'touch "$RIG_GATE/begun/$MILESTONE_TASK~$MILESTONE_PHASE#$MILESTONE_ATTEMPT"',
      'until [ -e "$RIG_GATE/open/all" ] || [ -e "$RIG_GATE/open/$MILESTONE_TASK~$MILESTONE_PHASE" ]; do sleep 0.05; done',
      'mkdir -p "$MILESTONE_DELIVERABLES"',
      'printf "# %s\\n\\nThe %s of %s is done.\\n" "$MILESTONE_TASK" "$MILESTONE_PHASE" "$MILESTONE_TASK" > "$MILESTONE_DELIVERABLES/note.md"',
    ].join("\n"),
    begun,
    until: (task, phase) => until(() => begun().some(name => name.startsWith(`${task}/${phase}#`))),
    open(task, phase) {
      writeFileSync(join(folder, "open", task ? `${task}~${phase}` : "all"), "");
    },
    alive: () => processesWith(`RIG_GATE=${folder}`),
    close() {
      for (const pid of processesWith(`RIG_GATE=${folder}`)) endProcess(pid);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Waits for a condition, looking often. @throws after 90 s */
export async function until(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + 90_000; !holds(); await wait(20)) {
    if (performance.now() > end) throw new Error(`it never came true: ${holds}`);
  }
}

/** Ids of living processes that were started with this in their environment. */
function processesWith(variable: string): number[] {
  return readdirSync("/proc")
    .filter(name => /^\d+$/.test(name) && isAliveWith(name, variable))
    .map(Number);
}

function isAliveWith(pid: string, variable: string): boolean {
  try {
    if (/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))) return false;
    return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0").includes(variable);
  } catch {
    return false; // it ended meanwhile, or is another user's
  }
}

/** Whether the marker files can be looked for here: without /proc nothing can be said of others' processes. */
export const canSeeProcesses = existsSync("/proc/self/environ");
