import type { ChangedText, FilePatch } from "./patch.ts";
import type { ReviewFinding } from "./review-finding.ts";

/** A file of tests, by the customs of the usual languages. */
const TEST_PATH =
  /(?:^|\/)(?:tests?|specs?|__tests__|testing)\/|(?:^|\/)test_[^/]+\.py$|[._-](?:test|spec|tests)\.[a-z]{1,5}$|(?:Test|Tests|Spec)\.[a-z]{1,6}$/;
/** Where a test case begins. */
const CASE =
  /(?:^|[^\w.])(?:it|test|specify|scenario)(?:\.\w+)?\s*\(|^\s*(?:async\s+)?def\s+test_|^\s*func\s+Test\w|^\s*#\[(?:\w+::)?test\]|@(?:Parameterized)?Test\b|^\s*\[(?:Fact|Theory|Test|TestMethod)\b/;
/** What makes a case wait, or others with it. */
const SKIP =
  /(?:\b(?:it|test|describe|context|suite)\.(?:skip|only|todo|fixme)\b|\b(?:xit|xtest|xdescribe|fit|fdescribe)\s*\(|@(?:Ignore|Disabled)\b|pytest\.mark\.(?:skip|xfail)|@unittest\.skip|\bt\.Skip(?:Now|f)?\(|^\s*#\[ignore)/;
const ASSERTION = /\b(?:assert\w*|expect|should|require\.\w+)\b\s*[.(!\s]|\bt\.(?:Error|Fatal)f?\(/;
/** An assertion that holds whatever the code does. */
const TAUTOLOGY =
  /\bexpect\(\s*(?:true|1)\s*\)\.(?:toBe|toEqual|toStrictEqual)\(\s*(?:true|1)\s*\)|\bassert(?:\.ok|True|_true)?\s*\(\s*(?:true|True|1)\s*[,)]|^\s*assert\s+(?:True|1)\s*$|\bassert(?:\.equal|Equals|_eq!|Equal)?\s*\(\s*(\w+)\s*,\s*\1\s*[,)]/;
/** Work that is only announced. */
const HOLLOW =
  /\b(?:throw\s{1,8}new\s{1,8}\w{0,40}Error\(\s{0,8}["'`](?:not\s{1,8}(?:yet\s{1,8})?implemented|todo)|raise\s{1,8}NotImplementedError|unimplemented!\(|todo!\()|^\s{0,80}(?:\/\/|#|\/\*|--)\s{0,8}(?:todo|fixme)\s{0,8}:?\s{0,8}(?:implement|add the (?:real|actual)|write|fill)/i;
/** A test command that always succeeds. */
const NEUTERED =
  /"(?:test|check|lint)(?::[\w-]+)?"\s*:\s*"(?:true|:|exit 0|echo\b[^"&|;]*)"|\|\|\s*(?:true|:|exit 0)\b/;
const BUILD_PATH =
  /(?:^|\/)(?:package\.json|Makefile|justfile|tox\.ini|[^/]+\.gradle(?:\.kts)?)$|^\.github\/workflows\//;

/**
 * What can be told of a patch without understanding it: work that is not there, and tests that were made to say less. It
 * says nothing of whether the code is right; that is a reviewer's and the tests' to say.
 * @param wantsCode whether the phase is there to change the product
 */
export function ownFindings(
  files: readonly ChangedText[],
  patches: readonly FilePatch[],
  wantsCode: boolean,
): ReviewFinding[] {
  const product = files.filter(({ path }) => !path.startsWith(".milestones/"));
  if (wantsCode && product.length === 0) {
    const message = "nothing of the product is changed, whatever the documents say";
    return [{ ...OWN, file: files[0]?.path ?? ".", line: 0, message }];
  }
  return [...lostTests(product, patches), ...patches.flatMap(lineFindings)];
}

const OWN = { severity: "high", lens: "correctness", own: true } as const;

/** Cases and assertions count over all files, so that moving them is no loss. */
function lostTests(files: readonly ChangedText[], patches: readonly FilePatch[]): ReviewFinding[] {
  const tests = files.filter(({ path }) => TEST_PATH.test(path));
  if (tests.length === 0) return [];
  const sum = (pattern: RegExp, which: "before" | "after"): number =>
    tests.reduce((all, file) => all + countOf(pattern, file[which]), 0);
  const cases = { before: sum(CASE, "before"), after: sum(CASE, "after") };
  const assertions = { before: sum(ASSERTION, "before"), after: sum(ASSERTION, "after") };
  const at = (kind: RegExp): Pick<ReviewFinding, "file" | "line" | "quote"> => {
    for (const { path, lines } of patches) {
      const line =
        TEST_PATH.test(path) && lines.find(({ kind: sign, text }) => sign === "-" && kind.test(text));
      if (line) return { file: path, line: line.new, quote: line.text.trim().slice(0, 300) };
    }
    return { file: tests[0]!.path, line: 0 };
  };
  if (cases.after < cases.before) {
    const message = `tests are gone: ${cases.before} before, ${cases.after} now in the files that were changed`;
    return [{ ...OWN, ...at(CASE), message }];
  }
  if (assertions.after < assertions.before && cases.after === cases.before) {
    const message = `tests assert less: ${assertions.before} assertions before, ${assertions.after} now in the files that were changed`;
    return [{ ...OWN, ...at(ASSERTION), message }];
  }
  return [];
}

function countOf(pattern: RegExp, text: string | null): number {
  return text === null ? 0 : text.split("\n").filter(line => pattern.test(cut(line))).length;
}

function lineFindings({ path, lines }: FilePatch): ReviewFinding[] {
  if (path.startsWith(".milestones/")) return [];
  const isTest = TEST_PATH.test(path);
  const was = new Set(lines.filter(line => line.kind === "-").map(line => line.text.trim()));
  const findings: ReviewFinding[] = [];
  for (const { kind, text, new: line } of lines) {
    if (kind !== "+" || was.has(text.trim())) continue;
    const why = whatIsWrong(cut(text), path, isTest);
    if (why) findings.push({ ...OWN, file: path, line, message: why, quote: text.trim().slice(0, 300) });
  }
  return findings;
}

function whatIsWrong(line: string, path: string, isTest: boolean): string | null {
  if (isTest && SKIP.test(line)) return "a test is switched off, or all others are";
  if (isTest && TAUTOLOGY.test(line)) return "this assertion holds whatever the code does";
  if (!isTest && HOLLOW.test(line)) return "the work is announced here and not done";
  if (BUILD_PATH.test(path) && NEUTERED.test(line)) return "this check can no longer fail";
  return null;
}

/** Lines are outside text: no pattern looks at more than this. */
const cut = (line: string): string => line.slice(0, 500);
