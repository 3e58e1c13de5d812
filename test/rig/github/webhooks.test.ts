import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Octokit } from "@octokit/rest";
import { ProbotOctokit } from "probot";
import { afterEach, beforeEach, expect, test } from "vitest";
import { examplesOf } from "./hooks/payload.ts";
import { createGitHubStandIn, type StandIn, type StandInOptions } from "./stand-in.ts";

interface Received {
  event: string;
  guid: string;
  signature: string;
  body: string;
}

let receiver: Server;
let received: Received[];
let github: StandIn;

beforeEach(async () => {
  received = [];
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const header = (name: string) => String(request.headers[name]);
    const body = Buffer.concat(chunks).toString();
    received.push({
      event: header("x-github-event"),
      guid: header("x-github-delivery"),
      signature: header("x-hub-signature-256"),
      body,
    });
    response.end("ok");
  });
  await new Promise<void>(resolve => receiver.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  await github.close();
  receiver.closeAllConnections();
  await new Promise(resolve => receiver.close(resolve));
});

async function start(options: Partial<NonNullable<StandInOptions["webhook"]>> = {}) {
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  github = await createGitHubStandIn({
    roles: { alice: "write" },
    webhook: { url, secret: "s3cret", ...options },
  });
}

const actions = () =>
  received.map(({ event, body }) => `${event}.${(JSON.parse(body) as { action?: string }).action ?? ""}`);

test("what people do arrives signed, with every key that GitHub's example has", async () => {
  await start();
  const alice = github.as("alice");
  await alice.push({ "x.txt": "1" }, "work");
  const pull = await alice.openPull("work", "main", "T");
  const comment = await alice.comment(pull.number, "/milestone status");
  await alice.editComment(comment.id, "changed");
  await alice.deleteComment(comment.id);
  const review = await alice.review(pull.number, { state: "comment", body: "Hm." });
  await alice.editReview(pull.number, review.id, "Hm?");
  await alice.push({ "x.txt": "2" }, "work");
  await alice.closePull(pull.number);
  const issue = await alice.openIssue("I");
  await alice.closeIssue(issue.number, "not_planned");
  await alice.reopenIssue(issue.number);
  await github.settled();

  expect(new Set(actions())).toEqual(
    new Set([
      "push.",
      "pull_request.opened",
      "issue_comment.created",
      "issue_comment.edited",
      "issue_comment.deleted",
      "pull_request_review.submitted",
      "pull_request_review.edited",
      "pull_request.synchronize",
      "pull_request.closed",
      "issues.opened",
      "issues.closed",
      "issues.reopened",
    ]),
  );
  for (const { event, signature, body } of received) {
    expect(signature).toBe(`sha256=${createHmac("sha256", "s3cret").update(body).digest("hex")}`);
    const payload = JSON.parse(body) as { action?: string; [key: string]: unknown };
    expect(payload).toMatchObject({
      installation: { id: github.app.installationId },
      sender: { login: "alice" },
    });
    const examples = examplesOf(event, payload.action ?? null);
    const inAll = Object.keys(examples[0]!).filter(key => examples.every(example => key in example));
    const wanted = inAll.filter(key => key !== "organization");
    expect(Object.keys(payload)).toEqual(expect.arrayContaining(wanted));
  }
});

test("a review's state is lower case in its webhook and upper case in the API", async () => {
  await start({ events: ["pull_request_review"] });
  await github.as("alice").push({ "x.txt": "1" }, "work");
  const pull = await github.as("acme").openPull("work", "main", "T");
  const review = await github.as("alice").review(pull.number, { state: "approve" });
  await github.settled();
  const payload = JSON.parse(received[0]!.body) as {
    review: { state: string; id: number; commit_id: string };
  };
  expect(payload.review).toMatchObject({ state: "approved", id: review.id, commit_id: pull.pull.headSha });
  expect(review.state).toBe("APPROVED");
});

test("a pressed button and a re-run arrive with who pressed", async () => {
  await start({ events: ["check_run"] });
  const head_sha = github.repository.git.ref("refs/heads/main")!;
  const actionsGiven = [{ label: "Resume", description: "Go on", identifier: "resume" }];
  const body = JSON.stringify({ name: "c", head_sha, conclusion: "failure", actions: actionsGiven });
  const headers = {
    authorization: `token ${github.installationToken()}`,
    "content-type": "application/json",
  };
  await fetch(`${github.apiUrl}/repos/acme/widgets/check-runs`, { method: "POST", headers, body });
  const [check] = github.repository.checks.values();
  github.as("alice").clickCheckAction(check!, "resume");
  github.as("alice").rerunCheck(check!);
  expect(() => github.as("alice").clickCheckAction(check!, "other")).toThrow("no button");
  await github.settled();
  expect(actions().sort()).toEqual([
    "check_run.completed",
    "check_run.created",
    "check_run.requested_action",
    "check_run.rerequested",
  ]);
  const pressed = received
    .map(({ body: text }) => JSON.parse(text))
    .find(each => each.action === "requested_action");
  expect(pressed).toMatchObject({ requested_action: { identifier: "resume" }, sender: { login: "alice" } });
});

test("deliveries are lost, doubled and disordered by seed, and can be sent again under the same id", async () => {
  await start({ seed: 7, drop: 0.4, duplicate: 0.4, delayMs: 20, events: ["issues"] });
  for (let index = 0; index < 20; index += 1) await github.as("alice").openIssue(`i${index}`);
  await github.settled();
  const lost = github.deliveries.filter(each => each.dropped);
  const doubled = github.deliveries.filter(each => each.redelivery);
  const order = received.map(({ body }) => (JSON.parse(body) as { issue: { number: number } }).issue.number);
  expect(lost.length).toBeGreaterThan(2);
  expect(doubled.length).toBeGreaterThan(2);
  expect(order).not.toEqual([...order].sort((a, b) => a - b));
  expect(received).toHaveLength(20 - lost.length + doubled.length);

  github.redeliver(lost[0]!);
  await github.settled();
  expect(received.at(-1)!.guid).toBe(lost[0]!.guid);
});

test("a suspended installation is told, and its token and minting are refused until it works again", async () => {
  await start({ events: ["installation"] });
  const headers = { authorization: `token ${github.installationToken()}` };
  const read = async () => (await fetch(`${github.apiUrl}/repos/acme/widgets`, { headers })).status;
  github.setSuspended(true);
  expect(await read()).toBe(403);
  github.setSuspended(false);
  expect(await read()).toBe(200);
  await github.settled();
  expect(actions()).toEqual(["installation.suspend", "installation.unsuspend"]);
  const payload = JSON.parse(received[0]!.body) as object;
  expect(payload).toMatchObject({
    installation: { id: github.app.installationId, app_id: 4242 },
    repositories: [{ full_name: "acme/widgets" }],
  });
});

test("the app lists its failed deliveries by its own key and has them sent again", async () => {
  await start({ drop: 1, events: ["issues"] });
  await github.as("alice").openIssue("lost");
  github.setWebhook({
    url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
    secret: "s3cret",
  });
  const auth = { appId: github.app.id, privateKey: github.app.privateKey };
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const app = new ProbotOctokit({ auth, baseUrl: github.apiUrl, log });
  const { data: failed } = await app.rest.apps.listWebhookDeliveries({ status: "failure" });
  expect(failed).toMatchObject([{ event: "issues", action: "opened", status_code: 599 }]);
  const delivery_id = failed[0]!.id;
  expect((await app.rest.apps.getWebhookDelivery({ delivery_id })).data.request.payload).toMatchObject({
    action: "opened",
  });
  await app.rest.apps.redeliverWebhookDelivery({ delivery_id });
  await github.settled();
  expect(received.map(each => each.guid)).toEqual([failed[0]!.guid]);
  const asInstallation = new Octokit({ auth: github.installationToken(), baseUrl: github.apiUrl, log });
  await expect(asInstallation.apps.listWebhookDeliveries()).rejects.toMatchObject({ status: 401 });
  expect(github.violations).toEqual([]);
});
