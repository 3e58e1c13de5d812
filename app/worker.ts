import { describeFailure } from "../src/github/answer.ts";
import { desiredCheck, writeCheck } from "../src/github/check.ts";
import { idProblem, milestoneOfBranch } from "../src/milestone/names.ts";
import { unreachable } from "../src/milestone/phase.ts";
import type { AppContext } from "./app-context.ts";
import { pressButton, rerunCheck } from "./buttons.ts";
import { postRefusal, runCommentCommands } from "./comment-commands.ts";
import type { Happening } from "./happenings.ts";
import { type DeliveryLease, type DeliveryOutcome, type Job, RECONCILE } from "./inbox/inbox.ts";
import { placeOf } from "./place.ts";
import { planTouched } from "./plans.ts";
import { milestoneTouched, planReconcile, reconcileJob } from "./reconcile.ts";
import { desiredState, readSnapshot } from "./snapshot.ts";
import { forgetInstallation, reconcileRepository, runEnded, walkInstallation } from "./walk.ts";
import { Again, againAfter, LeaseLost, workingFor } from "./working.ts";

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 600_000;
/** About two hours of trying. */
const TRIES = 16;

/** Works one job off, under its lease and in its lane. Whatever goes wrong ends in the log, and in another try. */
export async function workOff(app: AppContext, job: Job, lease: DeliveryLease): Promise<DeliveryOutcome> {
  const log = { line: job.line, job: job.name, id: job.id };
  try {
    const again = await workingFor({ job, lease }, () => carryOut(app, job));
    return again === null ? { kind: "done" } : { kind: "again", at: again };
  } catch (error) {
    if (error instanceof LeaseLost) {
      app.log.info(log, error.message);
      // Not done: a lease that ran out while this process stood still may be renewed all the same.
      return { kind: "again", at: app.settings.clock.now() };
    }
    const wait = Math.min(FIRST_WAIT_MS * 2 ** job.tries, LONGEST_WAIT_MS);
    const at = error instanceof Again ? error.at : app.settings.clock.now() + wait;
    if (job.tries + 1 >= TRIES && job.name !== RECONCILE) {
      app.log.error(
        { ...log, err: error },
        "given up after two hours; the next look finds what is left of it",
      );
      return { kind: "done" };
    }
    if (error instanceof Again) app.log.warn({ ...log, until: new Date(at).toISOString() }, error.message);
    else app.log.error({ ...log, err: error }, "work failed and is tried again");
    return { kind: "again", at };
  }
}

/** Returns when to do it again, or null. */
async function carryOut(app: AppContext, job: Job): Promise<number | null> {
  const body = JSON.parse(job.body) as unknown;
  if (job.name === RECONCILE) return reconcileJob(app, body as Parameters<typeof reconcileJob>[1]);
  if (job.name === "refusal") {
    await postRefusal(app, body as Parameters<typeof postRefusal>[1]);
    return null;
  }
  await happened(app, body as Happening, job);
  return null;
}

async function happened(app: AppContext, happening: Happening, job: Job): Promise<void> {
  switch (happening.name) {
    case "remark":
      return runCommentCommands(app, happening.origin, happening.incoming);
    case "pushed":
      return planReconcile(app, happening.origin, happening.milestone, happening.lazy ? "lazy" : "soon");
    case "touched":
      return milestoneTouched(app, happening);
    case "repository":
      return reconcileRepository(app, happening.origin, happening.commit);
    case "plan":
      return planTouched(app, happening);
    case "button":
      return pressButton(app, happening);
    case "rerun":
      return rerunCheck(app, happening);
    case "run":
      return runEnded(app, happening);
    case "queued":
      return queuedPull(app, happening);
    case "installed":
      return walkInstallation(app, happening.installation, happening.again);
    case "removed":
      return forgetInstallation(app, happening.installation);
    default:
      return unreachable(`job ${job.name}`, happening);
  }
}

/** A merge queue tries a milestone's pull request on a commit of its own: it waits there for the milestone's check. */
async function queuedPull(
  app: AppContext,
  { origin, pull, head }: Extract<Happening, { name: "queued" }>,
): Promise<void> {
  const place = await placeOf(app, origin);
  const { repository } = place;
  const now = app.settings.clock.now();
  const log = { repository: repository.repo, pull };
  const found = await repository.read("GET /repos/{owner}/{repo}/pulls/{pull_number}", { pull_number: pull });
  if (!found.ok) {
    againAfter(found.failure, now);
    return app.log.warn(log, describeFailure(found.failure));
  }
  const milestone = milestoneOfBranch(found.value.head.ref);
  const fork = found.value.head.repo?.id !== found.value.base.repo.id;
  if (milestone === null || idProblem(milestone) !== null || fork) return;
  const snapshot = await readSnapshot(app, place, milestone);
  if (!snapshot.ok) {
    againAfter(snapshot.failure, now);
    return app.log.warn(log, describeFailure(snapshot.failure));
  }
  if (!snapshot.value.reading) return;
  const desired = { ...desiredState(snapshot.value.reading, repository, now), head };
  const written = await writeCheck(repository, { kind: "create_check", check: desiredCheck(desired) });
  if (written.ok) return app.log.info({ ...log, milestone }, "the merge queue's commit has its check");
  againAfter(written.failure, now);
  app.log.warn(log, describeFailure(written.failure));
}
