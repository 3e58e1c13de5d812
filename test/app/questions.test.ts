import { afterEach, expect, it } from "vitest";
import { readMarker } from "../../src/github/marker.ts";
import { appRig, MILESTONE, type Rig } from "./app-rig.ts";

let rig: Rig;
afterEach(async () => {
  expect(rig.github.violations).toEqual([]);
  await rig.close();
});

const comments = () => [...rig.github.repository.comments.values()];
const told = () => comments().filter(c => readMarker(c.body)?.kind === "notice");
const replies = () => comments().filter(c => readMarker(c.body)?.kind === "reply");
const runs = () => [...rig.github.repository.runs.values()];
const pull = () => [...rig.github.repository.issues.values()].find(issue => issue.pull)!;

async function asking(phase: "design" | "spec"): Promise<void> {
  rig = await appRig();
  await rig.run.start();
  const at = { task_id: "schema", phase, agent: "task_executor/1" } as const;
  await rig.run.push([
    { event: "task_started", task_id: "schema", data: {} },
    { event: "phase_started", ...at, data: { attempt: 1, executor: "claude" } },
    { event: "phase_interrupted", ...at, data: { attempt: 1, reason: "it asks a person" } },
    {
      event: "question_asked",
      ...at,
      data: {
        attempt: 1,
        number: 1,
        question: "Which table? @everyone",
        why: "both exist",
        options: ["users", "accounts"],
        default: "users",
        blocking: true,
      },
    },
    { event: "session_suspended", data: { status: "waiting_answer", reason: "1 question is open" } },
  ]);
  await rig.settled();
}

const say = async (login: string, body: string): Promise<void> => {
  await rig.github.as(login).comment(pull().number, body);
  await rig.settled();
};

it("a question opens the pull request and is one comment there, whatever comes again", async () => {
  await asking("design");
  for (const delivery of [...rig.github.deliveries]) rig.github.redeliver(delivery);
  await rig.lookAgain();
  await rig.settled();
  const [question, ...more] = told();
  expect(more).toEqual([]);
  expect(question!.body).toContain(`/milestone answer ${MILESTONE} schema/design#1 2`);
  expect(question!.body).toContain("Who may: `alice`");
  expect(question!.body).not.toContain("@everyone");
  const check = [...rig.github.repository.checks.values()].at(-1)!;
  expect(check).toMatchObject({ conclusion: "action_required" });
  expect(check.output?.title).toContain("1 question open");
});

it("an answer by comment of an approver starts one run that carries it out", async () => {
  await asking("design");
  await say("alice", "/milestone answer schema/design 2");
  expect(runs()).toHaveLength(1);
  expect(runs()[0]!.inputs).toMatchObject({
    milestone: MILESTONE,
    command: "answer",
    target: "schema/design",
    reason: "2",
  });
  expect(runs()[0]!.inputs!.request).toMatch(/^comment-\d+$/);
});

it.each([
  ["bob", "design", "this gate is decided by alice"],
  ["carol", "spec", "needs write permission"],
] as const)(
  "an answer of %s for %s is refused with the reason, and nothing is started",
  async (who, phase, why) => {
    await asking(phase);
    await say(who, `/milestone answer schema/${phase}#1 users`);
    expect(runs()).toEqual([]);
    expect(replies().at(-1)!.body).toContain(why);
  },
);

it("an answer to what nobody asked names the questions that are open", async () => {
  await asking("spec");
  await say("bob", "/milestone answer docs/spec 1");
  expect(runs()).toEqual([]);
  expect(replies().at(-1)!.body).toContain("schema/spec#1");
  await say("bob", "/milestone answer schema/spec in our own words, both");
  expect(runs()[0]!.inputs).toMatchObject({ target: "schema/spec", reason: "in our own words, both" });
});
