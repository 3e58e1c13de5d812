import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { git, type Rig } from "../rig/repository.ts";
import { rigWith, workflow } from "./plans.ts";
import { runStep } from "./step.ts";

let server: Server | null = null;
afterEach(() => server?.close());

/** A GitHub that answers what REST asks about one approving review, and every query with these errors. */
async function gitHubWith(rig: Rig, errors: unknown): Promise<string> {
  const sha = git(rig.main.root, "ls-remote", "origin", "refs/heads/milestone/m").split("\t")[0]!;
  const user = { login: "octocat", id: 583231, type: "User" };
  const repo = { full_name: "acme/widgets", id: 1 };
  const pull = {
    number: 5,
    state: "open",
    title: "m",
    body: "",
    draft: true,
    merged: false,
    labels: [],
    user: { login: "github-actions[bot]", id: 41898282, type: "Bot" },
    head: { ref: "milestone/m", sha, repo },
    base: { ref: "main", sha, repo },
  };
  const at = new Date().toISOString();
  const review = { id: 900, user, state: "APPROVED", body: "", commit_id: sha, submitted_at: at };
  const answers: [RegExp, unknown][] = [
    [/\/graphql$/, { data: null, errors }],
    [/\/pulls\/5\/reviews\/900\/comments/, []],
    [/\/pulls\/5\/reviews\/900/, review],
    [/\/pulls\/5\/reviews/, [review]],
    [/\/pulls\/5$/, pull],
    [/\/pulls\?/, [pull]],
    [/\/permission$/, { permission: "write", role_name: "write", user }],
    [/\/comments/, []],
  ];
  server = createServer((request, response) => {
    const known = answers.find(([path]) => path.test(request.url ?? ""));
    response.writeHead(known ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(known ? known[1] : { message: "Not Found" }));
  });
  await new Promise<void>(listening => server!.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it.each([
  ["went wrong", [{ message: "Something went wrong while executing your query." }]],
  ["is forbidden", [{ type: "FORBIDDEN", message: "Resource not accessible by integration" }]],
])(
  "a gate waits with a warning where a query %s, although it was answered as a success",
  async (_, errors) => {
    const rig = rigWith({ m: workflow("m", { tasks: ["id: a"] }) });
    const opened = await runStep(rig);
    expect(opened.outputs.status, opened.said).toBe("waiting_approval");
    const url = await gitHubWith(rig, errors);
    const env = {
      GITHUB_API_URL: url,
      GITHUB_GRAPHQL_URL: `${url}/graphql`,
      GITHUB_REPOSITORY: "acme/widgets",
    };
    const step = await runStep(rig, { inputs: { command: "resume" }, env });
    expect(step.code, step.said).toBe(0);
    expect(step.outputs.status).toBe("waiting_approval");
    expect(step.warnings.join("\n")).toContain(errors[0]!.message);
  },
);
