import { Octokit } from "@octokit/rest";
import { type Api, createApi, type OctokitLike } from "../../src/github/api.ts";
import type { DesiredState } from "../../src/github/desired-state.ts";
import { type GitHubRepository, repositoryAt } from "../../src/github/github-repository.ts";
import { createMemory, type SyncMemory } from "../../src/github/memory.ts";
import { syncGitHub } from "../../src/github/sync.ts";
import type { SyncResult } from "../../src/github/sync-pass.ts";
import type { LoggedEvent } from "../../src/milestone/session/event.ts";
import { fold } from "../../src/milestone/session/log.ts";
import { emptyState } from "../../src/milestone/session/state.ts";
import { buildDashboard } from "../../src/milestone/view/dashboard.ts";
import { dashboardMarkdown } from "../../src/milestone/view/dashboard-markdown.ts";
import { historyOf } from "../../src/milestone/view/run-history.ts";
import { fixture } from "../fixtures/state.ts";
import { createGitHubStandIn, type StandIn, type StandInOptions } from "../rig/github/stand-in.ts";

export interface SyncRig {
  github: StandIn;
  api: Api;
  repository: GitHubRepository;
  memory: SyncMemory;
  /** The state after so many events. */
  desired(events: number, more?: Partial<DesiredState>): DesiredState;
  /** How many events there are. */
  events: LoggedEvent[];
  sync(desired: DesiredState, memory?: SyncMemory): Promise<SyncResult>;
  /** What was written, without the minting of tokens. */
  writes(): string[];
  close(): Promise<void>;
}

/** Time passes only by sleeping, so limits and backoffs cost nothing. */
export function fastClock(start = Date.now()) {
  let slept = 0;
  return {
    now: () => start + slept,
    sleep: async (ms: number) => {
      slept += ms;
    },
    random: () => 0.5,
    slept: () => slept,
  };
}

/** The reconciler against the stand-in: as the app, or as the Action with its own token. */
export async function syncRig(
  mode: DesiredState["mode"],
  options: Partial<StandInOptions> = {},
): Promise<SyncRig> {
  const github = await createGitHubStandIn({ roles: { alice: "write" }, ...options });
  const { plan, events } = fixture({ tasks: 12 });
  const branch = `milestone/${plan.id}`;
  const head = await github.as("github-actions[bot]").push({ "x.txt": "x\n" }, branch);
  const token =
    mode === "app"
      ? github.installationToken()
      : github.actionsToken({ contents: "write", issues: "write", pull_requests: "write", checks: "write" });
  const octokit = new Octokit({ auth: token, baseUrl: github.apiUrl, log: silent });
  const clock = fastClock();
  const api = createApi({ octokit: octokit as unknown as OctokitLike, clock, maxWaitMs: 60_000 });
  const repository = repositoryAt({ api, owner: github.owner, repo: github.repo, serverUrl: github.url });
  const memory = createMemory();
  const desired = (count: number, more: Partial<DesiredState> = {}): DesiredState => {
    const some = events.slice(0, count);
    const state = fold(emptyState(plan.id, plan.weights), structuredClone(some));
    const now = Date.parse(some.at(-1)?.timestamp ?? events[0]!.timestamp);
    return {
      milestone: plan.id,
      state,
      plan,
      approvers: [],
      head,
      base: "main",
      mode,
      labels: [],
      notify: { stakeholders: [], escalation: [] },
      dependants: [],
      reviews: [],
      render: limit =>
        dashboardMarkdown(buildDashboard({ plan, state, history: historyOf(some), now }), { limit }),
      url: repository.url,
      ...more,
    };
  };
  const appSlug = mode === "app" ? github.app.slug : "github-actions";
  return {
    github,
    api,
    repository,
    memory,
    desired,
    events,
    sync: (shown, own = memory) =>
      syncGitHub({
        repository,
        desired: shown,
        memory: own,
        self: { login: null, appSlug },
        now: clock.now(),
      }),
    writes: () =>
      github.calls
        .filter(c => c.method !== "GET" && !c.path.endsWith("access_tokens"))
        .map(c => `${c.method} ${c.path} ${c.status}`),
    close: () => github.close(),
  };
}

const nothing = () => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
