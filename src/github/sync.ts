import { describeFailure, isRefusal } from "./answer.ts";
import { desiredIssues, diffIssues, type IssueNow, readIssues, writeIssue } from "./blocker-issues.ts";
import { type CheckNow, desiredCheck, diffCheck, readChecks, writeCheck } from "./check.ts";
import { refresh } from "./memory.ts";
import { notifyDependants } from "./notices.ts";
import { isClosedTooEarly } from "./pull.ts";
import { gatesStep, noticesStep } from "./sync-comments.ts";
import { note, type Pass, type SyncInput, type SyncResult, unlessResting, wakeAt } from "./sync-pass.ts";
import { placeStep } from "./sync-place.ts";
import { text } from "./text.ts";

/**
 * Syncs GitHub with a milestone: reads what is there, compares, and makes the least writes. May be called
 * at any time, twice, by two processes, or with an old state. Never fails as a whole: what GitHub refused is told
 * in `problems` and mended by the next pass.
 */
export async function syncGitHub(input: SyncInput): Promise<SyncResult> {
  const { memory, desired, now } = input;
  const result: SyncResult = { place: null, problems: [], closed: [], again: null, standsDown: false };
  const pass: Pass = { ...input, result };
  refresh(memory, now);
  if (desired.mode === "action" && (memory.standsDown || (await firstCheck(pass)))) {
    memory.standsDown = true;
    return { ...result, standsDown: true };
  }
  const isPlaced = await unlessResting(pass, "pull request", async () => {
    result.place = await placeStep(pass);
  });
  if (!isPlaced) result.place = memory.pull?.number ?? memory.tracking?.number ?? null;
  const { place } = result;
  if (place !== null) await unlessResting(pass, "gates", () => gatesStep(pass, place));
  await unlessResting(pass, "blockers", () => issuesStep(pass));
  if (place !== null) await unlessResting(pass, "notices", () => noticesStep(pass, place));
  await unlessResting(pass, "dependants", () => dependantsStep(pass));
  // Last, because it says what became of the others.
  await unlessResting(pass, "check run", () => checkStep(pass));
  return result;
}

async function dependantsStep(pass: Pass): Promise<void> {
  const { desired, memory, repository, self } = pass;
  const fresh = desired.dependants.filter(d => !memory.told.has(JSON.stringify(d)));
  if (!fresh.length) return;
  const told = await notifyDependants(repository, { ...desired, dependants: fresh }, self);
  if (!note(pass, "dependants", told)) return;
  for (const d of fresh) memory.told.add(JSON.stringify(d));
}

/**
 * The Action's first look: true when the milestone app already keeps a check of this name here, so that the Action
 * must not do the same work beside it.
 */
async function firstCheck(pass: Pass): Promise<boolean> {
  const reading = await readHere(pass);
  return reading?.foreign ?? false;
}

/** The check run on the branch's head. */
async function checkStep(pass: Pass): Promise<void> {
  const { memory, desired, repository, result } = pass;
  const refused = result.problems.filter(({ failure }) => isRefusal(failure));
  const wanted = desiredCheck(desired, [
    ...(isClosedTooEarly(desired.state, memory.pull ?? null) ? [text.closedPull] : []),
    ...refused.map(({ what, failure }) => text.refusedPart(what, describeFailure(failure))),
  ]);
  const there = await checksHere(pass);
  if (!there) return;
  for (const write of diffCheck(wanted, there, memory.lastCheck)) {
    const written = await writeCheck(repository, write);
    if (!note(pass, "check run", written)) continue;
    if (write.kind === "supersede_check") continue;
    memory.lastCheck = written.value;
    memory.checks = [written.value, ...there.filter(check => check.id !== written.value.id)];
  }
}

/** From memory when it holds this commit's check, else from GitHub. */
async function checksHere(pass: Pass): Promise<CheckNow[] | null> {
  const { memory, desired } = pass;
  if (memory.checks?.some(check => check.head === desired.head)) return memory.checks;
  return (await readHere(pass))?.own ?? null;
}

async function readHere(pass: Pass) {
  const { memory, desired, repository, self } = pass;
  if (memory.checks?.some(check => check.head === desired.head)) {
    return { own: memory.checks, foreign: false };
  }
  const reading = await readChecks(repository, desired.milestone, desired.head, self.appSlug);
  if (!note(pass, "check run", reading)) return null;
  memory.checks = reading.value.own;
  return reading.value;
}

/** An issue for each blocker. Nothing is asked of GitHub while there never was one. */
async function issuesStep(pass: Pass): Promise<void> {
  const { memory, desired, repository, now, self } = pass;
  const wanted = desiredIssues(desired);
  if (!wanted.length) return;
  const remembered = memory.issues;
  let there = remembered ?? (await readThem(pass));
  if (!there) return;
  const context = { time: now, requests: desired.state.requests };
  let diff = diffIssues(wanted, there, context);
  if (remembered && diff.writes.some(write => write.kind === "create_issue")) {
    there = await readThem(pass);
    if (!there) return;
    diff = diffIssues(wanted, there, context);
  }
  wakeAt(pass, diff.again);
  pass.result.closed = diff.closed;
  const known = new Map(there.map(issue => [issue.number, issue]));
  for (const write of diff.writes) {
    const written = await writeIssue(repository, write, self);
    if (!note(pass, "blockers", written)) continue;
    if (written.value) known.set(written.value.number, written.value);
    else if (write.kind === "close_double") known.delete(write.number);
  }
  memory.issues = [...known.values()];
}

async function readThem(pass: Pass): Promise<IssueNow[] | undefined> {
  const reading = await readIssues(pass.repository, pass.desired.milestone, pass.self);
  return note(pass, "blockers", reading) ? reading.value : undefined;
}
