import { expect, test } from "vitest";
import { costsOf } from "../../../src/milestone/view/cost.ts";
import { fixture } from "../../fixtures/state.ts";

test("what several models of one attempt used is told per model, and adds up", () => {
  const { plan, history, now } = fixture({ tasks: 3, calm: true });
  const attempts = history.attempts.slice(0, 1).map(attempt => ({
    ...attempt,
    usage: {
      agent: "claude",
      model: "large",
      input_tokens: 110,
      output_tokens: 11,
      cost_usd: 0.3,
      models: [
        { model: "large", input_tokens: 100, output_tokens: 10, cost_usd: 0.25 },
        { model: "small", input_tokens: 10, output_tokens: 1, cost_usd: 0.05 },
      ],
    },
  }));
  const costs = costsOf(plan, { ...history, attempts }, now);
  expect(costs.byModel.map(row => [row.name, row.inputTokens, row.outputTokens, row.costUsd])).toEqual([
    ["large", 100, 10, 0.25],
    ["small", 10, 1, 0.05],
  ]);
  expect(costs.total).toMatchObject({ attempts: 1, inputTokens: 110, outputTokens: 11, costUsd: 0.3 });
});
