/** Workflows that start by themselves when something happens, other than by dispatch. */
import type { Happening } from "../state/world.ts";
import type { RunQueue } from "./queue.ts";
import { listWorkflows } from "./workflow.ts";

interface Place {
  ref: string;
  sha: string;
}

/** Where GitHub takes the workflow file from: the default branch for comments and issues, else what changed. */
function placeOf({ event, repository, parts }: Happening): Place | null {
  if (event === "push") {
    const after = String(parts.after);
    return /^0+$/.test(after) ? null : { ref: String(parts.ref), sha: after };
  }
  if (event === "pull_request" || event === "pull_request_review") {
    const { number, head } = parts.pull_request as { number: number; head: { sha: string } };
    return { ref: `refs/pull/${number}/merge`, sha: head.sha };
  }
  if (event !== "issue_comment" && event !== "issues") return null;
  const ref = `refs/heads/${repository.defaultBranch}`;
  const sha = repository.git.ref(ref);
  return sha ? { ref, sha } : null;
}

/** Starts the workflows that declare the event. What GITHUB_TOKEN does starts none. */
export async function triggerWorkflows(
  happening: Happening,
  payload: { [key: string]: unknown },
  queue: RunQueue,
): Promise<void> {
  const { event, action, repository, actor, byActions } = happening;
  const place = byActions ? null : placeOf(happening);
  if (!place) return;
  for (const workflow of await listWorkflows(repository, place.sha)) {
    if (!(event in workflow.on)) continue;
    const types = workflow.on[event]?.types;
    if (types && action && !types.includes(action)) continue;
    await queue.add({
      repository,
      workflow,
      event,
      payload,
      ref: place.ref,
      headSha: place.sha,
      inputs: {},
      actor,
    });
  }
}
