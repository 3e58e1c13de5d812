import { type CheckNow, desiredCheck, diffCheck, readChecks, writeCheck } from "./check.ts";
import { SUMMARY_LIMIT } from "./limits.ts";
import { isClosedTooEarly } from "./notices.ts";
import { note, type Pass } from "./sync-pass.ts";
import { text } from "./text.ts";

/**
 * The Action's first look: true when the milestone app already keeps a check of this name here, so that the Action
 * must not do the same work beside it.
 */
export async function firstCheck(pass: Pass): Promise<boolean> {
  const reading = await readHere(pass);
  return reading?.foreign ?? false;
}

/** The check run on the branch's head. */
export async function checkStep(pass: Pass): Promise<void> {
  const { memory, picture, repository } = pass;
  const wanted = desiredCheck(picture);
  if (isClosedTooEarly(picture.state, memory.pull ?? null))
    wanted.summary = `${text.closedPull}\n\n${wanted.summary}`.slice(0, SUMMARY_LIMIT);
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
  const { memory, picture } = pass;
  if (memory.checks?.some(check => check.head === picture.head)) return memory.checks;
  return (await readHere(pass))?.own ?? null;
}

async function readHere(pass: Pass) {
  const { memory, picture, repository, self } = pass;
  if (memory.checks?.some(check => check.head === picture.head)) {
    return { own: memory.checks, foreign: false };
  }
  const reading = await readChecks(repository, picture.milestone, picture.head, self.appSlug);
  if (!note(pass, "check run", reading)) return null;
  memory.checks = reading.value.own;
  return reading.value;
}
