import type { Endpoints } from "@octokit/types";
import { type Answer, type Failure, failed, good } from "./answer.ts";
import { classifyFailure, isNotModified } from "./classify-response.ts";

/** What this folder needs of an Octokit; Probot's, `@octokit/rest`'s and `@actions/github`'s all have it. */
export interface OctokitLike {
  request(route: string, parameters?: Record<string, unknown>): Promise<RawResponse>;
  graphql<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
}

export interface RawResponse {
  status: number;
  headers: Readonly<Record<string, string | number | undefined>>;
  data: unknown;
}

export interface ApiClock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** In [0, 1), for jitter. */
  random(): number;
}

export interface ApiOptions {
  octokit: OctokitLike;
  clock: ApiClock;
  /** The longest that one call may wait for a limit or a retry; beyond it the call fails and says until when. */
  maxWaitMs: number;
  /** Between two writes; GitHub asks for a second. */
  writeGapMs?: number;
  /** For whom the caller writes; asked when a write is given. */
  turn?: () => Turn;
}

/** A place in the line of writes. */
export interface Turn {
  /** The lowest goes first; of one lane, the one that was asked first. */
  lane: number;
  /** Throws when the caller may no longer write, because another process has taken its work over. */
  check(): Promise<void>;
}

export type Route = keyof Endpoints;
export type Parameters<R extends Route> = Endpoints[R]["parameters"];
export type Data<R extends Route> = Endpoints[R]["response"]["data"];
export interface WriteAnswer<R extends Route> {
  status: Endpoints[R]["response"]["status"];
  data: Data<R>;
}

/**
 * How a write whose answer was lost is settled: `repeatable` is simply sent again; otherwise GitHub is asked
 * whether it was applied (its data, or null), so that nothing is ever created twice.
 */
export type Recovery<R extends Route> = "repeatable" | (() => Promise<Answer<Data<R> | null>>);

/** GitHub's API under one token: conditional reads, spaced writes, honoured limits, bounded retries. */
export interface Api {
  read<R extends Route>(route: R, parameters: Parameters<R>): Promise<Answer<Data<R>>>;
  /** A page of a list that goes on by a cursor: `after` of the page that follows, null at the end. */
  readPage<R extends Route>(
    route: R,
    parameters: Parameters<R>,
  ): Promise<Answer<{ data: Data<R>; after: string | null }>>;
  write<R extends Route>(
    route: R,
    parameters: Parameters<R>,
    recovery: Recovery<R>,
  ): Promise<Answer<WriteAnswer<R>>>;
  graphql<T>(query: string, variables: Record<string, unknown>): Promise<Answer<T>>;
  /** The same for a mutation that may be sent twice: it waits for its turn as every write does. */
  mutate<T>(query: string, variables: Record<string, unknown>): Promise<Answer<T>>;
  /** Requests left in this hour as GitHub last said; null before the first answer. */
  remaining(): number | null;
}

export const TRIES = 5;
const BACKOFF_MS = 1_000;
const WRITE_GAP_MS = 1_000;
/** GitHub itself gives up on a request after ten seconds. */
const REQUEST_TIMEOUT_MS = 20_000;

interface ApiState {
  options: ApiOptions;
  etags: ETags;
  /** Nothing is sent before this time. */
  blockedUntil: number;
  nextWriteAt: number;
  writing: boolean;
  /** Somebody waits for the gap to be over. */
  calling: boolean;
  /** Writes that wait for their turn, in the order asked. */
  waiting: { lane: number; go(): void }[];
  remaining: number | null;
}

/** An Octokit with the manners that GitHub asks for; one for each token, since limits are counted by token. */
export function createApi(options: ApiOptions): Api {
  const state: ApiState = {
    options,
    etags: createETags(),
    blockedUntil: 0,
    nextWriteAt: 0,
    writing: false,
    calling: false,
    waiting: [],
    remaining: null,
  };
  return {
    async read(route, parameters) {
      const page = await read(state, route, parameters);
      return page.ok ? good(page.value.data) : page;
    },
    readPage: (route, parameters) => read(state, route, parameters),
    write: (route, parameters, recovery) => write(state, route, parameters, recovery),
    graphql: (query, variables) => graphql(state, query, variables),
    mutate: (query, variables) => inTurn(state, turn => mutateNow(state, turn, query, variables)),
    remaining: () => state.remaining,
  };
}

async function read<R extends Route>(
  state: ApiState,
  route: R,
  parameters: Parameters<R>,
): Promise<Answer<{ data: Data<R>; after: string | null }>> {
  const key = `${route} ${JSON.stringify(parameters)}`;
  return withRetries(state, async () => {
    const known = state.etags.get(key);
    const headers: Record<string, string> = known ? { "if-none-match": known.etag } : {};
    try {
      const response = await send(state, route, parameters as Record<string, unknown>, headers);
      const { etag, link } = response.headers;
      const page = { data: response.data, after: cursorIn(String(link ?? "")) };
      if (typeof etag === "string") state.etags.set(key, { etag, page });
      return good(page as { data: Data<R>; after: string | null });
    } catch (error) {
      if (known && isNotModified(error)) return good(known.page as { data: Data<R>; after: string | null });
      throw error;
    }
  });
}

/** The cursor of the next page, in a Link header. */
function cursorIn(link: string): string | null {
  const next = link.split(",").find(each => each.includes('rel="next"'));
  const address = next?.slice(next.indexOf("<") + 1, next.indexOf(">"));
  return address && URL.canParse(address) ? new URL(address).searchParams.get("after") : null;
}

function graphql<T>(state: ApiState, query: string, variables: Record<string, unknown>): Promise<Answer<T>> {
  return withRetries(state, async () => {
    const data = await state.options.octokit.graphql<T>(query, variables);
    if (typeof data !== "object" || data === null) throw broken("POST /graphql");
    return good(data);
  });
}

function write<R extends Route>(
  state: ApiState,
  route: R,
  parameters: Parameters<R>,
  recovery: Recovery<R>,
): Promise<Answer<WriteAnswer<R>>> {
  return inTurn(state, turn => writeNow(state, turn, { route, parameters, recovery }));
}

/** One write at a time. Who is next is chosen when the gap is over: the first in the lowest lane. */
async function inTurn<T>(state: ApiState, work: (turn: Turn | null) => Promise<T>): Promise<T> {
  const turn = state.options.turn?.() ?? null;
  await new Promise<void>(go => {
    state.waiting.push({ lane: turn?.lane ?? 0, go });
    void callNext(state);
  });
  try {
    return await work(turn);
  } finally {
    state.writing = false;
    void callNext(state);
  }
}

async function callNext(state: ApiState): Promise<void> {
  const { clock } = state.options;
  while (!state.writing && !state.calling && state.waiting.length > 0) {
    const wait = state.nextWriteAt - clock.now();
    if (wait > 0) {
      state.calling = true;
      await clock.sleep(wait);
      state.calling = false;
      continue;
    }
    // Taken before anybody else can ask, so that nobody slips in between.
    state.writing = true;
    const lowest = Math.min(...state.waiting.map(({ lane }) => lane));
    const next = state.waiting.findIndex(({ lane }) => lane === lowest);
    state.waiting.splice(next, 1)[0]!.go();
  }
}

interface Write<R extends Route> {
  route: R;
  parameters: Parameters<R>;
  recovery: Recovery<R>;
}

async function writeNow<R extends Route>(
  state: ApiState,
  turn: Turn | null,
  { route, parameters, recovery }: Write<R>,
): Promise<Answer<WriteAnswer<R>>> {
  let unsettled = false;
  return withRetries(state, async () => {
    if (unsettled && recovery !== "repeatable") {
      const applied = await recovery();
      if (!applied.ok) return applied;
      if (applied.value !== null) return good({ status: 200, data: applied.value } as WriteAnswer<R>);
    }
    return spaced(state, turn, async () => {
      unsettled = true;
      const response = await send(state, route, parameters as Record<string, unknown>, {});
      return good({ status: response.status, data: response.data } as WriteAnswer<R>);
    });
  });
}

function mutateNow<T>(
  state: ApiState,
  turn: Turn | null,
  query: string,
  variables: Record<string, unknown>,
): Promise<Answer<T>> {
  return withRetries(state, () =>
    spaced(state, turn, async () => {
      const data = await state.options.octokit.graphql<T>(query, variables);
      if (typeof data !== "object" || data === null) throw broken("POST /graphql");
      return good(data);
    }),
  );
}

/** Keeps the gap between two writes, whatever came of the first. */
async function spaced<T>(state: ApiState, turn: Turn | null, work: () => Promise<T>): Promise<T> {
  const { clock, writeGapMs = WRITE_GAP_MS } = state.options;
  const wait = state.nextWriteAt - clock.now();
  if (wait > 0) await clock.sleep(wait);
  await turn?.check();
  try {
    return await work();
  } finally {
    state.nextWriteAt = clock.now() + writeGapMs;
  }
}

async function send(
  state: ApiState,
  route: string,
  parameters: Record<string, unknown>,
  headers: Record<string, string>,
): Promise<RawResponse> {
  const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const response = await state.options.octokit.request(route, {
    ...parameters,
    headers,
    request: { signal },
  });
  const remaining = Number(response.headers["x-ratelimit-remaining"]);
  if (response.headers["x-ratelimit-remaining"] !== undefined && Number.isFinite(remaining)) {
    state.remaining = remaining;
  }
  const empty = response.status === 204 || response.status === 205 || response.status === 202;
  if (!empty && (typeof response.data !== "object" || response.data === null)) throw broken(route);
  return response;
}

/** A success whose body is cut off, or a proxy's page: as good as no answer. */
function broken(route: string): Error {
  return Object.assign(new Error(`the answer to ${route} is cut off or not GitHub's`), { status: 502 });
}

async function withRetries<T>(state: ApiState, attempt: () => Promise<Answer<T>>): Promise<Answer<T>> {
  const { clock, maxWaitMs } = state.options;
  const deadline = clock.now() + maxWaitMs;
  for (let tries = 1; ; tries += 1) {
    if (state.blockedUntil > clock.now()) {
      if (state.blockedUntil > deadline) return failed(blocked(state.blockedUntil));
      await clock.sleep(state.blockedUntil - clock.now());
    }
    const answer = await caught(state, attempt);
    if (answer.ok) return answer;
    const { failure } = answer;
    if (failure.kind === "rate_limited") {
      state.blockedUntil = Math.max(state.blockedUntil, failure.until);
      if (tries >= TRIES || failure.until > deadline) return answer;
      continue;
    }
    if (failure.kind !== "unavailable" || tries >= TRIES) return answer;
    const backoff = BACKOFF_MS * 2 ** (tries - 1) * (0.5 + clock.random() / 2);
    if (clock.now() + backoff > deadline) return answer;
    await clock.sleep(backoff);
  }
}

async function caught<T>(state: ApiState, attempt: () => Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await attempt();
  } catch (error) {
    return failed(classifyFailure(error, state.options.clock.now()));
  }
}

function blocked(until: number): Failure {
  return { kind: "rate_limited", until, message: "waiting as GitHub asked" };
}

interface Remembered {
  etag: string;
  page: { data: unknown; after: string | null };
}

/** What was last read, by request: an unchanged answer is then free of the rate limit. */
interface ETags {
  get(key: string): Remembered | undefined;
  set(key: string, value: Remembered): void;
}

/** Entries kept under one token; the least recently used go first. */
const LIMIT = 2_000;

/** Remembers at most `limit` answers. */
function createETags(limit = LIMIT): ETags {
  const entries = new Map<string, Remembered>();
  return {
    get(key) {
      const found = entries.get(key);
      if (found) {
        entries.delete(key);
        entries.set(key, found);
      }
      return found;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size > limit) {
        const oldest = entries.keys().next();
        if (!oldest.done) entries.delete(oldest.value);
      }
    },
  };
}
