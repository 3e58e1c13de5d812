import { type Answer, good } from "../src/github/answer.ts";
import { findRun, type RunOutcome, type RunPlace, type RunRequest, startRun } from "../src/github/runs.ts";
import { unreachable } from "../src/milestone/phase.ts";
import type { State } from "../src/milestone/session/state.ts";
import type { AppContext } from "./app-context.ts";
import type { InstalledRepository } from "./installed-repositories.ts";
import { Again, againAfter, current, MOMENT_MS } from "./working.ts";

/** A started run that never reached the log in this time is started again. */
const PATIENCE_MS = 15 * 60_000;

export type Started = RunOutcome | { kind: "known" };

/**
 * Starts the run that a command asks for, once: the log may tell of it already, another job or process may have started
 * it, and one that died in between may or may not have. `state`: the milestone's, where there is one.
 */
export async function startOnce(
  app: AppContext,
  place: InstalledRepository,
  run: { at: RunPlace; runRequest: RunRequest; state: State | null },
): Promise<Answer<Started>> {
  const { at, runRequest, state } = run;
  if (state?.requests.has(runRequest.request)) return good({ kind: "known" });
  const name = `run/${place.id}/${runRequest.request}`;
  const now = app.settings.clock.now();
  const claim = await app.inbox.claim(name, PATIENCE_MS, current()?.lease ?? null);
  switch (claim) {
    case "settled":
      return good({ kind: "known" });
    case "begun":
      throw new Again(now + MOMENT_MS, "the same run is being started by another job");
    case "abandoned": {
      const found = await findRun(place.repository, at, {
        request: runRequest.request,
        since: now - PATIENCE_MS,
      });
      if (!found.ok) againAfter(found.failure, now);
      if (found.ok && found.value) {
        await app.inbox.settle(name, PATIENCE_MS);
        return good({ kind: "known" });
      }
      break;
    }
    case "ours":
      break;
    default:
      return unreachable("claim", claim);
  }
  const started = await startRun(place.repository, at, runRequest);
  if (started.ok && started.value.kind === "started") await app.inbox.settle(name, PATIENCE_MS);
  return started;
}
