import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { type GitSettings, readSettings } from "./config.ts";
import { writeFilesAtomically } from "./durable-file.ts";
import type { GitRepository } from "./git-repository.ts";

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
  /** Puts them back for the job's later steps, once no agent runs any more. */
  restore(): Promise<void>;
}

const HEADER = /^http\..*\.extraheader$|^http\.extraheader$/;
const INCLUDE = /^(includeif\..*|include)\.path$/;
const WARNING =
  "actions/checkout left its token where agents could read it; it is taken out while agents run. " +
  "Set `persist-credentials: false` on actions/checkout.";

/** The files a configuration includes, one level deep: conditions are taken as met. */
function included(settings: GitSettings, file: string, environment: NodeJS.ProcessEnv): string[] {
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

function headersOf(settings: GitSettings): { name: string; value: string }[] {
  return [...settings].flatMap(([name, values]) =>
    HEADER.test(name) ? values.filter(Boolean).map(value => ({ name, value })) : [],
  );
}

/** Looks for persisted credentials; null when there are none. `server` is the origin the token is wanted for. */
export async function findPersistedCredentials(
  repository: GitRepository,
  options: { server: string; environment: NodeJS.ProcessEnv },
): Promise<PersistedCredentials | null> {
  const own = [
    join(repository.commonDirectory, "config"),
    join(repository.commonDirectory, "config.worktree"),
    ...moduleConfigs(join(repository.commonDirectory, "modules")),
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
  const scrubbed: Scrubbed[] = [];
  return {
    files,
    token,
    warning: WARNING,
    async scrub() {
      for (const file of files) scrubbed.push(await scrubOne(repository, file));
    },
    async restore() {
      for (const each of scrubbed.splice(0)) await restoreOne(repository, each);
    },
  };
}

interface Scrubbed {
  file: string;
  before: Buffer;
  after: Buffer;
  headers: { name: string; value: string }[];
}

/** git edits a copy, so that the original is replaced at once and never half-written. */
async function scrubOne(repository: GitRepository, file: string): Promise<Scrubbed> {
  const before = readFileSync(file);
  const copy = join(repository.git.directory, "scrubbed-config");
  writeFilesAtomically([{ path: copy, parts: [before] }], { durable: false, mode: 0o600 });
  const headers = headersOf(await readSettings(repository.git, copy));
  for (const { name } of headers) {
    await repository.git.run(["config", "--file", copy, "--unset-all", name]);
  }
  const after = readFileSync(copy);
  writeFilesAtomically([{ path: file, parts: [after] }], { mode: statSync(file).mode & 0o777 });
  return { file, before, after, headers };
}

/** What was written into the file meanwhile stays. */
async function restoreOne(
  repository: GitRepository,
  { file, before, after, headers }: Scrubbed,
): Promise<void> {
  if (!existsSync(file)) return;
  const mode = statSync(file).mode & 0o777;
  if (readFileSync(file).equals(after)) {
    writeFilesAtomically([{ path: file, parts: [before] }], { mode });
    return;
  }
  const copy = join(repository.git.directory, "restored-config");
  writeFilesAtomically([{ path: copy, parts: [readFileSync(file)] }], { durable: false, mode: 0o600 });
  for (const { name, value } of headers) {
    await repository.git.run(["config", "--file", copy, "--add", name, value]);
  }
  writeFilesAtomically([{ path: file, parts: [readFileSync(copy)] }], { mode });
}

/** The configurations of submodules, which checkout gives its token as well. */
function moduleConfigs(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (!entry.isDirectory()) return [];
    const inner = join(folder, entry.name);
    const config = join(inner, "config");
    return existsSync(config) ? [config, ...moduleConfigs(join(inner, "modules"))] : moduleConfigs(inner);
  });
}
