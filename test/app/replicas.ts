import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { readMarker } from "../../src/github/marker.ts";
import { branchName, paths } from "../../src/milestone/names.ts";
import { createGitHubStandIn, type StandIn } from "../rig/github/stand-in.ts";
import { checkView } from "../rig/github/views/check.ts";
import { FakeRun, MILESTONE, MILESTONE_FILE, SECRET, WORKFLOW } from "./app-rig.ts";

const REPLICA = fileURLToPath(new URL("./replica.ts", import.meta.url));

export interface Replicas {
  /** Where the balancer takes webhooks. */
  url: string;
  /** Kills one at once, and starts another in its place. */
  replace(which: number): Promise<void>;
  /** Jobs that are due or under way. */
  busy(): Promise<number>;
  /** What they wrote to standard output and error. */
  output(): string;
  close(): Promise<void>;
}

/** Processes of the app that share an inbox, and a balancer before them that asks another when one is not there. */
export async function startReplicas(
  github: StandIn,
  count: number,
  env: Record<string, string>,
): Promise<Replicas> {
  const replicas: { child: ChildProcess; port: number }[] = [];
  let output = "";
  const start = async () => {
    const child = fork(REPLICA, [], {
      execArgv: [],
      silent: true,
      env: {
        PATH: process.env.PATH!,
        APP_ID: String(github.app.id),
        PRIVATE_KEY: github.app.privateKey,
        WEBHOOK_SECRET: SECRET,
        GHE_HOST: new URL(github.url).host,
        GHE_PROTOCOL: "http",
        HOST: "127.0.0.1",
        PORT: "0",
        LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? "warn",
        ...env,
      } as NodeJS.ProcessEnv,
    });
    for (const stream of [child.stdout!, child.stderr!]) stream.on("data", data => (output += String(data)));
    const [port] = await Promise.race([
      once(child, "message"),
      once(child, "exit").then(() => Promise.reject(new Error(`a replica does not start: ${output}`))),
    ]);
    return { child, port: port as number };
  };
  const stop = async ({ child }: { child: ChildProcess }) => {
    if (child.exitCode !== null || child.signalCode) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  for (let n = 0; n < count; n += 1) replicas.push(await start());
  let next = 0;
  const balancer = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", chunk => chunks.push(chunk));
    incoming.on("end", () => {
      const ask = (left: number) => {
        next = (next + 1) % replicas.length;
        const options = {
          port: replicas[next]!.port,
          path: incoming.url!,
          method: "POST",
          headers: incoming.headers,
        };
        const onward = request({ host: "127.0.0.1", ...options }, answer => {
          response.writeHead(answer.statusCode!);
          answer.pipe(response);
        });
        onward.on("error", () => {
          if (response.headersSent) return void response.destroy();
          if (left > 0) return ask(left - 1);
          response.writeHead(502).end();
        });
        onward.end(Buffer.concat(chunks));
      };
      ask(replicas.length - 1);
    });
  });
  await new Promise<void>(resolve => balancer.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(balancer.address() as AddressInfo).port}/api/github/webhooks`,
    async replace(which) {
      await stop(replicas[which]!);
      replicas[which] = await start();
    },
    async busy() {
      const health = await fetch(`http://127.0.0.1:${replicas[0]!.port}/health`);
      return ((await health.json()) as { busy: number }).busy;
    },
    output: () => output,
    async close() {
      await Promise.all(replicas.map(stop));
      balancer.closeAllConnections();
      await new Promise(resolve => balancer.close(resolve));
    },
  };
}

/** A GitHub with so many milestones, whose workflow names each run's request in its title. */
export function githubWithMilestones(milestones: string[]): Promise<StandIn> {
  return createGitHubStandIn({
    roles: { alice: "write", bob: "write", mona: "maintain", carol: "read" },
    files: {
      ".github/workflows/milestone.yml": `run-name: milestone \${{ inputs.command }} \${{ inputs.request }}\n${WORKFLOW}`,
      ...Object.fromEntries(
        milestones.map(id => [paths.milestone(id), MILESTONE_FILE.replaceAll(MILESTONE, id)]),
      ),
    },
  });
}

/** What goes on in each milestone: a gate, a blocker, commands of two people, and a button; the keys of the presses. */
export async function playMilestones(
  github: StandIn,
  { milestones, rounds }: { milestones: string[]; rounds: number },
): Promise<string[]> {
  const issue = await github.as("alice").openIssue("Work");
  const runs = new Map(milestones.map(id => [id, new FakeRun(github, id)]));
  for (const run of runs.values()) await run.start();
  for (let round = 0; round < rounds; round += 1) {
    for (const [id, run] of runs) {
      await run.push([
        { event: "progress_updated", data: { percentage: 0, completed_tasks: 0, total_tasks: 2 } },
      ]);
      if (round % 16 === 0) await github.as("bob").comment(issue.number, `/milestone retry ${id} docs`);
      if (round % 16 === 2) await github.as("alice").comment(issue.number, `/milestone why ${id} docs`);
      if (round === 1) await run.push([run.block("task_failure:docs/design", "docs")]);
      if (round === 2) await run.gate({ architecture: `# ${id}\n` });
    }
  }
  return milestones.flatMap(id => press(github, id));
}

/** Bob presses Retry on the newest check of a milestone, if there is one yet. */
function press({ world, repository, as }: StandIn, milestone: string): string[] {
  const check = [...repository.checks.values()].findLast(({ name }) => name === branchName(milestone));
  if (!check) return [];
  const parts = {
    check_run: checkView(world, repository, check),
    requested_action: { identifier: "retry" },
  };
  const told = { event: "check_run", action: "requested_action", repository, actor: as("bob").user };
  world.happened({ ...told, byActions: false, parts });
  return [`check-${check.id}-retry`];
}

/** Nothing may stand still for longer. */
const STILL_MS = 120_000;

interface Expected {
  milestones: string[];
  /** Keys of the buttons that were pressed. */
  presses: string[];
}

/** Waits until GitHub shows what it should and nothing is left to do; what is wrong, if anything stays so. */
export async function whatIsWrong(
  github: StandIn,
  replicas: Replicas,
  expected: Expected,
): Promise<string[]> {
  let least = Number.POSITIVE_INFINITY;
  let moved = Date.now();
  for (;;) {
    const isBusy = (await replicas.busy()) > 0;
    const wrong = [...problemsOf(github, expected), ...(isBusy ? ["work is left"] : [])];
    if (wrong.length < least) {
      least = wrong.length;
      moved = Date.now();
    }
    if (wrong.length === 0 || Date.now() > moved + STILL_MS) return wrong;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

function problemsOf(github: StandIn, { milestones, presses }: Expected): string[] {
  const { issues, comments, runs, checks } = github.repository;
  const wrong: string[] = [];
  const expectOne = (what: string, found: number) => {
    if (found !== 1) wrong.push(`${found} of ${what}`);
  };
  const bodies = [...comments.values()]
    .filter(({ user }) => user.type === "Bot")
    .map(({ body }) => readMarker(body));
  const marked = [...issues.values()].map(issue => ({ issue, marker: readMarker(issue.body) }));
  for (const id of milestones) {
    const own = marked.filter(({ marker }) => marker && "milestone" in marker && marker.milestone === id);
    expectOne(`pull requests of ${id}`, own.filter(({ issue }) => issue.pull).length);
    expectOne(`blocker issues of ${id}`, own.filter(({ marker }) => marker?.kind === "blocker").length);
    expectOne(`gates of ${id}`, bodies.filter(m => m?.kind === "gate" && m.milestone === id).length);
    const head = github.repository.git.ref(`refs/heads/${branchName(id)}`);
    const onHead = [...checks.values()].filter(
      check => check.name === branchName(id) && check.headSha === head,
    );
    expectOne(`checks on the head of ${id}`, onHead.length);
    if (onHead[0]?.conclusion !== "action_required")
      wrong.push(`the check of ${id} is ${onHead[0]?.conclusion}`);
  }
  const requests = [...runs.values()].map(({ inputs }) => inputs.request);
  for (const key of presses) expectOne(`runs of ${key}`, requests.filter(r => r === key).length);
  for (const { id, user, body, reactions } of comments.values()) {
    if (!body.startsWith("/milestone")) continue;
    const signs = reactions.map(({ content }) => content).sort();
    if (signs.join() !== "eyes,rocket") wrong.push(`${body} (${id}) has ${signs}`);
    if (user.login === "bob") expectOne(`runs of ${id}`, requests.filter(r => r === `comment-${id}`).length);
    else
      expectOne(
        `answers to ${id}`,
        bodies.filter(m => m?.kind === "reply" && m.to === `comment-${id}`).length,
      );
  }
  return wrong;
}
