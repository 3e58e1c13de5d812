import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPlan } from "../../src/milestone/plan/read-plan.ts";
import { rigOf, runStep } from "./action.ts";

const plain = { id: "m", tasks: [{ id: "a" }] };

test.each([
  ...[
    "$(touch FOLDER/ran)",
    "x;touch FOLDER/ran",
    "../../etc/passwd",
    "--upload-pack=touch FOLDER/ran",
    "m\nx",
  ],
])("S-INJ-2 S-CMD-5 the milestone %j is refused by a sentence, and nothing is started", async id => {
  const rig = rigOf(plain);
  const step = await runStep(rig, { inputs: { milestone: id.replace("FOLDER", rig.folder) } });
  expect(step.code).toBe(1);
  expect(step.stdout).toMatch(/^::error /m);
  expect(step.stdout).not.toMatch(/fault of the action|at .*\.ts:\d+/);
  expect(existsSync(join(rig.folder, "ran"))).toBe(false);
  expect(rig.git("for-each-ref", "refs/heads/milestone/")).toBe("");
});

test("S-INJ-2 titles, reasons and file names full of shell reach commands as data alone", async () => {
  const evil = (n: number): string =>
    `$(touch FOLDER/ran-${n}) \`touch FOLDER/ran-${n}\`; touch FOLDER/ran-${n} && '"`;
  const rig = rigOf(plain);
  const text = (n: number): string => evil(n).replaceAll("FOLDER", rig.folder);
  rig.main.write({
    ".milestones/active/m.yaml": JSON.stringify({
      id: "m",
      title: text(1),
      description: text(2),
      executor: {
        run: 'echo "# $MILESTONE_TASK_TITLE $MILESTONE_TITLE" > "$MILESTONE_DELIVERABLES/note.md"; touch -- "$MILESTONE_TASK_TITLE.txt" || true',
        retries: 0,
      },
      tasks: [
        {
          id: "a",
          title: "$(id) `id` -rf --force",
          description: text(3),
          kiro_workflow: {
            enabled: true,
            phases: Object.fromEntries(
              ["design", "spec", "task", "execute"].map(name => [
                name,
                { approval_required: false, deliverables: ["note.md"], acceptance_criteria: [text(4)] },
              ]),
            ),
          },
        },
      ],
    }),
  });
  rig.main.commit("plan");
  rig.main.git("push", "--quiet", "origin", "main");
  const step = await runStep(rig);
  expect(step.outputs.status, step.said).toBe("completed");
  expect(readdirSync(rig.folder).filter(name => name.startsWith("ran"))).toEqual([]);
  expect(rig.git("ls-tree", "--name-only", "milestone/m")).toContain("$(id) `id` -rf --force.txt");
});

test.each([
  ["notify", '"http://169.254.169.254/latest/meta-data/"'],
  ["notify", "{ stakeholders: ['http://169.254.169.254/'] }"],
  ["notify", "{ escalation: ['https://evil.example/hook'] }"],
])("S-SSRF-1 %s: %s is refused: no address of a plan's is ever asked for", (key, value) => {
  const text = `id: m\nexecutor: { run: make }\ntasks:\n  - id: a\n${key}: ${value}\n`;
  const reading = readPlan({ text, file: "m.yaml" });
  expect(reading.ok).toBe(false);
});

test("S-SSRF-1 no other file of ours touches the network: GitHub's client and git do", () => {
  const root = join(import.meta.dirname, "../..");
  const opens =
    /(?<![.#\w]|async )fetch\((?!ref: )|from "(?:node:)?(?:https?|http2|net|tls|dgram|undici)"|new WebSocket/;
  const files = ["src", "app"].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter(name => name.endsWith(".ts"))
      .map(name => `${folder}/${name}`),
  );
  expect(
    opens.test('const x = await fetch("http://x")') && opens.test('import { get } from "node:http"'),
  ).toBe(true);
  expect(files.filter(name => opens.test(readFileSync(join(root, name), "utf8"))).sort()).toEqual([
    "app/http.ts",
    "app/receiver.ts",
    "app/register-app.ts",
    "app/server.ts",
    // Unix sockets of this machine.
    "src/engine/inbox/inbox-client.ts",
    "src/engine/inbox/inbox-server.ts",
    // The address in a variable that whoever owns the workflow has set.
    "src/engine/machine/webhook.ts",
    // The live page: on loopback alone, behind a key.
    "src/serve/page-client.ts",
    "src/serve/page-server.ts",
  ]);
});

test("S-YAML-1 S-YAML-2 bombs and depths are refused at their place, and the process lives to say so", async () => {
  const bombs: Record<string, string> = {
    bomb: `a: &a [x]\n${Array.from(
      { length: 10 },
      (_, n) =>
        `b${n}: &b${n} [${Array(10)
          .fill(n ? `*b${n - 1}` : "*a")
          .join(",")}]`,
    ).join("\n")}\n`,
    deep: `id: m\nx: ${"[".repeat(5_000)}\n`,
    deeper: `id: m\nx: ${"{a: ".repeat(5_000)}\n`,
    many: `id: m\nx: ${"- ".repeat(5_000)}1\n`,
  };
  const rig = rigOf(plain);
  for (const [name, text] of Object.entries(bombs)) {
    rig.main.write({ ".milestones/active/m.yaml": text });
    rig.main.commit(name);
    rig.main.git("push", "--quiet", "origin", "main");
    const step = await runStep(rig);
    expect(step.code, name).toBe(1);
    expect(step.signal, name).toBeNull();
    expect(step.stdout, name).toMatch(/::error [^\n]*file=\.milestones\/active\/m\.yaml,line=\d+/);
  }
});
