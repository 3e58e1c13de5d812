import { Octokit } from "@octokit/rest";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApi, type OctokitLike } from "../../src/github/api.ts";
import { repositoryAt } from "../../src/github/github-repository.ts";
import { createStateMemory, readState } from "../../src/github/read-state.ts";
import { paths } from "../../src/milestone/names.ts";
import { DEFAULT_WEIGHTS } from "../../src/milestone/phase.ts";
import type { NewEvent } from "../../src/milestone/session/event.ts";
import { appendEvent, EMPTY_LOG } from "../../src/milestone/session/log.ts";
import { createGitHubStandIn, type StandIn } from "../rig/github/stand-in.ts";
import { fastClock } from "./sync-rig.ts";

const ID = "api-v2";
const PLAN = `id: ${ID}
title: API
executor: { run: "true" }
kiro_configuration: { approval_gates: { design_to_spec: { required: true, approvers: [alice] } } }
tasks: [ { id: one, title: One, kiro_workflow: { enabled: true } } ]
`;

let github: StandIn;
/** Requests of the reader: method and what was asked. */
let asked: string[];
beforeEach(async () => {
  github = await createGitHubStandIn({ files: { [paths.milestone(ID)]: PLAN } });
  asked = [];
});
afterEach(async () => {
  expect(github.violations).toEqual([]);
  await github.close();
});

function reader() {
  const octokit = new Octokit({
    auth: github.installationToken(),
    baseUrl: github.apiUrl,
    request: {
      fetch: (input: string, init: RequestInit) => {
        asked.push(`${init.method} ${new URL(input).pathname.replace(/.*\//, "")}`);
        return fetch(input, init);
      },
    },
  });
  const api = createApi({ octokit: octokit as unknown as OctokitLike, clock: fastClock(), maxWaitMs: 1_000 });
  const repository = repositoryAt({ api, owner: github.owner, repo: github.repo, serverUrl: github.url });
  const memory = createStateMemory();
  return () => readState({ repository, milestone: ID, defaultBranch: "main", baseCommit: "1", memory });
}

/** A log of so many segments, each of a few lines. */
function segments(count: number): Record<string, string> {
  const files: Record<string, string> = {};
  let head = EMPTY_LOG;
  let seq = 0;
  for (let n = 1; n <= count; n += 1) {
    let text = "";
    for (let k = 0; k < 3; k += 1) {
      seq += 1;
      const event: NewEvent =
        seq === 1
          ? {
              event: "milestone_activated",
              data: {
                title: "API",
                weights: DEFAULT_WEIGHTS,
                tasks: [{ id: "one", workflow: true, status: "pending", phases: {} }],
                compliance: { score: 100, migrated: [], standard: [] },
                base: { branch: "main", commit: "0" },
                quality_gates: [],
              },
            }
          : { event: "warning_raised", data: { type: "plan", message: `${seq} äöü` } };
      const next = appendEvent(head, event, { milestone: ID, session: "s", now: seq });
      head = next.head;
      text += `${next.line}\n`;
    }
    files[paths.log(ID, n)] = text;
  }
  return files;
}

const push = (files: Record<string, string>) => github.as("mona").push(files, `milestone/${ID}`);

describe("reading a milestone's state", () => {
  it("takes three requests at first, one free one while nothing changes, and two after a push", async () => {
    await push(segments(6));
    const read = reader();
    const first = await read();
    expect(asked).toHaveLength(3);
    expect(first).toMatchObject({ ok: true, value: { kind: "read", reading: { state: { seq: 18 } } } });
    asked.length = 0;
    const charged = github.calls.filter(c => c.charged).length;
    expect(await read()).toEqual(first);
    expect(asked).toEqual(["GET heads%2Fmilestone%2Fapi-v2"]);
    expect(github.calls.filter(c => c.charged)).toHaveLength(charged);
    asked.length = 0;
    await push(segments(7));
    expect(await read()).toMatchObject({ ok: true, value: { reading: { state: { seq: 21 } } } });
    expect(asked).toHaveLength(2);
  });

  it("takes gates and approvers from the base branch", async () => {
    await push({ ...segments(1), [paths.milestone(ID)]: PLAN.replace("[alice]", "[mallory]") });
    const answer = await reader()();
    if (!answer.ok || answer.value.kind !== "read") throw new Error("not read");
    expect(answer.value.reading.plan.tasks[0]!.phases[0]!.gate?.approvers).toEqual(["alice"]);
  });

  it("says that there is none where there is no branch", async () => {
    expect(await reader()()).toEqual({ ok: true, value: { kind: "none" } });
  });

  it.each([
    ["a milestone file that is no YAML", { [paths.milestone(ID)]: "id: [[[\n" }],
    ["a log whose chain is broken", { [paths.log(ID, 2)]: '{"event":"x"}\n' }],
  ])("names the place in %s", async (_, files) => {
    await push({ ...segments(2), ...files });
    const answer = await reader()();
    const file = Object.keys(files)[0];
    expect(answer).toMatchObject({
      ok: true,
      value: { kind: "bad", findings: [expect.objectContaining({ file })] },
    });
  });

  it("R-POISON-1: a log that is well chained and nonsense is bad, not a crash", async () => {
    const { line } = appendEvent(
      EMPTY_LOG,
      { event: "task_started", task_id: "ghost", data: {} },
      { milestone: ID, session: "s", now: 1 },
    );
    await push({ [paths.log(ID, 1)]: `${line}\n` });
    expect(await reader()()).toMatchObject({ ok: true, value: { kind: "bad" } });
  });
});
