import { marked, type Token } from "marked";
import { describe, expect, test } from "vitest";
import { renderBrief } from "../../src/milestone/brief/template.ts";
import { emptyState } from "../../src/milestone/session/state.ts";
import { examplePlan, phaseOf, taskOf } from "../milestone/brief/plan.ts";
import { ORDER, PAYLOADS, type Payload } from "./payloads.ts";

const plan = examplePlan();
const task = taskOf(plan, "endpoints");

function brief(feedback: string[], template: string | null = null) {
  const state = emptyState(plan.id, plan.weights);
  return renderBrief({ plan, task, phase: phaseOf(task, "design"), attempt: 2, state, feedback, template });
}

/**
 * An agent that does everything it is told, by anybody, unless it stands in a data block: it reads the brief as
 * markdown does and keeps what it would obey.
 */
function obeyed(prompt: string): string {
  return marked
    .lexer(prompt)
    .filter(token => !isData(token))
    .map(token => token.raw)
    .join("");
}

function isData(token: Token): boolean {
  return token.type === "code" && /^data [\w-]+$/.test((token as { lang?: string }).lang ?? "");
}

const ways: [string, (payload: Payload) => string[]][] = [
  ["a review's body", p => [p.text]],
  ["a line comment", p => ["Please rework.", `src/orders.ts:12: ${p.text}`]],
  ["a failure's evidence", p => ["the check failed with exit 1: npm test", p.text]],
];

describe.each(ways)("S-PI-1 in %s", (_, feedbackOf) => {
  test.each(PAYLOADS)("$name gives an obedient agent no order", payload => {
    const { prompt, feedback, context } = brief(feedbackOf(payload));
    expect(obeyed(prompt)).not.toContain(ORDER);
    expect(obeyed(feedback!)).not.toContain(ORDER);
    const { feedback: points, ...rest } = context;
    expect(JSON.stringify(rest)).not.toContain(ORDER);
    if (payload.hidden) {
      expect(prompt + feedback + points.join("\n")).not.toContain(ORDER);
      expect(prompt).toContain("Fine.");
    } else expect(points.join("\n")).toContain(ORDER);
  });
});

test("S-PI-1 the corpus has 50 payloads, and an agent without data blocks would obey the visible ones", () => {
  expect(PAYLOADS).toHaveLength(50);
  expect(PAYLOADS.filter(p => !p.hidden && !obeyed(p.text).includes(ORDER))).toEqual([]);
});

test("S-PI-1 what stands behind the data blocks is still the brief", () => {
  for (const payload of PAYLOADS) {
    expect(obeyed(brief([payload.text]).prompt), payload.name).toContain(
      "End your last message with one line",
    );
  }
});

test("S-PI-1 a template places feedback as data too", () => {
  for (const payload of PAYLOADS) {
    expect(obeyed(brief([payload.text], "Be brief.\n\n{{feedback}}\n").prompt), payload.name).not.toContain(
      ORDER,
    );
  }
});

test("S-PI-1 a hidden text in title, description or criteria never reaches the agent", () => {
  for (const { text } of PAYLOADS.filter(p => p.hidden)) {
    const odd = { ...task, title: text, description: text };
    const phase = { ...phaseOf(task, "design"), acceptanceCriteria: [text] };
    const state = emptyState(plan.id, plan.weights);
    const { prompt } = renderBrief({
      plan,
      task: odd,
      phase,
      attempt: 1,
      state,
      feedback: [],
      template: null,
    });
    expect(prompt).not.toContain(ORDER);
  }
});
