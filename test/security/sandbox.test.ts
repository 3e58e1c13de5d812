import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type ProcessOutcome, runProcess } from "../../src/engine/process/run-process.ts";
import {
  isSandboxFailure,
  openSandbox,
  type SandboxKind,
  type Stager,
} from "../../src/engine/sandbox/sandbox.ts";
import { rigOf, runStep } from "./action.ts";

const isRoot = process.getuid?.() === 0;
const PATH = process.env.PATH ?? "";

interface Ground {
  folder: string;
  tree: string;
  other: string;
  store: string;
  run(command: string, more?: { env?: Record<string, string>; stdin?: string }): Promise<ProcessOutcome>;
}

/** A store, two trees and a scratch folder, and a sandbox of the kind in which the first tree is one's own. */
async function ground(
  kind: SandboxKind,
  skip: (why: string) => never,
  stager: Stager = "perl",
  asPerson = false,
): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [trees, scratch, store] = ["trees", "scratch", "store.git"].map(name => join(folder, name));
  const [tree, other] = [join(trees!, "1"), join(trees!, "2")];
  for (const each of [tree, other, scratch!, join(store!, "refs")]) mkdirSync(each, { recursive: true });
  for (const each of [trees!, scratch!, other]) chmodSync(each, 0o700);
  writeFileSync(join(other, "work"), "canary of another agent");
  writeFileSync(join(store!, "refs/main"), "0000");
  writeFileSync(join(tree, "mine"), "mine");
  const opened = await openSandbox({
    kinds: [kind],
    stagers: [stager],
    places: { hidden: [trees!, scratch!, store!], readable: [], writable: [], restReadOnly: true },
    asPerson,
    mayUseSudo: true,
    path: PATH,
    scratch: scratch!,
  });
  if (!opened.sandbox) skip(opened.reasons.join("; "));
  const { sandbox } = opened;
  return {
    folder,
    tree,
    other,
    store: store!,
    run: (command, { env, stdin } = {}) =>
      runProcess({
        argv: ["bash", "--noprofile", "--norc", "-c", command],
        cwd: tree,
        env: { PATH, ...env },
        captureBytes: 10_000,
        ...(stdin === undefined ? {} : { stdin }),
        confinement: sandbox.open({ writable: [tree] }),
      }).outcome,
  };
}

// Root needs no sudo, and nobody else may mount or become another user.
const KINDS: SandboxKind[] = isRoot
  ? ["root", "user", "bubblewrap", "unshare"]
  : ["sudo", "bubblewrap", "unshare"];
// Where there is no perl, each mount is a program of its own.
const WITHOUT_PERL: [SandboxKind, Stager] = [isRoot ? "root" : "unshare", "shell"];

describe.each([...KINDS.map((kind): [SandboxKind, Stager] => [kind, "perl"]), WITHOUT_PERL])(
  "in a sandbox by %s and %s",
  (kind, stager) => {
    const onGround = (title: string, body: (ground: Ground) => Promise<void>): void =>
      test(title, async ({ skip }) => {
        await body(await ground(kind, skip, stager));
      });

    onGround(
      "a program works in its own tree, and the engine takes over what it left",
      async ({ run, tree }) => {
        const outcome = await run("cat mine - && echo made > made && chmod 600 made && exit 7", {
          stdin: " given",
        });
        expect(outcome).toMatchObject({ reason: "exited", exitCode: 7, survivors: 0, tail: "mine given" });
        expect(readFileSync(join(tree, "made"), "utf8")).toBe("made\n");
      },
    );

    onGround("it reads no other agent's work, and neither reads nor moves the store", async each => {
      const { tail } = await each.run(
        `cat ${each.other}/work; ls -A ${each.other}; cat ${each.store}/refs/main > got; echo 1111 > ${each.store}/refs/main; echo 2222 > ${each.store}/refs/new`,
      );
      expect(tail).not.toContain("canary");
      if (kind !== "user") expect(readFileSync(join(each.tree, "got"), "utf8")).toBe("");
      expect(readFileSync(join(each.store, "refs/main"), "utf8")).toBe("0000");
      expect(existsSync(join(each.store, "refs/new"))).toBe(false);
    });

    onGround("it cannot write the system, and gets no rights back", async ({ run }) => {
      const outcome = await run(
        "touch /usr/written-by-a-test; umount /proc; mount -t tmpfs x /tmp; sudo -n true; grep ^CapEff /proc/self/status; grep ^NoNewPrivs /proc/self/status",
      );
      expect(existsSync("/usr/written-by-a-test")).toBe(false);
      expect(outcome.tail).toMatch(/^CapEff:\s+0+$/m);
      expect(outcome.tail).toMatch(/^NoNewPrivs:\s+1$/m);
      expect(outcome.exitCode).toBe(0);
    });

    onGround("it reads neither environment nor memory of the engine", async ({ run }) => {
      const outcome = await run(
        `cat /proc/${process.pid}/environ; head -c 1 /proc/${process.pid}/mem; ls /proc/${process.pid}/cwd/`,
      );
      expect(outcome.exitCode).not.toBe(0);
      expect(outcome.outputBytes).toBeLessThan(1_000);
    });

    onGround("what it leaves running ends with it, however it hides", async ({ run, folder }) => {
      const outcome = await run("(env -i setsid sleep 7777.25 &) ; (setsid setsid sleep 7777.25 &); exit 3");
      expect(outcome).toMatchObject({ exitCode: 3, survivors: 0 });
      expect(spawnSync("pgrep", ["-f", "^sleep 7777.25"]).status, folder).toBe(1);
    });

    onGround(
      "a variable of the plan's steers nothing that prepares the sandbox, and arrives",
      async ({ run, tree }) => {
        writeFileSync(join(tree, "mount"), "#!/bin/sh\ntouch steered\n", { mode: 0o755 });
        const env = {
          PATH: `${tree}:${PATH}`,
          LD_PRELOAD: `${tree}/no.so`,
          IFS: "x",
          "odd-name": "a 'b'\nc",
          GOOD: "x y",
        };
        const outcome = await run(
          'printf "%s|" "$GOOD" "$LD_PRELOAD"; env | grep -A1 odd-; env | grep -c _milestone_',
          { env },
        );
        expect(outcome.stdout.toString()).toBe(`x y|${tree}/no.so|odd-name=a 'b'\nc\n0\n`);
        expect(existsSync(join(tree, "steered"))).toBe(false);
      },
    );

    onGround(
      "a second name of the engine's file never makes it the agent's",
      async ({ run, tree, folder }) => {
        const ours = join(folder, "ours");
        writeFileSync(ours, "ours", { mode: 0o644 });
        linkSync(ours, join(tree, "linked"));
        const { uid } = statSync(ours);
        await run("true");
        expect(statSync(ours).uid).toBe(uid);
      },
    );

    onGround("its variables stand in no argument list", async ({ run }) => {
      const looks =
        'for each in /proc/[0-9]*/cmdline; do case $(tr "\\0" " " < $each) in *"$KEY"*) echo "found in $each";; esac; done';
      const outcome = await run(`${looks} 2> /dev/null; echo looked`, { env: { KEY: "secret-of-the-plan" } });
      expect(outcome.tail).toBe("looked");
    });
  },
);

// Root's own sandbox at a command line; whoever is not root has the kinds above.
if (isRoot)
  describe("a person who is root", () => {
    test.each(["perl", "shell"] as const)(
      "has in a sandbox by %s all rights but those over the engine",
      async stager => {
        const { run } = await ground("root", () => expect.fail("root may mount here"), stager, true);
        const { tail } = await run("grep ^CapBnd /proc/self/status; umount /proc 2> /dev/null && echo bare");
        const rights = BigInt(`0x${/^CapBnd:\s+([0-9a-f]+)$/m.exec(tail)?.[1]}`);
        // To own files, and to become a user.
        for (const kept of [0n, 1n, 6n, 7n]) expect((rights >> kept) & 1n).toBe(1n);
        for (const gone of [2n, 16n, 17n, 18n, 19n, 21n, 22n, 27n, 32n, 33n, 34n, 38n, 39n, 40n])
          expect((rights >> gone) & 1n, `${gone}`).toBe(0n);
        expect(tail).not.toContain("bare");
      },
    );
  });

test("where the sandbox itself cannot be set up, that is said, not taken for the program's failure", async ({
  skip,
}) => {
  const { run, tree } = await ground(isRoot ? "root" : "unshare", skip);
  const outcome = await run("true");
  expect(isSandboxFailure(outcome)).toBe(false);
  rmSync(tree, { recursive: true });
  writeFileSync(tree, "no folder");
  expect(await run("true").then(isSandboxFailure)).toBe(true);
});

test("S-ENV-2 S-PI-2 an isolated agent sees its tree, home and brief, and neither other processes, trees, the job's files nor what another agent left in its home and settings", async () => {
  const rig = rigOf({ id: "m", tasks: [{ id: "a" }] });
  const look = [
    'left="$(ls -A "$HOME"), $(cat .claude/settings.json)"',
    'if [ $MILESTONE_TASK/$MILESTONE_PHASE = a/design ]; then echo hooks > .claude/settings.json; echo x > "$HOME/.claude.json"; fi',
    '{ ls /proc | grep -c \'^[0-9]\'; echo "trees: $(ls ..)"; echo "job: $(ls "$JOB_TEMP/_runner_file_commands")"',
    'cat "$MILESTONE_PROMPT" > /dev/null && echo prompt; touch "$HOME/mine" && echo home; git log -1 --format=format:log; echo; echo "left: $left"; } > "$MILESTONE_DELIVERABLES/seen.txt" 2>&1 || true',
    'echo "# Done" > "$MILESTONE_DELIVERABLES/note.md"',
  ].join("\n");
  const talker = { command: "bash", args: ["-c", look], prompt: "stdin", result: "text" };
  const phase = { approval_required: false, deliverables: ["note.md"] };
  const task = (id: string) => ({
    id,
    title: id,
    kiro_workflow: { enabled: true, phases: { design: phase, spec: phase, task: phase, execute: phase } },
  });
  rig.main.write({
    ".milestones/active/m.yaml": JSON.stringify({
      id: "m",
      executor: { agent: "looker", retries: 0 },
      tasks: [task("a"), task("b")],
    }),
    ".milestones/config.yaml": JSON.stringify({ agents: { looker: talker } }),
    ".claude/settings.json": "of the base\n",
  });
  rig.main.commit("plan");
  rig.main.git("push", "--quiet", "origin", "main");
  const step = await runStep(rig, { inputs: { agents: "2" } });
  expect(step.outputs.status, step.said).toBe("completed");
  const seen = rig.read("milestone/m", ".milestones/deliverables/m/a/execute/seen.txt")!;
  expect(Number(seen.split("\n")[0])).toBeLessThan(12);
  expect(seen).toMatch(/^trees: agent-\d$/m);
  expect(seen).toMatch(/^job: $/m);
  expect(readFileSync(join(step.temp, "_runner_file_commands/env"), "utf8")).toBe("");
  expect(seen).toMatch(/^prompt$/m);
  expect(seen).toMatch(/^home$/m);
  expect(seen).toMatch(/^log$/m);
  expect(seen).toMatch(/^left: \.gitconfig, of the base$/m);
  // The change itself is work like any other, which people are told of.
  expect(rig.read("milestone/m", ".claude/settings.json")).toBe("hooks");
  expect(rig.read("milestone/m", ".milestones/logs/execution-m.jsonl")).toContain("agent_settings");
});
