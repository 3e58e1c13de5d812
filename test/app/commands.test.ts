import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readMarker } from "../../src/github/marker.ts";
import { paths } from "../../src/milestone/names.ts";
import { appRig, MILESTONE, MILESTONE_FILE, type Rig, SECRET } from "./app-rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await appRig();
});
afterEach(async () => {
  expect(rig.github.violations).toEqual([]);
  await rig.close();
});

const runs = () => [...rig.github.repository.runs.values()];
const comments = () => [...rig.github.repository.comments.values()];
const replies = () => comments().filter(c => readMarker(c.body)?.kind === "reply");
const writes = () =>
  rig.github.calls
    .filter(c => c.method !== "GET" && c.actor.startsWith("milestone-execute"))
    .filter(c => !c.path.endsWith("access_tokens"));

/** Says something as somebody in an issue and waits until it is answered. */
async function say(login: string, body: string) {
  const issue = await rig.github.as("alice").openIssue("Work");
  const comment = await rig.github.as(login).comment(issue.number, body);
  await rig.settled();
  return comment;
}
const signs = (comment: { reactions: { content: string }[] }) => comment.reactions.map(r => r.content).sort();

describe("a command", () => {
  it("starts a run on the base branch with its flags, and is signed 👀 then 🚀 without a new comment", async () => {
    const comment = await say("bob", `/milestone execute ${MILESTONE} --strategy=hybrid --agents=8`);
    expect(runs().map(run => [run.headBranch, run.inputs])).toEqual([
      [
        "main",
        {
          milestone: MILESTONE,
          command: "execute",
          request: `comment-${comment.id}`,
          strategy: "hybrid",
          agents: "8",
        },
      ],
    ]);
    expect(signs(comment)).toEqual(["eyes", "rocket"]);
    expect(replies()).toEqual([]);
  });

  it("whose flag needs an input that the workflow lacks is refused with the line to add", async () => {
    const comment = await say("bob", `/milestone execute ${MILESTONE} --time-budget=50`);
    expect(runs()).toEqual([]);
    expect(signs(comment)).toEqual(["-1", "eyes"]);
    expect(replies()[0]!.body).toContain("time-budget: { type: string, required: false }");
  });

  it.each([
    ["status", "Database schema"],
    ["plan", "Critical path"],
    ["why docs", "schema"],
  ])("%s answers with what is known before the first run, for readers too", async (command, words) => {
    const [name, ...rest] = command.split(" ");
    await say("carol", `/milestone ${[name, MILESTONE, ...rest].join(" ")}`);
    expect(replies()).toHaveLength(1);
    expect(replies()[0]!.body).toContain(words);
    expect(runs()).toEqual([]);
  });

  it("help lists the commands, and status shows the graph", async () => {
    await say("carol", "/milestone help");
    expect(replies()[0]!.body).toContain("/milestone <command>");
    await say("carol", `/milestone status ${MILESTONE}`);
    expect(replies()[1]!.body).toContain("```mermaid");
  });

  it("plan, status and why name what the base brought and the milestone has not taken in", async () => {
    await rig.run.push([], { [paths.milestone(MILESTONE)]: MILESTONE_FILE });
    await rig.run.start();
    await rig.settled();
    await say("carol", `/milestone status ${MILESTONE}`);
    expect(replies()[0]!.body).not.toContain("Not taken in");
    await rig.github.as("alice").push(
      {
        [paths.milestone(MILESTONE)]: MILESTONE_FILE.replace(
          "  - { id: docs",
          "  - { id: extra, run: echo, dependencies: [schema] }\n  - { id: docs",
        ).replace("title: Guide", "title: The guide"),
        "src/fix.js": "1\n",
      },
      "main",
    );
    await rig.settled();
    for (const command of [`status ${MILESTONE}`, `plan ${MILESTONE}`, `why ${MILESTONE} docs`]) {
      await say("carol", `/milestone ${command}`);
      const { body } = replies().at(-1)!;
      expect(body).toContain("### Not taken in yet");
      expect(body).toContain("(new: extra; changed: docs)");
      expect(body).toContain("1 changed file that is not taken in yet (src/fix.js)");
      expect(body).toContain(`\`/milestone resume ${MILESTONE}\` takes it in`);
    }
  });

  it("of a line each runs in order, with a key of its own", async () => {
    const comment = await say("mona", `/milestone execute ${MILESTONE}\n/milestone pause ${MILESTONE}`);
    expect(runs().map(run => [run.inputs.command, run.inputs.request])).toEqual([
      ["execute", `comment-${comment.id}-1`],
      ["pause", `comment-${comment.id}-2`],
    ]);
  });

  it("with a typo is answered with the nearest command", async () => {
    const comment = await say("bob", `/milestone exceute ${MILESTONE}`);
    expect(replies()[0]!.body).toContain(`/milestone execute ${MILESTONE}`);
    expect(signs(comment)).toEqual(["-1"]);
  });

  it("about a milestone that is not on the base branch is refused", async () => {
    await say("bob", "/milestone execute other");
    expect(runs()).toEqual([]);
    expect(replies()[0]!.body).toContain(".milestones/active/other.yaml");
  });

  it("about an unknown task names the nearest one", async () => {
    await say("bob", `/milestone retry ${MILESTONE} shema`);
    expect(replies()[0]!.body).toContain("Did you mean `schema`");
  });

  it("pause and cancel start their run and cancel the live one", async () => {
    await say("bob", `/milestone execute ${MILESTONE}`);
    await rig.run.start(["schema", "docs"], String(runs()[0]!.id));
    await rig.settled();
    await say("bob", `/milestone pause ${MILESTONE}`);
    expect(runs().map(run => [run.inputs.command, run.cancelRequested])).toEqual([
      ["execute", true],
      ["pause", false],
    ]);
  });

  it("GitHub's own refusal of a run is passed on", async () => {
    const message = "Event 'workflow_dispatch' is not allowed to trigger Actions workflows";
    rig.github.fail({ method: "POST", path: "/dispatches", status: 403, message });
    await say("bob", `/milestone execute ${MILESTONE}`);
    expect(runs()).toEqual([]);
    expect(replies()[0]!.body).toContain("is not allowed to trigger Actions workflows");
  });
});

describe("S-CMD: what runs nothing", () => {
  it("S-CMD-1: a comment that was edited into a command", async () => {
    const comment = await say("mona", "nice work");
    await expect
      .poll(() => new Date().toISOString().slice(0, 19), { timeout: 90_000 })
      .not.toBe(
        comment.createdAt.slice(0, 19), // GitHub tells edits by whole seconds
      );
    await rig.github.as("mona").editComment(comment.id, `/milestone cancel ${MILESTONE}`);
    await rig.settled();
    await rig.lookAgain();
    await rig.settled();
    expect(runs()).toEqual([]);
    expect(writes()).toEqual([]);
  });

  it("S-CMD-2: who may not write starts nothing and hears why once an hour", async () => {
    const issue = await rig.github.as("alice").openIssue("Work");
    for (let n = 0; n < 5; n += 1) {
      await rig.github.as("carol").comment(issue.number, `/milestone execute ${MILESTONE}`);
      await rig.settled();
    }
    expect(runs()).toEqual([]);
    expect(replies()).toHaveLength(1);
    expect(replies()[0]!.body).toContain("write permission");
    await rig.github.as("stranger").comment(issue.number, `/milestone skip ${MILESTONE} docs`);
    await rig.settled();
    expect(runs()).toEqual([]);
  });

  it.each([
    "skip api-v2 docs",
    "postpone api-v2",
    "cancel api-v2",
    "execute api-v2 --force-dependencies",
    "unlock api-v2",
  ])("S-CMD-2: %s needs maintain", async command => {
    await say("bob", `/milestone ${command}`);
    expect(runs()).toEqual([]);
    expect(replies()[0]!.body).toContain("maintain");
    await say("mona", `/milestone ${command}`);
    expect(runs()).toHaveLength(1);
  });

  it("S-CMD-2: what was postponed is taken up again by maintainers alone", async () => {
    await rig.run.start();
    const by = { login: "mona", id: 1, source: "comment" as const };
    await rig.run.push([{ event: "milestone_postponed", data: { reason: "after the freeze", by } }]);
    await rig.settled();
    for (const command of ["execute", "resume", "retry"])
      await say("bob", `/milestone ${command} ${MILESTONE}`);
    expect(runs()).toEqual([]);
    expect(replies()[0]!.body).toContain("maintain");
    await say("mona", `/milestone execute ${MILESTONE}`);
    expect(runs()).toHaveLength(1);
  });

  it("S-CMD-3: a bot's comments, ours or another's, are never answered", async () => {
    const issue = await rig.github.as("alice").openIssue("Work");
    for (let n = 0; n < 20; n += 1) {
      await rig.github.as("milestone-execute[bot]").comment(issue.number, `/milestone execute ${MILESTONE}`);
    }
    await rig.github.as("other[bot]").comment(issue.number, `/milestone execute ${MILESTONE}`);
    await rig.settled();
    await rig.lookAgain();
    await rig.settled();
    expect(runs()).toEqual([]);
    expect(replies()).toEqual([]);
    expect(comments().flatMap(c => c.reactions)).toEqual([]);
  });

  it("S-CMD-4: comments of 65,536 characters that are made to be slow are answered at once", async () => {
    for (const body of ["/milestone " + " ".repeat(60_000) + "x", "/milestone " + "a-".repeat(30_000)]) {
      await say("bob", body);
    }
    expect(runs()).toEqual([]);
    expect(replies().length).toBeGreaterThan(0);
  });

  it.each(["execute ../../x --force", "execute api-v2 \u202e--agents=8", `retry api-v2 ${"x ".repeat(200)}`])(
    "S-CMD-5: %s is refused, and quoted as code only",
    async command => {
      await say("bob", `/milestone ${command}`);
      expect(runs()).toEqual([]);
      expect(replies()).toHaveLength(1);
      expect(replies()[0]!.body).not.toContain("\u202e");
    },
  );
});

describe("S-HOOK-4: a command that is heard of many times", () => {
  it("runs once over a hundred redeliveries", async () => {
    await say("bob", `/milestone execute ${MILESTONE}`);
    const delivery = rig.github.deliveries.find(d => d.event === "issue_comment")!;
    for (let n = 0; n < 100; n += 1) rig.github.redeliver(delivery);
    await rig.settled();
    expect(runs()).toHaveLength(1);
  });

  it("runs once when two replicas hear of it at the same time, and when the id of the delivery is new", async () => {
    const other = await rig.replica();
    rig.github.setWebhook(null);
    const issue = await rig.github.as("alice").openIssue("Work");
    rig.github.setWebhook({ url: rig.url, secret: SECRET });
    const comment = await rig.github.as("bob").comment(issue.number, `/milestone execute ${MILESTONE}`);
    await rig.lookAgain(other);
    await rig.settled();
    await rig.lookAgain();
    await rig.settled();
    expect(new Set(runs().map(run => run.inputs.request))).toEqual(new Set([`comment-${comment.id}`]));
    expect(signs(comment)).toEqual(["eyes", "rocket"]);
  });

  it("is found among the deliveries that did not arrive", async () => {
    rig.github.setWebhook({ url: rig.url, secret: SECRET, drop: 1 });
    const issue = await rig.github.as("alice").openIssue("Work");
    const comment = await rig.github.as("bob").comment(issue.number, `/milestone execute ${MILESTONE}`);
    rig.github.setWebhook({ url: rig.url, secret: SECRET });
    await rig.lookAgain();
    await rig.settled();
    expect(runs()).toHaveLength(1);
    expect(signs(comment)).toEqual(["eyes", "rocket"]);
  });
});
