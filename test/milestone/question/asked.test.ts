import { expect, test } from "vitest";
import { readAsked } from "../../../src/milestone/question/asked.ts";

const discovered = { title: "Drop the old table", why: "nobody reads it", needs: ["a"] };

test("work that was found on the way is an entry of its own", () => {
  expect(readAsked(JSON.stringify({ discovered }))).toMatchObject({ ok: true, asked: [{ discovered }] });
});

test.each([
  [{ question: "Which table?", blocking: true, discovered }, '"question" stands beside "discovered"'],
  [{ discovered: { ...discovered, need: ["b"] } }, '"need" is no key of "discovered"'],
])("nothing of %j is left out in silence", (entry, problem) => {
  expect(readAsked(JSON.stringify(entry))).toEqual({ ok: false, problem: expect.stringContaining(problem) });
});
