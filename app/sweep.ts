import { describeFailure } from "../src/github/answer.ts";
import { type CommentNow, commentNow } from "../src/github/comments.ts";
import { givesCommands } from "../src/milestone/command/command.ts";
import { milestoneOfBranch } from "../src/milestone/names.ts";
import { answerComment } from "./comments.ts";
import { type Desk, milestoneDesk } from "./desk.ts";
import type { Place, RepositoryShape } from "./places.ts";
import { passNow } from "./schedule.ts";

/** How far back commands are looked for whose webhook was lost. */
const LOOK_BACK_MS = 24 * 3_600_000;

/** Looks at everything once: what was lost while nobody listened is made good. */
export async function sweep(desk: Desk): Promise<void> {
  const octokit = await desk.probot.auth();
  for (let page = 1; !desk.stopping; page += 1) {
    const { data } = await octokit.request("GET /app/installations", { per_page: 100, page });
    for (const installation of data) {
      if (installation.suspended_at || desk.stopping) continue;
      const { id } = installation;
      await sweepInstallation(desk, id).catch((error: unknown) =>
        desk.log.error({ err: error, installation: id }, "an installation was not swept"),
      );
    }
    if (data.length < 100) break;
  }
}

/** All repositories of an installation. */
export async function sweepInstallation(desk: Desk, installation: number): Promise<void> {
  const api = await desk.places.api(installation);
  for (let page = 1; !desk.stopping; page += 1) {
    const answer = await api.read("GET /installation/repositories", { per_page: 100, page });
    if (!answer.ok) {
      desk.log.warn({ installation }, describeFailure(answer.failure));
      return;
    }
    for (const shape of answer.value.repositories) {
      const place = await desk.places.at(installation, shape as RepositoryShape);
      desk.queues.add(`${place.id}/sweep`, () => sweepPlace(desk, place));
    }
    if (answer.value.repositories.length < 100) break;
  }
}

/** One repository: a free request while nothing changed in it. */
export async function sweepPlace(desk: Desk, place: Place): Promise<void> {
  const { repository, defaultBranch } = place;
  const log = { repository: `${repository.owner}/${repository.repo}` };
  const branches = await repository.read("GET /repos/{owner}/{repo}/git/matching-refs/{ref}", {
    ref: "heads/milestone/",
  });
  if (!branches.ok) return desk.log.warn(log, describeFailure(branches.failure));
  if (branches.value.length) {
    const base = await repository.read("GET /repos/{owner}/{repo}/git/ref/{ref}", {
      ref: `heads/${defaultBranch}`,
    });
    if (base.ok) place.baseCommit = base.value.object.sha;
  }
  for (const { ref } of branches.value) {
    const id = milestoneOfBranch(ref.slice("refs/heads/".length));
    if (id !== null) passNow(desk, milestoneDesk(desk, place, id));
  }
  await sweepComments(desk, place);
}

/** Commands that no webhook told of, or whose replica died between 👀 and the answer. */
async function sweepComments(desk: Desk, place: Place): Promise<void> {
  const { repository } = place;
  const now = desk.settings.clock.now();
  // A whole hour, so that the request stays the same and costs nothing while nobody comments.
  const since = new Date(Math.floor((now - LOOK_BACK_MS) / 3_600_000) * 3_600_000).toISOString();
  const answer = await repository.readAll("GET /repos/{owner}/{repo}/issues/comments", {
    since,
    sort: "created",
  });
  if (!answer.ok) return desk.log.warn({}, describeFailure(answer.failure));
  for (const raw of answer.value) {
    const comment = commentNow(raw as Parameters<typeof commentNow>[0], null);
    if (!isUnanswered(comment, now - desk.settings.abandonedMs)) continue;
    const number = Number(raw.issue_url.slice(raw.issue_url.lastIndexOf("/") + 1));
    const issue = await repository.read("GET /repos/{owner}/{repo}/issues/{issue_number}", {
      issue_number: number,
    });
    if (!issue.ok) continue;
    const { pull_request, body, user } = issue.value;
    const spot = { number, isPull: Boolean(pull_request), body: body ?? null, byBot: user?.type === "Bot" };
    desk.log.info({ comment: comment.id }, "a command was found that nobody answered");
    desk.queues.add(`${place.id}/comment/${comment.id}`, () =>
      answerComment(desk, { place, spot, comment }, true),
    );
  }
}

function isUnanswered({ body, user, reactions, createdAt }: CommentNow, before: number): boolean {
  if (user?.type !== "User" || !givesCommands(body)) return false;
  return reactions.rocket === 0 && reactions.down === 0 && Date.parse(createdAt) < before;
}
