import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { FullNarrator } from "../commands/narrate.ts";
import type { DecisionsQuestion, Forge, PullRequestAt, PusherQuestion } from "../engine/forge.ts";
import type { Jobs } from "../engine/ports.ts";
import type { Run } from "../engine/run/run-context.ts";
import { MOST_ARCHIVE } from "../engine/runners/bring-result.ts";
import { RESULT_ARTIFACT } from "../engine/runners/result-file.ts";
import { type ApproverCheck, checkApprovers, readAccess } from "../github/access.ts";
import { type Answer, describeFailure, good, isRefusal } from "../github/answer.ts";
import { createApi, type Data } from "../github/api.ts";
import { readArtifact } from "../github/artifacts.ts";
import type { BlobMemory } from "../github/blobs.ts";
import { readDecisions } from "../github/decisions.ts";
import { ACTION, type Account, type DesiredState, type Self } from "../github/desired-state.ts";
import { type GitHubRepository, repositoryAt } from "../github/github-repository.ts";
import { RELEASE_LIMIT } from "../github/limits.ts";
import { createMemory } from "../github/memory.ts";
import { mergePull, readMergeable } from "../github/merge-pull.ts";
import { productOf } from "../github/product.ts";
import { readPull } from "../github/pull.ts";
import { whyNotStarted } from "../github/refusal-text.ts";
import { gatePolicy, mayRun, needFor, needToForce } from "../github/rules.ts";
import { cancelRun, isRunLive, type RunPlace, runsOver, startRun } from "../github/runs.ts";
import { syncGitHub } from "../github/sync.ts";
import { lastCheckpoints } from "../milestone/approval/required.ts";
import type { Command } from "../milestone/command/command.ts";
import { branchName, branchRef, completionTag, paths } from "../milestone/names.ts";
import { type GitHubConfig, readGitHubConfig } from "../milestone/plan/github-config.ts";
import type { Ticket } from "../milestone/runners/ticket.ts";
import { cut } from "../milestone/text/escape-markdown.ts";
import { buildDashboard } from "../milestone/view/dashboard.ts";
import { dashboardMarkdown } from "../milestone/view/dashboard-markdown.ts";
import { type Authorization, answerComplaint, authorizeCommand, takeUpComplaint } from "./actor.ts";

export interface ForgeRequest {
  env: Readonly<Record<string, string | undefined>>;
  token: string | null;
  project: boolean;
  command: Command;
  narrator: FullNarrator;
}

export interface OpenedForge {
  forge: Forge & { attach?: (run: Run) => void };
  isRunOver: ((runId: string) => Promise<boolean | null>) | null;
  dispatchNext: () => Promise<void>;
  /** Runs of this workflow that do one attempt each; null: there is no GitHub. */
  jobs: Jobs | null;
  /** Who gives the command, and whether they may; asked once, before anything is done. */
  authorize: (config: GitHubConfig) => Promise<Authorization>;
}

type AnswerQuestion = Parameters<Forge["answerComplaint"]>[0];

/** The Action's own upkeep of GitHub at most this often between boundaries (ms): research asks for < 200 calls/h. */
const SYNC_EVERY_MS = 60_000;
/** The longest that a call of the Action waits for a limit (ms): reporting must not hold the work up. */
const MAX_WAIT_MS = 30_000;

/** GitHub through the workflow's token: decisions are read at the moment of use, and nothing here fails the work. */
export async function githubForge(
  request: ForgeRequest & { token: string; repository: string; api: string },
): Promise<OpenedForge> {
  const repository = await repositoryOf(request);
  const forge = new GitHubForge(repository, request);
  return {
    forge,
    isRunOver: async runId => {
      const answer = await isRunLive(repository, Number(runId));
      return answer.ok ? !answer.value : null;
    },
    dispatchNext: () => forge.dispatchNext(),
    jobs: {
      ...ticketRuns(repository, {
        place: () => forge.place(),
        flags: passedOn(request.command, ["strategy", "agents", "monitoring", "only"]),
      }),
      own: request.env.GITHUB_RUN_ID ?? null,
    },
    authorize: config => authorizeCommand(repository, request.command, { env: request.env, config }),
  };
}

/** The workflow's repository, under its token. */
export async function repositoryOf({
  env,
  token,
  repository,
  api: baseUrl,
}: Pick<ForgeRequest, "env"> & {
  token: string;
  repository: string;
  api: string;
}): Promise<GitHubRepository> {
  const { getOctokit } = await import("@actions/github");
  const octokit = getOctokit(token, { baseUrl });
  const api = createApi({
    octokit,
    clock: { now: Date.now, sleep: ms => wait(ms), random: Math.random },
    maxWaitMs: MAX_WAIT_MS,
  });
  const [owner = "", repo = ""] = repository.split("/");
  return repositoryAt({ api, owner, repo, serverUrl: env.GITHUB_SERVER_URL ?? "https://github.com" });
}

class GitHubForge implements Forge {
  readonly present = true;
  #repository: GitHubRepository;
  #request: ForgeRequest;
  #run: Run | null = null;
  #blobs: BlobMemory = new Map();
  #memory = createMemory();
  #syncedAt = 0;
  #config: GitHubConfig | null = null;

  constructor(repository: GitHubRepository, request: ForgeRequest) {
    this.#repository = repository;
    this.#request = request;
  }

  attach(run: Run): void {
    this.#run = run;
  }

  async decisions(question: DecisionsQuestion): ReturnType<Forge["decisions"]> {
    const { approvals, tip, state, plan, base } = question;
    const { approvers, approverPermission } = await this.#readConfig(question);
    const named = approvals.flatMap(a => gatePolicy({ plan, approvers }, a).approvers);
    const self = await this.#self(plan.id);
    if (!self.ok) return { ok: false, reason: describeFailure(self.failure) };
    const answer = await readDecisions({
      repository: this.#repository,
      milestone: plan.id,
      approvals,
      approvers: [...new Set(named)],
      head: tip,
      base: base.branch,
      since: lastCheckpoints(plan, state),
      blobs: this.#blobs,
      self: self.value,
    });
    if (!answer.ok) return { ok: false, reason: describeFailure(answer.failure) };
    const { candidates, authors } = answer.value;
    return { ok: true, candidates, authors, approvers, permission: approverPermission };
  }

  async answerComplaint({ gate, ...at }: AnswerQuestion): ReturnType<Forge["answerComplaint"]> {
    const { env, command } = this.#request;
    return answerComplaint(this.#repository, command, { env, gate, config: await this.#readConfig(at) });
  }

  async pusher({ milestone, command, holds, base, repository }: PusherQuestion): ReturnType<Forge["pusher"]> {
    const config = await this.#readConfig({ repository, base });
    const answer = await readPusher(this.#repository, { milestone, holds });
    if (!answer.ok) return { ok: false, reason: describeFailure(answer.failure) };
    const who = answer.value;
    if (who === "unrecorded") return { ok: false, reason: "GitHub has no record of that push yet" };
    if (who === "unknown" || who === null) return { ok: true, by: who };
    const { login } = who;
    if (login === ACTIONS_BOT) {
      // Any workflow of any branch pushes by its name, so that it is the engine's only where the engine pushes so too.
      const self = await this.#login();
      if (!self.ok) return { ok: false, reason: describeFailure(self.failure) };
      return { ok: true, by: { login, may: self.value === ACTIONS_BOT } };
    }
    if (who.type !== "User" || (await this.#isOwn(who.id))) return { ok: true, by: { login, may: true } };
    const access = await readAccess(this.#repository, who);
    if (!access.ok) return { ok: false, reason: describeFailure(access.failure) };
    const need = command === "force" ? needToForce(config) : needFor(command, config);
    return { ok: true, by: { login, may: mayRun(need, access.value).ok } };
  }

  /**
   * The app's slug is not known here: it is the bot that started this run, or that opened the pull request. Where people
   * did both, any bot's word is taken.
   */
  async #self(milestone: string): Promise<Answer<Self>> {
    const { GITHUB_ACTOR: actor = "" } = this.#request.env;
    const pull = await readPull(this.#repository, milestone);
    if (!pull.ok) return pull;
    const opener = pull.value?.authorAccount;
    const bots = [
      ...(actor.endsWith("[bot]") ? [actor] : []),
      ...(opener?.type === "Bot" ? [opener.login] : []),
    ];
    return good({ ...ACTION, bots: bots.length > 0 ? bots : "any" });
  }

  /** Whether this is the account by whose token the engine itself pushes. */
  async #isOwn(id: number): Promise<boolean> {
    const answer = await this.#repository.api.read("GET /user", {});
    return answer.ok && answer.value.id === id;
  }

  /** Whose token this run has: a person's or a bot's. */
  async #login(): Promise<Answer<string>> {
    const answer = await this.#repository.api.graphql<{ viewer: { login: string } }>(
      "query { viewer { login } }",
      {},
    );
    return answer.ok ? good(answer.value.viewer.login) : answer;
  }

  checkApprovers(approvers: readonly string[]): Promise<ApproverCheck> {
    return checkApprovers(this.#repository, approvers);
  }

  takeUpComplaint(): ReturnType<Forge["takeUpComplaint"]> {
    return takeUpComplaint(this.#repository, this.#request.command, this.#request.env);
  }

  async land(asked: Parameters<NonNullable<Forge["land"]>>[0]): ReturnType<NonNullable<Forge["land"]>> {
    const answer = await mergePull(this.#repository, asked, wait);
    if (!answer.ok) return answer;
    const { number, commit } = answer;
    const how = asked.method === "squash" ? "as one commit" : "as a merge commit";
    return { ok: true, commit, done: `pull request #${number} of "${asked.milestone}" is merged ${how}` };
  }

  async landable(asked: PullRequestAt): ReturnType<NonNullable<Forge["landable"]>> {
    const answer = await readMergeable(this.#repository, asked, wait);
    return answer.ok ? { ok: true } : answer;
  }

  async sync(tip: string, reason: "start" | "boundary" | "end"): Promise<void> {
    const run = this.#run;
    const now = Date.now();
    if (run && reason === "end") await this.#draftRelease(run, tip);
    if (!this.#request.project || !run || this.#memory.standsDown) return;
    if (reason === "boundary" && now - this.#syncedAt < SYNC_EVERY_MS) return;
    this.#syncedAt = now;
    const desired = await this.#desired(run, tip);
    const result = await syncGitHub({
      repository: this.#repository,
      desired,
      memory: this.#memory,
      self: ACTION,
      now,
    });
    for (const { what, failure, remedy } of result.problems) {
      this.#request.narrator.warn(
        `the ${what} could not be kept up: ${describeFailure(failure)}${remedy ? `; ${remedy}` : ""}`,
      );
    }
  }

  /** `release.draft`, whether or not an app keeps the rest of GitHub up to date: it has no right to. */
  async #draftRelease({ plan, journal, ports, base }: Run, tip: string): Promise<void> {
    if (!plan.release.draft || journal.state.status !== "completed") return;
    const { release } = journal.state;
    const version = release?.version ?? null;
    const report = release ? null : await ports.repository.readFile(tip, paths.report(journal.session));
    const answer = await draftRelease(this.#repository, {
      tag: version === null ? completionTag(plan.id) : `v${version}`,
      title: version === null ? plan.title : `${version}: ${plan.title}`,
      notes: release
        ? `${publishWhen(plan.id, base.branch)}\n\n${release.notes}`
        : (report?.toString("utf8") ?? ""),
      ...(version === null ? {} : { target: base.branch }),
    });
    const { narrator } = this.#request;
    if (answer.ok) narrator.note("basic", `the draft release is at ${answer.value}`);
    else narrator.warn(`the draft release could not be made: ${describeFailure(answer.failure)}`);
  }

  async #desired(run: Run, head: string): Promise<DesiredState> {
    const { plan, journal, roles, base } = run;
    const config = await this.#readConfig({ repository: run.ports.repository, base: run.base });
    return {
      milestone: plan.id,
      state: journal.state,
      plan,
      approvers: config.approvers,
      head,
      base: base.branch,
      mode: "action",
      labels: config.labels,
      notify: {
        stakeholders: [...plan.notify.stakeholders, ...config.notify.stakeholders],
        escalation: [...plan.notify.escalation, ...config.notify.escalation],
      },
      dependants: journal.history.dependants,
      reviews: journal.history.record.reviews,
      product: async () => {
        const { repository } = run.ports;
        const from = await repository.mergeBase(base.commit, head);
        const lines = from === null ? null : await repository.changedLines?.(from, head);
        return lines ? productOf(lines) : null;
      },
      render: limit =>
        dashboardMarkdown(
          buildDashboard({
            plan,
            state: journal.state,
            history: journal.history,
            roles: roles.snapshot(),
            now: Date.now(),
          }),
          { limit },
        ),
      url: this.#repository.url,
    };
  }

  async #readConfig({
    repository,
    base,
  }: Pick<DecisionsQuestion, "repository" | "base">): Promise<GitHubConfig> {
    if (this.#config) return this.#config;
    const bytes = await repository.readFile(base.commit, paths.githubConfig);
    this.#config = readGitHubConfig(bytes?.toString("utf8") ?? "", paths.githubConfig).config;
    const { env, narrator } = this.#request;
    const { approverPermission: least } = this.#config;
    if (least !== "write" && isPublic(env))
      narrator.warn(
        `${paths.githubConfig} lets approvers with ${least} permission open gates, and this repository is public: whoever is named there decides without being able to write; leave approver_permission out, unless that is meant`,
      );
    return this.#config;
  }

  /** The time budget is spent: the next run of this very workflow goes on where this one stopped. */
  async dispatchNext(): Promise<void> {
    const { env, command, narrator } = this.#request;
    const place = await this.place();
    if ("problem" in place) {
      narrator.warn(`the next run could not be started: ${place.problem}`);
      return;
    }
    const flags = passedOn(command, ["strategy", "agents", "time-budget", "continue", "monitoring", "only"]);
    const answer = await startRun(
      this.#repository,
      { ...place, again: true },
      {
        milestone: command.milestone ?? "",
        // What was asked for alone is asked for alone once more.
        command: command.flags.only === undefined ? "resume" : "execute",
        request: `continue-${env.GITHUB_RUN_ID}-${env.GITHUB_RUN_ATTEMPT ?? 1}`,
        flags,
      },
    );
    if (!answer.ok) narrator.warn(`the next run could not be started: ${describeFailure(answer.failure)}`);
    else if (answer.value.kind === "refused")
      narrator.warn(`the next run could not be started: ${whyNotStarted(answer.value.why)}`);
    else narrator.note("basic", "the next run is started; it goes on where this one stopped");
  }

  /** Where this very workflow is started. */
  async place(): Promise<RunPlace | { problem: string }> {
    const ref = this.#request.env.GITHUB_WORKFLOW_REF ?? "";
    const workflow = /\.github\/workflows\/([^@]+)@/.exec(ref)?.[1];
    if (!workflow) return { problem: "GITHUB_WORKFLOW_REF names no workflow" };
    const branch = await this.#runBranch();
    return branch.ok ? { workflow, branch: branch.value } : { problem: describeFailure(branch.failure) };
  }

  /** The branch whose workflow this run is; a review's run stands on a merge that no run can be dispatched on. */
  async #runBranch(): Promise<Answer<string>> {
    const { GITHUB_REF: ref, GITHUB_REF_NAME: name } = this.#request.env;
    if (name && (!ref || ref.startsWith("refs/heads/"))) return good(name);
    const answer = await this.#repository.read("GET /repos/{owner}/{repo}", {});
    return answer.ok ? good(answer.value.default_branch) : answer;
  }
}

/** What was asked of this run, for another that goes on for it. */
function passedOn({ flags }: Command, names: readonly (keyof Command["flags"])[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap(name => (flags[name] === undefined ? [] : [[name, String(flags[name])]])),
  );
}

/** Runs of the milestone's own workflow that do one attempt each. */
interface TicketRuns {
  start(
    milestone: string,
    ticket: Ticket,
  ): Promise<{ ok: true; run: string | null } | { ok: false; message: string }>;
  over: Jobs["over"];
  left: Jobs["left"];
  cancel: Jobs["cancel"];
}

/** The idempotency key of a ticket's run, which stands in the run's title. */
const requestOf = (ticket: string): string => `ticket-${ticket}`;

/**
 * @param place where the running workflow was started; it is started again, on the same branch
 * @param flags what holds for each run that goes on from there
 */
function ticketRuns(
  repository: GitHubRepository,
  { place, flags }: { place: () => Promise<RunPlace | { problem: string }>; flags: Record<string, string> },
): TicketRuns {
  return {
    async start(milestone, ticket) {
      const at = await place();
      if ("problem" in at) return { ok: false, message: at.problem };
      const answer = await startRun(
        repository,
        { ...at, declaresAll: true },
        {
          milestone,
          command: "execute",
          request: requestOf(ticket.nonce),
          flags: { ...flags, ticket: JSON.stringify(ticket) },
        },
      );
      if (!answer.ok) return { ok: false, message: describeFailure(answer.failure) };
      const { value } = answer;
      if (value.kind === "refused") return { ok: false, message: whyNotStarted(value.why) };
      return { ok: true, run: value.run === null ? null : String(value.run) };
    },
    async over(tickets, since) {
      const at = await place();
      if ("problem" in at || tickets.length === 0) return new Map();
      const answer = await runsOver(repository, { workflow: at.workflow, since });
      if (!answer.ok) return new Map();
      const ended = answer.value.map(({ run, title }) => ({
        run: String(run),
        requests: title.split(/\s+/),
      }));
      const gone = tickets.flatMap(({ id, run: known }) => {
        const of = ended.find(({ run, requests }) =>
          known === null ? requests.includes(requestOf(id)) : run === known,
        );
        return of ? [[id, of.run] as const] : [];
      });
      return new Map(gone);
    },
    async left(run) {
      const most = MOST_ARCHIVE;
      const answer = await readArtifact(repository, { run: Number(run), name: RESULT_ARTIFACT, most });
      if (!answer.ok) {
        // Whoever lacks a right will lack it the next time too.
        const isLasting = isRefusal(answer.failure);
        return isLasting
          ? { kind: "nothing", problem: describeFailure(answer.failure) }
          : { kind: "unknown" };
      }
      const { value } = answer;
      if (value.kind === "there") return { kind: "archive", bytes: value.archive };
      return { kind: "nothing", ...(value.problem ? { problem: value.problem } : {}) };
    },
    async cancel(runs) {
      const answers = await Promise.all(runs.map(run => cancelRun(repository, Number(run))));
      return answers.flatMap((answer, at) =>
        answer.ok ? [] : [`run ${runs[at]} goes on: ${describeFailure(answer.failure)}`],
      );
    },
  };
}

interface ActivityPage {
  data: Data<"GET /repos/{owner}/{repo}/activity">;
  after: string | null;
}

/** Whoever pushes with the token that a workflow is given by GitHub itself. */
const ACTIONS_BOT = "github-actions[bot]";
/** The newest three thousand pushes are looked through. */
const PUSHES = 100;
const PUSH_PAGES = 30;

interface PushQuestion {
  milestone: string;
  /** Whether the branch, where it stood at this commit, had what is asked about. */
  holds(commit: string): Promise<boolean>;
}

/**
 * Whose push brought something to the milestone's branch, by GitHub's own record: of the pushes that have it without a gap,
 * newest first, the oldest. What was once there stays, but for a branch that was started over. Null: the server keeps no
 * record, or its record begins later. `unrecorded`: no push that it knows has it, as the newest one is not written down yet.
 */
async function readPusher(
  repository: GitHubRepository,
  { milestone, holds }: PushQuestion,
): Promise<Answer<Account | "unknown" | "unrecorded" | null>> {
  let found: { before: string; by: Account | null } | null = null;
  let after: string | null = null;
  for (let page = 1; page <= PUSH_PAGES; page++) {
    const answer: Answer<ActivityPage> = await repository.readPage("GET /repos/{owner}/{repo}/activity", {
      ref: branchRef(milestone),
      per_page: PUSHES,
      ...(after === null ? {} : { after }),
    });
    if (!answer.ok) {
      const { kind } = answer.failure;
      return page === 1 && (kind === "not_found" || kind === "forbidden") ? good(null) : answer;
    }
    for (const { activity_type: type, before, after: to, actor } of answer.value.data) {
      if (type === "branch_deletion") continue;
      const by: Account | null = actor
        ? { id: Number(actor.id), login: actor.login, type: actor.type }
        : null;
      // Bots push again and again; which of several in a row it was makes no difference.
      const isSame = found?.by && by && found.by.type !== "User" && found.by.id === by.id;
      if (!isSame && !(await holds(to))) {
        // Newer than what this run has fetched.
        if (found === null) continue;
        return good(found.by ?? "unknown");
      }
      found = { before, by };
    }
    if (found === null) return good("unrecorded");
    after = answer.value.after;
    if (after !== null) continue;
    const isOlder = !/^0+$/.test(found.before) && (await holds(found.before));
    return good(isOlder ? null : (found.by ?? "unknown"));
  }
  return good("unknown");
}

/** Seen by whoever edits the draft, and by nobody else. */
const publishWhen = (milestone: string, base: string): string =>
  `<!-- Publish this once ${branchName(milestone)} is merged into ${base}: the tag is made there. -->`;

interface ReleaseDraft {
  tag: string;
  /** The branch on which the tag is made when the draft is published; absent: the tag stands already. */
  target?: string;
  title: string;
  notes: string;
}

type Release = Data<"POST /repos/{owner}/{repo}/releases">;

/** Drafts older than these many pages of a hundred releases are taken for none. */
const PAGES = 3;

/**
 * Makes a draft release; publishing it is a person's decision. One that stands for the tag
 * already, draft or not, is left as it is: a person may have edited it. Answers its page.
 */
async function draftRelease(repository: GitHubRepository, draft: ReleaseDraft): Promise<Answer<string>> {
  const there = await releaseOf(repository, draft.tag);
  if (!there.ok) return there;
  if (there.value) return good(there.value.html_url);
  const { tag, title, notes, target } = draft;
  const written = await repository.write(
    "POST /repos/{owner}/{repo}/releases",
    {
      tag_name: tag,
      name: title,
      body: cut(notes, RELEASE_LIMIT),
      draft: true,
      ...(target === undefined ? {} : { target_commitish: target }),
    },
    () => releaseOf(repository, tag),
  );
  return written.ok ? good(written.value.data.html_url) : written;
}

/** GitHub shows drafts in the list alone, and only to who may write. */
async function releaseOf(repository: GitHubRepository, tag: string): Promise<Answer<Release | null>> {
  const all = await repository.readAll("GET /repos/{owner}/{repo}/releases", {}, PAGES);
  return all.ok ? good(all.value.find(release => release.tag_name === tag) ?? null) : all;
}

/** As the event's payload says; what does not tell it warns of nothing. */
function isPublic({ GITHUB_EVENT_PATH: path }: Readonly<Record<string, string | undefined>>): boolean {
  if (!path) return false;
  try {
    return JSON.parse(readFileSync(path, "utf8"))?.repository?.private === false;
  } catch {
    return false;
  }
}
