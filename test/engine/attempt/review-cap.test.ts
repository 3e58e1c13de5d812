import { expect, test } from "vitest";
import { reviewWork } from "../../../src/engine/attempt/review-work.ts";
import type { AttemptRequest, Running } from "../../../src/engine/ports.ts";
import type { Run } from "../../../src/engine/run/run-context.ts";

/** The caps that a reviewer is asked with who answers nothing, and takes so much each time. */
async function capsOf(capUsd: number | null, cost: number): Promise<(number | null | undefined)[]> {
  const caps: (number | null | undefined)[] = [];
  const attempt = (request: AttemptRequest): Running<unknown> => {
    caps.push(request.capUsd);
    const usage = { agent: "reader", input_tokens: 1, output_tokens: 1, cost_usd: cost };
    return {
      done: Promise.resolve({ ok: true, durationMs: 1, text: "no findings", usage }),
      stop: () => undefined,
    };
  };
  const run = {
    ports: {
      runner: { attempt },
      repository: { readFile: async () => null },
      clock: { now: () => 0 },
    },
    journal: { state: { profiles: new Map() } },
  };
  const request = {
    capUsd,
    task: { id: "a", title: "A", criteria: [] },
    phase: { phase: "execute", acceptanceCriteria: [] },
    executor: {},
    workspace: {},
  };
  const { problem } = await reviewWork(run as unknown as Run, {
    review: { agent: "reader", fallback: [], lenses: ["correctness"], blocking: "high" },
    request: request as unknown as AttemptRequest,
    base: "b".repeat(40),
    files: [{ path: "a.txt", mode: "100644", content: Buffer.from("a\n") }],
    own: running => running.done,
  });
  expect(problem?.message).toContain("its answer holds no findings");
  return caps;
}

test("a reviewer who is asked once more may spend only what the first time left", async () => {
  expect(await capsOf(2, 0.5)).toEqual([2, 1.5]);
  expect(await capsOf(0.5, 0.5)).toEqual([0.5]);
  expect(await capsOf(null, 0.5)).toEqual([null, null]);
});
