import { afterEach, describe, expect, it } from "vitest";
import { readMarker } from "../../src/github/marker.ts";
import { createMemory } from "../../src/github/memory.ts";
import type { Fault } from "../rig/github/http/faults.ts";
import { hasTurn } from "../rig/long.ts";
import { type SyncRig, syncRig } from "./sync-rig.ts";

let rig: SyncRig;
afterEach(async () => {
  expect(rig.github.violations).toEqual([]);
  await rig.close();
});

const issues = () => [...rig.github.repository.issues.values()];
const comments = () => [...rig.github.repository.comments.values()];
const checks = () => [...rig.github.repository.checks.values()];

/** What people see of the milestone, without ids and times. */
function shown() {
  return {
    issues: issues()
      .map(({ title, state, body, labels, pull }) => ({
        title,
        state,
        body,
        labels: labels.map(l => l.name),
        draft: pull?.draft,
      }))
      .sort((a, b) => (a.title < b.title ? -1 : 1)),
    gates: comments()
      .map(c => readMarker(c.body))
      .filter(m => m?.kind === "gate"),
    checks: checks().map(({ externalId, status, conclusion, output }) => ({
      externalId,
      status,
      conclusion,
      output,
    })),
  };
}

let found: number | undefined;

/** The count of events after which a milestone has an open gate and an open blocker: the same in every rig. */
function busiest(): number {
  found ??= findBusiest();
  return found;
}

function findBusiest(): number {
  for (let count = rig.events.length; count > 0; count -= 1) {
    const { state } = rig.desired(count);
    const open = [...state.approvals.values()].some(a => a.status === "open");
    if (open && state.blockers.size > 0) return count;
  }
  throw new Error("the fixture has no such moment");
}

describe("bringing GitHub in line", () => {
  it("is done by the second pass: nothing is written, and the reads are free", async () => {
    rig = await syncRig("app");
    const desired = rig.desired(busiest());
    const first = await rig.sync(desired);
    expect(first.problems).toEqual([]);
    const writes = rig.writes();
    const charged = rig.github.calls.filter(c => c.charged).length;
    await rig.sync(desired);
    expect(rig.writes()).toEqual(writes);
    expect(rig.github.calls.filter(c => c.charged)).toHaveLength(charged);
  });

  it("comes to the same end event by event as at once, also after a restart at each event", async () => {
    rig = await syncRig("app");
    const last = rig.events.length;
    await rig.sync(rig.desired(last));
    const atOnce = shown().issues.filter(i => i.draft !== undefined);
    await rig.close();
    rig = await syncRig("app");
    for (let count = 1; count <= last; count += 7) await rig.sync(rig.desired(count), createMemory());
    await rig.sync(rig.desired(last), createMemory());
    const pulls = shown().issues.filter(i => i.draft !== undefined);
    expect(pulls.map(p => ({ ...p, body: "" }))).toEqual(atOnce.map(p => ({ ...p, body: "" })));
    expect(pulls[0]!.draft).toBe(false);
    expect(checks().at(-1)!.conclusion).toBe("success");
    expect(issues().filter(i => !i.pull && i.state === "open")).toEqual([]);
  });

  it("never puts an older text in place of a newer one", async () => {
    rig = await syncRig("app");
    const count = busiest();
    await rig.sync(rig.desired(count));
    const before = shown();
    await rig.sync(rig.desired(count - 3), createMemory());
    const pull = (all: ReturnType<typeof shown>) => all.issues.find(i => i.draft !== undefined)!.body;
    expect(pull(shown())).toBe(pull(before));
    expect(shown().checks).toEqual(before.checks);
  });

  it("keeps what people wrote around the dashboard", async () => {
    rig = await syncRig("app");
    const count = busiest();
    await rig.sync(rig.desired(count));
    const pull = issues().find(i => i.pull)!;
    await rig.github
      .as("alice")
      .request(`PATCH /pulls/${pull.number}`, { body: `Mine.\n\n${pull.body}\n\nAlso mine.` });
    await rig.sync(rig.desired(rig.events.length), createMemory());
    expect(pull.body!.startsWith("Mine.\n\n<!-- milestone:dashboard")).toBe(true);
    expect(pull.body!.endsWith("Also mine.")).toBe(true);
  });

  it("fits GitHub's limits with 400 tasks and hostile titles", async () => {
    rig = await syncRig("app");
    const desired = rig.desired(busiest(), { render: limit => "x".repeat(limit) });
    desired.plan = { ...desired.plan, title: "@everyone fixes #1 ".repeat(50) };
    const result = await rig.sync(desired);
    expect(result.problems).toEqual([]);
    expect(issues().find(i => i.pull)!.body!.length).toBeLessThanOrEqual(65_535);
  });

  it("opens a pull request marked WIP where the plan allows no drafts, and unmarks it at the end", async () => {
    rig = await syncRig("app", { allowsDrafts: false });
    await rig.sync(rig.desired(busiest()));
    expect(issues().find(i => i.pull)!.title).toMatch(/^WIP: Milestone api-v2/);
    await rig.sync(rig.desired(rig.events.length));
    expect(issues().find(i => i.pull)!.title).toMatch(/^Milestone api-v2/);
  });

  it("leaves a pull request alone that a person closed", async () => {
    rig = await syncRig("app");
    await rig.sync(rig.desired(busiest()));
    const pull = issues().find(i => i.pull)!;
    await rig.github.as("alice").closePull(pull.number);
    await rig.sync(rig.desired(rig.events.length), createMemory());
    expect(issues().filter(i => i.pull)).toHaveLength(1);
    expect(pull.state).toBe("closed");
  });

  it("tells dependants once on their open pull request", async () => {
    rig = await syncRig("app");
    await rig.github.as("alice").push({ "y.txt": "y" }, "milestone/sdk-v2");
    const dependant = await rig.github.as("alice").openPull("milestone/sdk-v2", "main", "Milestone sdk-v2");
    const dependants = [{ milestones: ["sdk-v2", "gone"], change: "completed" as const }];
    for (let n = 0; n < 3; n += 1) {
      await rig.sync(rig.desired(busiest(), { dependants }), createMemory());
    }
    expect(
      comments()
        .filter(c => c.issue === dependant.number)
        .map(c => c.body),
    ).toEqual([expect.stringContaining("was completed")]);
  });

  it("tells an approver of 12 tasks with 8 gates, opened and decided minutes apart, at most five times", async () => {
    rig = await syncRig("app");
    const { state, plan } = rig.desired(rig.events.length);
    const shape = [...state.approvals.values()].find(({ task, kind }) => task && kind === "approval")!;
    const gates = plan.tasks.slice(0, 8).map(({ id }) => ({
      ...shape,
      ...{ task: id, request: `${id}/${shape.phase}#1`, approvers: ["alice"], decisions: [], replaces: null },
    }));
    // Who may approve is then what the requests name.
    const ungated = structuredClone(plan);
    for (const { phases } of ungated.tasks) for (const phase of phases) phase.gate = null;
    const pull = () => issues().find(issue => issue.pull);
    const isAsked = () => pull()?.pull?.requestedUsers.some(({ login }) => login === "alice") ?? false;
    const told: string[] = [];
    const pass = async (open: number, granted: number) => {
      const before = { comments: comments().length, asked: isAsked(), mentions: mentions() };
      const desired = rig.desired(busiest(), { plan: ungated });
      const shown = gates.slice(0, open).map((gate, at) => ({
        ...gate,
        status: at < granted ? ("granted" as const) : ("open" as const),
      }));
      desired.state.approvals = new Map(shown.map(gate => [gate.request, gate]));
      desired.state.seq += told.length + open + granted;
      expect((await rig.sync(desired, createMemory())).problems).toEqual([]);
      told.push(...Array(comments().length - before.comments).fill(`a comment at ${open}`));
      if (isAsked() && !before.asked) told.push(`a review request at ${open}`);
      if (mentions() > before.mentions) told.push(`a mention at ${open}`);
    };
    const mentions = () =>
      [...issues(), ...comments()].reduce(
        (sum, { body }) => sum + (body ?? "").split("@alice").length - 1,
        0,
      );
    for (let open = 1; open <= 5; open += 1) await pass(open, 0);
    await pass(5, 3);
    await rig.github.as("alice").review(pull()!.number, { state: "approve" });
    await pass(5, 5);
    for (let open = 6; open <= 8; open += 1) await pass(open, 5);
    await pass(8, 8);
    expect(told.length, told.join(", ")).toBeLessThanOrEqual(5);
    expect(told).toContain("a review request at 6");
    expect(comments().filter(({ body }) => readMarker(body)?.kind === "gate")).toHaveLength(2);
  });

  it("mentions stakeholders once", async () => {
    rig = await syncRig("app");
    const notify = { stakeholders: ["alice"], escalation: [] };
    await rig.sync(rig.desired(busiest(), { notify }));
    await rig.sync(rig.desired(rig.events.length, { notify }), createMemory());
    expect(
      comments()
        .filter(c => c.body.includes("@alice"))
        .map(c => readMarker(c.body)),
    ).toEqual([
      expect.objectContaining({ kind: "notice", key: expect.stringMatching(/^activated/) }),
      expect.objectContaining({ kind: "notice", key: "completed" }),
    ]);
  });
});

describe("project: true", () => {
  it("keeps the same things with the workflow's own token, without buttons", async () => {
    rig = await syncRig("action");
    const result = await rig.sync(rig.desired(busiest()));
    expect(result.problems).toEqual([]);
    expect(checks().at(-1)!.app.slug).toBe("github-actions");
    expect(checks().flatMap(c => c.actions)).toEqual([]);
    expect(issues().filter(i => i.pull)).toHaveLength(1);
    expect(issues().find(i => i.pull)!.body).toContain("[Run workflow](");
  });

  it("puts progress and gates in one issue where it may not open a pull request, and names the setting", async () => {
    rig = await syncRig("action", { actionsMayCreatePulls: false });
    const result = await rig.sync(rig.desired(busiest()));
    expect(result.problems.map(p => p.remedy)).toEqual([
      expect.stringContaining("Allow GitHub Actions to create and approve pull requests"),
    ]);
    const tracking = issues().find(i => readMarker(i.body)?.kind === "tracking")!;
    expect(result.place).toBe(tracking.number);
    expect(comments().some(c => c.issue === tracking.number && readMarker(c.body)?.kind === "gate")).toBe(
      true,
    );
    await rig.sync(rig.desired(rig.events.length));
    expect(
      issues()
        .filter(i => readMarker(i.body)?.kind === "tracking")
        .map(i => i.state),
    ).toEqual(["closed"]);
  });

  it("does nothing where the app keeps its check already", async () => {
    rig = await syncRig("app");
    await rig.sync(rig.desired(busiest()));
    const writes = rig.writes();
    const { Octokit } = await import("@octokit/rest");
    const { createApi } = await import("../../src/github/api.ts");
    const { repositoryAt } = await import("../../src/github/github-repository.ts");
    const { syncGitHub } = await import("../../src/github/sync.ts");
    const { fastClock } = await import("./sync-rig.ts");
    const token = rig.github.actionsToken({ issues: "write", pull_requests: "write", checks: "write" });
    const octokit = new Octokit({ auth: token, baseUrl: rig.github.apiUrl });
    const api = createApi({ octokit: octokit as never, clock: fastClock(), maxWaitMs: 1_000 });
    const repository = repositoryAt({ api, owner: rig.github.owner, repo: rig.github.repo, serverUrl: "" });
    const result = await syncGitHub({
      repository,
      desired: rig.desired(rig.events.length, { mode: "action" }),
      memory: createMemory(),
      self: { login: null, appSlug: "github-actions" },
      now: Date.now(),
    });
    expect(result.standsDown).toBe(true);
    expect(rig.writes()).toEqual(writes);
  });
});

describe("R-API-1: whatever goes wrong, nothing is doubled and nothing lost", () => {
  const faults: [string, Omit<Fault, "method" | "path">][] = [
    ["502", { status: 502 }],
    [
      "403 primary limit",
      { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" } },
    ],
    ["403 secondary with retry-after", { status: 403, headers: { "retry-after": "5" } }],
    ["429", { status: 429, headers: { "retry-after": "1" } }],
    ["401", { status: 401 }],
    ["404", { status: 404 }],
    ["409", { status: 409 }],
    ["422", { status: 422 }],
    ["a timeout after it was applied", { status: "timeout-after-apply", holdMs: 1 }],
    ["a reset connection", { status: "reset" }],
    ["a body cut off", { status: "truncate" }],
    ["a proxy's page", { status: "html" }],
  ];
  it.each(faults.map(([name, fault], row) => ({ name, fault, row })))(
    "$name at the requests of a pass, one after the other",
    async ({ fault, row }) => {
      rig = await syncRig("app");
      const desired = rig.desired(busiest());
      await rig.sync(desired);
      const wanted = shown();
      const calls = rig.github.calls.length;
      for (let nth = 0; nth < calls; nth += 1) {
        if (!hasTurn(row, nth, 6)) continue;
        await rig.close();
        rig = await syncRig("app");
        rig.github.fail({ ...fault, after: nth });
        await rig.sync(desired_(rig));
        rig.github.clearFaults();
        rig.memory.readAt = 0;
        await rig.sync(desired_(rig));
        expect({ nth, ...normal(shown()) }).toEqual({ nth, ...normal(wanted) });
      }
    },
    120_000,
  );

  const desired_ = (own: SyncRig) => own.desired(busiest());
});

/** Ports and commits differ from one stand-in to the next. */
function normal(what: ReturnType<typeof shown>): ReturnType<typeof shown> {
  return JSON.parse(
    JSON.stringify(what)
      .replaceAll(/127\.0\.0\.1:\d+/g, "host")
      .replaceAll(/[0-9a-f]{40}|`[0-9a-f]{7}`/g, "oid"),
  );
}
