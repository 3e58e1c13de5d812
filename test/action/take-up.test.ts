import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createGitHubStandIn } from "../rig/github/stand-in.ts";
import { rigWith, standard } from "./plans.ts";
import { runStep, type Step } from "./step.ts";

it("S-WHO: who starts a run by hand, or by the runner's token, speaks for nobody else", async () => {
  const github = await createGitHubStandIn({ roles: { wanda: "write", mona: "maintain" } });
  onTestFinished(() => github.close());
  const rig = rigWith({ m: standard("m", { run: "test -e go.txt", tasks: ["id: a"] }) });
  const issue = await github.as("wanda").openIssue("Work");
  const { id } = await github.as("mona").comment(issue.number, "/milestone skip m a");
  const step = (command: string, who: Record<string, string>): Promise<Step> =>
    runStep(rig, {
      inputs: {
        command,
        ...(command === "skip" ? { target: "a", request: `comment-${id}` } : {}),
        "github-token": github.actionsToken({ contents: "write", issues: "read" }),
      },
      env: {
        GITHUB_API_URL: github.apiUrl,
        GITHUB_SERVER_URL: github.url,
        GITHUB_REPOSITORY: `${github.owner}/${github.repo}`,
        ...who,
      },
    });
  const idOf = (login: string) => String(github.world.users.get(login)!.id);
  const wanda = { GITHUB_ACTOR: "wanda", GITHUB_ACTOR_ID: idOf("wanda") };
  expect((await step("execute", wanda)).outputs.status).toBe("blocked");
  const tip = rig.git("rev-parse", "milestone/m");
  const byRunner = { GITHUB_ACTOR: "github-actions[bot]", GITHUB_ACTOR_ID: "41898282" };
  const again = { GITHUB_ACTOR: "mona", GITHUB_ACTOR_ID: idOf("mona"), GITHUB_TRIGGERING_ACTOR: "wanda" };
  for (const who of [wanda, byRunner, again]) {
    const refused = await step("skip", who);
    expect(refused.code, refused.said).toBe(1);
    expect(refused.errors.join("")).toMatch(
      /skip was not carried out: .* may not; only whoever has maintain/,
    );
  }
  expect(rig.git("rev-parse", "milestone/m")).toBe(tip);
  const byApp = await step("skip", { GITHUB_ACTOR: "milestones[bot]", GITHUB_ACTOR_ID: "77" });
  expect(byApp.code, byApp.said).toBe(0);
  const skipped = rig.events("m").find(e => e.event === "task_skipped");
  expect(skipped?.data).toMatchObject({ by: { login: "mona", source: "comment" } });
});

it("a postponed milestone is taken up again by maintainers alone, and by no run that nobody asked for", async () => {
  const github = await createGitHubStandIn({ roles: { wanda: "write", mona: "maintain" } });
  onTestFinished(() => github.close());
  const rig = rigWith({ m: standard("m", { run: "test -e go.txt", tasks: ["id: a"] }) });
  const event = join(rig.folder, "review.json");
  writeFileSync(event, '{"pull_request": {"head": {"repo": {"id": 7}}}, "repository": {"id": 7}}');
  const step = (login: string, command: string, on = "workflow_dispatch"): Promise<Step> =>
    runStep(rig, {
      inputs: { command, reason: "later", "github-token": github.actionsToken({ contents: "write" }) },
      env: {
        GITHUB_API_URL: github.apiUrl,
        GITHUB_SERVER_URL: github.url,
        GITHUB_REPOSITORY: `${github.owner}/${github.repo}`,
        GITHUB_ACTOR: login,
        GITHUB_ACTOR_ID: String(github.world.users.get(login)!.id),
        GITHUB_EVENT_NAME: on,
        GITHUB_EVENT_PATH: event,
      },
    });
  expect((await step("wanda", "execute")).outputs.status).toBe("blocked");
  expect((await step("mona", "postpone")).outputs.status).toBe("postponed");
  const tip = rig.git("rev-parse", "milestone/m");
  for (const command of ["execute", "resume"]) {
    const refused = await step("wanda", command);
    expect(refused.code, refused.said).toBe(1);
    expect(refused.errors.join("")).toMatch(/wanda may not; only whoever has maintain permission may/);
  }
  const review = await step("mona", "execute", "pull_request_review");
  expect([review.code, review.outputs.status], review.said).toEqual([0, "postponed"]);
  for (const [on, command] of [
    ["push", "execute"],
    ["schedule", "resume"],
    ["schedule", "retry"],
    ["repository_dispatch", "execute"],
  ] as const) {
    const left = await step("mona", command, on);
    expect([left.code, left.outputs.status], left.said).toEqual([0, "postponed"]);
    const [notice, ...more] = left.stdout.split("\n").filter(l => l.startsWith("::notice"));
    expect(notice).toMatch(/"m" is postponed, and a run that no person started .*`\/milestone execute m`/);
    expect(more).toEqual([]);
    expect(/was not carried out/.test(notice!)).toBe(command === "retry");
    expect(left.summary).toContain("is postponed");
  }
  expect(rig.git("rev-parse", "milestone/m")).toBe(tip);
  const taken = await step("mona", "execute");
  expect(taken.outputs.status, taken.said).toBe("blocked");
  expect(rig.events("m").filter(e => e.event === "session_started")).toHaveLength(2);
});
