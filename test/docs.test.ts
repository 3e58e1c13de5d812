import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { documents, withTables } from "../.ci/readme.ts";
import { parseArgs, parseComment } from "../src/milestone/command/command.ts";
import { wordsOf } from "../src/milestone/command/command-help.ts";
import { readConfig, readGitHubConfig } from "../src/milestone/plan/github-config.ts";
import { readPlan } from "../src/milestone/plan/read-plan.ts";
import { EVENTS, type LoggedEvent } from "../src/milestone/session/event.ts";
import { DELIVER, rigWith } from "./action/plans.ts";
import { program } from "./rig/program.ts";
import { git, plainEnvironment } from "./rig/repository.ts";

const ROOT = join(import.meta.dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const MANIFEST = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object };
const ACTION = parse(readFileSync(join(ROOT, "action.yml"), "utf8")) as { inputs: object; outputs: object };

interface Block {
  /** The document that it stands in. */
  document: string;
  language: string;
  text: string;
  /** What the first line says that it is. */
  file: string;
}

const texts = documents().map(path => [path, readFileSync(join(ROOT, path), "utf8")] as const);
const blocks: Block[] = texts.flatMap(([document, text]) =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", block = ""]) => ({
    document,
    language,
    text: block,
    file: /^# (\S+)/.exec(block)?.[1] ?? "",
  })),
);
const of = (language: string, document?: string) =>
  blocks.filter(block => block.language === language && (!document || block.document === document));
const shellLines = of("sh").flatMap(block => block.text.trim().split("\n"));

test("every block is of a kind that is looked at below", () => {
  const kinds = new Set(blocks.map(block => block.language));
  expect([...kinds].filter(kind => !["json", "mermaid", "sh", "text", "yaml"].includes(kind))).toEqual([]);
});

test.each(texts)("the tables of %s are those that the program would write", (_, text) => {
  expect(withTables(text)).toBe(text);
});

test("the README fits into twelve kilobytes, and what begins everything stands there", () => {
  expect(Buffer.byteLength(README)).toBeLessThanOrEqual(12_000);
  expect(README).toContain("npm ci && npm run demo");
  expect(README).toContain("npm ci && npm test");
});

describe("files in yaml", () => {
  const yaml = of("yaml");
  const named = (start: string) => yaml.filter(b => b.file.startsWith(start));

  test("are each said to be a file, or a part of one", () => {
    const stray = yaml.filter(
      ({ file, text }) => !text.startsWith("id: ") && !/^(?:\.milestones|\.github)\/|^(?:a|part)$/.test(file),
    );
    expect(stray.map(b => `${b.document}: ${b.text}`)).toEqual([]);
  });

  test.each(named(".milestones/active/"))("the milestone $file of $document is valid", block => {
    const reading = readPlan({ file: block.file, text: block.text });
    if (!reading.ok) throw new Error(JSON.stringify(reading.errors, null, 2));
    expect(reading.warnings.filter(warning => warning.code !== "compliance")).toEqual([]);
  });

  test.each(yaml.filter(b => b.text.startsWith("id: ")))(
    "the milestone without a name of $document is valid",
    ({ text }) => {
      const [, id] = /^id: (\S+)/.exec(text)!;
      const reading = readPlan({ file: `.milestones/active/${id}.yaml`, text });
      if (!reading.ok) throw new Error(JSON.stringify(reading.errors, null, 2));
    },
  );

  test.each(named(".milestones/config.yaml"))("the configuration of $document is valid", block => {
    const reading = readConfig({ file: block.file, text: block.text });
    if (!reading.ok) throw new Error(JSON.stringify(reading.errors, null, 2));
    expect(reading.warnings).toEqual([]);
  });

  test.each(named(".github/milestone.yml"))("the configuration for GitHub of $document is valid", block => {
    const { errors, warnings } = readGitHubConfig(block.text, block.file);
    expect([...errors, ...warnings]).toEqual([]);
  });

  test.each(named(".github/workflows/"))(
    "the workflow of $document gives only inputs that there are",
    block => {
      const jobs = Object.values(parse(block.text).jobs) as { steps: { uses?: string; with?: object }[] }[];
      const steps = jobs.flatMap(job => job.steps);
      const ours = steps.filter(step => step.uses?.startsWith("org/milestone-execute@"));
      expect(ours.length).toBeGreaterThan(0);
      for (const step of ours) {
        expect(Object.keys(step.with ?? {}).filter(name => !(name in ACTION.inputs))).toEqual([]);
      }
      for (const step of steps.filter(step => step.uses && !ours.includes(step))) {
        expect(step.uses).toMatch(/@[0-9a-f]{40}$/);
      }
      expect(block.text).not.toMatch(/run:.*\$\{\{/);
    },
  );

  test("the later step uses an output that there is, and no expression in its script", () => {
    const [block] = yaml.filter(b => b.file === "a");
    const [step] = parse(block!.text);
    const used = [...block!.text.matchAll(/outputs\.([\w-]+)/g)].map(([, name]) => name);
    expect(used.filter(name => !(name! in ACTION.outputs))).toEqual([]);
    expect(step.run).not.toContain("${{");
  });
});

describe("commands", () => {
  test("of npm are in package.json", () => {
    const names = shellLines.flatMap(line => [...line.matchAll(/npm run (\S+)/g)].map(([, name]) => name!));
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter(name => !(name in MANIFEST.scripts))).toEqual([]);
  });

  test("of milestone are understood", () => {
    const given = shellLines.filter(line => line.startsWith("milestone "));
    expect(given.length).toBeGreaterThan(3);
    for (const line of given) {
      expect(
        parseArgs(
          wordsOf(line)
            .map(word => word.text)
            .slice(1),
        ),
        line,
      ).toMatchObject({ ok: true });
    }
  });

  test("nothing else is asked of a shell", () => {
    const known = /^(?:(?:npm|npx|milestone|git|docker|cp|export) |#|[A-Z_]+=)/;
    expect(shellLines.filter(line => line && !known.test(line))).toEqual([]);
  });

  test("in comments are understood where a milestone is implied", () => {
    const comments = of("text").filter(({ text }) => text.startsWith("/milestone"));
    expect(comments.length).toBeGreaterThan(0);
    for (const { text } of comments) {
      expect(JSON.stringify(parseComment(text, { implied: "api-v2" }))).not.toContain('"ok":false');
    }
  });
});

test("the event is one line of a log", () => {
  const [block] = of("json");
  const event = JSON.parse(block!.text);
  expect(Object.keys(EVENTS)).toContain(event.event);
  expect(event.prev).toMatch(/^[0-9a-f]{64}$/);
  expect(block!.text.trim().split("\n")).toHaveLength(1);
});

test("the drawings have only lines that Mermaid draws", () => {
  for (const { text } of of("mermaid")) {
    const [head, ...lines] = text.trim().split("\n");
    const arrow = head!.startsWith("stateDiagram-v2")
      ? /^ {2}(?:direction LR|\w+ --> \w+: [^:;#]+)$/
      : /^ {2}\w+(?:\["[^"]+"\])? --> \w+(?:\["[^"]+"\])?$/;
    expect(head).toMatch(/^(?:stateDiagram-v2|flowchart LR)$/);
    expect(lines.filter(line => !arrow.test(line))).toEqual([]);
  }
});

test.each(texts)("what %s links to in this repository is there", (path, text) => {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  const local = links.filter(target => !/^https?:|^#/.test(target)).map(target => target.replace(/#.*/, ""));
  expect(local.filter(target => !existsSync(join(ROOT, dirname(path), target)))).toEqual([]);
});

test("the picture is small", () => {
  expect(statSync(join(ROOT, ".github/report.png")).size).toBeLessThan(200_000);
});

describe("in an empty repository", () => {
  test("the first steps work as they stand there", () => {
    const folder = repository();
    const steps = of("sh", "README.md")
      .find(block => block.text.includes("milestone init"))!
      .text.trim()
      .split("\n");
    for (const step of steps) run(folder, step);
    expect(git(folder, "tag")).toBe("milestone/first/completed");
    expect(readFileSync(join(folder, "report.html"), "utf8")).toContain("An overview of this repository");
    expect(git(folder, "status", "--porcelain")).toBe("?? report.html");
  });

  test("the least milestone runs to its end", () => {
    const folder = repository();
    expect(README).toContain("The least is two lines: `id: hello`, and `tasks: { build: npm run build }`.");
    mkdirSync(join(folder, ".milestones/active"), { recursive: true });
    writeFileSync(
      join(folder, ".milestones/active/hello.yaml"),
      "id: hello\ntasks: { build: npm run build }\n",
    );
    writeFileSync(join(folder, "package.json"), '{ "scripts": { "build": "echo built > built.txt" } }\n');
    run(folder, "git add package.json");
    run(folder, "git add .milestones");
    run(folder, "git commit --quiet -m hello");
    expect(run(folder, "milestone execute hello")).toContain("hello: completed");
  });
});

describe("the milestones that are shown", () => {
  const manifest = { name: "site", version: "1.0.0" };
  const scripts = {
    lint: "true",
    test: "true",
    generate: "echo schema > schema.json",
    build: "mkdir -p site && echo page > site/index.html",
  };
  /** What a project has that such milestones are about. */
  const FILES = {
    "package.json": JSON.stringify({ ...manifest, scripts }),
    "package-lock.json": JSON.stringify({ ...manifest, lockfileVersion: 3, packages: { "": manifest } }),
    "publish.sh": "#!/bin/sh\ntest -e site/index.html && test -e src/api/schema.ts\n",
    "build-schema.sh": "#!/bin/sh\necho schema > schema.txt\n",
    "build-client.sh": "#!/bin/sh\ncp schema.txt client.txt\n",
    "claude.sh": `#!/bin/sh
cat > /dev/null
${DELIVER}
case "$MILESTONE_TASK" in
changelog) printf '# 1.1.0\\n\\n- Notes\\n' > CHANGELOG.md ;;
api) mkdir -p src/api && echo done > src/api/schema.ts ;;
esac
echo '{"type":"result","subtype":"success","is_error":false,"result":"Done.","total_cost_usd":0.01}'
`,
    ".milestones/config.yaml":
      "agents: { claude: { command: ./claude.sh }, codex: { command: ./claude.sh } }\n",
  };
  /** What ends in which order, and who is waited for then. */
  const ENDS: Record<string, string> = {
    "README.md release": "lint, version, changelog (octocat), announce (anybody), announce",
    "README.md api-v2":
      "schema/design (octocat), schema/spec (anybody), schema/task, schema, endpoints/design (octocat), endpoints/spec (anybody), endpoints/task, endpoints, checkpoint Release (octocat)",
    "docs/plan.md site": "build",
    "docs/plan.md site again": "schema, api and pages, publish (octocat)",
    "docs/plan.md login": "login/design (octocat), login",
    "docs/plan.md notes": "build",
    "docs/runners.md api-v2": "schema, client",
  };
  const plans = new Map<string, string>();
  for (const { document, text } of of("yaml")) {
    // What was recorded was played.
    if (document === "docs/session.md") continue;
    const id = /^(?:# \.milestones\/active\/.*\n)?id: (\S+)/.exec(text)?.[1];
    const name = `${document} ${id}`;
    if (id) plans.set(plans.has(name) ? `${name} again` : name, text);
  }

  test("are all played below", () => {
    expect([...plans.keys()]).toEqual(Object.keys(ENDS));
  });

  test.each(Object.entries(ENDS))("%s: %s", { timeout: 120_000 }, async (name, ends) => {
    const id = name.split(" ")[1]!;
    const rig = rigWith({ [id]: plans.get(name)! }, FILES);
    const env = { ANTHROPIC_API_KEY: "one", CODEX_API_KEY: "two" };
    const milestone = (...args: string[]) => rig.main.milestone(args, { env });
    for (;;) {
      const { code, stdout, stderr } = await milestone("execute", id);
      if (code === 0) break;
      expect(code, stdout + stderr).toBe(10);
      const answered = await milestone("approve", id);
      const done = /`milestone (done [^`]+)`/.exec(answered.stderr)?.[1];
      const last = done ? await milestone(...done.split(" ")) : answered;
      expect(last).toMatchObject({ code: 0 });
    }
    const seen = endsOf(rig.events(id));
    const steps = ends.split(", ").map(step => step.split(" and "));
    expect(steps.map(step => seen.splice(0, step.length).sort())).toEqual(steps);
    expect(seen).toEqual([]);
  });
});

/** Phases that were completed and gates that were asked for, in the words above. */
function endsOf(events: readonly LoggedEvent[]): string[] {
  const place = (event: LoggedEvent) =>
    event.phase === "execute" ? event.task_id : `${event.task_id}/${event.phase}`;
  return events.flatMap(event => {
    if (event.event === "phase_completed") return event.data.gated ? [] : [place(event)!];
    if (event.event !== "approval_requested") return [];
    const { approvers, transition, request } = event.data;
    const asked = transition === "quality_gate" ? request.replace("gate:", "checkpoint ") : place(event);
    return [`${asked} (${approvers.join(", ") || "anybody"})`];
  });
}

/** A repository with one commit, as somebody has it who never heard of milestones. */
function repository(): string {
  const folder = mkdtempSync(join(tmpdir(), "milestone-readme-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  git(folder, "init", "--quiet", "--initial-branch=main");
  git(folder, "commit", "--quiet", "--allow-empty", "--message", "first");
  return folder;
}

/** Runs a line of the README, with the program under test for `milestone`. @throws when it fails */
function run(folder: string, line: string): string {
  const script = line.replace(/^milestone /, '"$NODE" "$CLI" ');
  return execFileSync("bash", ["-c", script], {
    cwd: folder,
    env: { ...plainEnvironment(), HOME: folder, NODE: process.execPath, CLI: program("cli") },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

test("each line of SECURITY names tests, and all of them are there", () => {
  const text = readFileSync(join(ROOT, "SECURITY.md"), "utf8");
  const held = text.split("## How it is held")[1]!.split("By attacker")[0]!;
  const table = text.split("By attacker")[1]!.split("Each threat")[0]!;
  const rows = table.split("\n").filter(line => line.startsWith("| ") && !line.startsWith("| attacker"));
  const lines = [...held.split(/^- /m).slice(1), ...rows.filter(row => !row.startsWith("| ---"))];
  const named = (line: string): string[] => line.match(/test\/[\w/-]+\.test\.ts/g) ?? [];
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.filter(line => named(line).length === 0)).toEqual([]);
  expect(lines.flatMap(named).filter(file => !existsSync(join(ROOT, file)))).toEqual([]);
});
