/** Fetch and push over HTTP through git's own `git http-backend`, with GitHub's rules about who may. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
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

async function backend(request: IncomingMessage, response: ServerResponse, service: Service): Promise<void> {
  const { repository, path, query, actor } = service;
  const folder = repository.git.path;
  const { headers } = request;
  const closed = repository.rules.filter(rule => rule.type === "update").map(rule => rule.branch);
  const workflows =
    actor.kind === "installation" && actor.permissions.workflows !== "write" ? "deny" : "allow";
  const child = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env.PATH,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_PROJECT_ROOT: dirname(folder),
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: `${folder.slice(dirname(folder).length)}/${path}`,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method ?? "GET",
      REMOTE_USER: "user" in actor ? actor.user.login : "",
      REMOTE_ADDR: "127.0.0.1",
      CONTENT_TYPE: headers["content-type"] ?? "",
      ...(headers["content-length"] ? { CONTENT_LENGTH: headers["content-length"] } : {}),
      HTTP_CONTENT_ENCODING: headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(headers["git-protocol"] ?? ""),
      STANDIN_CLOSED: closed.join(" "),
      STANDIN_WORKFLOWS: workflows,
    },
  });
  const complaints: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  const sent = pipeline(request, child.stdin).catch(() => {}); // the backend may stop reading early; its answer says why
  await answerFrom(child.stdout, response);
  await sent;
  const code = await new Promise(resolve =>
    child.exitCode === null ? child.once("exit", resolve) : resolve(child.exitCode),
  );
  if (code !== 0 && !response.headersSent) response.writeHead(500);
  if (!response.writableEnded) response.end(Buffer.concat(complaints));
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

/** Copies a CGI answer: header lines, an empty line, the body. */
async function answerFrom(stream: NodeJS.ReadableStream, response: ServerResponse): Promise<void> {
  let head = Buffer.alloc(0);
  let started = false;
  for await (const chunk of stream) {
    if (started) {
      if (!response.write(chunk)) await drained(response);
      continue;
    }
    head = Buffer.concat([head, chunk as Buffer]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) continue;
    started = true;
    const fields = head
      .subarray(0, end)
      .toString()
      .split("\r\n")
      .map(line => line.split(/:\s*/, 2) as [string, string]);
    const status = Number(fields.find(([name]) => name.toLowerCase() === "status")?.[1]?.slice(0, 3) ?? 200);
    response.writeHead(
      status,
      Object.fromEntries(fields.filter(([name]) => name.toLowerCase() !== "status")),
    );
    response.write(head.subarray(end + 4));
  }
  if (started) response.end();
}
