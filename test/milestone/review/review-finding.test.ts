import { expect, test } from "vitest";
import { patchOf, patchText } from "../../../src/milestone/review/patch.ts";
import { readFindings } from "../../../src/milestone/review/review-finding.ts";
import { processorTime } from "../../rig/processor-time.ts";

const before = Array.from({ length: 40 }, (_, i) => `line ${i + 1}`).join("\n");
const after = before.replace("line 5\n", "line five\n").replace("line 30\n", "line 30\nline 30b\n");
const patches = patchOf([{ path: "src/a.ts", before: `${before}\n`, after: `${after}\n`, isBinary: false }]);

test("a patch has its hunks with three lines around each change", () => {
  expect(patchText(patches)).toBe(`--- a/src/a.ts
+++ b/src/a.ts
@@ -2,7 +2,7 @@
 line 2
 line 3
 line 4
-line 5
+line five
 line 6
 line 7
 line 8
@@ -28,6 +28,7 @@
 line 28
 line 29
 line 30
+line 30b
 line 31
 line 32
 line 33
`);
});

test("a file of many different lines is compared in a moment", () => {
  const lines = (seed: number) => Array.from({ length: 30_000 }, (_, i) => `${(i * seed) % 7919}`).join("\n");
  const began = processorTime();
  patchOf([{ path: "a", before: lines(3), after: lines(5), isBinary: false }]);
  expect(processorTime() - began).toBeLessThan(3_000);
});

test("a finding counts where what it quotes is in the patch, at the line where it stands", () => {
  const finding = (quote: string, file = "src/a.ts") => ({
    file,
    line: 99,
    severity: "high",
    lens: "security",
    message: "no",
    quote,
  });
  const read = readFindings(
    {
      findings: [
        finding("line five"),
        finding("+line 30b", "b/src/a.ts"),
        finding("line 20"),
        finding("line five", "src/b.ts"),
        { file: "src/a.ts", severity: "catastrophic", message: "x", quote: "line five" },
        "nonsense",
      ],
    },
    patches,
  );
  expect(read?.findings.map(each => [each.file, each.line, each.quote])).toEqual([
    ["src/a.ts", 5, "line five"],
    ["src/a.ts", 31, "line 30b"],
  ]);
  expect(read?.dropped).toBe(4);
});

test("what is no answer is none, and an empty list is one", () => {
  expect(readFindings(undefined, patches)).toBeNull();
  expect(readFindings({ findings: "none" }, patches)).toBeNull();
  expect(readFindings({ findings: [] }, patches)).toEqual({ findings: [], dropped: 0 });
});

const finding = (severity: string, quote = "line five") => ({
  file: "src/a.ts",
  severity,
  message: "no",
  quote,
});

test.each([
  ["High", "high"],
  ["CRITICAL", "high"],
  [" blocker ", "high"],
  ["Moderate", "medium"],
  ["nit", "low"],
])("a finding whose severity is written as %j is of %s severity", (word, severity) => {
  expect(readFindings({ findings: [finding(word)] }, patches)?.findings).toMatchObject([{ severity }]);
});

test("of too many findings those that weigh most are kept, wherever they stand in the answer", () => {
  const findings = [...Array.from({ length: 60 }, () => finding("low")), finding("medium"), finding("high")];
  const read = readFindings({ findings }, patches)!;
  expect(read.findings.slice(0, 3).map(({ severity }) => severity)).toEqual(["high", "medium", "low"]);
  expect([read.findings.length, read.dropped]).toEqual([50, 12]);
});

test("a quote of some lines is found by the first that is not empty", () => {
  const read = readFindings({ findings: [finding("high", "+\n+line 30b\n line 31")] }, patches);
  expect(read?.findings).toMatchObject([{ line: 31, quote: "line 30b" }]);
});
