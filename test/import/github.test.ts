import { describe, expect, test } from "vitest";
import { importCommand } from "../../src/commands/import-command.ts";
import type { Refusal } from "../../src/engine/refusal.ts";
import { createApi, type OctokitLike } from "../../src/github/api.ts";
import { type GitHubRepository, repositoryAt } from "../../src/github/github-repository.ts";
import { memoryFiles } from "./memory-files.ts";
import { importPlan, request } from "./read.ts";

interface Issue {
  number: number;
  title: string;
  state?: string;
  state_reason?: string | null;
  body?: string | null;
  labels?: unknown[];
  pull_request?: object;
  repository_url?: string;
  sub_issues_summary?: { total: number };
  issue_dependencies_summary?: { total_blocked_by: number };
}

const HERE = "https://api.github.example/repos/acme/web";
const issue = (given: Issue) => ({
  state: "open",
  state_reason: null,
  body: null,
  labels: [],
  repository_url: HERE,
  html_url: `https://github.example/acme/web/issues/${given.number}`,
  ...given,
});

/** GitHub's answers by path, as its API gives them; anything else is not there. */
function answering(answers: Record<string, unknown>): { repository: GitHubRepository; asked: string[] } {
  const asked: string[] = [];
  const octokit: OctokitLike = {
    async request(route, parameters = {}) {
      const path = route.replace(/\{(\w+)\}/g, (_, name) => String(parameters[name])).replace("GET ", "");
      asked.push(path);
      const data = answers[path];
      if (data === undefined)
        throw Object.assign(new Error("Not Found"), { status: 404, response: { headers: {} } });
      return { status: 200, headers: {}, data };
    },
    graphql: async () => {
      throw new Error("not asked for");
    },
  };
  const clock = { now: () => 0, sleep: async () => {}, random: () => 0 };
  const api = createApi({ octokit, clock, maxWaitMs: 0 });
  return {
    repository: repositoryAt({ api, owner: "acme", repo: "web", serverUrl: "https://github.example" }),
    asked,
  };
}

const none = { sub_issues_summary: { total: 0 }, issue_dependencies_summary: { total_blocked_by: 0 } };
const answers = () => ({
  "/repos/acme/web/milestones/12": {
    title: "Spring release",
    description: "All for spring <!-- hidden --> ok",
    due_on: "2027-03-01T08:00:00Z",
    html_url: "https://github.example/acme/web/milestone/12",
  },
  "/repos/acme/web/issues": [
    issue({ number: 3, title: "Login", body: "How\r\n<!-- tell nobody -->to", labels: [{ name: "auth" }] }),
    issue({ ...none, number: 4, title: "Logout", state: "closed", state_reason: "completed" }),
    issue({ ...none, number: 5, title: "Cards", state: "closed", state_reason: "not_planned" }),
    issue({
      number: 6,
      title: "Roll-out",
      issue_dependencies_summary: { total_blocked_by: 3 },
      sub_issues_summary: { total: 0 },
    }),
    issue({ ...none, number: 7, title: "A change", pull_request: {} }),
  ],
  "/repos/acme/web/issues/3/sub_issues": [
    issue({ ...none, number: 30, title: "Form" }),
    issue({ ...none, number: 31, title: "Elsewhere", repository_url: `${HERE}-other` }),
  ],
  "/repos/acme/web/issues/6/dependencies/blocked_by": [
    issue({ number: 3, title: "Login" }),
    issue({ number: 99, title: "Not here" }),
    issue({ number: 98, title: "Not here, done", state: "closed" }),
  ],
});

const source = { source: "github:12" };

describe("a GitHub milestone", () => {
  test("becomes tasks with the issues' numbers, sub-issues among them, pull requests not", async () => {
    const { repository } = answering(answers());
    const { plan, task, notes } = await importPlan({}, { ...source, github: async () => repository });
    expect(plan.id).toBe("spring-release");
    expect(plan.due).toBe("2027-03-01");
    expect(plan.tasks.map(({ id, status }) => [id, status])).toEqual([
      ["3", "pending"],
      ["4", "completed"],
      ["5", "skipped"],
      ["6", "pending"],
      ["30", "pending"],
    ]);
    expect(task("3").dependencies).toEqual(["30"]);
    expect(task("6").dependencies).toEqual(["3"]);
    expect(task("3").phases[0]).toMatchObject({ phase: "design", status: "pending" });
    expect(notes.join("\n")).toContain("#7");
    expect(notes.join("\n")).toContain("#6 is blocked by #99");
    expect(notes.join("\n")).not.toContain("#98");
    expect(notes.join("\n")).toContain("issues/31 is a sub-issue in another repository");
  });

  test("keeps what people see and drops what only a machine would read", async () => {
    const { repository } = answering(answers());
    const { task, plan, text } = await importPlan({}, { ...source, github: async () => repository });
    expect(task("3").description).toBe("How\nto\n\nIssue #3, labels: auth");
    expect(plan.description).toBe("All for spring  ok");
    expect(text).not.toContain("tell nobody");
  });

  test("asks no more than it must", async () => {
    const { repository, asked } = answering(answers());
    await importPlan({}, { ...source, github: async () => repository });
    expect(asked).toHaveLength(5);
  });

  test("may be named with its repository or by its page", async () => {
    const { repository } = answering(answers());
    const named: unknown[] = [];
    const github = async (given: unknown) => {
      named.push(given);
      return repository;
    };
    await importPlan({}, { source: "github:acme/web#12", github });
    await importPlan({}, { source: "https://github.example/acme/web/milestone/12?closed=1", github });
    expect(named).toEqual([
      { owner: "acme", repo: "web" },
      { owner: "acme", repo: "web" },
    ]);
  });

  test("is refused with the reason and the way out", async () => {
    const { repository } = answering({ ...answers(), "/repos/acme/web/issues": [] });
    const github = async () => repository;
    const refusal = async (over: object) =>
      importCommand(request(memoryFiles({}), { ...source, ...over })).then(
        () => null,
        error => (error as Refusal).complaints[0],
      );
    expect(await refusal({})).toMatchObject({ remedy: expect.stringContaining("GITHUB_TOKEN") });
    expect(await refusal({ github })).toMatchObject({ message: "the milestone has no issues" });
    expect(await refusal({ github, source: "github:13" })).toMatchObject({
      message: "acme/web has no milestone 13",
    });
    expect(await refusal({ github, format: "kiro" })).toMatchObject({ remedy: "leave --format out" });
  });
});
