import { expect, test } from "vitest";
import { freeId } from "../../../src/engine/steering/answer-question.ts";
import { idProblem } from "../../../src/milestone/names.ts";

test.each([
  ["Mend the login: it leaks", "mend-the-login-it-leaks"],
  ["日本語", "found"],
])("the task %j has the id %s, or a number behind it", (title, id) => {
  expect(freeId(title, new Set())).toBe(id);
  expect(freeId(title, new Set([id, `${id}-2`]))).toBe(`${id}-3`);
});

test("a first word of forty letters or more makes an id as well", () => {
  expect(idProblem(freeId("x".repeat(60), new Set()))).toBeNull();
});
