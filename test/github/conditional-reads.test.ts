import { Octokit } from "@octokit/rest";
import nock from "nock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createApi } from "../../src/github/api.ts";

const SILENT = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

beforeEach(() => {
  nock.disableNetConnect();
});
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
  nock.enableNetConnect();
});

function api() {
  let time = 0;
  const clock = {
    now: () => time,
    sleep: async (ms: number) => {
      time += ms;
    },
    random: () => 0.5,
  };
  return {
    api: createApi({ octokit: new Octokit({ auth: "t", log: SILENT }), clock, maxWaitMs: 120_000 }),
    clock,
  };
}

const PULL = "GET /repos/{owner}/{repo}/pulls/{pull_number}" as const;
const PLACE = { owner: "acme", repo: "shop", pull_number: 7 };

test("an unchanged answer is asked for with its tag, and read from memory", async () => {
  nock("https://api.github.com")
    .get("/repos/acme/shop/pulls/7")
    .reply(200, { number: 7, title: "Milestone" }, { etag: '"one"' })
    .get("/repos/acme/shop/pulls/7")
    .matchHeader("if-none-match", '"one"')
    .reply(304);
  const { api: github } = api();
  const first = await github.read(PULL, PLACE);
  const second = await github.read(PULL, PLACE);
  expect(first).toMatchObject({ ok: true, value: { number: 7 } });
  expect(second).toEqual(first);
});

test("a rate limit is waited for as GitHub says, then the read goes through", async () => {
  nock("https://api.github.com")
    .get("/repos/acme/shop/pulls/7")
    .reply(403, { message: "secondary rate limit" }, { "retry-after": "30" })
    .get("/repos/acme/shop/pulls/7")
    .reply(200, { number: 7 });
  const { api: github, clock } = api();
  expect(await github.read(PULL, PLACE)).toMatchObject({ ok: true, value: { number: 7 } });
  expect(clock.now()).toBeGreaterThanOrEqual(30_000);
});

test("what GitHub refuses is told with its status, and not asked again", async () => {
  nock("https://api.github.com").get("/repos/acme/shop/pulls/7").reply(404, { message: "Not Found" });
  const { api: github } = api();
  expect(await github.read(PULL, PLACE)).toMatchObject({
    ok: false,
    failure: { kind: "not_found", status: 404 },
  });
});
