import { expect, test } from "vitest";
import { Contention } from "../../../src/engine/landing/contention.ts";

test("tasks that lost on one file are done again one after the other, others beside them", () => {
  const contention = new Contention();
  expect(contention.lose("a", ["log.md"])).toBe(true);
  expect(contention.lose("b", ["log.md", "x.ts"])).toBe(true);
  expect(contention.lose("c", ["y.ts"])).toBe(true);
  expect(contention.admits("b", ["a"])).toBe(false);
  expect(contention.admits("c", ["a", "b"])).toBe(true);
  expect(contention.admits("new", ["a", "b", "c"])).toBe(true);
  contention.land("a");
  expect(contention.admits("b", ["a"])).toBe(true);
});

test("a task that loses again and again is a person's matter, and begins anew after that", () => {
  const contention = new Contention();
  for (let times = 1; times <= 8; times++) expect(contention.lose("a", ["log.md"])).toBe(true);
  expect(contention.lose("a", ["log.md"])).toBe(false);
  expect(contention.lose("a", ["log.md"])).toBe(true);
});

test("what changes a file that another is done again for waits, and whoever is done again waits for nobody", () => {
  const contention = new Contention();
  contention.lose("a", ["log.md"]);
  contention.lose("b", ["x.ts"]);
  expect(contention.goesFirst("new", ["src.ts", "log.md"], ["new", "a"])).toBe("a");
  expect(contention.goesFirst("new", ["src.ts"], ["new", "a"])).toBe(null);
  expect(contention.goesFirst("new", ["log.md"], ["new"])).toBe(null);
  expect(contention.goesFirst("b", ["log.md"], ["a", "b"])).toBe(null);
});
