import { describe, expect, test } from "vitest";
import {
  type ApprovalQuestion,
  judge,
  stillStands,
  usedBefore,
} from "../../../src/milestone/approval/approval.ts";
import { feedbackOf } from "../../../src/milestone/approval/approval-aim.ts";
import { type CandidateDecision, PERMISSIONS } from "../../../src/milestone/approval/who-counts.ts";
import { DEFAULT_WEIGHTS } from "../../../src/milestone/phase.ts";
import { type ApprovalState, emptyState } from "../../../src/milestone/session/state.ts";
import { processorTime } from "../../rig/processor-time.ts";

const PATH = ".milestones/deliverables/m/schema/design/architecture.md";
const ASKED = "2026-11-16T08:00:00.500Z";
const sec = (seconds: number) => new Date(Date.parse("2026-11-16T08:00:00Z") + seconds * 1000).toISOString();

function request(over: Partial<ApprovalState> = {}): ApprovalState {
  return {
    request: "schema/design#1",
    transition: "design_to_spec",
    kind: "approval",
    approvers: [],
    min_approvals: 1,
    criteria: [],
    deliverables: [{ path: PATH, blob: "aaa" }],
    attempt: 1,
    task: "schema",
    phase: "design",
    status: "open",
    requestedAt: ASKED,
    decidedAt: null,
    decisions: [],
    replaces: null,
    missing: [],
    ...over,
  };
}

function said(over: Partial<CandidateDecision> = {}): CandidateDecision {
  return {
    source: "review",
    verdict: "approved",
    id: 100,
    user: { id: 1, login: "anna", type: "User" },
    viaApp: false,
    permission: "write",
    teams: [],
    commit: "c1",
    blobs: { [PATH]: "aaa" },
    submittedAt: sec(60),
    dismissed: false,
    edited: false,
    body: "",
    lineComments: [],
    ...over,
  };
}

const bert = { id: 2, login: "bert", type: "User" };

function ask(decisions: CandidateDecision[], over: Partial<ApprovalQuestion> = {}) {
  return judge({
    approval: request(),
    decisions,
    policy: { approvers: [], minApprovals: 1 },
    authors: [],
    ...over,
  });
}

const codes = (judgement: ReturnType<typeof judge>) => judgement.refused.map(r => r.code);

describe("an approval", () => {
  test("by a person with write permission of exactly these bytes opens the gate", () => {
    const judgement = ask([said()]);
    expect(judgement).toMatchObject({ kind: "granted", complete: true, refused: [] });
    if (judgement.kind !== "granted") throw new Error("not granted");
    expect(judgement.fresh).toEqual([
      {
        verdict: "approved",
        by: { login: "anna", id: 1, source: "review" },
        ref: 100,
        commit: "c1",
        permission: "write",
        at: sec(60),
        feedback: [],
      },
    ]);
  });

  test("S-APP-1 is never made of a record alone: without a review the gate stays closed", () => {
    const forged = request({ decisions: [decided(7, 1)] });
    expect(ask([], { approval: forged })).toEqual({ kind: "open", refused: [] });
  });

  test("S-APP-2 S-APP-3 of other bytes is refused, of the same bytes at another commit it counts", () => {
    const changed = ask([said({ blobs: { [PATH]: "bbb" } })]);
    expect(changed.kind).toBe("open");
    expect(changed.refused[0]).toMatchObject({
      code: "other_content",
      reason: expect.stringContaining("architecture.md"),
    });
    expect(ask([said({ commit: "c9" })]).kind).toBe("granted");
  });

  test("S-APP-3 of a commit that lacks the file, or of an unknown commit, is refused", () => {
    expect(codes(ask([said({ blobs: {} })]))).toEqual(["other_content"]);
    expect(codes(ask([said({ commit: null })]))).toEqual(["other_content"]);
    expect(codes(ask([said({ blobs: Object.create({ [PATH]: "aaa" }) })]))).toEqual(["other_content"]);
  });

  test("S-APP-3 counts for what was looked at in all of 200 interleavings of pushes and reviews", () => {
    for (let i = 0; i < 200; i++) {
      const looked = i % 2 === 0 ? "aaa" : "bbb";
      const wanted = i % 3 === 0 ? "aaa" : "bbb";
      const approval = request({ deliverables: [{ path: PATH, blob: wanted }], requestedAt: sec(i % 5) });
      const given = sec(i % 7);
      const { kind } = ask([said({ blobs: { [PATH]: looked }, submittedAt: given })], { approval });
      const right = looked === wanted && Date.parse(given) >= Date.parse(approval.requestedAt);
      expect(kind).toBe(right ? "granted" : "open");
    }
  });

  test("S-APP-4 by whoever wrote part of the work by hand is refused, by numeric id", () => {
    expect(codes(ask([said()], { authors: [{ id: 1, login: "renamed" }] }))).toEqual(["author"]);
    expect(ask([said()], { authors: [{ id: 9, login: "anna" }] }).kind).toBe("granted");
    expect(ask([said()], { authors: [{ id: null, login: null }] }).kind).toBe("granted");
  });

  test.each(PERMISSIONS)("S-APP-5 with %s permission counts only from write upwards", permission => {
    const counts = ["write", "maintain", "admin"].includes(permission);
    expect(ask([said({ permission })]).kind).toBe(counts ? "granted" : "open");
  });

  test("S-APP-5 is refused when GitHub could not tell the permission", () => {
    expect(codes(ask([said({ permission: null })]))).toEqual(["permission_unknown"]);
    const policy = { approvers: ["anna"], minApprovals: 1 };
    expect(codes(ask([said({ permission: null })], { policy }))).toEqual(["permission_unknown"]);
  });

  test.each([
    { user: { id: 3, login: "github-actions[bot]", type: "Bot" } },
    { user: { id: 3, login: "copilot", type: "Bot" } },
    { user: { id: 3, login: "sneaky[bot]", type: "User" } },
    { user: { id: 3, login: "ghost", type: "Mannequin" } },
    { user: { id: 3, login: "acme", type: "Organization" } },
    { viaApp: true },
  ])("S-APP-6 by a bot or app is refused: %j", over => {
    expect(codes(ask([said({ permission: "admin", ...over })]))).toEqual(["not_a_person"]);
  });

  test("S-APP-7 that was dismissed or edited is refused", () => {
    expect(codes(ask([said({ dismissed: true })]))).toEqual(["dismissed"]);
    expect(codes(ask([said({ edited: true })]))).toEqual(["edited"]);
  });

  test("S-APP-7 is replaced by the same person's later word, whatever order they arrive in", () => {
    const first = said();
    const second = said({ id: 101, verdict: "changes_requested", submittedAt: sec(90), body: "no" });
    expect(ask([first, second]).kind).toBe("rejected");
    expect(ask([second, first]).kind).toBe("rejected");
    const third = said({ id: 102, submittedAt: sec(120) });
    const judgement = ask([third, first, second]);
    expect(judgement).toMatchObject({ kind: "granted", fresh: [{ ref: 102 }] });
    expect(codes(judgement)).toEqual(["superseded", "superseded"]);
  });

  test("S-APP-7 S-APP-9 is not revived when the later word does not count", () => {
    const later = said({ id: 101, submittedAt: sec(90), edited: true });
    expect(ask([said(), later]).kind).toBe("open");
  });

  test("S-APP-9 that was recorded does not count once its giver lost the permission", () => {
    const approval = request({ decisions: [decided(100, 1)], min_approvals: 2 });
    const policy = { approvers: [], minApprovals: 2 };
    const judgement = ask([said({ permission: "read" }), said({ id: 200, user: bert })], {
      approval,
      policy,
    });
    expect(judgement).toMatchObject({ kind: "granted", complete: false, counted: [{ ref: 200 }] });
  });

  test("S-APP-10 given before the gate was asked does not count, also when the bytes are the same", () => {
    expect(codes(ask([said({ submittedAt: sec(-1) })]))).toEqual(["earlier"]);
    expect(ask([said({ submittedAt: "not a time" })]).kind).toBe("open");
  });

  test("S-APP-10 in the second in which the gate was asked counts, since GitHub cuts its times to seconds", () => {
    expect(ask([said({ submittedAt: sec(0) })]).kind).toBe("granted");
  });

  test("S-APP-10 that decided on an earlier attempt counts no more", () => {
    const state = emptyState("m", DEFAULT_WEIGHTS);
    const now = request({ request: "schema/design#2", attempt: 2 });
    state.approvals.set("schema/design#1", request({ status: "rejected", decisions: [decided(100, 1)] }));
    state.approvals.set(now.request, now);
    const used = usedBefore(state, now);
    expect([...used]).toEqual([100]);
    expect(codes(ask([said()], { approval: now, used }))).toEqual(["already_used"]);
  });

  test("of the same attempt is judged anew when the gate asks again, by time and bytes", () => {
    const state = emptyState("m", DEFAULT_WEIGHTS);
    state.approvals.set("schema/design#1", request({ status: "void", decisions: [decided(100, 1)] }));
    const again = request({ request: "schema/design#1.2", requestedAt: sec(90) });
    expect(usedBefore(state, again).size).toBe(0);
    expect(codes(ask([said()], { approval: again }))).toEqual(["earlier"]);
  });

  test("S-APP-10 may open several gates that were open when it was given", () => {
    const state = emptyState("m", DEFAULT_WEIGHTS);
    state.approvals.set(
      "other/design#1",
      request({ request: "other/design#1", task: "other", decisions: [decided(100, 1)] }),
    );
    expect(usedBefore(state, request()).size).toBe(0);
  });

  test("S-APP-11 is judged by the policy that is passed, not by the approvers in the request", () => {
    const approval = request({ approvers: ["mallory"] });
    const mallory = said({ user: { id: 6, login: "mallory", type: "User" }, permission: "admin" });
    const policy = { approvers: ["Anna"], minApprovals: 1 };
    expect(codes(ask([mallory], { approval, policy }))).toEqual(["not_an_approver"]);
    expect(ask([said()], { approval, policy }).kind).toBe("granted");
  });

  test("of a listed approver needs write as any other, unless the base branch lowers it", () => {
    const policy = { approvers: ["@anna"], minApprovals: 1 };
    const reader = said({ permission: "read" });
    expect(codes(ask([reader], { policy }))).toEqual(["no_write_permission"]);
    expect(ask([reader], { policy }).refused[0]?.reason).toContain("approver_permission");
    expect(ask([reader], { policy: { ...policy, permission: "read" } }).kind).toBe("granted");
    expect(codes(ask([reader], { policy: { ...policy, permission: "triage" } }))).toEqual([
      "no_write_permission",
    ]);
    expect(codes(ask([said({ permission: "none" })], { policy }))).toEqual(["no_write_permission"]);
  });

  test("of anyone, where nobody is listed, needs write whatever approvers may have", () => {
    const policy = { approvers: [], minApprovals: 1, permission: "read" as const };
    expect(codes(ask([said({ permission: "triage" })], { policy }))).toEqual(["no_write_permission"]);
  });

  test("needs a second person where part of the work is by somebody whom GitHub does not know", () => {
    const authors = [{ id: null, login: null }];
    const one = ask([said()], { authors });
    expect(one).toMatchObject({ kind: "granted", complete: false, needed: 2 });
    expect(ask([said(), said({ id: 101, user: bert })], { authors })).toMatchObject({ complete: true });
  });

  test("of a checkpoint is one of the very work that it asks about", () => {
    const approval = request({
      request: "gate:Release",
      transition: "quality_gate",
      task: null,
      phase: null,
      deliverables: [],
      tree: "t1",
    });
    expect(ask([said({ tree: "t1" })], { approval }).kind).toBe("granted");
    for (const tree of ["t2", null, undefined])
      expect(codes(ask([said(tree === undefined ? {} : { tree })], { approval }))).toEqual(["other_content"]);
    const untied = { ...approval, tree: undefined };
    expect(codes(ask([said()], { approval: untied as never }))).toEqual(["other_content"]);
  });

  test("of a member of a listed team counts, where GitHub confirmed the membership", () => {
    const policy = { approvers: ["acme/architects"], minApprovals: 1 };
    expect(ask([said({ teams: ["Acme/Architects"] })], { policy }).kind).toBe("granted");
    expect(codes(ask([said({ permission: "admin" })], { policy }))).toEqual(["not_an_approver"]);
  });

  test("is one of as many as the gate needs, each by another person", () => {
    const policy = { approvers: [], minApprovals: 2 };
    const twice = ask([said(), said({ id: 101, submittedAt: sec(70) })], { policy });
    expect(twice).toMatchObject({ kind: "granted", complete: false, counted: [{ ref: 101 }] });
    const both = ask([said(), said({ id: 101, user: bert })], { policy });
    expect(both).toMatchObject({ kind: "granted", complete: true });
  });

  test("that is recorded already is not recorded again", () => {
    const approval = request({ decisions: [decided(100, 1)] });
    const policy = { approvers: [], minApprovals: 2 };
    const judgement = ask([said(), said({ id: 101, user: bert })], { approval, policy });
    expect(judgement).toMatchObject({ complete: true, fresh: [{ ref: 101 }] });
  });

  test("that is recorded completes the gate when the policy comes down to it", () => {
    const approval = request({ decisions: [decided(100, 1)], min_approvals: 2 });
    expect(ask([said()], { approval })).toMatchObject({ complete: true, fresh: [{ ref: 100 }] });
  });

  test("by a comment counts for the gate that it names only", () => {
    const comment = said({ source: "comment", target: { task: "schema", phase: "spec" } });
    expect(ask([comment])).toEqual({ kind: "open", refused: [] });
    expect(ask([{ ...comment, target: { task: "schema", phase: "design" } }]).kind).toBe("granted");
    expect(ask([{ ...comment, target: { task: "schema" } }]).kind).toBe("granted");
  });
});

function decided(ref: number, id: number): ApprovalState["decisions"][number] {
  const by = { login: "anna", id, source: "review" } as const;
  return { verdict: "approved", by, ref, commit: "c1", permission: "write", at: sec(60), feedback: [] };
}

describe("requested changes", () => {
  const other = request({
    request: "docs/spec#1",
    task: "docs",
    phase: "spec",
    deliverables: [{ path: ".milestones/deliverables/m/docs/spec/test-plan.md", blob: "ddd" }],
  });
  const open = [request(), other];
  const no = (over: Partial<CandidateDecision>) => said({ verdict: "changes_requested", ...over });
  const rejects = (decision: CandidateDecision) =>
    open.filter(approval => ask([decision], { approval, open }).kind === "rejected").map(a => a.request);

  test.each([
    ["nothing in particular", no({ body: "Please rework." }), ["schema/design#1", "docs/spec#1"]],
    ["a phase", no({ body: "See schema/design." }), ["schema/design#1"]],
    ["a file", no({ body: "I miss figures in test-plan.md, sorry" }), ["docs/spec#1"]],
    ["a file in quotes", no({ body: "`architecture.md`: no" }), ["schema/design#1"]],
    ["a task", no({ body: "The schema is not ready." }), ["schema/design#1"]],
    ["a task inside another word", no({ body: "The schematics?" }), ["schema/design#1", "docs/spec#1"]],
    ["both", no({ body: "schema/design and docs/spec" }), ["schema/design#1", "docs/spec#1"]],
    ["a line", no({ lineComments: [{ path: PATH, line: 3, body: "why?" }] }), ["schema/design#1"]],
    [
      "a line elsewhere",
      no({ lineComments: [{ path: "src/x.ts", line: 3, body: "?" }] }),
      ["schema/design#1", "docs/spec#1"],
    ],
    ["a phase in another's text", no({ body: "docs/spec, as with the schema" }), ["docs/spec#1"]],
  ])("that name %s reject the gates they are about", (_, decision, wanted) => {
    expect(rejects(decision)).toEqual(wanted);
  });

  test("outweigh another person's approval", () => {
    expect(ask([said(), no({ id: 101, user: bert, submittedAt: sec(30) })]).kind).toBe("rejected");
  });

  test("by someone who may not decide change nothing", () => {
    expect(ask([said(), no({ id: 101, user: bert, permission: "read" })]).kind).toBe("granted");
    expect(codes(ask([no({ viaApp: true })]))).toEqual(["not_a_person"]);
  });

  test("count whatever version was looked at", () => {
    expect(ask([no({ blobs: {} })]).kind).toBe("rejected");
  });

  test("become the next attempt's feedback: the text, then each line comment with its place", () => {
    const comments = [
      { path: PATH, line: 3, body: " why? " },
      { path: PATH, line: null, body: "whole file" },
      { path: PATH, line: 4, body: "  " },
    ];
    expect(feedbackOf(no({ body: "Rework.\n", lineComments: comments }))).toEqual([
      "Rework.",
      `${PATH}:3: why?`,
      `${PATH}: whole file`,
    ]);
    expect(feedbackOf(no({ body: "x".repeat(9_000) }))[0]).toHaveLength(4_000);
  });

  test("of 65,536 characters are searched for names in linear time", () => {
    const start = processorTime();
    for (const body of [
      "/".repeat(65_536),
      "schema/".repeat(9_000),
      ".".repeat(65_536),
      "a.".repeat(32_768),
    ]) {
      ask([no({ body })], { open });
    }
    expect(processorTime() - start).toBeLessThan(2_000);
  });
});

describe("an approval that was granted", () => {
  const granted = request({ status: "granted", decisions: [decided(100, 1)] });
  const check = (decisions: CandidateDecision[], over: Partial<ApprovalQuestion> = {}) =>
    stillStands({
      approval: granted,
      decisions,
      policy: { approvers: [], minApprovals: 1 },
      authors: [],
      ...over,
    });

  test("stands while GitHub shows it", () => {
    expect(check([said()])).toEqual({ stands: true });
  });

  test("S-APP-7 falls when it is dismissed, also while the next phase runs", () => {
    expect(check([said({ dismissed: true })])).toEqual({
      stands: false,
      reason: "anna's approval no longer counts: the review was dismissed",
    });
  });

  test("S-APP-9 falls when its giver may no longer decide", () => {
    expect(check([said({ permission: "none" })])).toMatchObject({
      stands: false,
      reason: expect.stringContaining("write permission"),
    });
  });

  test("falls when it is gone", () => {
    expect(check([])).toEqual({ stands: false, reason: "GitHub no longer shows the approval" });
  });

  const no = said({ id: 101, verdict: "changes_requested", submittedAt: sec(300), body: "not so" });

  test("S-APP-7 falls when its giver later requests changes, or anyone who counts does so by its name", () => {
    expect(check([said(), no])).toMatchObject({ stands: false });
    expect(check([said(), { ...no, user: bert, body: "schema/design is wrong" }])).toMatchObject({
      stands: false,
    });
  });

  test("stands when later changes are about something else", () => {
    const other = request({ request: "docs/spec#1", task: "docs", phase: "spec", deliverables: [] });
    expect(check([said(), { ...no, user: bert }])).toEqual({ stands: true });
    expect(check([said(), no], { open: [other] })).toEqual({ stands: true });
    expect(check([said(), { ...no, body: "docs/spec" }], { open: [other] })).toEqual({ stands: true });
  });
});
