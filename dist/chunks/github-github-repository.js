import { n as readPlan } from "./milestone-plan-read-plan.js";
import { n as failed, r as good } from "./github-answer.js";

// src/github/classify-response.ts
/** The least wait after a secondary limit that names no time, as GitHub's best practices ask. */
const SECONDARY_WAIT_MS = 6e4;
/**
* Reads what an Octokit threw. What is no answer of GitHub's (a broken connection, a body that is not what it
* claims) counts as unavailable; anything without a status is a bug and is thrown on.
*/
function classifyFailure(error, now) {
	const http = httpError(error);
	if (!http) throw error;
	const { status, message } = http;
	if (status === 429 || status === 403 && isRateLimit(http)) return {
		kind: "rate_limited",
		until: waitUntil(http, now),
		message
	};
	if (status >= 500 || status === 408) return {
		kind: "unavailable",
		message: `${message} (${status})`
	};
	if (status === 401) return {
		kind: "unauthorized",
		status,
		message
	};
	if (status === 404 || status === 410 || status === 451) return {
		kind: "not_found",
		status,
		message
	};
	if (status === 409) return {
		kind: "conflict",
		status,
		message
	};
	if (status === 422 || status === 400 || status === 413) return {
		kind: "invalid",
		status,
		message
	};
	return {
		kind: "forbidden",
		status,
		message: `${message}${lackedPermission(http)}`
	};
}
/** GitHub tells which permissions of an app would have done. */
function lackedPermission({ headers, message }) {
	const wanted = String(headers["x-accepted-github-permissions"] ?? "");
	if (!/not accessible by/i.test(message) || !/^[a-z_=;, ]{1,200}$/.test(wanted)) return "";
	const permissions = wanted.split(/[;,] */).map((each) => each.replace("=", ": "));
	return `. It needs the permission ${[...new Set(permissions)].join(" or ")}`;
}
/** Whether this is GitHub saying that what we have is still what there is. */
function isNotModified(error) {
	return httpError(error)?.status === 304;
}
function httpError(error) {
	if (!(error instanceof Error)) return null;
	if (error.name === "AbortError" || error.name === "TimeoutError") return {
		status: 500,
		message: "the request took too long",
		headers: {}
	};
	const refusal = graphqlRefusal(error);
	if (refusal) return refusal;
	if (!("status" in error) || typeof error.status !== "number") return null;
	const response = "response" in error ? error.response : void 0;
	return {
		status: error.status,
		message: firstLine(error.message),
		headers: response?.headers ?? {}
	};
}
/** Statuses that a REST answer would have; GraphQL says all of it in the body of a success. */
const GRAPHQL_STATUS = {
	RATE_LIMITED: 429,
	RATE_LIMIT: 429,
	FORBIDDEN: 403,
	INSUFFICIENT_SCOPES: 403,
	NOT_FOUND: 404,
	UNPROCESSABLE: 422
};
/**
* A query that was answered with errors. One without a type is GitHub's "something went wrong", which passes; one that
* names a code of the query's own is refused for good, as by an older server that does not know a field.
*/
function graphqlRefusal(error) {
	if (error.name !== "GraphqlResponseError" || !("errors" in error) || !Array.isArray(error.errors)) return null;
	const first = error.errors[0];
	const status = GRAPHQL_STATUS[first?.type ?? ""] ?? (first?.extensions?.code ? 422 : 502);
	const headers = "headers" in error ? error.headers : void 0;
	return {
		status,
		message: firstLine(first?.message ?? "no reason given"),
		headers: headers ?? {}
	};
}
/** An HTML page of a proxy is no message for a person. */
function firstLine(message) {
	const line = message.trimStart().split("\n", 1)[0] ?? "";
	return line.startsWith("<") ? "an answer that is not GitHub's" : line.slice(0, 300);
}
function isRateLimit({ headers, message }) {
	return headers["retry-after"] !== void 0 || String(headers["x-ratelimit-remaining"]) === "0" || /rate limit|abuse detection/i.test(message);
}
function waitUntil({ headers }, now) {
	const after = Number(headers["retry-after"]);
	if (headers["retry-after"] !== void 0 && Number.isFinite(after)) return now + Math.max(after, 1) * 1e3;
	const reset = Number(headers["x-ratelimit-reset"]);
	if (String(headers["x-ratelimit-remaining"]) === "0" && Number.isFinite(reset)) return Math.max(reset * 1e3, now + 1e3);
	return now + SECONDARY_WAIT_MS;
}

// src/github/api.ts
const TRIES = 5;
const BACKOFF_MS = 1e3;
const WRITE_GAP_MS = 1e3;
/** GitHub itself gives up on a request after ten seconds. */
const REQUEST_TIMEOUT_MS = 2e4;
/** An Octokit with the manners that GitHub asks for; one for each token, since limits are counted by token. */
function createApi(options) {
	const state = {
		options,
		etags: createETags(),
		blockedUntil: 0,
		nextWriteAt: 0,
		writing: false,
		calling: false,
		waiting: [],
		remaining: null
	};
	return {
		async read(route, parameters) {
			const page = await read(state, route, parameters);
			return page.ok ? good(page.value.data) : page;
		},
		readPage: (route, parameters) => read(state, route, parameters),
		write: (route, parameters, recovery) => write(state, route, parameters, recovery),
		graphql: (query, variables) => graphql(state, query, variables),
		mutate: (query, variables) => inTurn(state, (turn) => mutateNow(state, turn, query, variables)),
		remaining: () => state.remaining
	};
}
async function read(state, route, parameters) {
	const key = `${route} ${JSON.stringify(parameters)}`;
	return withRetries(state, async () => {
		const known = state.etags.get(key);
		const headers = known ? { "if-none-match": known.etag } : {};
		try {
			const response = await send(state, route, parameters, headers);
			const { etag, link } = response.headers;
			const page = {
				data: response.data,
				after: cursorIn(String(link ?? ""))
			};
			if (typeof etag === "string") state.etags.set(key, {
				etag,
				page
			});
			return good(page);
		} catch (error) {
			if (known && isNotModified(error)) return good(known.page);
			throw error;
		}
	});
}
/** The cursor of the next page, in a Link header. */
function cursorIn(link) {
	const next = link.split(",").find((each) => each.includes("rel=\"next\""));
	const address = next?.slice(next.indexOf("<") + 1, next.indexOf(">"));
	return address && URL.canParse(address) ? new URL(address).searchParams.get("after") : null;
}
function graphql(state, query, variables) {
	return withRetries(state, async () => {
		const data = await state.options.octokit.graphql(query, variables);
		if (typeof data !== "object" || data === null) throw broken("POST /graphql");
		return good(data);
	});
}
function write(state, route, parameters, recovery) {
	return inTurn(state, (turn) => writeNow(state, turn, {
		route,
		parameters,
		recovery
	}));
}
/** One write at a time. Who is next is chosen when the gap is over: the first in the lowest lane. */
async function inTurn(state, work) {
	const turn = state.options.turn?.() ?? null;
	await new Promise((go) => {
		state.waiting.push({
			lane: turn?.lane ?? 0,
			go
		});
		callNext(state);
	});
	try {
		return await work(turn);
	} finally {
		state.writing = false;
		callNext(state);
	}
}
async function callNext(state) {
	const { clock } = state.options;
	while (!state.writing && !state.calling && state.waiting.length > 0) {
		const wait = state.nextWriteAt - clock.now();
		if (wait > 0) {
			state.calling = true;
			await clock.sleep(wait);
			state.calling = false;
			continue;
		}
		state.writing = true;
		const lowest = Math.min(...state.waiting.map(({ lane }) => lane));
		const next = state.waiting.findIndex(({ lane }) => lane === lowest);
		state.waiting.splice(next, 1)[0].go();
	}
}
async function writeNow(state, turn, { route, parameters, recovery }) {
	let unsettled = false;
	return withRetries(state, async () => {
		if (unsettled && recovery !== "repeatable") {
			const applied = await recovery();
			if (!applied.ok) return applied;
			if (applied.value !== null) return good({
				status: 200,
				data: applied.value
			});
		}
		return spaced(state, turn, async () => {
			unsettled = true;
			const response = await send(state, route, parameters, {});
			return good({
				status: response.status,
				data: response.data
			});
		});
	});
}
function mutateNow(state, turn, query, variables) {
	return withRetries(state, () => spaced(state, turn, async () => {
		const data = await state.options.octokit.graphql(query, variables);
		if (typeof data !== "object" || data === null) throw broken("POST /graphql");
		return good(data);
	}));
}
/** Keeps the gap between two writes, whatever came of the first. */
async function spaced(state, turn, work) {
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
async function send(state, route, parameters, headers) {
	const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
	const response = await state.options.octokit.request(route, {
		...parameters,
		headers,
		request: { signal }
	});
	const remaining = Number(response.headers["x-ratelimit-remaining"]);
	if (response.headers["x-ratelimit-remaining"] !== void 0 && Number.isFinite(remaining)) state.remaining = remaining;
	if (!(response.status === 204 || response.status === 205 || response.status === 202) && (typeof response.data !== "object" || response.data === null)) throw broken(route);
	return response;
}
/** A success whose body is cut off, or a proxy's page: as good as no answer. */
function broken(route) {
	return Object.assign(/* @__PURE__ */ new Error(`the answer to ${route} is cut off or not GitHub's`), { status: 502 });
}
async function withRetries(state, attempt) {
	const { clock, maxWaitMs } = state.options;
	const deadline = clock.now() + maxWaitMs;
	for (let tries = 1;; tries += 1) {
		if (state.blockedUntil > clock.now()) {
			if (state.blockedUntil > deadline) return failed(blocked(state.blockedUntil));
			await clock.sleep(state.blockedUntil - clock.now());
		}
		const answer = await caught(state, attempt);
		if (answer.ok) return answer;
		const { failure } = answer;
		if (failure.kind === "rate_limited") {
			state.blockedUntil = Math.max(state.blockedUntil, failure.until);
			if (tries >= 5 || failure.until > deadline) return answer;
			continue;
		}
		if (failure.kind !== "unavailable" || tries >= 5) return answer;
		const backoff = BACKOFF_MS * 2 ** (tries - 1) * (.5 + clock.random() / 2);
		if (clock.now() + backoff > deadline) return answer;
		await clock.sleep(backoff);
	}
}
async function caught(state, attempt) {
	try {
		return await attempt();
	} catch (error) {
		return failed(classifyFailure(error, state.options.clock.now()));
	}
}
function blocked(until) {
	return {
		kind: "rate_limited",
		until,
		message: "waiting as GitHub asked"
	};
}
/** Entries kept under one token; the least recently used go first. */
const LIMIT = 2e3;
/** Remembers at most `limit` answers. */
function createETags(limit = LIMIT) {
	const entries = /* @__PURE__ */ new Map();
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
		}
	};
}

// src/github/github-repository.ts
const PAGE = 100;
/** A milestone's pull request with more than 3,000 comments is read no further. */
const PAGES = 30;
/** Binds calls to one repository of an api. */
function repositoryAt({ api, owner, repo, serverUrl, ...given }) {
	const bind = (parameters) => ({
		owner,
		repo,
		...parameters
	});
	const read = (route, parameters) => api.read(route, bind(parameters));
	return {
		owner,
		repo,
		api,
		url: `${serverUrl}/${owner}/${repo}`,
		readPlan: given.readPlan ?? readPlan,
		read,
		readPage: (route, parameters) => api.readPage(route, bind(parameters)),
		write: (route, parameters, recovery) => api.write(route, bind(parameters), recovery),
		async readAll(route, parameters, pages = PAGES) {
			const all = [];
			for (let page = 1; page <= pages; page += 1) {
				const answer = await read(route, {
					...parameters,
					per_page: PAGE,
					page
				});
				if (!answer.ok) return answer;
				const items = answer.value;
				all.push(...items);
				if (items.length < PAGE) break;
			}
			return good(all);
		}
	};
}

export { createApi as n, repositoryAt as t };