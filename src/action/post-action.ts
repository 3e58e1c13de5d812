import { narrator } from "../commands/narrate.ts";
import { runOptions } from "../commands/run-command.ts";
import { localForge } from "../engine/forge.ts";
import { locateBranch } from "../engine/journal/locate-branch.ts";
import { machineHost } from "../engine/machine/host.ts";
import { type Machine, openMachine } from "../engine/machine/open-machine.ts";
import { openToSteer } from "../engine/opening/open-to-steer.ts";
import { createRedactor, type Redactor } from "../engine/output/redact.ts";
import { workflowCommand } from "../engine/output/workflow-commands.ts";
import type { Ports, RunIdentity } from "../engine/ports.ts";
import { type Entry, secretValues } from "../engine/process/entry.ts";
import type { Variables } from "../engine/process/environment.ts";
import { Refusal } from "../engine/refusal.ts";
import { parseArgs } from "../milestone/command/command.ts";
import { branchRef } from "../milestone/names.ts";

/** For the remote (ms): of a cancelled job the server lets five minutes be used for all that is left. */
const PUSH_MS = 60_000;

const LOST = "the next run goes on from what the remote has";

type Say = (text: string) => void;

/**
 * The post step: where the main step died without saving (killed hard), the session is recorded as interrupted and
 * pushed, so that the next run need not wait for anything. Never fails the job: a lost save costs only a little time.
 */
export async function postAction(entry: Entry): Promise<number> {
  const { env } = entry;
  const milestone = env.STATE_milestone;
  const directory = env.STATE_directory;
  if (!milestone || !directory) return 0;
  const redactor = createRedactor(secretValues(env));
  const say: Say = text => {
    process.stdout.write(redactor.redact(text) + "\n");
  };
  try {
    const machine = await openClone(env, { milestone, directory, redactor, say });
    try {
      if (!(await pushSaved(machine.ports, milestone, say)))
        await saveCutOff(machine, { env, milestone, say });
    } finally {
      await machine.close();
    }
  } catch (error) {
    // Nothing was started: there is nothing to save, and saying so twice helps nobody.
    if (error instanceof Refusal) return 0;
    warn(say, `the post step could not save: ${error instanceof Error ? error.message : String(error)}`);
  }
  return 0;
}

function warn(say: Say, text: string): void {
  say(workflowCommand("warning", text));
}

/** The clone that the main step worked in. @throws Refusal */
function openClone(
  env: Variables,
  { say, ...where }: { milestone: string; directory: string; redactor: Redactor; say: Say },
): Promise<Machine> {
  return openMachine({
    ...where,
    environment: env,
    token: env["INPUT_GITHUB-TOKEN"] || null,
    server: env.GITHUB_SERVER_URL ?? "https://github.com",
    push: (env.INPUT_PUSH ?? "true") !== "false",
    gitIntegration: (env["INPUT_GIT-INTEGRATION"] ?? "true") !== "false",
    onRunner: true,
    live: false,
    // What is looked at is not told: unless the session was cut off, nothing of it is recorded.
    narrator: { ...narrator({ level: "basic", line: say, onRunner: true }), event: () => undefined },
    forge: () => localForge,
    isRunOver: null,
  });
}

/**
 * Pushes what the main step saved and could not push any more: the runner leaves a cancelled step no time to wait for a
 * slow remote. Answers whether that was all that can be done. What a person pushed meanwhile the next run takes in.
 */
async function pushSaved({ repository, remote }: Ports, milestone: string, say: Say): Promise<boolean> {
  if (!remote) return false;
  // Nothing was started here, which the main step has said.
  if ((await repository.resolve(branchRef(milestone))) === null) return true;
  const located = await locateBranch({ repository, remote }, milestone);
  if ("ok" in located) {
    const why = located.message.replaceAll("\n", ", ");
    warn(say, `whether the remote has what ${milestone} saved cannot be told: ${why}; ${LOST}`);
    return true;
  }
  if (located.tip === null || located.tip !== located.local) return false;
  const { tip, seen, history } = located;
  if (seen === null || seen === tip || history?.state.lease) return false;
  const pushed = await remote.push(branchRef(milestone), tip, seen);
  if (pushed.ok) say(`what ${milestone} saved is pushed`);
  else {
    const why = pushed.reason === "stale" ? "the branch was moved there meanwhile" : pushed.message;
    warn(say, `what ${milestone} saved is not pushed: ${why}; ${LOST}`);
  }
  return true;
}

/** Records that the main step's session was cut off, where its lease still stands. @throws Refusal */
async function saveCutOff(
  { ports, root, checkout }: Machine,
  { env, milestone, say }: { env: Variables; milestone: string; say: Say },
): Promise<void> {
  const reading = parseArgs(["pause", milestone]);
  if (!reading.ok) return;
  const by = { login: "github-actions", id: null, source: "dispatch" as const };
  const options = runOptions(reading.command, { onRunner: true, by, automatic: true, askedFor: false });
  const opening = await openToSteer(ports, options, checkout, { command: "unlock", reason: "" });
  if (opening.kind !== "opened") return;
  const { journal, publisher } = opening.run;
  const { lease } = journal.state;
  const mine = machineHost({ root, environment: env, isRunOver: null }).identity();
  if (!lease || !isOfStep(lease, mine)) return;
  await ports.host.endLeftovers(lease);
  journal.record({
    event: "session_interrupted",
    agent: "session_manager",
    data: { reason: "the step ended before it could save; the post step did" },
  });
  await journal.commit({ subject: "interrupted", derived: true, saveReason: "post" });
  const pushed = await publisher.flush(PUSH_MS);
  if (pushed.ok) say(`the interrupted session of ${milestone} is saved`);
  else warn(say, `the interrupted session of ${milestone} is not pushed: ${pushed.message}; ${LOST}`);
}

function isOfStep(lease: RunIdentity, mine: RunIdentity): boolean {
  return lease.run_id === mine.run_id && lease.run_attempt === mine.run_attempt && lease.job === mine.job;
}
