import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { branchFiles, rigOf, runStep } from "./action.ts";

const HOOKS = [
  ...[
    "pre-commit",
    "post-commit",
    "commit-msg",
    "prepare-commit-msg",
    "pre-push",
    "post-checkout",
    "post-merge",
  ],
  ...["reference-transaction", "post-index-change", "post-rewrite", "pre-auto-gc", "pre-receive", "update"],
];

/** Settings of git that start a program or send a push elsewhere; `TRAP:` is replaced by a program that tells. */
const SETTINGS: [string, string][] = [
  ["core.hooksPath", "HOOKS"],
  ["core.fsmonitor", "TRAP"],
  ["core.sshCommand", "TRAP"],
  ["core.askPass", "TRAP"],
  ["core.alternateRefsCommand", "TRAP"],
  ["core.attributesFile", "ATTRIBUTES"],
  ["core.worktree", "/"],
  ["filter.evil.clean", "TRAP"],
  ["filter.evil.smudge", "TRAP"],
  ["filter.evil.process", "TRAP"],
  ["filter.evil.required", "true"],
  ["merge.evil.driver", "TRAP"],
  ["diff.external", "TRAP"],
  ["credential.helper", "!TRAP"],
  ["gpg.program", "TRAP"],
  ["commit.gpgSign", "true"],
  ["gc.auto", "1"],
  ["receive.denyNonFastForwards", "false"],
  ["remote.origin.url", "EVIL"],
  ["remote.origin.pushurl", "EVIL"],
  ["url.EVIL.insteadOf", "ORIGIN"],
  ["url.EVIL.pushInsteadOf", "ORIGIN"],
  ["include.path", "/dev/null"],
];

/** A shell script that sets every trap in a git directory. */
function plantScript(folder: string): string {
  const trap = join(folder, "trap.sh");
  const value = (text: string): string =>
    text
      .replace("TRAP", trap)
      .replace("HOOKS", join(folder, "hooks"))
      .replace("ATTRIBUTES", join(folder, "attributes"))
      .replace("EVIL", join(folder, "evil.git"))
      .replace("ORIGIN", join(folder, "origin.git"));
  const config = SETTINGS.map(
    ([name, text]) => `git config --file "$1/config" '${value(name)}' '${value(text)}'`,
  );
  const hooks = HOOKS.map(name => `cp ${trap} "$1/hooks/${name}"; cp ${trap} ${folder}/hooks/${name}`);
  return [
    "#!/bin/bash",
    `mkdir -p "$1/hooks" "$1/info" ${folder}/hooks`,
    ...config,
    ...hooks,
    'echo "* filter=evil merge=evil diff=evil" | tee "$1/info/attributes" > ' + join(folder, "attributes"),
    `echo ${folder}/evil.git/objects >> "$1/objects/info/alternates"`,
  ].join("\n");
}

const deliver = 'echo "# Done by $MILESTONE_TASK" > "$MILESTONE_DELIVERABLES/note.md"';

test("S-HOOK-1 traps that an agent sets in every git folder it can reach fire nothing, and the push goes where it went before", async () => {
  const run = [
    `if [ "$MILESTONE_PHASE" = design ]; then for g in .git FOLDER/step-*/.git "$HOME/nested"; do test -d "$g" && bash FOLDER/plant.sh "$g"; done`,
    // The user's own settings, as git at the command line would read them.
    'mkdir -p "$HOME/.git-traps" && bash FOLDER/plant.sh "$HOME/.git-traps" && cp "$HOME/.git-traps/config" "$HOME/.gitconfig"; fi',
    'printf "* filter=evil merge=evil diff=evil\\n" > .gitattributes',
    'echo "$MILESTONE_TASK $MILESTONE_PHASE" >> "src-$MILESTONE_TASK.txt"',
    "seq 20 > shared.txt",
    deliver,
  ].join("\n");
  const rig = rigOf({ id: "m", tasks: [{ id: "a" }, { id: "b" }, { id: "c", after: ["a", "b"] }] });
  const rewritten = run.replaceAll("FOLDER", rig.folder);
  writeFileSync(
    join(rig.folder, "trap.sh"),
    `#!/bin/bash\ntouch ${rig.folder}/fired-$$-$(basename "$0")\ncat\n`,
    { mode: 0o755 },
  );
  writeFileSync(join(rig.folder, "plant.sh"), plantScript(rig.folder));
  rig.git("init", "--quiet", "--bare", join(rig.folder, "evil.git"));
  rig.main.write({ ".milestones/active/m.yaml": planText(rewritten, ["a", "b", "c"]) });
  rig.main.commit("plan");
  rig.main.git("push", "--quiet", "origin", "main");
  const step = await runStep(rig);
  expect(step.outputs.status, step.said).toBe("completed");
  expect(readdirSync(rig.folder).filter(name => name.startsWith("fired-"))).toEqual([]);
  expect(rig.git("--git-dir", join(rig.folder, "evil.git"), "for-each-ref")).toBe("");
  expect(rig.git("rev-parse", "milestone/m")).toBe(step.outputs.commit);
  expect(rig.git("fsck", "--full", "--strict")).not.toContain("error");
  const files = branchFiles(rig);
  expect(files.get("src-c.txt")).toBe("c design\nc spec\nc task\nc execute");
  expect([...files.keys()].filter(path => /hooks|\.git\/|\.gitconfig/.test(path))).toEqual([]);
});

test("S-HOOK-1 the same traps do fire under plain git, so their silence means something", () => {
  const rig = rigOf({ id: "m", tasks: [{ id: "a" }] });
  writeFileSync(
    join(rig.folder, "trap.sh"),
    `#!/bin/bash\ntouch ${rig.folder}/fired-$$-$(basename "$0")\ncat\n`,
    { mode: 0o755 },
  );
  writeFileSync(join(rig.folder, "plant.sh"), plantScript(rig.folder));
  const { root, git } = rig.clone("victim");
  execFileSync("bash", [join(rig.folder, "plant.sh"), join(root, ".git")], {
    env: { PATH: process.env.PATH! },
  });
  git("config", "--unset", "core.worktree");
  writeFileSync(join(root, "new"), "x");
  expect(() => git("add", "new")).toThrow();
  expect(readdirSync(rig.folder).filter(name => name.startsWith("fired-")).length).toBeGreaterThan(0);
});

function planText(run: string, tasks: string[]): string {
  const phases = ["design", "spec", "task", "execute"];
  const phase = { approval_required: false, deliverables: ["note.md"] };
  return JSON.stringify({
    id: "m",
    // In a sandbox no agent reaches any folder but its own.
    isolation: "none",
    executor: { run, retries: 0 },
    tasks: tasks.map((id, at) => ({
      id,
      title: id,
      dependencies: at < 2 ? [] : tasks.slice(0, at),
      kiro_workflow: { phases: Object.fromEntries(phases.map(name => [name, phase])) },
    })),
  });
}
