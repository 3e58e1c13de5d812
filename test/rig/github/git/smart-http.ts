/** Fetch and push over HTTP through git's own services, with GitHub's rules about who may. */
import { fork } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { authenticate } from "../http/authenticate.ts";
import type { Actor, Repository } from "../state/model.ts";
import { noticeRefs } from "../state/refs.ts";
import { atLeast, roleOf, type World } from "../state/world.ts";

/** Handles `/<owner>/<name>(.git)/(info/refs|git-upload-pack|git-receive-pack)`; false for any other path. */
export function createGitHandler(world: World, onError: (error: unknown) => void) {
  const queues = new Map<number, Promise<void>>();
  return (request: IncomingMessage, response: ServerResponse, url: URL): boolean => {
    const match = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack|HEAD)$/.exec(
      url.pathname,
    );
    if (!match) return false;
    const repository = world.repositories.get(`${match[1]}/${match[2]}`.toLowerCase());
    const pushing = match[3] === "git-receive-pack" || url.searchParams.get("service") === "git-receive-pack";
    const identity = authenticate(world, request.headers.authorization);
    const actor: Actor = identity.ok ? identity.actor : { kind: "anonymous", token: "" };
    const refusal = refused(repository, actor, { pushing, badToken: !identity.ok });
    if (refusal) {
      response
        .writeHead(refusal.status, { "content-type": "text/plain", ...refusal.headers })
        .end(refusal.text);
      return true;
    }
    const known = repository!;
    const serve = () =>
      backend(request, response, {
        world,
        repository: known,
        path: match[3]!,
        query: url.search.slice(1),
        actor,
      });
    if (match[3] !== "git-receive-pack") {
      serve().catch(onError);
      return true;
    }
    // One push at a time, so that what a push moved can be told from what another did.
    const before = queues.get(known.id) ?? Promise.resolve();
    const after = before.then(async () => {
      await serve();
      const user = "user" in actor ? actor.user : known.owner;
      const byActions = actor.kind === "installation" && actor.app.id === world.actions.id;
      await noticeRefs(world, known, { user, byActions });
    });
    queues.set(known.id, after.catch(onError));
    return true;
  };
}

interface Refusal {
  status: number;
  text: string;
  headers?: { [name: string]: string };
}

const asking = { "www-authenticate": 'Basic realm="GitHub"' };

function refused(
  repository: Repository | undefined,
  actor: Actor,
  { pushing, badToken }: { pushing: boolean; badToken: boolean },
): Refusal | null {
  if (badToken) return { status: 401, text: "Invalid username or token.", headers: asking };
  const hidden = !repository || (repository.isPrivate && actor.kind === "anonymous");
  if (hidden && actor.kind === "anonymous")
    return { status: 401, text: "Repository not found.", headers: asking };
  if (!repository) return { status: 404, text: "Repository not found." };
  const wanted = pushing ? "write" : "read";
  switch (actor.kind) {
    case "anonymous":
      return pushing ? { status: 401, text: "No anonymous write access.", headers: asking } : null;
    case "app":
      return { status: 403, text: "Permission denied." };
    case "installation": {
      const level = actor.permissions.contents;
      const mine = actor.repositoryIds?.includes(repository.id) ?? true;
      if (mine && (level === "write" || (level === "read" && wanted === "read"))) return null;
      return {
        status: 403,
        text: `Permission to ${repository.owner.login}/${repository.name}.git denied to ${actor.user.login}.`,
      };
    }
    case "user":
      if (atLeast(roleOf(repository, actor.user), wanted)) return null;
      return {
        status: 403,
        text: `Permission to ${repository.owner.login}/${repository.name}.git denied to ${actor.user.login}.`,
      };
  }
}

/** The hook that refuses what GitHub's server refuses: protected branches, and workflow files from apps without the right. */
const updateHook = `#!/bin/sh
# $1 reference, $2 old object, $3 new object
for pattern in $STANDIN_CLOSED; do
  case "$1" in
    refs/heads/$pattern)
      echo "error: GH006: Protected branch update failed for $1." >&2
      exit 1;;
  esac
done
if [ "$STANDIN_WORKFLOWS" = "deny" ] && [ "$3" != "0000000000000000000000000000000000000000" ]; then
  base=$2
  case "$base" in 0000*) base=$(git merge-base HEAD "$3" || echo 4b825dc642cb6eb9a060e54bf8d69288fbee4904);; esac
  touched=$(git diff --name-only "$base" "$3" -- .github/workflows | head -n 1)
  if [ -n "$touched" ]; then
    echo "refusing to allow a GitHub App to create or update workflow \\\`$touched\\\` without \\\`workflows\\\` permission" >&2
    exit 1
  fi
fi
exit 0
`;

export function installHook(path: string): void {
  writeFileSync(join(path, "hooks/update"), updateHook, { mode: 0o755 });
}

interface Service {
  world: World;
  repository: Repository;
  path: string;
  query: string;
  actor: Actor;
}

/**
 * As `git http-backend` does it, without a process of its own for that: git's services speak the protocol, and the
 * first answer of protocol 2 says only what the service can, so it is the same for every repository.
 */
async function backend(request: IncomingMessage, response: ServerResponse, service: Service): Promise<void> {
  const { repository, path, query, actor } = service;
  const protocol = String(request.headers["git-protocol"] ?? "");
  const isFirst = path === "info/refs";
  const name = (isFirst ? new URLSearchParams(query).get("service") : path) ?? "";
  if (!/^git-(upload|receive)-pack$/.test(name)) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader("cache-control", "no-cache");
  response.setHeader("content-type", `application/x-${name}-${isFirst ? "advertisement" : "result"}`);
  const lasting = isFirst && name === "git-upload-pack" && /(^|:)version=2(:|$)/.test(protocol);
  if (lasting && capabilities) {
    response.end(capabilities);
    return;
  }
  const closed = repository.rules.filter(rule => rule.type === "update").map(rule => rule.branch);
  const mayWorkflows = actor.kind !== "installation" || actor.permissions.workflows === "write";
  const hook = closed.length === 0 && mayWorkflows ? ["-c", "core.hooksPath=/dev/null"] : [];
  const way = ["--stateless-rpc", ...(isFirst ? ["--http-backend-info-refs"] : [])];
  const order = {
    args: [...hook, name.slice("git-".length), ...way, repository.git.path],
    env: {
      PATH: process.env.PATH,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_PROTOCOL: protocol,
      GIT_COMMITTER_NAME: "user" in actor ? actor.user.login : "anonymous",
      GIT_COMMITTER_EMAIL: "anonymous@example.test",
      STANDIN_CLOSED: closed.join(" "),
      STANDIN_WORKFLOWS: mayWorkflows ? "allow" : "deny",
    },
  };
  const asked = httpRequest({
    socketPath: await services(),
    method: "POST",
    headers: { "x-order": JSON.stringify(order) },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    asked.once("response", resolve).once("error", reject);
  });
  const body = request.headers["content-encoding"] === "gzip" ? request.pipe(createGunzip()) : request;
  const sent = pipeline(body, asked).catch(() => {}); // the service may stop reading early; its answer says why
  const answer = await answered;
  const head = isFirst && !lasting ? [packetLine(`# service=${name}\n`), "0000"] : [];
  const said: Buffer[] = head.map(line => Buffer.from(line));
  for (const line of said) response.write(line);
  for await (const chunk of answer) {
    if (lasting) said.push(chunk as Buffer);
    if (!response.write(chunk)) await drained(response);
  }
  await sent;
  const isWell = answer.trailers["x-code"] === "0";
  if (lasting && isWell) capabilities = Buffer.concat(said);
  if (!response.writableEnded)
    response.end(isWell ? undefined : decodeURIComponent(String(answer.trailers["x-complaints"] ?? "")));
}

let started: Promise<string> | undefined;

/** Where the process that starts git's services listens; one for all stand-ins of this process, and as long as this lives. */
function services(): Promise<string> {
  started ??= new Promise((resolve, reject) => {
    const folder = mkdtempSync(join(tmpdir(), "git-services-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    const socket = join(folder, "socket");
    const child = fork(join(import.meta.dirname, "service-process.ts"), [socket], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      execArgv: [],
    });
    child.once("error", reject);
    child.once("message", () => {
      child.unref();
      child.channel?.unref();
      resolve(socket);
    });
  });
  return started;
}

/** Of `git upload-pack` in protocol 2. */
let capabilities: Buffer | null = null;

function packetLine(text: string): string {
  return (text.length + 4).toString(16).padStart(4, "0") + text;
}

/** Until the client has read on, or has gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    if (response.destroyed) resolve();
    else response.on("drain", done).on("close", done);
  });
}
