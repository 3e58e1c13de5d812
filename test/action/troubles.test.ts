import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { createGitHubStandIn, type StandIn } from "../rig/github/stand-in.ts";
import type { Rig } from "../rig/repository.ts";
import { rigWith, scratchRig, standard, workflow } from "./plans.ts";
import { runStep, startStep } from "./step.ts";

const warningsOf = (rig: Rig): string[] =>
  rig.events("m").flatMap(e => (e.event === "warning_raised" ? [`${e.data.type}: ${e.data.message}`] : []));

/** The origin refuses pushes to refs like that, while the file `closed` is there. */
function refuse(rig: Rig, refs: string): string {
  const closed = join(rig.folder, "closed");
  const hook = [
    "#!/bin/sh",
    `[ -e ${closed} ] || exit 0`,
    `while read old new ref; do case $ref in ${refs}) echo "frozen by a rule" >&2; exit 1;; esac; done`,
    "",
  ];
  writeFileSync(join(rig.origin, "hooks/pre-receive"), hook.join("\n"), { mode: 0o755 });
  return closed;
}

describe("a remote", () => {
  it("that refuses the branch from some moment on stops new work, since it would be lost, until it takes pushes again", async () => {
    const rig = scratchRig(scratch =>
      standard("m", {
        run: `case "$MILESTONE_TASK" in a) touch ${scratch}/closed ;; b) sleep 2 ;; esac`,
        tasks: ["id: a", "id: b\n    dependencies: [a]", "id: c\n    dependencies: [b]"],
      }),
    );
    const closed = refuse(rig, "refs/heads/milestone/*");
    const step = await runStep(rig);
    expect([step.outputs.status, step.code], step.said).toEqual(["blocked", 1]);
    expect(JSON.parse(step.outputs.blockers!)).toMatchObject([
      {
        id: "network:remote",
        type: "network",
        level: 4,
        message: expect.stringMatching(/could not be pushed.*frozen by a rule/s),
      },
    ]);
    expect([step.outputs["tasks-completed"], step.stdout.includes("c started")]).toEqual(["2", false]);
    rmSync(closed);
    const next = await runStep(rig, { checkout: step.checkout });
    expect([next.outputs.status, next.outputs.blockers], next.said).toEqual(["completed", "[]"]);
    expect(rig.events("m").filter(e => e.event === "phase_completed")).toHaveLength(3);
    expect(rig.events("m").find(e => e.event === "blocker_resolved")?.data).toMatchObject({
      id: "network:remote",
    });
  });

  it("that takes no locks is a warning: resources are kept apart within the milestone, and work goes on", async () => {
    const rig = scratchRig(scratch =>
      standard("m", {
        run: `mkdir ${scratch}/inside; sleep 0.3; rmdir ${scratch}/inside`,
        tasks: ["id: a\n    resources: [db]", "id: b\n    resources: [db]"],
      }),
    );
    writeFileSync(refuse(rig, "refs/milestone-lock/*"), "");
    const step = await runStep(rig);
    expect([step.outputs.status, step.outputs.blockers], step.said).toEqual(["completed", "[]"]);
    expect(warningsOf(rig).join("\n")).toMatch(/network: resources cannot be locked on the remote/);
  });
});

/** GitHub, but each answer takes so many milliseconds longer. */
async function slowGitHub(ms: number): Promise<{ github: StandIn; apiUrl: string }> {
  const github = await createGitHubStandIn();
  const proxy = createServer(async (request, response) => {
    await wait(ms);
    const headers = { ...(request.headers as Record<string, string>) };
    delete headers.host;
    delete headers.connection;
    const body = request.method === "GET" ? null : Buffer.concat(await request.toArray());
    const path = (request.url ?? "").slice(1);
    const answer = await fetch(new URL(path, `${github.apiUrl}/`), {
      method: request.method!,
      headers,
      body,
    });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/plain" });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>(resolve => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    proxy.close();
    await github.close();
  });
  return { github, apiUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
}

describe("GitHub", () => {
  it("that answers slower than a push takes keeps no run from coming to rest at its gate", async () => {
    const { github, apiUrl } = await slowGitHub(700);
    const rig = rigWith({ m: workflow("m", { tasks: ["id: a"] }) });
    const step = await runStep(rig, {
      env: {
        GITHUB_API_URL: apiUrl,
        GITHUB_SERVER_URL: github.url,
        GITHUB_REPOSITORY: `${github.owner}/${github.repo}`,
      },
      inputs: { "github-token": github.actionsToken({ contents: "write", "pull-requests": "read" }) },
    });
    expect([step.code, step.outputs.status], step.said).toEqual([0, "waiting_approval"]);
    expect(rig.git("log", "--format=%s", "milestone/m").split("\n")).not.toContain("milestone(m): approvals");
  });

  it("that cannot be asked for approvals leaves the gate closed with a warning, never a blocker", async () => {
    const rig = rigWith({ m: workflow("m", { tasks: ["id: a"] }) });
    await runStep(rig);
    // The clock runs faster, as GitHub is asked again and again for a while.
    const step = await runStep(rig, {
      env: { GITHUB_REPOSITORY: "acme/notes", GITHUB_API_URL: "http://127.0.0.1:9" },
      inputs: { command: "resume" },
      node: ["--import", join(import.meta.dirname, "../rig/fast-clock.ts")],
    });
    expect([step.code, step.outputs.status, step.outputs.blockers], step.said).toEqual([
      0,
      "waiting_approval",
      "[]",
    ]);
    expect(warningsOf(rig).join("\n")).toMatch(
      /approval_unverified: the approvals could not be read from GitHub/,
    );
    expect(rig.events("m").filter(e => e.event === "phase_started")).toHaveLength(1);
  });
});

describe("a failure", () => {
  it("that may pass (killed for memory, no network) is tried again; one that cannot is not", async () => {
    const task = (id: string, run: string): string =>
      `id: ${id}\n    executor: { retries: 1, backoff: 0s, run: ${JSON.stringify(`[ "$MILESTONE_ATTEMPT" = 2 ] || { ${run}; }`)} }`;
    const rig = rigWith({
      m: standard("m", {
        tasks: [
          task("killed", "kill -9 $$"),
          task("offline", 'echo "connect ECONNREFUSED 10.0.0.1:443" >&2; exit 1'),
          task("forbidden", "echo > plain.sh; ./plain.sh"),
        ],
      }),
    });
    const step = await runStep(rig);
    expect(JSON.parse(step.outputs.blockers!), step.said).toMatchObject([
      { type: "task_failure", task: "forbidden" },
    ]);
    const kinds = rig
      .events("m")
      .flatMap(e => (e.event === "phase_failed" ? [`${e.task_id} ${e.data.kind}`] : []));
    expect(kinds.sort()).toEqual(["forbidden permanent", "killed transient", "offline transient"]);
    expect(step.outputs["tasks-completed"]).toBe("2");
  });

  it("of the runner's own files ends the step", async () => {
    const rig = rigWith({ m: standard("m", { tasks: ["id: a"] }) });
    const state = join(rig.folder, "nowhere", "state");
    const step = await startStep(rig, { env: { GITHUB_STATE: state } }).finished;
    expect(step.code).toBe(1);
    expect(step.errors.join("\n")).toContain(state);
  });
});
