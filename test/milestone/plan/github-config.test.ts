import { describe, expect, test } from "vitest";
import { readGitHubConfig } from "../../../src/milestone/plan/github-config.ts";

const FILE = ".github/milestone.yml";
const DEFAULTS = {
  workflow: "milestone.yml",
  labels: [],
  approvers: [],
  approverPermission: "write",
  permissions: {},
  notify: { stakeholders: [], escalation: [] },
};

test("a repository without the file has the defaults", () => {
  expect(readGitHubConfig("", FILE)).toEqual({ config: DEFAULTS, errors: [], warnings: [] });
});

test("every key is read", () => {
  const text = `workflow: run.yaml
base: release/2.0
labels: [automation, automation]
approvers: [octocat, acme/architects]
permissions: { execute: maintain, status: write }
notify: { stakeholders: [octocat], escalation: [acme/leads] }
`;
  expect(readGitHubConfig(text, FILE)).toEqual({
    config: {
      workflow: "run.yaml",
      base: "release/2.0",
      labels: ["automation"],
      approvers: ["octocat", "acme/architects"],
      approverPermission: "write",
      permissions: { execute: "maintain", status: "write" },
      notify: { stakeholders: ["octocat"], escalation: ["acme/leads"] },
    },
    errors: [],
    warnings: [],
  });
});

describe("what is wrong is told, and has its default", () => {
  test.each([
    ["workflow: ../evil.yml", '1:11 workflow "../evil.yml" cannot be used'],
    ["base: a..b", '1:7 base "a..b" cannot be used'],
    ["base: -x", '1:7 base "-x" cannot be used'],
    ["approvers: ['x[bot]']", '1:13 approvers[0] "x[bot]" cannot be used'],
    ["permissions: { execute: read }", '1:25 permissions.execute "read" cannot be used'],
    ["labels: automation", '1:9 labels "automation" cannot be used'],
    ["- a", "1:3 the file is not a map of keys and values"],
    ["a: *x", "1:4 aliases are not allowed: they make small files large"],
  ])("%s", (text, expected) => {
    const read = readGitHubConfig(text, FILE);
    expect(read.errors.map(each => `${each.line}:${each.column} ${each.message}`)).toEqual([expected]);
    expect(read.config).toEqual(DEFAULTS);
  });

  test("a command that does not exist is found by its likeness", () => {
    expect(
      readGitHubConfig("permissions: { excute: admin }", FILE).warnings.map(each => each.remedy),
    ).toEqual(['write "execute" if that is meant']);
  });
});
