import { basename } from "node:path";
import { ROOT } from "../../milestone/names.ts";
import { dateTime } from "../../milestone/view/figures.ts";
import type { CommandOutcome, Oid, Preparation, Running, View, Workspace, Workspaces } from "../ports.ts";
import type { Run } from "../run/run-context.ts";

/** Waits for a command to end; stopping the work as a whole stops the command through it. */
export type Own = (running: Running<CommandOutcome>) => Promise<CommandOutcome>;

/** A workspace that is to be made ready, and how it is brought to a commit. */
export interface Unprepared {
  workspace: Workspace;
  commit: Oid;
  bring: (commit: Oid) => Promise<void>;
  /** What of the commit `bring` leaves out; absent: nothing. */
  view?: View;
}

/** What is known of the setups of one session, by key. */
interface KnownSetups {
  /** Set up once, for all. */
  made: Map<string, Preparation>;
  /** Being set up. */
  underWay: Map<string, Promise<CommandOutcome>>;
  /** What such a setup makes cannot be copied: each workspace is set up by itself. */
  single: Set<string>;
  /** What each workspace was last prepared for. */
  preparedFor: WeakMap<Workspace, string>;
  /** One at a time in the workspace that agents never see. */
  spare: Promise<unknown>;
}

const known = new WeakMap<Workspaces, KnownSetups>();

function knownOf(workspaces: Workspaces): KnownSetups {
  const found = known.get(workspaces) ?? {
    made: new Map(),
    underWay: new Map(),
    single: new Set(),
    preparedFor: new WeakMap(),
    spare: Promise.resolve(),
  };
  known.set(workspaces, found);
  return found;
}

/** What takes so long is told, and told again (ms). */
const TOLD_AFTER_MS = 5_000;
const TOLD_EVERY_MS = 20_000;

/** What is done to a workspace at this moment, as people read it. */
interface SetupProgress {
  doing: string;
}

/**
 * Brings a workspace to the commit, with what `setup` makes in it. The setup runs once for all workspaces, and again when
 * what it depends on has changed. Answers how it failed; null when the workspace is ready.
 */
export async function setUp(run: Run, unprepared: Unprepared, own: Own): Promise<CommandOutcome | null> {
  const { clock, narrator } = run.ports;
  const began = clock.now();
  const progress: SetupProgress = { doing: CHECKING_OUT };
  const tell = (): void => {
    const seconds = Math.round((clock.now() - began) / 1000);
    narrator.note("basic", `${basename(unprepared.workspace.dir)}: ${progress.doing} (${seconds} s)`);
    cancel = clock.after(TOLD_EVERY_MS, tell);
  };
  let cancel = clock.after(TOLD_AFTER_MS, tell);
  try {
    return await makeReady(run, { ...unprepared, progress }, own);
  } finally {
    cancel();
  }
}

const CHECKING_OUT = "the files are being checked out";
const SETTING_UP = "setup is running";

type Begun = Unprepared & { progress: SetupProgress };

async function makeReady(run: Run, begun: Begun, own: Own): Promise<CommandOutcome | null> {
  const { plan, ports } = run;
  const { workspace, commit, bring, progress } = begun;
  if (!plan.setup) {
    await bring(commit);
    return null;
  }
  const all = knownOf(ports.workspaces);
  const { preparations } = ports.workspaces;
  const inputs =
    plan.setupInputs.length > 0 ? await ports.workspaces.fingerprint(commit, plan.setupInputs) : "";
  const key = `${plan.setup}\0${inputs}`;
  for (;;) {
    progress.doing = CHECKING_OUT;
    // What stands on layers has them made by the setup first.
    const isToBeGiven = workspace.isLayered && all.preparedFor.get(workspace) !== key && !all.single.has(key);
    if (!isToBeGiven) await bring(commit);
    const isWhole = workspace.isPrepared?.() ?? true;
    if (all.preparedFor.get(workspace) === key && isWhole) return null;
    if (!preparations || all.single.has(key)) {
      if (workspace.isLayered) {
        // A setup that holds for one tree alone has no layers to offer.
        workspace.beFolder!();
        continue;
      }
      workspace.shownAt = null;
      progress.doing = SETTING_UP;
      const outcome = await setUpHere(run, workspace, own);
      if (!outcome.ok) return outcome;
      await workspace.keepPrepared?.();
      all.preparedFor.set(workspace, key);
      return null;
    }
    const made = all.made.get(key);
    if (made) {
      progress.doing = "what setup made is being copied";
      if (await preparations.give(workspace, made)) all.preparedFor.set(workspace, key);
      else {
        all.made.delete(key);
        all.single.add(key);
      }
      continue;
    }
    const underWay = all.underWay.get(key);
    if (underWay) {
      progress.doing = "waiting for the setup, which runs once for all";
      const { outcome, stopped } = await waitFor(underWay, own);
      // Another's setup that was ended says nothing of this one.
      if (!outcome.ok && (stopped || outcome.exit !== null)) return outcome;
      continue;
    }
    const leading = lead(run, { ...begun, key }, own);
    all.underWay.set(key, leading);
    const outcome = await leading.finally(() => all.underWay.delete(key));
    if (!outcome.ok) return outcome;
  }
}

/** Runs the setup for all, in this workspace where no agent has been in it yet. */
async function lead(
  run: Run,
  { workspace, commit, bring, progress, key, view }: Begun & { key: string },
  own: Own,
): Promise<CommandOutcome> {
  const { workspaces } = run.ports;
  const all = knownOf(workspaces);
  const shared = await sharedKey(run, commit);
  // Only what was prepared from the base alone may be shared with sessions to come.
  const at = shared === null ? commit : run.base.commit;
  const found = shared === null ? null : await workspaces.preparations!.find(shared);
  const spare = (): Promise<Workspace> => openSpare(workspaces, { at, view });
  const isLayered = (await workspaces.isLayered?.()) ?? false;
  const made = found && isLayered ? await layerOf(workspaces, found, spare) : found;
  if (found && made) {
    all.made.set(key, made);
    const day = dateTime(found.keptSince ?? run.ports.clock.now());
    run.ports.narrator.note(
      "basic",
      `setup: taken from what ran here at ${day} (milestone clean forgets it)`,
    );
    return { ok: true, exit: 0, durationMs: 0, tail: "", output: "" };
  }
  const inPlace = async (place: Workspace): Promise<CommandOutcome> => {
    const { preparations } = workspaces;
    progress.doing = SETTING_UP;
    await preparations!.begin(place, run.plan.setup!);
    const outcome = await setUpHere(run, place, own);
    if (!outcome.ok) return outcome;
    const made = await preparations!.keep(place, shared);
    if (made) all.made.set(key, made);
    else all.single.add(key);
    if (place === workspace) all.preparedFor.set(place, key);
    return outcome;
  };
  if (!workspace.wasUsed && !isLayered) {
    await bring(at);
    return inPlace(workspace);
  }
  const turn = all.spare.then(async () => inPlace(await spare()));
  all.spare = turn.catch(() => undefined);
  return turn;
}

/** A tree that agents never see. */
async function openSpare(
  workspaces: Workspaces,
  { at, view }: { at: Oid; view: View | undefined },
): Promise<Workspace> {
  const spare = await workspaces.open("setup");
  await spare.moveTo(at, view && { view: { hides: view.hides, but: new Set() } });
  return spare;
}

/** What an earlier session kept, made a layer; null where it cannot be. */
async function layerOf(
  { preparations }: Workspaces,
  found: Preparation,
  open: () => Promise<Workspace>,
): Promise<Preparation | null> {
  const spare = await open();
  return (await preparations!.give(spare, found)) ? preparations!.keep(spare, null) : null;
}

/**
 * Under which later sessions may find what the setup makes: what it depends on as the base has it. Null where the commit's
 * differs, which agents may have written.
 */
async function sharedKey({ plan, ports, base }: Run, commit: Oid): Promise<string | null> {
  const { workspaces, repository } = ports;
  const inputsOf = async (at: Oid): Promise<string> => {
    if (plan.setupInputs.length > 0) return workspaces.fingerprint(at, plan.setupInputs);
    const entries = await repository.list(at, "");
    return entries
      .flatMap(({ name, mode, oid }) => (name === ROOT ? [] : `${mode} ${oid} ${name}`))
      .join("\n");
  };
  const inputs = await inputsOf(base.commit);
  if (inputs !== (await inputsOf(commit))) return null;
  return JSON.stringify([plan.setup, plan.env, plan.setupInputs, inputs]);
}

function setUpHere({ plan, ports }: Run, workspace: Workspace, own: Own): Promise<CommandOutcome> {
  return own(
    ports.runner.command({
      command: plan.setup!,
      workspace,
      env: {},
      allow: plan.env,
      timeoutMs: plan.limits.phaseTimeoutMs,
      label: "setup",
      log: { kind: "setup", tree: basename(workspace.dir) },
    }),
  );
}

/** Waits for what another workspace's setup comes to; a stop ends the waiting alone. */
async function waitFor(
  underWay: Promise<CommandOutcome>,
  own: Own,
): Promise<{ outcome: CommandOutcome; stopped: boolean }> {
  let stopped = false;
  let stop = (): void => undefined;
  const ended: CommandOutcome = { ok: false, exit: null, durationMs: 0, tail: "stopped", output: "" };
  const halted = new Promise<CommandOutcome>(resolve => {
    stop = () => {
      stopped = true;
      resolve(ended);
    };
  });
  // A fault of the machine is its own attempt's to tell.
  const done = Promise.race([underWay.catch(() => ended), halted]);
  return { outcome: await own({ done, stop }), stopped };
}
