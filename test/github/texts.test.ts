import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { impliedMilestone } from "../../app/comment-commands.ts";
import { good } from "../../src/github/answer.ts";
import { checkTitle, versionOfCheck } from "../../src/github/check.ts";
import { decisionComments } from "../../src/github/decision-comments.ts";
import type { DesiredGate } from "../../src/github/gate-comment.ts";
import { differenceLink, diffGates, gateComments } from "../../src/github/gates.ts";
import type { GitHubRepository } from "../../src/github/github-repository.ts";
import type { CommentNow } from "../../src/github/issue-comments.ts";
import {
  type Marker,
  othersLength,
  readMarker,
  replaceSection,
  SECTION_END,
  sectionMarker,
  writeMarker,
} from "../../src/github/marker.ts";
import { mayRun, needFor } from "../../src/github/rules.ts";
import { text } from "../../src/github/text.ts";
import { readGitHubConfig } from "../../src/milestone/plan/github-config.ts";
import { fixture } from "../fixtures/state.ts";
import { processorTime } from "../rig/processor-time.ts";
import { runs } from "../rig/runs.ts";

describe("a marker", () => {
  it("is read back whatever names it holds, and no name ends it early", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.dictionary(fc.string(), fc.string()), (a, b, blobs) => {
        const marker: Marker = { kind: "gate", milestone: a, request: b, commit: "c", blobs };
        const text = writeMarker(marker);
        expect(text.indexOf("-->")).toBe(text.length - 3);
        expect(JSON.stringify(readMarker(`${text}\nmore`))).toBe(JSON.stringify(marker));
      }),
      runs(200),
    );
  });

  it.each([
    "",
    "<!-- milestone:",
    "<!-- milestone:gate -->",
    "<!-- milestone:gate {} -->",
    "<!-- milestone:x {} -->",
  ])("that is broken (%s) is none", body => {
    expect(readMarker(body)).toBeNull();
  });

  it("S-CMD-4: is looked for in linear time in a hostile body", () => {
    const started = processorTime();
    for (const body of ["<!-- milestone:".repeat(4_000), "<!--".repeat(16_000)]) readMarker(body);
    expect(processorTime() - started).toBeLessThan(1_000);
  });
});

describe("our part of a body", () => {
  const section = (text: string) =>
    `${writeMarker({ kind: "dashboard", milestone: "a", session: "s", seq: 1 })}\n${text}`;

  it("is replaced, and what people wrote around it stays", () => {
    const first = replaceSection("Mine.", section("one"));
    const both = `${first}\nAlso mine.`;
    const second = replaceSection(both, section("two"));
    expect(second).toBe(`Mine.\n\n${section("two")}\n${SECTION_END}\nAlso mine.`);
    expect(othersLength(second)).toBe("Mine.\n\n\nAlso mine.".length);
    expect(sectionMarker(second)).toMatchObject({ kind: "dashboard", seq: 1 });
  });
});

describe("a check's title", () => {
  it("says percent, tasks, gates and blockers", () => {
    const { state } = fixture({ tasks: 12, until: 0.6 });
    expect(checkTitle(state)).toMatch(
      /^\d+ % · \d+\/12 tasks · 1 skipped( · \d+ gates? waiting)?( · \d+ blockers?)?$/,
    );
  });

  it("is known to be ours by its external id", () => {
    expect(versionOfCheck("api:exec-api:12", "api")).toEqual({ session: "exec-api", seq: 12 });
    expect(versionOfCheck("api:unreadable", "api")).toBeNull();
    expect(versionOfCheck("other:s:1", "api")).toBeNull();
  });
});

describe("a gate's comment", () => {
  it("links to just the difference of a file on GitHub's comparison page", () => {
    expect(differenceLink("https://github.com/a/b", "1", "2", "x")).toBe(
      "https://github.com/a/b/compare/1...2#diff-2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
    );
  });

  it("is believed only when a bot wrote it", () => {
    const { state } = fixture({ tasks: 12 });
    const approval = [...state.approvals.values()][0]!;
    const now = Date.parse("2026-11-30T12:00:00Z");
    const context = {
      milestone: "api-v2",
      head: "c".repeat(40),
      url: "u",
      owner: "acme",
      now,
      texts: new Map(),
    };
    const marker = {
      kind: "gate",
      milestone: "api-v2",
      request: approval.request,
      commit: "c",
      blobs: {},
    } as const;
    const forged = {
      id: 1,
      body: writeMarker(marker),
      user: { id: 1, login: "carol", type: "User" },
      ours: false,
      createdAt: "",
      node: "",
      viaApp: false,
      reactions: { eyes: 0, rocket: 0, down: 0 },
    };
    const gate = { approval, title: null, approvers: [], status: "open" as const };
    expect(diffGates([gate], [forged], context).map(w => w.kind)).toEqual(["create_gates"]);
    expect(diffGates([gate], [{ ...forged, ours: true }], context)).toEqual([]);
  });
});

describe("gates that open together", () => {
  const HEAD = "c".repeat(40);
  const SPLITS = "# A <!-- gate -->\n\n<!-- gate -->\n<!-- milestone:gate {} -->\nwords @alice\n";
  const { state } = fixture({ tasks: 12 });
  const [shape] = [...state.approvals.values()];
  const gateOf = (task: string, status: DesiredGate["status"] = "open"): DesiredGate => {
    const path = `docs/${task}.md`;
    const deliverables = [{ path, blob: "b".repeat(40) }];
    const own = { task, phase: "design" as const, request: `${task}/design#1`, status, deliverables };
    const approval = {
      ...shape!,
      kind: "approval" as const,
      ...own,
      missing: [],
      replaces: null,
      decisions: [],
    };
    return { approval, title: `Title of ${task}`, approvers: ["alice"], status };
  };
  const texts = new Map(["a", "b"].map(task => [`${HEAD}:docs/${task}.md`, SPLITS]));
  const context = {
    milestone: "api-v2",
    head: HEAD,
    url: "https://github.com/x/y",
    owner: "x",
    now: Date.parse("2026-11-30T12:00:00Z"),
    texts,
  };
  const commentOf = (id: number, body: string): CommentNow => ({
    id,
    body,
    user: null,
    ours: true,
    createdAt: "",
    node: `n${id}`,
    viaApp: false,
    reactions: { eyes: 0, rocket: 0, down: 0 },
  });
  const asked = (): string => {
    const [request, create, ...more] = diffGates([gateOf("a"), gateOf("b")], [], context);
    expect(request).toMatchObject({ kind: "request_reviewers", reviewers: ["alice"] });
    expect(more).toEqual([]);
    if (create?.kind !== "create_gates") throw new Error("no comment");
    return create.body;
  };

  it("are one comment, with title, outline and the way to answer said once", () => {
    const body = asked();
    expect([...gateComments([commentOf(1, body)], "api-v2").keys()]).toEqual(["a/design#1", "b/design#1"]);
    expect(body.match(/Title of [ab]/g)).toEqual(["Title of a", "Title of b"]);
    expect(body.match(/Who may/g)).toHaveLength(1);
    expect(body.match(/<!-- gate -->/g), "whatever the documents hold").toHaveLength(3);
    expect(body).not.toContain("@alice");
    expect(diffGates([gateOf("a"), gateOf("b")], [commentOf(1, body)], context)).toEqual([]);
  });

  it("are decided one by one, and the comment is folded with the last and shown again with a new doubt", () => {
    let body = asked();
    const next = (a: DesiredGate["status"], b: DesiredGate["status"]) => {
      const [write, ...more] = diffGates([gateOf("a", a), gateOf("b", b)], [commentOf(1, body)], context);
      expect(more).toEqual([]);
      if (write?.kind !== "update_comment") throw new Error("nothing to say");
      body = write.body;
      return write.fold;
    };
    expect(next("granted", "open")).toBeUndefined();
    expect(body).toContain("### 1 gate is open");
    expect(body.match(/What was asked for/g)).toHaveLength(1);
    expect(next("granted", "rejected")).toBe(true);
    expect(body).not.toContain("Who may");
    expect(next("open", "rejected")).toBe(false);
    expect(next("open", "open")).toBeUndefined();
    expect(body).toBe(asked());
  });

  it("show a difference that can be no mark of ours, whatever it holds", () => {
    const before = { ...gateOf("a", "void") };
    const path = "docs/a.md";
    const [, first] = diffGates([gateOf("a")], [], { ...context, head: "d".repeat(40) });
    if (first?.kind !== "create_gates") throw new Error("no comment");
    const evil = "x\r\r<!-- gate -->\rTEXT\r\r<!-- gate -->\ry <\u200b!-- gate -->";
    const again = gateOf("a");
    again.approval.request = "a/design#1.2";
    again.approval.replaces = "a/design#1";
    again.approval.deliverables = [{ path, blob: "e".repeat(40) }];
    const now = new Map([
      [`${"d".repeat(40)}:${path}`, "One.\n"],
      [`${HEAD}:${path}`, evil],
    ]);
    const writes = diffGates([before, again], [commentOf(1, first.body)], { ...context, texts: now });
    const body = writes.flatMap(write => (write.kind === "create_gates" ? [write.body] : [])).join("");
    expect(body).toContain("-One.");
    expect(body).toContain("TEXT");
    expect(body).not.toContain("<!-- gate -->");
  });

  it("join the open comment when they open later, tell nobody again, and count as seen only from then on", () => {
    const [, create] = diffGates([gateOf("a")], [], context);
    if (create?.kind !== "create_gates") throw new Error("no comment");
    const gates = [gateOf("a"), gateOf("b")];
    const [request, grown, ...more] = diffGates(gates, [commentOf(1, create.body)], context);
    expect(request?.kind).toBe("request_reviewers");
    expect(more).toEqual([]);
    if (grown?.kind !== "update_comment") throw new Error("it did not join");
    expect(grown.body).toContain("### 2 gates are open");
    expect(grown.body.match(/Who may/g)).toHaveLength(1);
    expect(grown.body.match(/Title of [ab]/g)).toEqual(["Title of a", "Title of b"]);
    const there = commentOf(1, grown.body);
    expect(diffGates(gates, [there], context)).toEqual([]);
    const answer = (createdAt: string): CommentNow => ({
      ...commentOf(2, "/milestone approve"),
      user: { id: 7, login: "alice", type: "User" },
      ours: false,
      createdAt,
    });
    const seenIn = (createdAt: string) => {
      const approvals = gates.map(({ approval }) => approval);
      return decisionComments([there, answer(createdAt)], "api-v2", approvals)[0]!.looked.flatMap(
        l => l.paths,
      );
    };
    expect(seenIn("2026-11-30T12:00:03Z")).toEqual(["docs/a.md"]);
    expect(seenIn("2026-11-30T12:00:06Z")).toEqual(["docs/a.md", "docs/b.md"]);
  });

  it("are a comment of their own for people who were not told of the open one, and once all in it are decided", () => {
    const [, create] = diffGates([gateOf("a")], [], context);
    if (create?.kind !== "create_gates") throw new Error("no comment");
    const there = [commentOf(1, create.body)];
    const others = { ...gateOf("b"), approvers: ["bob"] };
    const kinds = (gates: DesiredGate[]) => diffGates(gates, there, context).map(({ kind }) => kind);
    expect(kinds([gateOf("a"), others])).toEqual(["request_reviewers", "create_gates"]);
    expect(kinds([gateOf("a", "granted"), gateOf("b")])).toEqual([
      "request_reviewers",
      "create_gates",
      "update_comment",
    ]);
    const rewritten = [commentOf(1, create.body.replace("Who may", "Anybody may"))];
    expect(diffGates([gateOf("a"), gateOf("b")], rewritten, context).map(({ kind }) => kind)).toEqual([
      "request_reviewers",
      "create_gates",
    ]);
  });

  it("are asked for once by two instances: what the older comment has goes from the newer", () => {
    const [, create] = diffGates([gateOf("a")], [], context);
    if (create?.kind !== "create_gates") throw new Error("no comment");
    const there = [commentOf(1, create.body), commentOf(2, asked())];
    const [write] = diffGates([gateOf("a"), gateOf("b")], there, context);
    if (write?.kind !== "update_comment") throw new Error("the double stays");
    expect(write.id).toBe(2);
    expect([...gateComments([commentOf(2, write.body)], "api-v2").keys()]).toEqual(["b/design#1"]);
    const doubles = [commentOf(1, asked()), commentOf(2, create.body)];
    expect(diffGates([gateOf("a"), gateOf("b")], doubles, context)).toEqual([
      { kind: "delete_comment", id: 2 },
    ]);
  });
});

describe("who may do what", () => {
  const { config } = readGitHubConfig("permissions: { execute: maintain, status: write }\n", "milestone.yml");

  it.each([
    ["execute", "write", false],
    ["execute", "maintain", true],
    ["status", "read", false],
    ["retry", "write", true],
    ["skip", "write", false],
    ["approve", "read", true],
    ["approve", "none", false],
  ] as const)("%s with %s: %s", (command, permission, allowed) => {
    expect(mayRun(needFor(command, config), permission).ok).toBe(allowed);
  });
});

describe("S-PWN-1: the milestone that a pull request implies", () => {
  const pull = (head: number | null, ref: string) => ({
    head: { ref, repo: head === null ? null : { id: head } },
    base: { repo: { id: 1 } },
  });
  const implied = (value: unknown) =>
    impliedMilestone({ read: async () => good(value) } as unknown as GitHubRepository, {
      number: 1,
      isPull: true,
      body: null,
      byBot: false,
    });

  it.each([
    ["of the same repository", pull(1, "milestone/api"), { milestone: "api", fork: false }],
    ["of a fork with the same branch name", pull(2, "milestone/api"), { milestone: null, fork: true }],
    ["of a fork that was deleted", pull(null, "milestone/api"), { milestone: null, fork: true }],
    ["of another branch", pull(1, "feature"), { milestone: null, fork: false }],
  ])("%s", async (_, value, expected) => {
    expect(await implied(value)).toEqual({ ok: true, value: { plan: null, ...expected } });
  });
});

describe("what reviews found", () => {
  const finding = { file: "a.ts", line: 2, severity: "low", lens: "docs", message: "say why, @ada" } as const;
  const review = { agent: "codex", lenses: ["docs"], findings: [finding], dropped: 0 };
  const reviewed = { task: "a", phase: "execute", attempt: 1, landed: true, review };

  it("stands in the pull request where the work landed, as inert text", () => {
    const body = text.findings([{ ...reviewed, landed: false }, reviewed]);
    expect(body.match(/^- /gm)).toHaveLength(1);
    expect(body).toContain("- `a/execute`: a.ts:2: low, docs: say why,");
    expect(body).not.toContain(" @ada");
    expect(text.findings([{ ...reviewed, landed: false }])).toBe("");
  });

  it("is cut to the newest, and the rest is counted", () => {
    const many = Array.from({ length: 30 }, (_, n) => ({ ...reviewed, task: `t${n}` }));
    const body = text.findings(many);
    expect(body).not.toContain("`t9/execute`");
    expect(body).toContain("`t29/execute`");
    expect(body).toContain("10 earlier ones stand in the report");
  });
});
