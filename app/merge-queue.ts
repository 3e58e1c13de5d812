import { describeFailure } from "../src/github/answer.ts";
import { desiredCheck, writeCheck } from "../src/github/check.ts";
import { idProblem, milestoneOfBranch } from "../src/milestone/names.ts";
import type { AppContext } from "./app-context.ts";
import type { Happening } from "./events.ts";
import { desiredState, readSnapshot } from "./snapshot.ts";
import { placeOf } from "./walk.ts";
import { againAfter } from "./working.ts";

/** A merge queue tries a milestone's pull request on a commit of its own: it waits there for the milestone's check. */
export async function queuedPull(
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
  const picture = { ...desiredState(snapshot.value.reading, repository, now), head };
  const written = await writeCheck(repository, { kind: "create_check", check: desiredCheck(picture) });
  if (written.ok) return app.log.info({ ...log, milestone }, "the merge queue's commit has its check");
  againAfter(written.failure, now);
  app.log.warn(log, describeFailure(written.failure));
}
