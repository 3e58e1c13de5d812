import { Octokit } from "@octokit/rest";
import { ProbotOctokit } from "probot";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createGitHubStandIn, type StandIn } from "./stand-in.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
let github: StandIn;
let at: { owner: string; repo: string };
let octokit: Octokit;

beforeEach(async () => {
  github = await createGitHubStandIn({ roles: { alice: "write" } });
  at = { owner: github.owner, repo: github.repo };
  octokit = new Octokit({
    auth: github.installationToken(),
    baseUrl: github.apiUrl,
    log: quiet,
    retry: { enabled: false },
  });
});
afterEach(() => github.close());

test("an unchanged read by its ETag is 304 and costs nothing", async () => {
  const first = await octokit.issues.listForRepo(at);
  const again = octokit.issues.listForRepo({ ...at, headers: { "if-none-match": first.headers.etag! } });
  await expect(again).rejects.toMatchObject({ status: 304 });
  expect(github.calls.map(call => call.charged)).toEqual([true, false]);
  await octokit.issues.create({ ...at, title: "new" });
  const changed = await octokit.issues.listForRepo({
    ...at,
    headers: { "if-none-match": first.headers.etag! },
  });
  expect(changed.data).toHaveLength(1);
  expect(changed.headers["x-ratelimit-used"]).toBe("3");
});

test("a spent budget refuses with the time of its return", async () => {
  const token = github.installationToken();
  github.setRateLimit(token, 2);
  const limited = new Octokit({ auth: token, baseUrl: github.apiUrl, log: quiet });
  await limited.repos.get(at);
  await limited.repos.get(at);
  const refused = await limited.repos.get(at).catch(error => error);
  expect(refused).toMatchObject({ status: 403, message: expect.stringContaining("API rate limit exceeded") });
  expect(refused.response.headers).toMatchObject({ "x-ratelimit-remaining": "0" });
  expect((await limited.rateLimit.get()).data.rate).toMatchObject({ limit: 2, remaining: 0 });
});

test("long lists come in pages that name each other", async () => {
  for (let index = 0; index < 5; index += 1) await octokit.issues.create({ ...at, title: `i${index}` });
  const page = await octokit.issues.listForRepo({ ...at, per_page: 2, page: 2 });
  expect(page.data.map(issue => issue.title)).toEqual(["i2", "i1"]);
  expect(page.headers.link).toMatch(/rel="prev".*rel="next".*rel="last".*rel="first"/);
  expect(await octokit.paginate("GET /repos/{owner}/{repo}/issues", { ...at, per_page: 2 })).toHaveLength(5);
});

test("the app signs in with its key and mints tokens that end with the hour", async () => {
  let now = Date.now();
  const clocked = await createGitHubStandIn({ now: () => now });
  const auth = { appId: clocked.app.id, privateKey: clocked.app.privateKey };
  const request = new Octokit({ baseUrl: clocked.apiUrl, log: quiet });
  const app = new ProbotOctokit({ auth, baseUrl: clocked.apiUrl, log: quiet });
  try {
    expect((await app.rest.apps.getAuthenticated()).data?.slug).toBe("milestone-execute");
    const place = { owner: clocked.owner, repo: clocked.repo };
    const { data: installation } = await app.rest.apps.getRepoInstallation(place);
    const { data: minted } = await app.rest.apps.createInstallationAccessToken({
      installation_id: installation.id,
    });
    expect(minted.token).toMatch(/^ghs_4242_[\w-]+\.[\w-]+\.[\w-]+$/);
    const headers = { authorization: `token ${minted.token}` };
    expect((await request.apps.listReposAccessibleToInstallation({ headers })).data.total_count).toBe(1);
    now += 3_600_001;
    await expect(request.repos.get({ ...place, headers })).rejects.toMatchObject({ status: 401 });
    expect(clocked.violations).toEqual([]);
  } finally {
    await clocked.close();
  }
});

test("a forged JWT and an unknown token are refused", async () => {
  const forged = new Octokit({ auth: "ghs_nothing", baseUrl: github.apiUrl, log: quiet });
  await expect(forged.repos.get(at)).rejects.toMatchObject({
    status: 401,
    message: expect.stringContaining("Bad credentials"),
  });
  const headers = { authorization: "bearer eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjQyNDJ9.AAAA" };
  const jwt = new Octokit({ baseUrl: github.apiUrl, log: quiet }).apps.getAuthenticated({ headers });
  await expect(jwt).rejects.toMatchObject({
    status: 401,
    message: expect.stringContaining("could not be decoded"),
  });
});

test("failures on order happen as ordered, before or after the request is applied", async () => {
  const create = () => octokit.issues.create({ ...at, title: "x" });
  const count = () => github.repository.issues.size;

  github.fail({ method: "POST", path: "/issues", status: 502, headers: { "retry-after": "1" } });
  await expect(create()).rejects.toMatchObject({ status: 502 });
  github.fail({ path: /\/issues$/, status: "html" });
  await expect(create()).rejects.toMatchObject({ status: 502 });
  github.fail({ path: "/issues", status: "reset" });
  await expect(create()).rejects.toThrow();
  expect(count()).toBe(0);
  github.fail({ path: "/issues", status: "timeout-after-apply" });
  await expect(create()).rejects.toThrow();
  expect(count()).toBe(1);
  github.fail({ path: "/issues", status: "truncate" });
  expect((await create()).data).toBe(""); // Octokit takes a broken body for an empty one
  expect(count()).toBe(2);
  github.fail({ path: "/issues", status: 500, after: 1 });
  await create();
  await expect(create()).rejects.toMatchObject({ status: 500 });
  await create();
  expect(count()).toBe(4);
  expect(github.violations).toEqual([]);
});
