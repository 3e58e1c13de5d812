import type { Oid } from "../../../src/engine/ports.ts";
import { paths } from "../../../src/milestone/names.ts";
import type { World } from "./world.ts";

/** What people do to a milestone's branch on the server while a run is at work. */
export interface Person {
  /** Adds a commit with these files (null removes) on top of what is there. */
  commits(files: Record<string, string | null>): Oid;
  /** Edits the milestone file as it stands on the branch. */
  editsPlan(edit: (text: string) => string): Oid;
  /** Moves the branch to where it was some moves ago, as `git push --force` does. */
  forcesBack(): void;
  deletes(): void;
}

export function person(world: World): Person {
  const { server, objects, ref, time } = world;
  const tip = (): Oid => {
    const oid = server.refs.get(ref);
    if (!oid) throw new Error("the branch is not on the server yet");
    return oid;
  };
  const commits = (files: Record<string, string | null>): Oid => {
    const parent = tip();
    const changes = new Map(
      Object.entries(files).map(([path, text]) => [path, text === null ? null : Buffer.from(text)]),
    );
    const author = { name: "Hubot", email: "hubot@example.test" };
    const request = { parents: [parent], changes, message: "by hand\n", author, at: time.now };
    const { oid } = objects.addCommit(request, objects.commit(parent).tree);
    server.move(ref, oid, "hubot", time.now);
    return oid;
  };
  return {
    commits,
    editsPlan(edit) {
      const path = paths.milestone(world.milestone);
      return commits({ [path]: edit(objects.read(tip(), path)!.toString("utf8")) });
    },
    forcesBack() {
      const [earlier] = objects.commit(tip()).parents;
      server.move(ref, earlier ?? null, "hubot", time.now);
    },
    deletes: () => server.move(ref, null, "hubot", time.now),
  };
}
