import { expect, test } from "vitest";
import { conversationFor } from "../../../src/engine/attempt/attempt.ts";
import { keepWork } from "../../../src/engine/attempt/kept-work.ts";
import type { Repository, Workspace } from "../../../src/engine/ports.ts";
import type { Run } from "../../../src/engine/run/run-context.ts";

const place = { task: { id: "a" }, phase: { phase: "execute" } } as Parameters<typeof keepWork>[1];
const workspace = {
  commit: "b".repeat(40),
  put: () => undefined,
  changes: async () => ({ files: [{ path: "a.txt", delete: true }], unsafe: [] }),
} as unknown as Workspace;

/** A run whose repository answers a swap like this, with what is said and pushed. */
function runThat(swapped: Awaited<ReturnType<Repository["swapRef"]>>, more: Partial<Run> = {}) {
  const said: string[] = [];
  const written: string[] = [];
  const pushed: string[] = [];
  const repository = {
    land: async () => ({ ok: true, changes: new Map() }),
    commit: async () => "c".repeat(40),
    resolve: async () => null,
    async swapRef(ref: string) {
      written.push(ref);
      return swapped;
    },
  };
  const locks = {
    list: async () => ({ ok: true, refs: new Map() }),
    async swap(ref: string) {
      pushed.push(ref);
      return { ok: true };
    },
  };
  const ports = {
    repository,
    remote: { locks },
    runner: { check: async () => [] },
    clock: { now: () => 0 },
    narrator: { warn: (text: string) => said.push(text) },
  };
  const run = { plan: { id: "m", limits: {} }, ports, ...more } as unknown as Run;
  return { run, said, written, pushed };
}

const REF = "refs/milestone-kept/m/a/execute";

test("work that waits for an answer is kept here and on the remote", async () => {
  const { run, written, pushed } = runThat({ ok: true });
  expect(await keepWork(run, place, workspace)).toMatchObject({ kept: { commit: "c".repeat(40) } });
  expect([written, pushed]).toEqual([[REF], [REF]]);
});

test("work whose ref could not be written is not said to be kept", async () => {
  const { run, said, pushed } = runThat({ ok: false, actual: null, reason: "locked" });
  expect(await keepWork(run, place, workspace)).toEqual({ kept: null });
  expect(said).toEqual([expect.stringContaining("is not kept")]);
  expect(pushed).toEqual([]);
});

test("a machine that does one ticket keeps no conversation, of which its result could tell nothing", () => {
  const journal = { state: { tasks: new Map() } } as unknown as Run["journal"];
  const start = { ...place, executor: { kind: "agent" } } as Parameters<typeof conversationFor>[1];
  expect(conversationFor(runThat({ ok: true }, { journal }).run, start)).toBe("begin");
  expect(conversationFor(runThat({ ok: true }, { journal, keepsNothing: true }).run, start)).toBeUndefined();
});

test("a machine that does one ticket writes no ref and pushes nothing", async () => {
  const { run, written, pushed } = runThat({ ok: true }, { keepsNothing: true });
  expect(await keepWork(run, place, workspace)).toEqual({ kept: null });
  expect([written, pushed]).toEqual([[], []]);
});
