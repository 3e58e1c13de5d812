import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { basename, join } from "node:path";
import { planSource } from "../commands/imported-source.ts";
import { narrator } from "../commands/narrate.ts";
import { localForge } from "../engine/forge.ts";
import { openMachine } from "../engine/machine/open-machine.ts";
import { createRedactor } from "../engine/output/redact.ts";
import { type Entry, secretValues } from "../engine/process/entry.ts";
import { refuse } from "../engine/refusal.ts";
import type { Command } from "../milestone/command/command.ts";
import { escapeHtml } from "../milestone/view/html/parts.ts";
import { pageBackend } from "./backend.ts";
import type { OpenMachine } from "./milestones.ts";
import { openPageServer, type PageServer } from "./page-server.ts";

/** Serves the page until the person ends it. @throws Refusal where there is no repository, or the port is taken */
export async function serve({ flags }: Command, entry: Entry): Promise<void> {
  const directory = flags["working-directory"] ?? process.cwd();
  const redactor = createRedactor(secretValues(entry.env));
  const login = entry.env.USER ?? entry.env.LOGNAME ?? userInfo().username;
  // What is read many times a minute is not warned of each time; the page shows what is wrong.
  const silent = narrator({ level: "basic", line: () => undefined, onRunner: false });
  const open: OpenMachine = (id, { push, readsOnly = !push }) =>
    openMachine({
      planSource,
      directory,
      milestone: id,
      environment: entry.env,
      token: entry.env.GITHUB_TOKEN ?? entry.env.GH_TOKEN ?? null,
      server: entry.env.GITHUB_SERVER_URL ?? "https://github.com",
      push: push && (flags.push ?? true),
      gitIntegration: true,
      followsCheckout: true,
      readsOnly,
      onRunner: false,
      live: false,
      redactor,
      narrator: silent,
      forge: () => localForge,
      isRunOver: null,
    });
  const first = await open("", { push: false });
  const repository = basename(first.root);
  await first.close();
  const by = { login, id: null, source: "local" as const };
  const server = await listening(pageBackend({ repository, open, by, redactor }), flags.port ?? 0);
  const { address } = server;
  process.stdout.write(`${address}\n`);
  process.stderr.write(
    "Whoever has this address can answer for you. Ctrl-C ends it; milestones go on without it.\n",
  );
  const forget = flags.open ? openBrowser(address) : () => undefined;
  await new Promise<void>(resolve => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  forget();
  await server.close();
}

async function listening(backend: Parameters<typeof openPageServer>[0], port: number): Promise<PageServer> {
  try {
    return await openPageServer(backend, port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      return refuse(`the port ${port} is in use`, "name another one, or none for any that is free");
    if (code === "EACCES") return refuse(`the port ${port} may not be used`, "name one from 1024 on");
    throw error;
  }
}

/**
 * Opens the address in the person's browser. Arguments of programs can be read by everybody on the machine, so it is
 * given a file of the person's own that leads there. Answers what takes that away again.
 */
function openBrowser(address: string): () => void {
  const folder = mkdtempSync(join(tmpdir(), "milestone-open-"));
  const file = join(folder, "open.html");
  const to = escapeHtml(address);
  writeFileSync(
    file,
    `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${to}"><a href="${to}">Open the page</a>\n`,
    { mode: 0o600 },
  );
  const [program, ...args] =
    process.platform === "darwin"
      ? ["open", file]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", file]
        : ["xdg-open", file];
  const child = spawn(program!, args, { stdio: "ignore", detached: true });
  child.on("error", () => process.stderr.write("No browser could be started; open the address yourself.\n"));
  child.unref();
  return () => rmSync(folder, { recursive: true, force: true });
}
