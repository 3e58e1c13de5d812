/** One REST request from its bytes to its answer: who, what, may they, is it well formed, and is our answer. */
import { createHash } from "node:crypto";
import type { Actor, Repository, User } from "../state/model.ts";
import { apiUrl, type World } from "../state/world.ts";
import { refusal } from "./access.ts";
import { type Answer, notFound, refuse } from "./answer.ts";
import { authenticate } from "./authenticate.ts";
import type { Call, Routes } from "./call.ts";
import type { Description, Matched } from "./description.ts";
import { paginate } from "./pages.ts";
import { type RateLimits, rateHeaders } from "./rate.ts";

export interface ApiRequest {
  method: string;
  /** Below the API's root, still percent-encoded, without the query. */
  path: string;
  query: { [name: string]: string };
  headers: { [name: string]: string | undefined };
  body: unknown;
}

export interface ApiResponse {
  status: number;
  headers: { [name: string]: string };
  body: Buffer;
}

/** One line of what was asked, for tests that count. */
export interface LoggedCall {
  method: string;
  path: string;
  operationId: string | null;
  status: number;
  /** Login of the person or bot, the app's slug for its JWT, or "anonymous". */
  actor: string;
  /** Whether it cost primary rate limit. */
  charged: boolean;
  at: number;
}

export interface Api {
  handle(request: ApiRequest): Promise<ApiResponse>;
  log: LoggedCall[];
}

export interface ApiParts {
  world: World;
  description: Description;
  rates: RateLimits;
  /** Routes below `/repos/{owner}/{repo}`; access to them is checked before. */
  repositoryRoutes: Routes;
  otherRoutes: Routes;
}

const nobody: User = { id: 0, login: "ghost", type: "User" };

export function createApi(parts: ApiParts): Api {
  const log: LoggedCall[] = [];
  return {
    log,
    async handle(request) {
      const { world, description, rates } = parts;
      const path = encodeSlashes(request.path);
      const matched = description.match(request.method.toLowerCase(), path);
      const identity = authenticate(world, request.headers.authorization);
      const actor = identity.ok ? identity.actor : null;
      const budget = rates.budgetOf(actor?.token ?? "");
      const exempt = matched?.operationId === "rate-limit/get";
      let answer: Answer;
      if (!identity.ok) answer = identity.answer;
      else if (!exempt && budget.used >= budget.limit) answer = exhausted(identity.actor);
      else answer = await route(parts, request, { path, matched, actor: identity.actor });
      const response = render(parts, request, { answer, path, matched });
      const charged = !exempt && response.status !== 304 && budget.used < budget.limit;
      if (charged) budget.used += 1;
      Object.assign(response.headers, rateHeaders(budget));
      const operationId = matched?.operationId ?? null;
      const { method, path: asked } = request;
      log.push({
        method,
        path: asked,
        operationId,
        status: response.status,
        actor: nameOf(actor),
        charged,
        at: world.now(),
      });
      return response;
    },
  };
}

/** GitHub takes references and paths with bare slashes too; the description knows one segment. */
function encodeSlashes(path: string): string {
  const fold = (prefix: string, rest: string, suffix = "") => prefix + rest.replaceAll("/", "%2F") + suffix;
  const tail =
    /^(\/repos\/[^/]+\/[^/]+\/(?:git\/(?:ref|refs|matching-refs)|contents|branches|rules\/branches|releases\/tags|compare)\/)(.+)$/.exec(
      path,
    );
  if (tail) return fold(tail[1]!, tail[2]!);
  const commits = /^(\/repos\/[^/]+\/[^/]+\/commits\/)(.+?)(\/(?:check-runs|pulls))?$/.exec(path);
  if (commits) return fold(commits[1]!, commits[2]!, commits[3]);
  return path.replace(/\/contents\/?$/, "/contents/%2F");
}

interface Routed {
  path: string;
  matched: Matched | null;
  actor: Actor;
}

async function route(
  parts: ApiParts,
  request: ApiRequest,
  { path, matched, actor }: Routed,
): Promise<Answer> {
  const { world, description } = parts;
  if (!matched) {
    world.violations.push(`request: ${request.method} ${path} is not in the slice`);
    return notFound();
  }
  const { operationId, params } = matched;
  const inRepository = parts.repositoryRoutes[operationId];
  const handler = inRepository ?? parts.otherRoutes[operationId];
  if (!handler) throw new Error(`no route for ${operationId}`);
  const repository = world.repositories.get(`${params.owner}/${params.repo}`.toLowerCase());
  if (inRepository) {
    if (!repository) return notFound();
    const refused = refusal(actor, repository, operationId);
    if (refused) return refused;
  }
  const faults = description.requestFaults(
    { ...request, path, body: request.body, headers: jsonHeaders(request) },
    operationId,
  );
  if (faults.length > 0) {
    world.violations.push(`request: ${request.method} ${path}: ${faults.join("; ")}`);
    return refuse(422, `Invalid request.\n\n${faults.join("\n")}`);
  }
  const call: Call = {
    world,
    actor,
    user: "user" in actor ? actor.user : nobody,
    repository: repository as Repository,
    params,
    query: request.query,
    body: (request.body ?? {}) as Call["body"],
    accept: request.headers.accept ?? "",
  };
  return handler(call);
}

/** The validator wants a content type to find the body's schema; clients may send any JSON type. */
function jsonHeaders(request: ApiRequest): { [name: string]: string } {
  return request.body === undefined ? {} : { "content-type": "application/json" };
}

function exhausted(actor: Actor): Answer {
  const who =
    actor.kind === "installation" ? `installation ID ${actor.installationId}` : `user ID ${nameOf(actor)}`;
  return refuse(403, `API rate limit exceeded for ${who}.`);
}

function nameOf(actor: Actor | null): string {
  if (!actor || actor.kind === "anonymous") return "anonymous";
  return actor.kind === "app" ? actor.app.slug : actor.user.login;
}

interface Rendering {
  answer: Answer;
  path: string;
  matched: Matched | null;
}

/** Serialises, checks our own answer against the description, and turns an unchanged GET into 304. */
function render(parts: ApiParts, request: ApiRequest, { answer, path, matched }: Rendering): ApiResponse {
  const headers: { [name: string]: string } = {
    "x-github-media-type": "github.v3; format=json",
    ...answer.headers,
  };
  let { body } = answer;
  if (answer.page) {
    const page = paginate(answer.page.items, request.query, apiUrl(parts.world) + path);
    body = answer.page.wrap?.(page.items, answer.page.items.length) ?? page.items;
    if (page.link) headers.link = page.link;
  }
  if (answer.raw)
    return {
      status: answer.status,
      headers: { ...headers, "content-type": "application/octet-stream" },
      body: answer.raw,
    };
  if (matched && answer.status < 300 && body !== undefined) {
    const plain = JSON.parse(JSON.stringify(body)) as unknown;
    const faults = parts.description.answerFaults(plain, matched.operationId, answer.status);
    if (faults.length > 0)
      parts.world.violations.push(`answer: ${matched.operationId}: ${faults.join("; ")}`);
  }
  const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body));
  if (bytes.length > 0) headers["content-type"] = "application/json; charset=utf-8";
  if (request.method !== "GET" || answer.status !== 200)
    return { status: answer.status, headers, body: bytes };
  const etag = `W/"${createHash("sha256").update(bytes).digest("hex")}"`;
  headers.etag = etag;
  const known = (request.headers["if-none-match"] ?? "").replace(/^W\//, "");
  if (known && known === etag.replace(/^W\//, "")) return { status: 304, headers, body: Buffer.alloc(0) };
  return { status: 200, headers, body: bytes };
}
