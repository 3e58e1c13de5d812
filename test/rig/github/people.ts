/** What people do on GitHub by hand, for tests: the same routes as the API, under the person's own token. */
import { resolveCommit } from "./git/read.ts";
import { importCommit, moveRef } from "./git/write.ts";
import type { Api } from "./http/api.ts";
import type { CheckRun, Comment, Issue, PullRequest, Repository, Review, User } from "./state/model.ts";
import { noticeRefs } from "./state/refs.ts";
import { fullName, pullOf, stamp, userOf, userToken, type World } from "./state/world.ts";
import { checkView } from "./views/check.ts";

export interface ReviewRequest {
  state: "approve" | "request_changes" | "comment";
  body?: string;
  comments?: { path: string; line: number; body: string }[];
  /** The commit reviewed; the head when absent. */
  commitId?: string;
}

export interface Answered<T = { [key: string]: unknown }> {
  status: number;
  data: T;
}

export interface Person {
  user: User;
  token: string;
  /** Any request, refusals and all. `route` is like `POST /issues/1/comments`, below the repository. */
  request(route: string, body?: unknown): Promise<Answered>;
  comment(issue: number, body: string): Promise<Comment>;
  editComment(id: number, body: string): Promise<Comment>;
  deleteComment(id: number): Promise<void>;
  openIssue(title: string, body?: string): Promise<Issue>;
  closeIssue(number: number, reason?: "completed" | "not_planned"): Promise<Issue>;
  reopenIssue(number: number): Promise<Issue>;
  openPull(head: string, base: string, title: string): Promise<PullRequest>;
  closePull(number: number): Promise<PullRequest>;
  review(pull: number, review: ReviewRequest): Promise<Review>;
  editReview(pull: number, review: number, body: string): Promise<Review>;
  dismissReview(pull: number, review: number, message?: string): Promise<Review>;
  /** Presses a button of a completed check run, if it has one of that identifier. */
  clickCheckAction(check: CheckRun, identifier: string): void;
  /** "Re-run" on a check run. */
  rerunCheck(check: CheckRun): void;
  /** One commit on the branch (made from `from` or the default branch if it is new); null deletes a file. Returns its oid. */
  push(
    files: { [path: string]: string | Buffer | null },
    branch: string,
    options?: PushOptions,
  ): Promise<string>;
  deleteBranch(branch: string): Promise<void>;
}

export interface PushOptions {
  message?: string;
  from?: string;
  /** Another author than the pusher. */
  author?: { name: string; email: string };
}

export interface PeopleParts {
  world: World;
  api: Api;
  repository: Repository;
}

export function personOf({ world, api, repository }: PeopleParts, login: string): Person {
  const user = userOf(world, login);
  const token = userToken(world, user);

  const request = async (route: string, body?: unknown): Promise<Answered> => {
    const [method = "GET", rest = ""] = route.split(" ");
    const [path = "", search = ""] = rest.split("?");
    const headers = { authorization: `token ${token}`, accept: "application/json" };
    const query = Object.fromEntries(new URLSearchParams(search));
    const answer = await api.handle({
      method,
      path: `/repos/${fullName(repository)}${path}`,
      query,
      headers,
      body,
    });
    const text = answer.body.toString();
    return { status: answer.status, data: text ? (JSON.parse(text) as { [key: string]: unknown }) : {} };
  };

  /** The same, for what must succeed: GitHub's refusal is the test's mistake. */
  const done = async (route: string, body?: unknown): Promise<{ id: number; number: number }> => {
    const { status, data } = await request(route, body);
    if (status >= 300) throw new Error(`${login}: ${route}: ${status} ${JSON.stringify(data)}`);
    return data as { id: number; number: number };
  };

  const comments = (id: number) => repository.comments.get(id)!;
  const issues = (number: number) => repository.issues.get(number)!;
  const requests = (number: number) => pullOf(repository, number)!;
  const reviews = (pull: number, id: number) => requests(pull).pull.reviews.find(each => each.id === id)!;

  const onCheck = (check: CheckRun, action: string, more: object = {}) => {
    const parts = { check_run: checkView(world, repository, check), ...more };
    world.happened({ event: "check_run", action, repository, actor: user, byActions: false, parts });
  };

  return {
    user,
    token,
    request,
    comment: async (issue, body) => comments((await done(`POST /issues/${issue}/comments`, { body })).id),
    editComment: async (id, body) => comments((await done(`PATCH /issues/comments/${id}`, { body })).id),
    deleteComment: async id => void (await done(`DELETE /issues/comments/${id}`)),
    openIssue: async (title, body = "") => issues((await done("POST /issues", { title, body })).number),
    closeIssue: async (number, reason = "completed") =>
      issues((await done(`PATCH /issues/${number}`, { state: "closed", state_reason: reason })).number),
    reopenIssue: async number => issues((await done(`PATCH /issues/${number}`, { state: "open" })).number),
    openPull: async (head, base, title) =>
      requests((await done("POST /pulls", { head, base, title })).number),
    closePull: async number => requests((await done(`PATCH /pulls/${number}`, { state: "closed" })).number),
    async review(pull, { state, body, comments: lines, commitId }) {
      const text = body ?? (state === "approve" ? "" : "See the comments.");
      const review = { event: state.toUpperCase(), body: text, comments: lines, commit_id: commitId };
      const given = JSON.parse(JSON.stringify(review)) as object; // leaves out what is undefined
      return reviews(pull, (await done(`POST /pulls/${pull}/reviews`, given)).id);
    },
    editReview: async (pull, review, body) =>
      reviews(pull, (await done(`PUT /pulls/${pull}/reviews/${review}`, { body })).id),
    dismissReview: async (pull, review, message = "Outdated.") =>
      reviews(pull, (await done(`PUT /pulls/${pull}/reviews/${review}/dismissals`, { message })).id),
    clickCheckAction(check, identifier) {
      if (check.status !== "completed") throw new Error("GitHub shows buttons on completed checks only");
      if (!check.actions.some(each => each.identifier === identifier))
        throw new Error(`no button ${identifier}`);
      onCheck(check, "requested_action", { requested_action: { identifier } });
    },
    rerunCheck: check => onCheck(check, "rerequested"),
    push: (files, branch, options) => commitAs({ world, repository, user }, files, { branch, ...options }),
    async deleteBranch(branch) {
      const name = `refs/heads/${branch}`;
      await moveRef(repository.git, name, repository.git.ref(name), null);
      await noticeRefs(world, repository, { user, byActions: false });
    },
  };
}

/** Commits straight into the repository, as a push by the person would leave it, and tells of the push. */
export async function commitAs(
  { world, repository, user }: { world: World; repository: Repository; user: User },
  files: { [path: string]: string | Buffer | null },
  { branch, message = "Change files", from, author }: PushOptions & { branch: string },
): Promise<string> {
  const { git } = repository;
  const name = `refs/heads/${branch}`;
  const before = git.ref(name);
  const base = before ?? (await resolveCommit(git, from ?? repository.defaultBranch));
  const date = stamp(world);
  const self = { name: user.login, email: `${user.id}+${user.login}@users.noreply.example`, date };
  const people = { author: author ? { ...author, date } : self, committer: self };
  const sha = await importCommit(git, { ref: name, base, message, files, ...people });
  await noticeRefs(world, repository, { user, byActions: false });
  return sha;
}
