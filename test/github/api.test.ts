import { describe, expect, it } from "vitest";
import { good } from "../../src/github/answer.ts";
import {
  type Api,
  createApi,
  type OctokitLike,
  type RawResponse,
  TRIES,
  type Turn,
} from "../../src/github/api.ts";

/** One reply of GitHub's: an answer, or what an Octokit throws for it. */
type Reply = Partial<RawResponse> | Error;

interface Rig {
  api: Api;
  sent: { route: string; at: number; headers: Record<string, string> }[];
  slept: number[];
  now(): number;
}

/** An Octokit that gives the replies in order (the last one for ever), under a clock that only sleeping moves. */
function rig(replies: Reply[], maxWaitMs = 120_000, turn?: () => Turn): Rig {
  let time = 1_000_000;
  const sent: Rig["sent"] = [];
  const slept: number[] = [];
  const octokit: OctokitLike = {
    async request(route, parameters = {}) {
      sent.push({ route, at: time, headers: parameters.headers as Record<string, string> });
      const reply = replies.length > 1 ? replies.shift()! : replies[0]!;
      if (reply instanceof Error) throw reply;
      return { status: 200, headers: {}, data: {}, ...reply };
    },
    graphql: async <T>() => ({}) as T,
  };
  const clock = {
    now: () => time,
    sleep: async (ms: number) => {
      slept.push(ms);
      // What else is going on has its turn meanwhile.
      await new Promise(resolve => setImmediate(resolve));
      time += ms;
    },
    random: () => 0.5,
  };
  return {
    api: createApi({ octokit, clock, maxWaitMs, ...(turn ? { turn } : {}) }),
    sent,
    slept,
    now: () => time,
  };
}

function http(status: number, headers: Record<string, string> = {}, message = "no"): Error {
  return Object.assign(new Error(message), { status, response: { headers } });
}

const at = { owner: "acme", repo: "widgets" };
const get = (api: Api) => api.read("GET /repos/{owner}/{repo}", at);
const route = "POST /repos/{owner}/{repo}/issues";
const post = (api: Api, applied: () => number | null) =>
  api.write(route, { ...at, title: "x" }, async () => {
    const number = applied();
    return good(number === null ? null : ({ number } as never));
  });

describe("R-API-1: a read", () => {
  it.each([500, 502, 503, 408])("of an answer %i is tried again, then succeeds", async status => {
    const { api, sent } = rig([http(status), { data: { id: 7 } }]);
    expect(await get(api)).toEqual({ ok: true, value: { id: 7 } });
    expect(sent).toHaveLength(2);
  });

  it("gives up after five tries and says that GitHub could not be reached", async () => {
    const { api, sent } = rig([http(503)]);
    expect(await get(api)).toMatchObject({ ok: false, failure: { kind: "unavailable" } });
    expect(sent).toHaveLength(TRIES);
  });

  it.each([
    ["401", http(401), "unauthorized"],
    ["403 without a limit", http(403), "forbidden"],
    ["404", http(404), "not_found"],
    ["409", http(409), "conflict"],
    ["422", http(422), "invalid"],
  ])("of a %s is not tried again", async (_, error, kind) => {
    const { api, sent } = rig([error]);
    expect(await get(api)).toMatchObject({ ok: false, failure: { kind } });
    expect(sent).toHaveLength(1);
  });

  it.each([
    ["a body that is cut off", { data: '{"id": 7' }],
    ["a proxy's page", { data: "<html>" }],
    ["an empty body", { data: "" }],
  ])("of %s is tried again", async (_, reply) => {
    const { api } = rig([reply, { data: { id: 7 } }]);
    expect(await get(api)).toEqual({ ok: true, value: { id: 7 } });
  });

  it("after 429 waits exactly as long as retry-after says", async () => {
    const { api, slept } = rig([http(429, { "retry-after": "30" }), { data: { id: 7 } }]);
    expect(await get(api)).toMatchObject({ ok: true });
    expect(slept).toEqual([30_000]);
  });

  it("after a secondary limit without retry-after waits a minute", async () => {
    const { api, slept } = rig([
      http(403, {}, "You have exceeded a secondary rate limit"),
      { data: { id: 7 } },
    ]);
    expect(await get(api)).toMatchObject({ ok: true });
    expect(slept).toEqual([60_000]);
  });

  it("after the primary limit waits for the reset, or fails at once when that is too far away", async () => {
    const near = http(403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1050" });
    const { api, now } = rig([near, { data: { id: 7 } }]);
    expect(await get(api)).toMatchObject({ ok: true });
    expect(now()).toBe(1_050_000);

    const far = http(403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "4600" });
    const limited = rig([far]);
    const failure = { kind: "rate_limited", until: 4_600_000 };
    expect(await get(limited.api)).toMatchObject({ ok: false, failure });
    expect(await get(limited.api)).toMatchObject({ ok: false, failure });
    expect(limited.sent).toHaveLength(1);
  });

  it("sends the ETag again, and an answer 304 gives what was read before", async () => {
    const { api, sent } = rig([{ data: { id: 7 }, headers: { etag: '"a"' } }, http(304)]);
    await get(api);
    expect(await get(api)).toEqual({ ok: true, value: { id: 7 } });
    expect(sent[1]?.headers).toEqual({ "if-none-match": '"a"' });
  });

  it("throws on what is no failure of GitHub's", async () => {
    const { api } = rig([new TypeError("a bug")]);
    await expect(get(api)).rejects.toThrow("a bug");
  });
});

describe("R-API-1: a creation", () => {
  it.each([
    ["a timeout", Object.assign(new Error("t"), { name: "TimeoutError" })],
    ["a reset connection", http(500, {}, "read ECONNRESET")],
    ["a 502", http(502)],
    ["a body that is cut off", { data: '{"number":' }],
  ])("that was applied although %s came back is not made twice", async (_, reply) => {
    const { api, sent } = rig([reply, { data: { number: 2 } }]);
    const answer = await post(api, () => 1);
    expect(answer).toMatchObject({ ok: true, value: { data: { number: 1 } } });
    expect(sent).toHaveLength(1);
  });

  it("that was not applied is made again", async () => {
    const { api, sent } = rig([http(502), { data: { number: 2 } }]);
    expect(await post(api, () => null)).toMatchObject({ ok: true, value: { data: { number: 2 } } });
    expect(sent).toHaveLength(2);
  });

  it("that GitHub refused is neither repeated nor searched for", async () => {
    const { api, sent } = rig([http(422)]);
    const answer = await post(api, () => {
      throw new Error("not to be asked");
    });
    expect(answer).toMatchObject({ ok: false, failure: { kind: "invalid" } });
    expect(sent).toHaveLength(1);
  });

  it("of a person goes before those of forty strangers, and the strangers' are made all the same", async () => {
    let lane = 2;
    const turn = () => ({ lane, check: async () => {} });
    const { api, sent, now } = rig([{ status: 201, data: { number: 1 } }], 120_000, turn);
    const strangers = Array.from({ length: 40 }, () => post(api, () => null));
    lane = 0;
    const begun = now();
    for (let n = 0; n < 3; n += 1) await post(api, () => null);
    expect(now() - begun).toBeLessThanOrEqual(4_000);
    await Promise.all(strangers);
    expect(sent).toHaveLength(43);
  });

  it("R-API-2: comes a second after the one before, also when both were wanted at once", async () => {
    const { api, sent } = rig([{ data: { number: 1 } }]);
    await Promise.all([post(api, () => null), post(api, () => null), post(api, () => null)]);
    const gaps = sent.slice(1).map((call, index) => call.at - sent[index]!.at);
    expect(gaps).toEqual([1000, 1000]);
  });
});
