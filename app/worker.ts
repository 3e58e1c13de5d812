import { unreachable } from "../src/milestone/phase.ts";
import type { AppContext } from "./app-context.ts";
import { pressButton, rerunCheck } from "./buttons.ts";
import { answerRemark, tellRefusal } from "./comments.ts";
import type { Happening } from "./events.ts";
import { type Job, type Lease, type Outcome, RECONCILE } from "./inbox/inbox.ts";
import { queuedPull } from "./merge-queue.ts";
import { planTouched } from "./plans.ts";
import { milestoneTouched, planReconcile, reconcileJob } from "./reconcile.ts";
import { forgetInstallation, reconcileRepository, runEnded, walkInstallation } from "./walk.ts";
import { Again, LeaseLost, workingFor } from "./working.ts";

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 600_000;
/** About two hours of trying. */
const TRIES = 16;

/** Works one job off, under its lease and in its lane. Whatever goes wrong ends in the log, and in another try. */
export async function workOff(app: AppContext, job: Job, lease: Lease): Promise<Outcome> {
  const log = { line: job.line, job: job.name, id: job.id };
  try {
    const again = await workingFor({ job, lease }, () => carryOut(app, job));
    return again === null ? { kind: "done" } : { kind: "again", at: again };
  } catch (error) {
    if (error instanceof LeaseLost) {
      app.log.info(log, error.message);
      return { kind: "done" };
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
    await tellRefusal(app, body as Parameters<typeof tellRefusal>[1]);
    return null;
  }
  await happened(app, body as Happening, job);
  return null;
}

async function happened(app: AppContext, happening: Happening, job: Job): Promise<void> {
  switch (happening.name) {
    case "remark":
      return answerRemark(app, happening.origin, happening.remark);
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
      return walkInstallation(app, happening.installation);
    case "removed":
      return forgetInstallation(app, happening.installation);
    default:
      return unreachable(`job ${job.name}`, happening);
  }
}
