import markdownIt from "markdown-it";
import { expect, test } from "vitest";
import { productSection } from "../../src/github/product.ts";
import { plannedState } from "../../src/milestone/session/state.ts";
import { makePlan } from "../milestone/make-plan.ts";

function desired(changed: Record<string, string[]>) {
  const plan = makePlan(Object.keys(changed).map(id => ({ id })));
  const state = plannedState(plan);
  for (const [id, files] of Object.entries(changed)) {
    const [phase] = state.tasks.get(id)!.phases.values();
    phase!.changed = files;
  }
  return { plan, state, base: "main" };
}

const file = (path: string, added = 2, removed = 1) => ({ path, added, removed });

test("a pull request begins with the product's own files and lines, by task", () => {
  const files = [file("src/a.ts", 10, 0), file("src/b.ts"), file("by-hand.md", 1, 0)];
  const text = productSection(desired({ a: ["src/a.ts", "gone-again.ts"], b: ["src/b.ts"] }), {
    files,
    isCut: false,
  });
  expect(text).toContain("3 files, **+13 −1** lines against `main`.");
  expect(text).toMatch(/\| .*a.* \| `src\/a\.ts` \+10 −0 \|/);
  expect(text).toContain("| _not named by a task_ | `by-hand.md` +1 −0 |");
  expect(text).not.toContain("gone-again.ts");
  expect(text).not.toContain("<details>");
});

test("where nothing is changed yet there is no heading, and many tasks are folded", () => {
  expect(productSection(desired({ a: [] }), { files: [], isCut: false })).toBe("");
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`t${i}`, [`f${i}`]]));
  const files = Array.from({ length: 60 }, (_, i) => file(`f${i}`));
  const text = productSection(desired(many), { files, isCut: true });
  expect(text).toContain("at least 60 files");
  expect(text).toContain("<details><summary>By task</summary>");
  expect(text).toContain("20 more tasks");
});

test("names of files and tasks are inert", () => {
  const hostile = "a|b`<img src=x>@octocat";
  const text = productSection(desired({ a: [hostile] }), { files: [file(hostile)], isCut: false });
  const page = markdownIt({ html: true }).render(text);
  expect(page).not.toContain("<img");
  expect(page.match(/<td/g)).toHaveLength(2);
  expect(page).toMatch(/<code>[^<]*octocat<\/code>/);
});
