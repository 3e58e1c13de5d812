import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { serveHttp } from "../engine/git/http-remote.ts";
import { branchHistory, CANARY, rigOf, runStep, TOKEN } from "./action.ts";

const BASIC = Buffer.from(`x-access-token:${TOKEN}`).toString("base64");
/** Planted in the step's environment under ordinary and odd names; any of them in the agent's loot is a leak. */
const CANARIES: Record<string, string> = {
  GITHUB_TOKEN: `ghs_${CANARY}04${CANARY}`,
  GH_TOKEN: `gho_${CANARY}05${CANARY}`,
  NPM_TOKEN: `${CANARY}-06`,
  NODE_AUTH_TOKEN: `${CANARY}-07`,
  AWS_SECRET_ACCESS_KEY: `${CANARY}-08`,
  AWS_SESSION_TOKEN: `${CANARY}-09`,
  OPENAI_API_KEY: `${CANARY}-10`,
  DATABASE_URL: `postgres://app:${CANARY}-11@db/app`,
  SLACK_WEBHOOK: `${CANARY}-12`,
  DEPLOY_SSH: `-----BEGIN OPENSSH PRIVATE KEY-----\n${CANARY}-13\n-----END OPENSSH PRIVATE KEY-----`,
  ACTIONS_CACHE_URL: `https://cache.invalid/${CANARY}-14`,
  ACTIONS_RESULTS_URL: `https://results.invalid/${CANARY}-15`,
  INPUT_SOMETHING: `${CANARY}-16`,
  STATE_SOMETHING: `${CANARY}-17`,
  SOME_NAME: `${CANARY}-18`,
  GITHUB_CUSTOM: `${CANARY}-19`,
  RUNNER_CUSTOM: `${CANARY}-20`,
};
const NEEDLES = [TOKEN, BASIC, CANARY];

/** Takes all that a process of this user can read of the others, of git and of the job's files. */
const loot = (folder: string): string => `
steal() {
  cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline | tr '\\0' '\\n'
  env; git config --list --show-origin
  cat .git/config ${folder}/step-*/.git/config
  find ${folder}/step-*-temp -type f -exec cat {} +
} 2>/dev/null
steal >> ${folder}/loot || true`;

const DELIVER = 'echo "# Done well" > "$MILESTONE_DELIVERABLES/note.md"';

test("S-ENV-1 S-ENV-2 S-CRED-1 an agent that takes all it can finds none of 20 secrets, also while a push runs", async () => {
  const rig = rigOf({ id: "m", tasks: [{ id: "a" }] });
  const at = (name: string): string => join(rig.folder, name);
  let pushes = 0;
  const server = await serveHttp({
    root: rig.folder,
    password: TOKEN,
    async intercept({ method, url }) {
      // The first push is the claim, before any agent runs; the next one goes on until the agent has looked around.
      if (method !== "POST" || !url?.endsWith("git-receive-pack") || ++pushes < 2) return false;
      writeFileSync(at("pushing"), "");
      for (let waited = 0; !existsSync(at("looked")) && waited < 8_000; waited += 50) await wait(50);
      return false;
    },
  });
  rig.git("config", "http.receivepack", "true");
  const run = [
    loot(rig.folder),
    `if [ "$MILESTONE_PHASE" = spec ]; then for i in $(seq 160); do test -e ${at("pushing")} && break; sleep 0.05; done; fi`,
    `if test -e ${at("pushing")}; then ${loot(rig.folder)}\n touch ${at("looked")}; fi`,
    'test "$MODEL_KEY" = for-the-agent-alone',
    DELIVER,
  ].join("\n");
  const phase = { approval_required: false, deliverables: ["note.md"] };
  const phases = { design: phase, spec: phase, task: phase, execute: phase };
  rig.main.write({
    // Without a sandbox, which would leave it nothing to take: what is hidden is hidden even so.
    ".milestones/config.yaml": JSON.stringify({
      isolation: "none",
      executor: { run, retries: 0, env: ["MODEL_KEY", "GITHUB_TOKEN", "INPUT_SOMETHING"] },
    }),
    ".milestones/active/m.yaml": JSON.stringify({
      id: "m",
      tasks: [{ id: "a", title: "A", kiro_workflow: { phases } }],
    }),
  });
  rig.main.commit("plan");
  rig.main.git("push", "--quiet", "origin", "main");
  const step = await runStep(rig, {
    env: { ...CANARIES, MODEL_KEY: "for-the-agent-alone", GITHUB_SERVER_URL: server.origin },
    before({ git }) {
      git("remote", "set-url", "origin", `${server.origin}/origin.git`);
      git("config", `http.${server.origin}/.extraheader`, `AUTHORIZATION: basic ${BASIC}`);
    },
  });
  expect(step.outputs.status, step.said).toBe("completed");
  expect(server.logins).toContain(`Basic ${BASIC}`);
  const taken = readFileSync(at("loot"), "utf8");
  expect(existsSync(at("looked"))).toBe(true);
  // What it took is worth having: the engine's process, a push under way, its own variables, the checkout's settings.
  for (const seen of ["dist/index.js", "git-remote-http", "MILESTONE_PHASE=spec", '[remote "origin"]']) {
    expect(taken.includes(seen), seen).toBe(true);
  }
  for (const needle of NEEDLES) expect(taken.includes(needle), needle).toBe(false);
  expect(step.stdout).toContain("persist-credentials: false");
  expect(step.stdout).toContain("may not have GITHUB_TOKEN, INPUT_SOMETHING");
});

test("S-ENV-1 S-SEC-1 a secret that an agent was given shows nowhere afterwards", async () => {
  const key = "model-key-0123456789";
  const script = `echo "key $MODEL_KEY"; echo "$MODEL_KEY" | base64; echo "$MODEL_KEY" >&2; exit 3`;
  const rig = rigOf({ id: "m", run: script, tasks: [{ id: "a" }] });
  rig.main.write({
    ".milestones/active/m.yaml": `id: m\nexecutor: { run: ${JSON.stringify(script)}, env: [MODEL_KEY], retries: 0 }\ntasks:\n  - { id: a, title: A }\n`,
  });
  rig.main.commit("plan");
  rig.main.git("push", "--quiet", "origin", "main");
  const step = await runStep(rig, { env: { MODEL_KEY: key }, inputs: { monitoring: "verbose" } });
  expect(step.outputs.status).toBe("blocked");
  expect(step.stdout).toContain("key ***");
  const everything = step.said + branchHistory(rig);
  expect(everything).toContain("exit 3");
  for (const form of [key, Buffer.from(`${key}\n`).toString("base64").trim().slice(0, 24)]) {
    expect(everything.includes(form), form).toBe(false);
  }
});

test("S-SEC-1 a secret in what an agent answers, or in checkout's own credentials, is recorded nowhere", async () => {
  const key = "model-key-0123456789";
  const left = `ghs_${CANARY}LeftByCheckout012345`;
  const basic = Buffer.from(`x-access-token:${left}`).toString("base64");
  const says = `printf '{"type":"result","subtype":"error","is_error":true,"result":"it was %s and %s, kept"}' "$MODEL_KEY" "${basic}"; exit 1`;
  const rig = rigOf({ id: "m", tasks: [{ id: "a" }] });
  const talker = {
    command: "bash",
    args: ["-c", says],
    prompt: "stdin",
    result: "claude-json",
    env: ["MODEL_KEY"],
  };
  rig.main.write({
    ".milestones/config.yaml": JSON.stringify({
      agents: { talker },
      executor: { agent: "talker", retries: 0 },
    }),
  });
  rig.main.write({ ".milestones/active/m.yaml": "id: m\ntasks:\n  - { id: a, title: A }\n" });
  rig.main.commit("plan");
  rig.main.git("push", "--quiet", "origin", "main");
  const step = await runStep(rig, {
    env: { MODEL_KEY: key, GITHUB_SERVER_URL: "https://github.com" },
    inputs: { "github-token": "", monitoring: "verbose" },
    before: ({ git }) =>
      git("config", "http.https://github.com/.extraheader", `AUTHORIZATION: basic ${basic}`),
  });
  const base = rig.git("rev-parse", "main");
  const recorded = rig.git("log", "-p", "--text", "--format=%B", `${base}..milestone/m`) + step.said;
  expect(/it was \*\*\* and \S*\*\*\*, kept/.test(recorded)).toBe(true);
  for (const secret of [key, left, basic.slice(24, 60)])
    expect(recorded.includes(secret), secret).toBe(false);
});
