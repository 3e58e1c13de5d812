import { describe, expect, it } from "vitest";
import { checkDeliverables } from "../../../src/engine/deliverable/check-deliverables.ts";
import { checkOpenApi } from "../../../src/engine/deliverable/openapi.ts";
import type { Deliverable } from "../../../src/milestone/plan/plan.ts";
import { processorTime } from "../../rig/processor-time.ts";

interface World {
  files?: Record<string, string | Buffer>;
  changed?: string[];
  schemas?: Record<string, string>;
}

function check(deliverables: Deliverable[], { files = {}, changed = [], schemas = {} }: World = {}) {
  return checkDeliverables({
    deliverables,
    files: async path => (path in files ? Buffer.from(files[path]!) : null),
    listFolder: async () => Object.keys(files),
    changedPaths: changed,
    readSchema: async path => schemas[path] ?? null,
  });
}

const one = (deliverable: Deliverable & { path: string }, content: string | Buffer, schemas = {}) =>
  check([deliverable], { files: { [deliverable.path]: content }, schemas });
const rules = async (findings: ReturnType<typeof check>) => (await findings).map(finding => finding.rule);

describe("what must be there", () => {
  const both: Deliverable[] = [
    { path: "architecture.md", kind: "markdown" },
    { path: "api-spec.yaml", kind: "yaml" },
  ];

  it("is there: nothing to say", async () => {
    expect(
      await check(both, { files: { "architecture.md": "# A\n\nText.", "api-spec.yaml": "a: 1" } }),
    ).toEqual([]);
  });

  it("nothing delivered at all is one sentence that a person understands", async () => {
    const findings = await check(both);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ rule: "nothing_delivered" });
    expect(findings[0]!.message).toBe(
      "The executor ended without an error but left nothing behind: the 2 files this phase must deliver (architecture.md, api-spec.yaml) must be written into the folder that MILESTONE_DELIVERABLES names.",
    );
  });

  it("a missing file is named, and so is the file that was probably meant", async () => {
    const findings = await check(both, {
      files: { "Architecture.markdown": "# A", "api-spec.yaml": "a: 1" },
    });
    expect(findings).toMatchObject([{ path: "architecture.md", rule: "missing" }]);
    expect(findings[0]!.message).toContain("There is Architecture.markdown");
  });

  it.each(["", " \n\t\n", "\ufeff\n"])("an empty file (%j) does not count", async content => {
    expect(await rules(one({ path: "a.md", kind: "markdown" }, content))).toEqual(["empty"]);
  });

  it("one character that is not blank is enough where no more is asked", async () => {
    expect(await one({ path: "a.txt", kind: "text" }, "x")).toEqual([]);
  });

  it("sizes are kept", async () => {
    expect(await rules(one({ path: "a.txt", kind: "text", minBytes: 10 }, "short"))).toEqual(["too_small"]);
    expect(await rules(one({ path: "a.txt", kind: "text", maxBytes: 3 }, "long"))).toEqual(["too_large"]);
    expect(await one({ path: "a.txt", kind: "text", minBytes: 4, maxBytes: 4 }, "four")).toEqual([]);
  });

  it("S-BIG-1: without a limit of its own a file may have 5 MiB", async () => {
    const file = { path: "a.txt", kind: "text" } as const;
    expect(await one(file, Buffer.alloc(5 << 20, "a"))).toEqual([]);
    expect(await rules(one(file, Buffer.alloc((5 << 20) + 1, "a")))).toEqual(["too_large"]);
  });

  it.each([Buffer.from([0xff, 0xfe, 0x41]), Buffer.from("a\0b"), Buffer.from([0xc3, 0x28])])(
    "bytes that are no text: %j",
    async bytes => {
      expect(await rules(one({ path: "a.md", kind: "markdown" }, bytes))).toEqual(["encoding"]);
    },
  );
});

describe("a change of the repository that must be made", () => {
  const deliverable: Deliverable[] = [{ changed: "src/**/*.ts" }];

  it("is made", async () => {
    expect(await check(deliverable, { changed: ["src/a/b.ts"] })).toEqual([]);
  });

  it("is not made: the message says what was changed instead", async () => {
    const findings = await check(deliverable, { changed: ["docs/a.md"] });
    expect(findings).toMatchObject([{ path: "src/**/*.ts", rule: "unchanged" }]);
    expect(findings[0]!.message).toContain("it changed only docs/a.md");
  });

  it("deliverables themselves are no change of the repository", async () => {
    const changed = [".milestones/deliverables/m/t/execute/summary.md"];
    expect(await rules(check([{ changed: "**" }], { changed }))).toEqual(["unchanged"]);
  });

  it("folders with a dot match as others do", async () => {
    expect(await check([{ changed: "**/*.yml" }], { changed: [".config/a.yml"] })).toEqual([]);
  });
});

describe("a file reads as its kind", () => {
  it.each([
    ["json", '{"a": [1, 2]}'],
    ["yaml", "a:\n  - 1\n  - &x {b: 2}\n  - *x\n"],
    ["markdown", "# Title\n\nText with ```fence``` and [ ] boxes\n"],
    ["text", "anything"],
    ["junit", '<?xml version="1.0"?><testsuites><testsuite><testcase name="a"/></testsuite></testsuites>'],
  ] as const)("a good %s file passes", async (kind, content) => {
    expect(await one({ path: "file.x", kind }, content)).toEqual([]);
  });

  it.each([
    ["json", "{a: 1}"],
    ["json", '{"a": 1,}'],
    ["yaml", "a: [1"],
    ["yaml", "a: 1\na: 2"],
    ["yaml", "a: 1\n---\nb: 2"],
    ["yaml", "a: *unknown"],
    ["yaml", "a: &a [*a]"],
    ["junit", "no xml"],
    ["junit", "<testsuites><testsuite></testsuites>"],
    ["junit", "<html></html>"],
    ["junit", '<!DOCTYPE x [<!ENTITY e "x">]><testsuites>&e;</testsuites>'],
    ["junit", "<testsuites>&undefined;</testsuites>"],
  ] as const)("a broken %s file does not: %j", async (kind, content) => {
    expect(await rules(one({ path: "file.x", kind }, content))).toEqual(["unparsable"]);
  });

  it("a report of failed tests does not pass, and they are named", async () => {
    const cases = '<testcase name="a"/><testcase name="b"><failure message="2 is not 3"/></testcase>';
    const report = `<testsuite tests="2">${cases}</testsuite>`;
    expect(await one({ path: "r.xml", kind: "junit" }, report)).toEqual([
      { path: "r.xml", rule: "invalid", message: "r.xml reports 1 of 2 tests as failed: b (2 is not 3)." },
    ]);
  });

  it("the line of the first error is named", async () => {
    expect(await one({ path: "a.yaml", kind: "yaml" }, "a: 1\nb: [\n")).toMatchObject([
      { rule: "unparsable", line: expect.any(Number) },
    ]);
    expect(await one({ path: "a.json", kind: "json" }, '{\n"a": 1,\n}')).toMatchObject([{ line: 3 }]);
  });

  it("S-YAML-1 S-YAML-2: hostile YAML is refused in no time", async () => {
    const bomb = `a0: &a0 [x]\n${Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}, *a${i}]`).join("\n")}`;
    const started = processorTime();
    for (const text of [
      "[".repeat(100_000),
      "- ".repeat(50_000),
      "{a: ".repeat(50_000),
      "? ".repeat(50_000),
      bomb,
    ]) {
      expect(await rules(one({ path: "a.yaml", kind: "yaml" }, text))).toEqual(["unparsable"]);
    }
    expect(processorTime() - started).toBeLessThan(2_000);
  });
});

describe("OpenAPI is really validated", () => {
  const file = { path: "api-spec.yaml", kind: "openapi" } as const;
  const head = (version: string) => `openapi: ${version}\ninfo: { title: Pets, version: "1" }\n`;
  const paths = "paths:\n  /pets/{id}:\n    get:\n      responses:\n        '200': { description: ok }\n";

  it.each(["3.0.0", "3.0.4", "3.1.0", "3.1.1"])("a good description in %s passes", async version => {
    expect(await one(file, head(version) + paths)).toEqual([]);
  });

  it("S-TIME-1 one that takes too long to check is refused, and holds nothing up", async () => {
    const tags = Array.from({ length: 4_000 }, (_, i) => ({ name: `t${i}` }));
    const description = { openapi: "3.0.3", info: { title: "a", version: "1" }, paths: {}, tags };
    const [finding] = await checkOpenApi("api.json", description, 50);
    expect(finding?.message).toContain("takes too long to check");
  });

  it("JSON is read as well", async () => {
    const description = { openapi: "3.1.0", info: { title: "a", version: "1" }, paths: {} };
    expect(await one({ path: "api.json", kind: "openapi" }, JSON.stringify(description))).toEqual([]);
  });

  it.each([
    ["no version", "info: {}\npaths: {}", 'the key "openapi" is missing'],
    ["an old version", 'swagger: "2.0"\ninfo: {}', 'the key "openapi" is missing'],
    ["an unknown version", head("4.0.0") + paths, '"4.0.0"'],
    ["no map", "- a\n- b", "must be a map"],
    ["no info", `openapi: 3.1.0\n${paths}`, "info"],
    ["no paths in 3.0", head("3.0.0"), "paths"],
    [
      "empty paths, as a template leaves them",
      `${head("3.0.0")}paths:\ncomponents:\n  schemas:\n`,
      "/paths must be object",
    ],
    ["an operation without responses", `${head("3.0.0")}paths: { /a: { get: {} } }`, "responses"],
    ["a misspelt key", head("3.0.0") + paths.replace("responses", "respones"), "respones"],
    [
      "a reference to nothing",
      `${head("3.1.0")}paths: { /a: { get: { responses: { '200': { $ref: '#/components/responses/X' } } } } }`,
      "#/components/responses/X",
    ],
  ])("%s is refused with the reason", async (_name, text, reason) => {
    const findings = await one(file, text);
    expect(findings.length).toBeGreaterThan(0);
    expect(
      findings.every(
        finding =>
          finding.rule === "invalid" && finding.message.startsWith("api-spec.yaml is no valid OpenAPI"),
      ),
    ).toBe(true);
    expect(findings.map(finding => finding.message).join("\n")).toContain(reason);
  });
});

describe("a JSON Schema of the repository", () => {
  const file = { path: "data.json", kind: "json", schema: "schemas/data.json" } as const;
  const schema = (extra: object) => ({
    [file.schema]: JSON.stringify({
      type: "object",
      required: ["id"],
      properties: { id: { type: "string", format: "uuid" } },
      ...extra,
    }),
  });

  it.each([
    {},
    { $schema: "https://json-schema.org/draft/2020-12/schema" },
    { $schema: "https://json-schema.org/draft/2019-09/schema" },
    { $schema: "http://json-schema.org/draft-07/schema#" },
    { $schema: "http://json-schema.org/draft-06/schema#" },
    { $schema: "http://json-schema.org/draft-04/schema#" },
  ])("is kept in every draft: %j", async extra => {
    expect(await one(file, '{"id": "d670460b-4b4a-4ece-9915-caf5c68d12f5"}', schema(extra))).toEqual([]);
    const findings = await one(file, '{"id": 3}', schema(extra));
    expect(findings).toMatchObject([
      { rule: "schema", message: "data.json does not match schemas/data.json: /id must be string." },
    ]);
  });

  it.each([
    ["missing", {}, "is not in the repository"],
    ["broken", { [file.schema]: "{" }, "cannot be read"],
    ["no schema", { [file.schema]: '{"type": 3}' }, "is no valid one"],
    ["of an unknown draft", { [file.schema]: '{"$schema": "x:y"}' }, "draft that is not read"],
    [
      "one that refers to the network",
      { [file.schema]: '{"$ref": "https://evil.example/s.json"}' },
      "is no valid one",
    ],
  ])("%s: the finding says so", async (_name, schemas, reason) => {
    const findings = await one(file, '{"id": "x"}', schemas);
    expect(findings).toMatchObject([{ rule: "schema", message: expect.stringContaining(reason) }]);
  });

  it("a pattern that never ends is stopped", async () => {
    const schemas = { [file.schema]: '{"properties": {"id": {"pattern": "^(\\\\s*\\\\w+\\\\s*)+$"}}}' };
    const findings = await one(file, JSON.stringify({ id: `${"a".repeat(60)}!` }), schemas);
    expect(findings).toMatchObject([{ message: expect.stringContaining("takes too long") }]);
  }, 15_000);
});

describe("sections that are asked for", () => {
  const file = { path: "a.md", kind: "markdown", sections: ["Overview", "API Design"] } as const;
  const deliverable = { ...file, sections: [...file.sections] };

  it.each([
    "# T\n\n## Overview\n\ntext\n\n## API Design\n\ntext\n",
    "## 1. OVERVIEW ##\ntext\n### 2.1 API design:\ntext\n",
    "Overview\n========\ntext\n\n**API** Design\n---\ntext\n",
    "## 🎯 Overview\n### Part\ntext\n## API Design\n```\ncode\n```\n",
  ])("stand in %j", async text => {
    expect(await one(deliverable, text)).toEqual([]);
  });

  it.each([
    ["## Overview\ntext\n", ["section_missing"]],
    ["## Overview\ntext\n```\n## API Design\n```\n", ["section_missing"]],
    ["## Overview\ntext\n<!--\n## API Design\ntext\n-->\n", ["section_missing"]],
    ["## Overview\n\n## API Design\ntext\n", ["section_empty"]],
    ["## Overview\n<!-- later -->\n\n## API Design\n---\n", ["section_empty", "section_empty"]],
    ["## Overview\n### Sub\n\n## API Design\ntext", ["section_empty"]],
  ])("%j: %j", async (text, expected) => {
    expect(await rules(one(deliverable, text))).toEqual(expected);
  });
});
