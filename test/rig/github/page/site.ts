/** The web site of the stand-in: the page, its script, and plain answers where GitHub's links lead. */
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { entryAt, readBlob, resolveCommit } from "../git/read.ts";
import type { Repository } from "../state/model.ts";
import type { World } from "../state/world.ts";
import { renderPage } from "./render.ts";

/** Answers `/_page`, its assets, and links to pull requests, issues, checks, files and comparisons. */
export function createSite(world: World) {
  return async (response: ServerResponse, url: URL): Promise<boolean> => {
    if (url.pathname === "/_page" || url.pathname === "/")
      return send(response, "text/html", renderPage(world));
    if (url.pathname === "/_assets/mermaid.js") return send(response, "text/javascript", mermaidScript());
    const match = /^\/([^/]+)\/([^/]+)(?:\/(.*))?$/.exec(decodeURIComponent(url.pathname));
    const repository = match && world.repositories.get(`${match[1]}/${match[2]}`.toLowerCase());
    if (!repository) return false;
    const rest = match[3] ?? "";
    const anchor = anchorOf(rest);
    if (anchor !== null) {
      response.writeHead(302, { location: `/_page${anchor}` }).end();
      return true;
    }
    const text = await textOf(repository, rest);
    return text === null ? false : send(response, "text/plain", text);
  };
}

function send(response: ServerResponse, type: string, text: string): true {
  response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(text);
  return true;
}

let script: string | undefined;

function mermaidScript(): string {
  const entry = createRequire(import.meta.url).resolve("mermaid");
  script ??= readFileSync(join(dirname(entry), "mermaid.min.js"), "utf8");
  return script;
}

/** The place on the page for a link into the repository, or null for what is shown as plain text. */
function anchorOf(rest: string): string | null {
  const [, kind, number] = /^(pull|issues|runs|actions\/runs)\/(\d+)/.exec(rest) ?? [];
  if (kind === "pull") return `#pull-${number}`;
  if (kind === "issues") return `#issue-${number}`;
  if (kind === "runs") return `#check-${number}`;
  if (kind === "actions/runs") return `#run-${number}`;
  return rest === "" || rest === "pulls" || rest === "issues" || rest === "actions" ? "" : null;
}

/** A file at a commit or branch, or a comparison of two, as text. */
async function textOf({ git }: Repository, rest: string): Promise<string | null> {
  const [first = "", ...others] = rest.split("/");
  const tail = others.join("/");
  if (first === "compare") {
    const [base = "", head = ""] = await Promise.all(tail.split("...").map(each => resolveCommit(git, each)));
    return base && head ? (await git.run(["diff", `${base}...${head}`])).stdout.toString() : null;
  }
  if (first === "commit") return (await git.run(["show", "--end-of-options", tail])).stdout.toString();
  if (first !== "blob" && first !== "raw") return null;
  // A branch name may hold slashes: the longest name that is one wins.
  for (let length = others.length - 1; length > 0; length -= 1) {
    const commit = await resolveCommit(git, others.slice(0, length).join("/"));
    const entry = commit && (await entryAt(git, commit, others.slice(length).join("/")));
    if (entry) return (await readBlob(git, entry.sha))?.toString() ?? null;
  }
  return null;
}
