import { expect, it, onTestFinished } from "vitest";
import { createGitHubStandIn } from "../rig/github/stand-in.ts";
import { rigWith, standard } from "./plans.ts";
import { runStep } from "./step.ts";

it("a completed milestone with `release: draft` has one draft release with the report as notes", async () => {
  const github = await createGitHubStandIn();
  onTestFinished(() => github.close());
  const rig = rigWith({ m: standard("m", { top: "release: draft", tasks: ["id: a"] }) });
  const env = {
    GITHUB_API_URL: github.apiUrl,
    GITHUB_SERVER_URL: github.url,
    GITHUB_REPOSITORY: `${github.owner}/${github.repo}`,
  };
  const inputs = { "github-token": github.actionsToken({ contents: "write", actions: "read" }) };
  const step = await runStep(rig, { inputs, env });
  expect(step.outputs.status, step.said).toBe("completed");
  const releases = [...github.repository.releases.values()];
  expect(releases, step.said).toMatchObject([
    { tag: "milestone/m/completed", name: "Milestone m", draft: true },
  ]);
  expect(releases[0]!.body).toContain("## ");
  await runStep(rig, { inputs, env });
  expect(github.repository.releases.size).toBe(1);
  expect(github.violations).toEqual([]);
});

it("a refused draft release is a warning, never a failure", async () => {
  const github = await createGitHubStandIn();
  onTestFinished(() => github.close());
  const rig = rigWith({ m: standard("m", { top: "release: draft", tasks: ["id: a"] }) });
  const env = {
    GITHUB_API_URL: github.apiUrl,
    GITHUB_SERVER_URL: github.url,
    GITHUB_REPOSITORY: `${github.owner}/${github.repo}`,
  };
  const step = await runStep(rig, {
    inputs: { "github-token": github.actionsToken({ contents: "read" }) },
    env,
  });
  expect(step.outputs.status, step.said).toBe("completed");
  expect(step.code).toBe(0);
  expect(step.warnings.join("\n")).toMatch(/draft release could not be made/);
});

const PREPARED = "release: { draft: true, changelog: CHANGELOG.md, version: minor }";
const TASKS = ["{ id: a, title: The first *task* }", "{ id: b, title: The second }"];

it("a prepared release has a section, its version, and a draft with the notes; the checkpoint at the end sees it", async () => {
  const github = await createGitHubStandIn();
  onTestFinished(() => github.close());
  const gate = "quality_gates: [{ at: 100, name: Released, run: grep -q 1.3.0 package.json }]";
  const rig = rigWith({ m: standard("m", { top: `${PREPARED}\n${gate}`, tasks: TASKS }) });
  rig.main.write({
    "package.json": '{\n  "version": "1.2.9"\n}\n',
    "CHANGELOG.md": "# Changes\n\n## 1.2.9\n\n- Old\n",
  });
  rig.main.commit("A package");
  rig.main.git("push", "--quiet", "origin", "main");
  const env = {
    GITHUB_API_URL: github.apiUrl,
    GITHUB_SERVER_URL: github.url,
    GITHUB_REPOSITORY: `${github.owner}/${github.repo}`,
  };
  const inputs = { "github-token": github.actionsToken({ contents: "write", actions: "read" }) };
  const step = await runStep(rig, { inputs, env });
  expect(step.outputs.status, step.said).toBe("completed");
  expect(rig.read("milestone/m", "package.json")).toContain('"version": "1.3.0"');
  const log = rig.read("milestone/m", "CHANGELOG.md");
  expect(log).toBe("# Changes\n\n## 1.3.0\n\n- The first \\*task\\*\n- The second\n\n## 1.2.9\n\n- Old");
  const events = rig.events("m").map(({ event }) => event);
  expect(events.indexOf("release_prepared")).toBeGreaterThan(events.lastIndexOf("task_completed"));
  expect(events.indexOf("quality_gate_passed")).toBeGreaterThan(events.indexOf("release_prepared"));
  const [draft] = [...github.repository.releases.values()];
  expect(draft).toMatchObject({ tag: "v1.3.0", name: "1.3.0: Milestone m", draft: true });
  expect(draft!.body).toContain("- The first \\*task\\*\n- The second");
  expect(github.violations).toEqual([]);
});

it("away from GitHub a release is prepared by the plan's command, and a failing one is a blocker that goes on when mended", async () => {
  const run = "release: { draft: true, changelog: docs/NEWS.md, version: patch, run: sh bump.sh }";
  const rig = rigWith({ m: standard("m", { top: run, tasks: TASKS }) });
  rig.main.write({ "bump.sh": "echo no bump >&2; exit 3\n", VERSION: "0.4.1\n" });
  rig.main.commit("A script");
  rig.main.git("push", "--quiet", "origin", "main");
  const blocked = await rig.main.milestone(["execute", "m"]);
  expect(blocked.code, blocked.stdout).toBe(11);
  expect(blocked.stdout).toMatch(/release\.run failed with exit 3: sh bump\.sh/);
  expect(rig.read("milestone/m", "docs/NEWS.md")).toBeNull();
  rig.main.write({ "bump.sh": 'echo "$MILESTONE_PREVIOUS_VERSION to $MILESTONE_VERSION" > RELEASED\n' });
  rig.main.commit("Mend the script");
  rig.main.git("push", "--quiet", "origin", "main");
  const done = await rig.main.milestone(["resume", "m"]);
  expect(done.code, done.stdout).toBe(0);
  expect(rig.read("milestone/m", "RELEASED")).toBe("0.4.1 to 0.4.2");
  expect(rig.read("milestone/m", "docs/NEWS.md")).toMatch(
    /^# Changelog\n\n## 0\.4\.2 - \d{4}-\d\d-\d\d\n\n- The first/,
  );
  expect(done.stdout + done.stderr).toMatch(/no draft release is made.*docs\/NEWS\.md.*git tag v0\.4\.2/);
  expect((await rig.main.milestone(["replay", "m"])).code).toBe(0);
});
