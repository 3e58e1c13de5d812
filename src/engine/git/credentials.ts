import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { readSettings, type Settings } from "./config.ts";
import { writeFilesAtomically } from "./durable-file.ts";
import type { Repository } from "./repository.ts";

/** Credentials that `actions/checkout` left where every process of the job can read them. */
export interface PersistedCredentials {
  /** Files that hold them: the repository's configuration, or one in $RUNNER_TEMP (checkout v6 and newer). */
  files: string[];
  /** The token for the server asked about, where it could be read. */
  token: string | null;
  /** What to tell the user. */
  warning: string;
  /** Takes them out of the files. The rest of the files stays as it is. Throws the file system's fault. */
  scrub(): Promise<void>;
}

const HEADER = /^http\..*\.extraheader$|^http\.extraheader$/;
const INCLUDE = /^(includeif\..*|include)\.path$/;
const WARNING =
  "actions/checkout left its token where agents could read it; it was removed for this job. " +
  "Set `persist-credentials: false` on actions/checkout.";

/** The files a configuration includes, one level deep: conditions are taken as met. */
function included(settings: Settings, file: string, environment: NodeJS.ProcessEnv): string[] {
  const paths = [...settings].flatMap(([name, values]) => (INCLUDE.test(name) ? values : []));
  return paths
    .map(path => (path.startsWith("~/") ? join(environment.HOME ?? "/", path.slice(2)) : path))
    .map(path => (isAbsolute(path) ? path : resolve(dirname(file), path)))
    .filter(path => existsSync(path));
}

/** `AUTHORIZATION: basic <base64 of user:token>`, as checkout writes it. */
function tokenOf(header: string): string | null {
  const encoded = /^authorization:\s*basic\s+(\S+)/i.exec(header)?.[1];
  if (encoded === undefined) return /^authorization:\s*bearer\s+(\S+)/i.exec(header)?.[1] ?? null;
  const login = Buffer.from(encoded, "base64").toString("utf8");
  return login.slice(login.indexOf(":") + 1) || null;
}

function headersOf(settings: Settings): { name: string; value: string }[] {
  return [...settings].flatMap(([name, values]) =>
    HEADER.test(name) ? values.filter(Boolean).map(value => ({ name, value })) : [],
  );
}

/** Looks for persisted credentials; null when there are none. `server` is the origin the token is wanted for. */
export async function findPersistedCredentials(
  repository: Repository,
  options: { server: string; environment: NodeJS.ProcessEnv },
): Promise<PersistedCredentials | null> {
  const own = [
    join(repository.commonDirectory, "config"),
    join(repository.commonDirectory, "config.worktree"),
  ];
  const files: string[] = [];
  let token: string | null = null;
  const candidates = own.filter(file => existsSync(file));
  for (const file of [...candidates]) {
    candidates.push(...included(await readSettings(repository.git, file), file, options.environment));
  }
  for (const file of new Set(candidates)) {
    const headers = headersOf(await readSettings(repository.git, file));
    if (headers.length === 0) continue;
    files.push(file);
    const fitting = headers.find(({ name }) => name.startsWith(`http.${options.server.replace(/\/$/, "")}/`));
    token ??= fitting ? tokenOf(fitting.value) : null;
  }
  if (files.length === 0) return null;
  return { files, token, warning: WARNING, scrub: () => scrubAll(repository, files) };
}

/** git edits a copy, so that the original is replaced at once and never half-written. */
async function scrubAll(repository: Repository, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const copy = join(repository.git.directory, "scrubbed-config");
    writeFilesAtomically([{ path: copy, parts: [readFileSync(file)] }], { durable: false, mode: 0o600 });
    for (const { name } of headersOf(await readSettings(repository.git, copy))) {
      await repository.git.run(["config", "--file", copy, "--unset-all", name]);
    }
    writeFilesAtomically([{ path: file, parts: [readFileSync(copy)] }], {
      mode: statSync(file).mode & 0o777,
    });
  }
}
