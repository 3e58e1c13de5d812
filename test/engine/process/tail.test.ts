import { expect, it } from "vitest";
import { createTail } from "../../../src/engine/process/output-collector.ts";
import { processorTime } from "../../rig/processor-time.ts";

it("keeps the last lines, as many as allowed", () => {
  const tail = createTail({ lines: 3, chars: 1_000 });
  for (let i = 0; i < 5_000; i++) tail.push(`line ${i}`);
  expect(tail.text()).toBe("line 4997\nline 4998\nline 4999");
});

it("keeps the last characters, but never less than a line", () => {
  const tail = createTail({ lines: 100, chars: 20 });
  for (const line of ["aaaaaaaaaa", "bbbbbbbbbb", "ccccc"]) tail.push(line);
  expect(tail.text()).toBe("bbbbbbbbbb\nccccc");
  tail.push("d".repeat(50));
  expect(tail.text()).toBe("d".repeat(20));
});

it("takes a million lines in good time with a large limit", () => {
  const tail = createTail({ lines: 100_000, chars: 1 << 20 });
  const started = processorTime();
  for (let i = 0; i < 1_000_000; i++) tail.push("x");
  expect(processorTime() - started).toBeLessThan(2_000);
  expect(tail.text().length).toBe(2 * 100_000 - 1);
});
