import { setTimeout as wait } from "node:timers/promises";
import { makeGate, until } from "./agent.ts";
import { processorWait } from "./processor-time.ts";
import { program } from "./program.ts";
import { brokenPromises } from "./promises.ts";
import { type Finished, makeRig, type Started } from "./repository.ts";
import { readSession } from "./session-file.ts";

/** The runner's own waits after a cancellation: SIGINT, then SIGTERM, then the end (ms). */
const TERM_AFTER_MS = 7_500;
const KILL_AFTER_MS = 2_500;

export interface Cancelled {
  finished: Finished;
  /** From the first signal to the end of the process, in ms, without the time that it waited for a processor. */
  ms: number;
  /** Agents and what they left, alive 100 ms after the end of the cancelled run, or after that of the next one. */
  orphans: number[];
  /** Of the session as the origin has it. */
  session: string;
  /** Of the run that went on. */
  resumed: Finished;
  broken: string[];
}

/** In its first phase, an agent that will not hear of it, with a grandchild that left its group and session. */
const STUBBORN = [
  'if [ "$MILESTONE_PHASE" = design ]; then',
  "trap '' INT TERM",
  "setsid --fork bash -c \"trap '' INT TERM HUP; while :; do sleep 0.1; done\" </dev/null >/dev/null 2>&1",
  "fi",
].join("\n");

/** Cancels a run as the runner does, while two agents are at work, and lets another run go on afterwards. */
export async function cancelOnce(): Promise<Cancelled> {
  const gate = makeGate({ before: STUBBORN });
  const draft = { id: "m", tasks: [{ id: "a" }, { id: "b" }], run: gate.run, env: gate.env };
  const rig = makeRig(draft);
  const started = rig.main.start(["execute", "m"]);
  try {
    await stillRunning(started, Promise.all([gate.until("a", "design"), gate.until("b", "design")]));
    await until(() => gate.alive().length >= 4);
    const { finished, ms } = await cancelAsRunner(started);
    await wait(100);
    const orphans = gate.alive();
    const session = readSession(rig, "m");
    gate.open();
    const resumed = await rig.clone("later").milestone(["execute", "m"]);
    orphans.push(...gate.alive());
    return { finished, ms, orphans, session, resumed, broken: brokenPromises(rig, draft) };
  } finally {
    started.child.kill("SIGKILL");
    gate.close();
    rig.close();
  }
}

/** @throws with what the program said, when it ends before what is waited for comes true */
function stillRunning<T>(started: Started, wanted: Promise<T>): Promise<T> {
  const ended = started.done.then(({ code }): never => {
    throw new Error(`it ended with ${code}: ${started.output()}`);
  });
  // Only the race looks at these; the loser may fail later, when nobody asks any more.
  ended.catch(() => undefined);
  wanted.catch(() => undefined);
  return Promise.race([wanted, ended]);
}

async function cancelAsRunner({ child, pid, done }: Started): Promise<{ finished: Finished; ms: number }> {
  const began = performance.now();
  const before = processorWait(pid) ?? 0;
  let waited = before;
  const watch = setInterval(() => (waited = processorWait(pid) ?? waited), 50);
  child.kill("SIGINT");
  const over = new AbortController();
  const pause = (ms: number): Promise<void> => wait(ms, undefined, { signal: over.signal });
  const harder = pause(TERM_AFTER_MS)
    .then(() => child.kill("SIGTERM"))
    .then(() => pause(KILL_AFTER_MS))
    .then(() => child.kill("SIGKILL"))
    .catch((error: Error) => {
      if (error.name !== "AbortError") throw error;
    });
  const finished = await done;
  const ms = performance.now() - began - (waited - before);
  clearInterval(watch);
  over.abort();
  await harder;
  return { finished, ms };
}

export interface PostSaved {
  main: Finished;
  post: Finished;
  orphans: number[];
  session: string;
  broken: string[];
}

/** The main step is killed hard in the midst of its work; the post step of the same job follows, then another job. */
export async function postAfterKill(): Promise<PostSaved> {
  const gate = makeGate({ before: STUBBORN });
  const draft = { id: "m", tasks: [{ id: "a" }], run: gate.run, env: gate.env };
  const rig = makeRig(draft);
  const env = {
    GITHUB_ACTIONS: "true",
    GITHUB_RUN_ID: "4711",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_JOB: "milestone",
    GITHUB_WORKSPACE: rig.main.root,
    GITHUB_ACTOR: "mona",
    INPUT_MILESTONE: "m",
    INPUT_COMMAND: "execute",
    RUNNER_TEMP: rig.folder,
  };
  const main = rig.main.start([], { program: program("index"), env });
  try {
    await stillRunning(main, gate.until("a", "design"));
    await until(() => rig.git("for-each-ref", "refs/heads/milestone/m") !== "");
    main.child.kill("SIGKILL");
    const killed = await main.done;
    const state = { STATE_milestone: "m", STATE_directory: rig.main.root };
    const post = await rig.main.start([], { program: program("post"), env: { ...env, ...state } }).done;
    const orphans = gate.alive();
    const session = readSession(rig, "m");
    gate.open();
    await rig.clone("later").milestone(["execute", "m"]);
    return { main: killed, post, orphans, session, broken: brokenPromises(rig, draft) };
  } finally {
    main.child.kill("SIGKILL");
    gate.close();
    rig.close();
  }
}
