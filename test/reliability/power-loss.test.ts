import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readTrace, recorded } from "../rig/disk-recorder.ts";
import { Disk, type DiskOperation, filesBelow, type Image, Remains } from "../rig/power-loss.ts";
import { makeRig } from "../rig/repository.ts";

const BRANCH = "refs/heads/milestone/m";
/** So many phases that packs are joined meanwhile, which takes 50 of them. */
const TASKS = 13;

interface Recorded {
  root: string;
  before: Image;
  operations: DiskOperation[];
  /** One for each kind of image, so that it changes little from one to the next. */
  remains: Remains[];
}

/** A whole run, phase by phase, with everything that it did to the clone's git directory. */
async function record(length: number): Promise<Recorded> {
  const tasks = Array.from({ length }, (_, n) => ({ id: `t${n}` }));
  const rig = makeRig({ id: "m", tasks });
  onTestFinished(() => rig.close());
  const root = join(rig.main.root, ".git");
  const before = filesBelow(root);
  const remains = ["names", "synced-names"].map(name => new Remains(root, join(rig.folder, name)));
  const trace = join(rig.folder, "trace");
  const { code, stderr } = await rig.main.milestone(["execute", "m", "--no-push", "--strategy=sequential"], {
    under: recorded(trace),
  });
  expect(code, stderr).toBe(0);
  return { root, before, operations: readTrace(trace, root), remains };
}

/** Looks at every disk that the power could leave; answers the first that git cannot read, or all tips there were. */
function lookAtAll({ before, operations, remains }: Recorded): { broken: string } | { tips: Set<string> } {
  const disk = new Disk(before);
  const tips = new Set<string>();
  for (const [at, operation] of operations.entries()) {
    disk.apply(operation);
    for (const [kind, image] of disk.remains.entries()) {
      if (!remains[kind]!.show(image)) continue;
      try {
        tips.add(remains[kind]!.tip(BRANCH) ?? "none");
      } catch (error) {
        return {
          broken: `after operation ${at} (${operation.kind} ${operation.path}): ${(error as Error).message}`,
        };
      }
    }
  }
  return { tips };
}

describe("A power loss", () => {
  it("at any moment leaves the branch at a commit with all of its objects", async () => {
    const recorded = await record(TASKS);
    const seen = lookAtAll(recorded);
    expect(seen).not.toHaveProperty("broken");
    expect("tips" in seen && seen.tips.size).toBeGreaterThan(TASKS * 4);

    const disk = new Disk(recorded.before);
    for (const operation of recorded.operations) disk.apply(operation);
    expect([...disk.content].sort(), "everything was recorded").toEqual(
      [...filesBelow(recorded.root)].sort(),
    );
    const tip = readFileSync(join(recorded.root, BRANCH), "utf8").trim();
    for (const [kind, image] of disk.remains.entries()) {
      recorded.remains[kind]!.show(image);
      expect(recorded.remains[kind]!.tip(BRANCH), "what was reported as done is on the disk").toBe(tip);
    }
  });

  it.each([
    ["the objects", /\/tmp_|\/milestone-objects-/],
    ["the ref", /\.lock$/],
  ])("would show that %s were not synced", async (_, unsynced) => {
    const recorded = await record(1);
    const operations = recorded.operations.filter(
      ({ kind, path }) => kind !== "sync" || !unsynced.test(path),
    );
    expect(lookAtAll({ ...recorded, operations })).toHaveProperty("broken");
  });
});
