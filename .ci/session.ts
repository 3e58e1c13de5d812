import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/**
 * `node .ci/session.ts`: records docs/session.md. Two terminals of tmux side by side on one repository: the built program
 * executes ten tasks in one, and a person looks, approves and lands in the other. Needs tmux and `npm run build`.
 */
const ROOT = join(import.meta.dirname, "..");
const PAGE = join(ROOT, "docs/session.md");
const COLUMNS = 92;
const ROWS = 46;
/** No step of it takes as long, on a slow machine either (ms). */
const PATIENCE_MS = 120_000;

const PLAN = `id: notes
title: Notes on the command line
test_command: node --test
executor: { retries: 0 }
tasks:
  model: { run: scripts/write model }
  parser: { run: scripts/write parser, needs: [model] }
  storage: { run: scripts/write storage, needs: [model] }
  search: { run: scripts/write search, needs: [model] }
  format:
    title: How notes look on the disk
    needs: [model]
    phases:
      design: { run: scripts/design, deliverables: [format.md], gate: true }
      execute: { run: scripts/write format }
  export: { run: scripts/write export, needs: [format] }
  tags: { run: scripts/write tags, needs: [parser] }
  sync: { run: scripts/write sync, needs: [storage, export] }
  cli: { run: scripts/write cli, needs: [search, tags, sync] }
  guide: { run: scripts/write guide, needs: [cli] }
`;

const FILES: Record<string, string> = {
  ".milestones/active/notes.yaml": PLAN,
  "package.json": '{ "name": "notes", "version": "0.1.0", "type": "module" }\n',
  "README.md": "# Notes\n",
  "scripts/write": `#!/usr/bin/env bash
# Stands in for an agent: writes a module and its test, and takes its time.
echo "writing src/$1.js"; sleep 4
mkdir -p src test
echo "export const name = '$1';" > "src/$1.js"
printf "import { test } from 'node:test';\\nimport assert from 'node:assert';\\nimport { name } from '../src/$1.js';\\ntest('$1 is there', () => assert.equal(name, '$1'));\\n" > "test/$1.test.js"
echo "src/$1.js and test/$1.test.js are written"
`,
  "scripts/design": `#!/usr/bin/env bash
printf '# The format of notes\\n\\nOne file a note, with its tags in the first line.\\n' > "$MILESTONE_DELIVERABLES/format.md"
`,
};

const folder = mkdtempSync(join(tmpdir(), "session-"));
const repository = join(folder, "notes");
const tmux = (...args: string[]): string =>
  execFileSync("tmux", ["-S", join(folder, "tmux"), ...args], { encoding: "utf8" });
const git = (...args: string[]): string => execFileSync("git", args, { cwd: repository, encoding: "utf8" });

function prepare(): void {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text, { mode: path.startsWith("scripts/") ? 0o755 : 0o644 });
  }
  git("init", "--quiet", "--initial-branch=main");
  git("config", "user.name", "Mona");
  git("config", "user.email", "mona@example.com");
  git("add", "--all");
  git("commit", "--quiet", "--message=Begin");
  git("init", "--quiet", "--bare", "../origin.git");
  git("remote", "add", "origin", "../origin.git");
  git("push", "--quiet", "origin", "main");
  const rc = join(folder, "rc");
  const program = [join(ROOT, "node_modules/.bin/node"), join(ROOT, "dist/cli.js")];
  writeFileSync(
    rc,
    `PS1='$ '\nexport USER=mona\nmilestone() { ${program.join(" ")} "$@"; }\ncd ${repository}\nclear\n`,
  );
  const shell = `bash --noprofile --rcfile ${rc}`;
  for (const [i, name] of ["run", "person"].entries()) {
    const size = ["-x", String(COLUMNS), "-y", String(ROWS)];
    if (i === 0) tmux("-f", "/dev/null", "new-session", "-d", "-s", "s", "-n", name, ...size, shell);
    else tmux("new-window", "-d", "-t", "s", "-n", name, shell);
  }
}

const screen = (window: string): string =>
  tmux("capture-pane", "-p", "-t", `s:${window}`)
    .split("\n")
    .map(line => line.trimEnd())
    .join("\n")
    .trimEnd();

/** Waits until the screen shows it. @throws with what it shows instead */
async function until(window: string, shown: RegExp): Promise<string> {
  for (const end = performance.now() + PATIENCE_MS; ; await wait(100)) {
    const now = screen(window);
    if (shown.test(now)) return now;
    if (performance.now() > end) throw new Error(`${shown} was never shown:\n${now}`);
  }
}

/** Types a line and waits until it is answered: the next prompt stands alone at the end. */
async function type(window: string, line: string): Promise<string> {
  tmux("send-keys", "-t", `s:${window}`, "clear", "Enter");
  await until(window, /^\$$/);
  tmux("send-keys", "-t", `s:${window}`, "-l", line);
  tmux("send-keys", "-t", `s:${window}`, "Enter");
  const shown = await until(window, /\n\$$/);
  return shown.replace(/\n\$$/, "").trimEnd();
}

const fenced = (text: string): string => `\`\`\`text\n${text}\n\`\`\``;

async function record(): Promise<string> {
  const planned = await type("person", "milestone plan notes");
  tmux("send-keys", "-t", "s:run", "-l", "milestone execute notes --agents=4");
  tmux("send-keys", "-t", "s:run", "Enter");
  const gate = await until("run", /format\/design {2}waits[\s\S]*(?:parser|storage|search)\/execute/);
  const why = await type("person", "milestone why notes export");
  const shown = await type("person", "milestone show notes format/design");
  const approved = await type("person", "milestone approve notes format/design");
  const after = await until("run", /format\/execute/);
  const logs = await type("person", "milestone logs notes parser");
  const status = await type("person", "milestone status notes");
  const ended = await until("run", /milestone land notes[\s\S]*\n\$$/);
  const landed = await type("person", "milestone land notes");
  const log = await type("person", "git log --oneline --first-parent -3 && ls src");
  return `# A session

Ten tasks, four at a time, and a person beside them. Two terminals on one repository: in the first the milestone runs, in the
second a person looks, approves a design while others work, and lands the result. Recorded by \`node .ci/session.ts\` with
tmux; the screens are as they were, the tasks are scripts that stand in for agents. The plan:

\`\`\`yaml
${FILES[".milestones/active/notes.yaml"]!.trimEnd()}
\`\`\`

What would happen, before anything does:

${fenced(planned)}

## It runs, and asks

The first terminal, redrawn in place. \`format\` has a design that a person is to approve; nobody else waits for that.

${fenced(gate.replace(/\n\$$/, ""))}

The second terminal, meanwhile. Why is \`export\` not begun?

${fenced(why)}

What is to be approved?

${fenced(shown)}

${fenced(approved)}

The first terminal again: \`format\` is at work, and nothing was paused for it.

${fenced(after.replace(/\n\$$/, ""))}

## Looking on

${fenced(logs)}

${fenced(status)}

## The end

The first terminal says what became of it, and what can be done next.

${fenced(ended.replace(/\n\$$/, "").trimEnd())}

${fenced(landed)}

${fenced(log)}
`;
}

if (!existsSync(join(ROOT, "dist/cli.js"))) throw new Error("run `npm run build` first");
prepare();
try {
  writeFileSync(PAGE, await record());
} finally {
  tmux("kill-server");
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
