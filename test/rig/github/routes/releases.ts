/** Releases. */
import { resolveCommit } from "../git/read.ts";
import { moveRef } from "../git/write.ts";
import { type Answer, created, invalid, list, notFound, ok } from "../http/answer.ts";
import { byActions, type Call, numberOf, type Routes } from "../http/call.ts";
import type { Release } from "../state/model.ts";
import { noticeRefs } from "../state/refs.ts";
import { stamp } from "../state/world.ts";
import { releaseView } from "../views/run.ts";

const shown = (call: Call, release: Release) => releaseView(call.world, call.repository, release);

/** Publishing makes the tag at the target when there is none yet; a draft makes none. */
async function create(call: Call): Promise<Answer> {
  const body = call.body as {
    tag_name: string;
    target_commitish?: string;
    name?: string;
    body?: string;
    draft?: boolean;
    prerelease?: boolean;
  };
  const { repository, world } = call;
  const twin = [...repository.releases.values()].find(each => each.tag === body.tag_name && !each.draft);
  if (twin) return invalid("Release", "tag_name", "already_exists");
  const target = body.target_commitish ?? repository.defaultBranch;
  const ref = `refs/tags/${body.tag_name}`;
  if (!body.draft && !repository.git.ref(ref)) {
    const sha = await resolveCommit(repository.git, target);
    if (!sha) return invalid("Release", "target_commitish", "invalid");
    await moveRef(repository.git, ref, null, sha);
    await noticeRefs(world, repository, { user: call.user, byActions: byActions(call) });
  }
  const release: Release = {
    id: world.nextId(),
    tag: body.tag_name,
    target,
    name: body.name ?? null,
    body: body.body ?? null,
    draft: body.draft ?? false,
    prerelease: body.prerelease ?? false,
    author: call.user,
    createdAt: stamp(world),
  };
  repository.releases.set(release.id, release);
  return created(shown(call, release));
}

export const releaseRoutes: Routes = {
  "repos/create-release": create,
  "repos/list-releases": call =>
    list([...call.repository.releases.values()].reverse().map(each => shown(call, each))),
  "repos/get-release": call => {
    const release = call.repository.releases.get(numberOf(call.params.release_id));
    return release ? ok(shown(call, release)) : notFound();
  },
  "repos/get-release-by-tag": call => {
    const release = [...call.repository.releases.values()].find(
      each => each.tag === call.params.tag && !each.draft,
    );
    return release ? ok(shown(call, release)) : notFound();
  },
};
