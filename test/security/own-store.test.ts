import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync, inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { some } from "../rig/long.ts";
import { type MilestoneDraft, WRITE_NOTE } from "../rig/milestone-file.ts";
import type { Rig } from "../rig/repository.ts";
import { rigOf, runStep } from "./action.ts";

/** Without a sandbox nothing keeps an agent from the checkout: what it does there must not be believed all the same. */
const OPEN = "isolation: none";

/** In an agent's script: the checkout's git directory, as its own one names it. */
const FIND =
  'G=$(dirname "$(grep "/[.]git/objects$" .git/objects/info/alternates | head -1)"); [ -d "$G/refs" ] || exit 9';

/** A commit of the agent's own on `$1`, with what no phase may bring. */
const FORGE = `forge() {
export GIT_DIR="$G" GIT_INDEX_FILE="$MILESTONE_DELIVERABLES/../index" GIT_AUTHOR_NAME=m GIT_AUTHOR_EMAIL=m@m GIT_COMMITTER_NAME=m GIT_COMMITTER_EMAIL=m@m
git read-tree "$1" && b=$(echo '* @mallory' | git hash-object -w --stdin) && git update-index --add --cacheinfo 100644,$b,CODEOWNERS && t=$(git write-tree)
c=$(printf 'milestone(m): a design completed\\n\\nMilestone: m\\nSession: s\\n' | git commit-tree $t -p "$1"); rm -f "$GIT_INDEX_FILE"; }`;

const attacker = (attack: string): MilestoneDraft => ({
  id: "m",
  run: `${WRITE_NOTE}\n[ "$MILESTONE_TASK/$MILESTONE_PHASE" = a/spec ] || exit 0\n${FIND}\n[ ! -e "$G/attacked" ] || exit 0; touch "$G/attacked"\n${FORGE}\n( ${attack} )`,
  tasks: [{ id: "a" }],
  more: OPEN,
});

/** Whether anything that the remote has holds the agent's file. */
function isForgeryThere(rig: Rig): boolean {
  return rig
    .git("for-each-ref", "--format=%(refname)")
    .split("\n")
    .some(ref => rig.git("ls-tree", "-r", "--name-only", ref).split("\n").includes("CODEOWNERS"));
}

const MOVES = [
  ["the milestone's branch", "forge refs/heads/milestone/m; git update-ref refs/heads/milestone/m $c"],
  ["its completion tag", "forge refs/heads/milestone/m; git update-ref refs/tags/milestone/m/completed $c"],
  [
    "the branch, and writes a record of it",
    'forge refs/heads/milestone/m; mkdir -p "$G/milestone/tips"; echo "$c $c" >> "$G/milestone/tips/m"; git update-ref refs/heads/milestone/m $c',
  ],
] as const;

test.each(MOVES)(
  "S-STORE-1 an agent that moves %s gets nothing pushed, by no step, post step or next run",
  async (_, attack) => {
    const rig = rigOf(attacker(attack));
    const first = await runStep(rig, { post: true });
    expect(isForgeryThere(rig), first.said + first.post).toBe(false);
    const next = await runStep(rig, { post: true, checkout: first.checkout });
    expect(isForgeryThere(rig), next.said + next.post).toBe(false);
    expect(next.outputs.status, next.said).toBe("completed");
    expect(first.said + first.post + next.said).toMatch(
      /moved by someone else|did not put there|no commit of this milestone/,
    );
  },
);

test("S-STORE-2 what a step could not push any more its post step does, and not with another token", async () => {
  const rig = rigOf({ id: "m", tasks: [{ id: "a" }], more: OPEN });
  const first = await runStep(rig, { inputs: { push: "false" }, post: false });
  expect(first.outputs.status, first.said).toBe("completed");
  const other = await runStep(rig, {
    checkout: first.checkout,
    inputs: { "github-token": "ghs_ofAnotherJob00000000000000000001" },
  });
  expect(other.said).toContain("did not put there");
  const fresh = rigOf({ id: "m", tasks: [{ id: "a" }], more: OPEN });
  const kept = await runStep(fresh, { inputs: { push: "false" } });
  const same = await runStep(fresh, { checkout: kept.checkout });
  expect(same.outputs.status, same.said).toBe("completed");
  expect(fresh.git("rev-parse", "milestone/m")).toBe(kept.outputs.commit);
});

test.each(some(["main", "HEAD"], 1))(
  "S-STORE-3 a base that an agent moved by %s says nothing to the next run",
  async how => {
    const move = how === "main" ? "git update-ref refs/heads/main $c" : 'echo $c > "$G/HEAD"';
    const rig = rigOf(attacker(`forge refs/heads/main; ${move}`));
    const first = await runStep(rig, { post: true });
    const at = rig.git("for-each-ref");
    const next = await runStep(rig, {
      checkout: first.checkout,
      inputs: { command: "retry", target: "a/design" },
    });
    expect(next.code, next.said).toBe(1);
    expect(next.said).toMatch(/does not have, and the base says who approves/);
    expect(rig.git("for-each-ref")).toBe(at);
  },
);

/** Puts other content under the name of a loose object. */
function rewrite(objects: string, oid: string, change: (text: string) => string): void {
  const file = join(objects, oid.slice(0, 2), oid.slice(2));
  const all = inflateSync(readFileSync(file));
  const end = all.indexOf(0);
  const [type] = all.toString("latin1", 0, end).split(" ");
  const data = Buffer.from(change(all.toString("latin1", end + 1)), "latin1");
  // A clone beside its origin shares the file with it.
  rmSync(file);
  writeFileSync(file, deflateSync(Buffer.concat([Buffer.from(`${type} ${data.length}\0`), data])));
}

/** A fetch brings packs, in which no single object can be rewritten. */
function unpack(root: string): void {
  const packs = join(root, ".git/objects/pack");
  const moved = join(root, ".git/moved");
  renameSync(packs, moved);
  for (const name of readdirSync(moved).filter(each => each.endsWith(".pack")))
    execFileSync("git", ["unpack-objects", "-q"], { cwd: root, input: readFileSync(join(moved, name)) });
}

const GATED: MilestoneDraft = {
  id: "m",
  tasks: [{ id: "a", gated: ["design"] }],
  more: 'kiro_configuration: { approval_gates: { design_to_spec: { required: true,  approvers: ["boss"] } } }',
};

const REWRITTEN: [string, string, (text: string) => string][] = [
  ["the plan", "HEAD:.milestones/active/m.yaml", text => text.replaceAll("true", "null")],
  ["the config", "HEAD:.milestones/config.yaml", text => text.replace("auto", "none")],
  ["a folder", "HEAD:.milestones", text => text.replace("config.yaml", "konfig.yaml")],
  ["the commit", "HEAD", text => text.replace("first", "fyrst")],
];

test.each(some(REWRITTEN, 3))(
  "S-STORE-4 %s of the base with other bytes than its name says is believed by no command",
  async (_, name, change) => {
    const rig = rigOf(GATED, { ".milestones/config.yaml": "isolation: auto\n" });
    const first = await runStep(rig);
    expect(first.outputs.status, first.said).toBe("waiting_approval");
    const { checkout } = first;
    const oid = checkout.git("rev-parse", name);
    unpack(checkout.root);
    rewrite(join(checkout.root, ".git/objects"), oid, change);
    const before = rig.git("for-each-ref");
    const next = await runStep(rig, { checkout, post: true });
    expect(next.code, next.said).toBe(1);
    expect(next.said).toMatch(`object ${oid} holds other bytes than its name stands for`);
    expect(next.said).not.toMatch(/at .*\.ts:\d+|fault of the program/);
    expect(rig.git("for-each-ref")).toBe(before);
    for (const command of [
      ["status", "m"],
      ["why", "m", "a"],
      ["report", "m"],
    ]) {
      const read = await checkout.milestone(command);
      expect(read.code, command.join() + read.stdout + read.stderr).not.toBe(0);
      expect(read.stderr + read.stdout).toContain("holds other bytes");
    }
  },
);

test.each([
  ["appends to them", 'echo "BASH_ENV=/tmp/own.sh" >> "$f"'],
  ["puts a link in their place", 'ln -sf /etc/hostname "$f"'],
  ["takes them away", 'rm -f "$f"'],
])(
  "S-STORE-5 an attempt that %s, the runner's files, fails, and the files are as they were",
  async (_, act) => {
    const rig = rigOf({
      id: "m",
      run: `${WRITE_NOTE}\n${FIND}\nfor f in "$G"/../../step-*-temp/_runner_file_commands/{env,path,output,state,summary}; do [ -e "$f" ] || continue; ${act}; done`,
      tasks: [{ id: "a" }],
      more: OPEN,
    });
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("blocked");
    expect(step.runnerFiles).toBe("");
    expect(step.said).toMatch(/wrote to the runner's files \(.*GITHUB_ENV/);
    expect(step.summary).not.toContain("BASH_ENV");
  },
);
