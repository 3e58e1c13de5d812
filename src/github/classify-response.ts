import type { Failure } from "./answer.ts";

/** The least wait after a secondary limit that names no time, as GitHub's best practices ask. */
const SECONDARY_WAIT_MS = 60_000;

interface HttpError {
  status: number;
  message: string;
  headers: Readonly<Record<string, string | number | undefined>>;
}

/**
 * Reads what an Octokit threw. What is no answer of GitHub's (a broken connection, a body that is not what it
 * claims) counts as unavailable; anything without a status is a bug and is thrown on.
 */
export function classifyFailure(error: unknown, now: number): Failure {
  const http = httpError(error);
  if (!http) throw error;
  const { status, message } = http;
  if (status === 429 || (status === 403 && isRateLimit(http))) {
    return { kind: "rate_limited", until: waitUntil(http, now), message };
  }
  if (status >= 500 || status === 408) return { kind: "unavailable", message: `${message} (${status})` };
  if (status === 401) return { kind: "unauthorized", status, message };
  if (status === 404 || status === 410 || status === 451) return { kind: "not_found", status, message };
  if (status === 409) return { kind: "conflict", status, message };
  if (status === 422 || status === 400 || status === 413) return { kind: "invalid", status, message };
  return { kind: "forbidden", status, message: `${message}${lackedPermission(http)}` };
}

/** GitHub tells which permissions of an app would have done. */
function lackedPermission({ headers, message }: HttpError): string {
  const wanted = String(headers["x-accepted-github-permissions"] ?? "");
  if (!/not accessible by/i.test(message) || !/^[a-z_=;, ]{1,200}$/.test(wanted)) return "";
  const permissions = wanted.split(/[;,] */).map(each => each.replace("=", ": "));
  return `. It needs the permission ${[...new Set(permissions)].join(" or ")}`;
}

/** Whether this is GitHub saying that what we have is still what there is. */
export function isNotModified(error: unknown): boolean {
  return httpError(error)?.status === 304;
}

function httpError(error: unknown): HttpError | null {
  if (!(error instanceof Error)) return null;
  if (error.name === "AbortError" || error.name === "TimeoutError") {
    return { status: 500, message: "the request took too long", headers: {} };
  }
  const refusal = graphqlRefusal(error);
  if (refusal) return refusal;
  if (!("status" in error) || typeof error.status !== "number") return null;
  const response =
    "response" in error ? (error.response as { headers?: HttpError["headers"] } | undefined) : undefined;
  return { status: error.status, message: firstLine(error.message), headers: response?.headers ?? {} };
}

/** Statuses that a REST answer would have; GraphQL says all of it in the body of a success. */
const GRAPHQL_STATUS: Readonly<Record<string, number>> = {
  RATE_LIMITED: 429,
  RATE_LIMIT: 429,
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPES: 403,
  NOT_FOUND: 404,
  UNPROCESSABLE: 422,
};

/**
 * A query that was answered with errors. One without a type is GitHub's "something went wrong", which passes; one that
 * names a code of the query's own is refused for good, as by an older server that does not know a field.
 */
function graphqlRefusal(error: Error): HttpError | null {
  if (error.name !== "GraphqlResponseError" || !("errors" in error) || !Array.isArray(error.errors))
    return null;
  const first = error.errors[0] as
    | { type?: string; message?: string; extensions?: { code?: string } }
    | undefined;
  const status = GRAPHQL_STATUS[first?.type ?? ""] ?? (first?.extensions?.code ? 422 : 502);
  const headers = "headers" in error ? (error.headers as HttpError["headers"] | undefined) : undefined;
  return { status, message: firstLine(first?.message ?? "no reason given"), headers: headers ?? {} };
}

/** An HTML page of a proxy is no message for a person. */
function firstLine(message: string): string {
  const line = message.trimStart().split("\n", 1)[0] ?? "";
  return line.startsWith("<") ? "an answer that is not GitHub's" : line.slice(0, 300);
}

function isRateLimit({ headers, message }: HttpError): boolean {
  return (
    headers["retry-after"] !== undefined ||
    String(headers["x-ratelimit-remaining"]) === "0" ||
    /rate limit|abuse detection/i.test(message)
  );
}

function waitUntil({ headers }: HttpError, now: number): number {
  const after = Number(headers["retry-after"]);
  if (headers["retry-after"] !== undefined && Number.isFinite(after)) return now + Math.max(after, 1) * 1000;
  const reset = Number(headers["x-ratelimit-reset"]);
  if (String(headers["x-ratelimit-remaining"]) === "0" && Number.isFinite(reset)) {
    return Math.max(reset * 1000, now + 1000);
  }
  return now + SECONDARY_WAIT_MS;
}
