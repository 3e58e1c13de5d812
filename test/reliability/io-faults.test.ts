import { describe, expect, it } from "vitest";
import type { FaultKind } from "../rig/faults.ts";
import { survive, surviveInGit, undisturbed } from "../rig/killing.ts";
import { hasTurn, overTrees, some } from "../rig/long.ts";

const KINDS: FaultKind[] = ["ENOSPC", "EIO", "EACCES", "short write"];
/**
 * Places in the run, as shares of its operations, which are fewer where a busy machine lets commits share a settle;
 * `npm run torture` tries every one.
 */
const PLACES = [0.2, 0.7];

/** How many operations there are differs by the kind of fault; that much is found out once each. */
const cleanRuns = new Map<FaultKind, ReturnType<typeof undisturbed>>();
function cleanRun(what: FaultKind): ReturnType<typeof undisturbed> {
  const known = cleanRuns.get(what);
  if (known) return known;
  const run = undisturbed(what);
  cleanRuns.set(what, run);
  run.catch(() => cleanRuns.delete(what)); // another try runs it anew
  return run;
}

const IN_GIT = [
  { command: "fast-import", inject: "write:error=ENOSPC:when=9" },
  { command: "update-ref", inject: "fsync:error=EIO:when=2" },
  { command: "update-ref", inject: "rename:signal=KILL:when=3" },
] as const;

describe("A disk that fails", () => {
  it.each(IN_GIT)("under git's own $command ($inject) costs nothing but time", async order => {
    overTrees(IN_GIT.indexOf(order));
    const { broken, tree, last } = await surviveInGit(order);
    expect(broken, last.stderr).toEqual([]);
    expect(tree).toBe((await cleanRun("EIO")).tree);
  });

  it.each(
    KINDS.flatMap((what, row) =>
      PLACES.filter((_, column) => hasTurn(row, column, 2)).map(place => ({ what, place })),
    ),
  )("once, with $what at $place of the run, costs nothing but time", async ({ what, place }) => {
    const clean = await cleanRun(what);
    overTrees(KINDS.indexOf(what));
    const at = Math.max(1, Math.floor(place * clean.operations));
    const { broken, tree } = await survive({ strategy: "parallel", at: [at], what, fresh: false });
    expect(broken).toEqual([]);
    expect(tree).toBe(clean.tree);
  });

  it.each(some(PLACES, 1))(
    "and stays full from %f of the run on ends it with an error that says so",
    async place => {
      const what = "disk stays full";
      const clean = await cleanRun(what);
      const at = Math.max(1, Math.floor(place * clean.operations));
      const { hit, broken, tree } = await survive({ strategy: "parallel", at: [at], what, fresh: false });
      expect(hit[0]?.code).toBe(1);
      expect(hit[0]?.stderr).toMatch(/the disk is full/);
      expect(broken).toEqual([]);
      expect(tree).toBe(clean.tree);
    },
  );
});
