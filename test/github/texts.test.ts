import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { impliedMilestone } from "../../app/comments.ts";
import { good } from "../../src/github/answer.ts";
import { checkTitle, versionOfCheck } from "../../src/github/check.ts";
import { differenceLink, diffGates } from "../../src/github/gates.ts";
import { type Marker, readMarker, writeMarker } from "../../src/github/marker.ts";
import type { Repository } from "../../src/github/repository.ts";
import { mayRun, needFor } from "../../src/github/rules.ts";
import { othersLength, replaceSection, SECTION_END, sectionMarker } from "../../src/github/section.ts";
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
    expect(processorTime() - started).toBeLessThan(200);
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
    expect(checkTitle(state)).toMatch(/^\d+ % · \d+\/12 tasks( · \d+ gates? waiting)?( · \d+ blockers?)?$/);
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
    const context = { milestone: "api-v2", head: "c".repeat(40), url: "u", owner: "acme" };
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
    const gate = { approval, approvers: [], status: "open" as const };
    expect(diffGates([gate], [forged], context).map(w => w.kind)).toEqual(["create_gate"]);
    expect(diffGates([gate], [{ ...forged, ours: true }], context)).toEqual([]);
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
    impliedMilestone({ read: async () => good(value) } as unknown as Repository, {
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
