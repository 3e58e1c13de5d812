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

const note = { to: "b", text: "the table moved" };

test.each([
  [{ note }, 0, 1],
  [{ note: [note, { ...note, to: "c" }] }, 0, 2],
  [{ question: "Which table?", note }, 1, 1],
  [[{ discovered }, { note }, "Which table?", { note }], 2, 2],
])("a note stands alone, in a list, or beside a question: %j", (entries, asked, notes) => {
  const reading = readAsked(JSON.stringify(entries));
  expect(reading).toMatchObject({ ok: true, notes: expect.arrayContaining([note]) });
  if (reading.ok) expect([reading.asked.length, reading.notes.length]).toEqual([asked, notes]);
});

test.each([
  [{ note: "b: the table moved" }, '"note" is no object'],
  [{ note: { ...note, task: "b" } }, '"task" is no key of "note"'],
  [{ note: { text: "for whom?" } }, '"to" of "note" is no task'],
  [{ note: { to: "b", text: "x".repeat(4_001) } }, '"text" of "note" is no text of at most 4000 characters'],
  [{ note: { to: "b", text: " " } }, '"text" of "note" is no text'],
  [{ note: Array.from({ length: 21 }, () => note) }, "it has 21 notes, at most 20 are read"],
  [{ note, options: ["a"] }, '"question" is no text'],
])("what is no note is said: %j", (entry, problem) => {
  expect(readAsked(JSON.stringify(entry))).toEqual({ ok: false, problem: expect.stringContaining(problem) });
});
