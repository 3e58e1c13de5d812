import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { type GitSettings, isNetworkSetting, setting } from "./config.ts";

/** A token and the only server it may ever be sent to. */
export interface RemoteToken {
  token: string;
  /** The GitHub server's own origin, as in `GITHUB_SERVER_URL`. */
  server: string;
}

export interface RemoteAccess {
  /** What git is told to talk to: no user, no password in it. */
  url: string;
  /** Settings for the call; they name the server, never the secret. */
  config: string[];
  /** For the pipe on file descriptor 3. */
  secret: string | undefined;
  /** The call may use the person's home (ssh keys are found without it; credential helpers, and what a person's own ssh command names, are not). */
  needsHome: boolean;
}

/**
 * The helper reads the secret from an inherited pipe, so neither a command line, an environment nor a file
 * shows it. It is set for one origin only: a redirect to another host finds no helper. A second question
 * (the server refused the token) reads an empty pipe and gets no answer.
 */
const PIPE_HELPER = '!f() { if test "$1" = get; then cat <&3; fi; }; f';

function parseHttp(text: string): URL | null {
  if (!/^https?:\/\//i.test(text)) return null;
  return URL.canParse(text) ? new URL(text) : null;
}

const SSH_SETTING = /^(?:core\.sshCommand|ssh\.variant)=/;

const SSH_URL =
  /^(?:ssh|git\+ssh|ssh\+git):\/\/(?<user>[^@/]*@)?(?<host>\[[^\]]+\]|[^:/]+)(?::(?<port>\d+))?(?:\/|$)/;
const SCP_FORM = /^(?<user>[^@/:]*@)?(?<host>\[[^\]]+\]|[^:/]+):(?!\/\/)/;

/** What git tells ssh of where to go, as arguments; null for a remote that is not reached by ssh. */
export function sshDestination(url: string): string[] | null {
  const { user = "", host, port } = (SSH_URL.exec(url) ?? SCP_FORM.exec(url))?.groups ?? {};
  if (host === undefined) return null;
  const to = user + host.replace(/^\[|\]$/g, "");
  if (to.startsWith("-")) return null;
  return port === undefined ? [to] : ["-p", port, to];
}

/** A path as git would take it: relative ones count from the work tree, so the call may start anywhere. */
export function absolutePath(url: string, root: string): string {
  const isUrl = /^[A-Za-z][A-Za-z0-9+.-]*:/.test(url) || /^[^/]+:/.test(url);
  return isUrl || isAbsolute(url) ? url : resolve(root, url);
}

/**
 * How to reach a remote. The token goes only to its own server, over the same scheme; a URL that carries
 * credentials itself is used without them, and they travel by the pipe instead.
 */
export function remoteAccess(
  remoteUrl: string,
  options: {
    root: string;
    token?: RemoteToken | undefined;
    /** The person's own settings: of credentials for a remote over http, of ssh for one over ssh. */
    personal?: readonly string[] | undefined;
  },
): RemoteAccess {
  const http = parseHttp(remoteUrl);
  if (!http) {
    const config = (options.personal ?? []).filter(each => SSH_SETTING.test(each));
    const needsHome = config.length > 0;
    return { url: absolutePath(remoteUrl, options.root), config, secret: undefined, needsHome };
  }
  const login = ownLogin(http, options.token);
  http.username = "";
  http.password = "";
  if (!login)
    return { url: http.href, config: [...(options.personal ?? [])], secret: undefined, needsHome: true };
  return {
    url: http.href,
    config: [
      ...(options.personal ?? []).filter(each => isNetworkSetting(each.slice(0, each.indexOf("=")))),
      `credential.${http.origin}.helper=${PIPE_HELPER}`,
    ],
    secret: `username=${login.user}\npassword=${login.password}\n`,
    needsHome: false,
  };
}

function ownLogin(url: URL, token: RemoteToken | undefined): { user: string; password: string } | null {
  if (token && URL.canParse(token.server) && new URL(token.server).origin === url.origin) {
    return { user: "x-access-token", password: token.token };
  }
  if (url.password === "") return null;
  return { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
}

/** The addresses of a remote. */
interface RemoteAddresses {
  fetch: string;
  /** Where milestones are pushed to: of several addresses the one that is fetched from, else the first. */
  push: string;
  /** The others, which `git push` writes to as well. */
  others: string[];
}

/** Where a remote is fetched from and pushed to, as git finds it out of its settings; null: there is no such remote. */
export function remoteAddresses(settings: GitSettings, name: string): RemoteAddresses | null {
  const named = (key: string) => (settings.get(`remote.${name}.${key}`) ?? []).filter(each => each !== "");
  const [url, ...more] = named("url");
  if (url === undefined) return null;
  const read = (each: string) => fetchAddress(settings, each);
  const own = named("pushurl").map(read);
  const written = [url, ...more].map(each => rewritten(each, settings, "pushinsteadof") ?? read(each));
  const all = own.length > 0 ? own : written;
  const fetch = read(url);
  const push = all.includes(fetch) ? fetch : all[0]!;
  return { fetch, push, others: all.filter(each => each !== push) };
}

/** What git fetches from in place of an address. */
export function fetchAddress(settings: GitSettings, url: string): string {
  return rewritten(url, settings, "insteadof") ?? url;
}

/** A remote that the person has git push a branch to, in place of the one that is fetched from. */
export interface ChosenRemote {
  name: string;
  /** The setting that says so. */
  by: string;
}

/** Where `git push` would push the branch of that name; null: nothing says another place than where is fetched from. */
export function pushRemote(settings: GitSettings, branch: string): ChosenRemote | null {
  for (const by of [`branch.${branch}.pushRemote`, "remote.pushDefault", `branch.${branch}.remote`]) {
    const end = by.lastIndexOf(".");
    const name = setting(settings, by.slice(0, end) + by.slice(end).toLowerCase());
    // A dot is this very repository.
    if (name && name !== ".") return { name, by };
  }
  return null;
}

/** Whether it is a word that a person wrote in place of an address, such as `no_push`. */
export function isNoAddress(url: string, root: string): boolean {
  return !/[/:\\.]/.test(url) && !existsSync(resolve(root, url));
}

/** The address with the longest of the prefixes that fit replaced; null where none fits. */
function rewritten(url: string, settings: GitSettings, kind: "insteadof" | "pushinsteadof"): string | null {
  let longest = "";
  let found: string | null = null;
  for (const [name, prefixes] of settings) {
    if (!name.startsWith("url.") || !name.endsWith(`.${kind}`)) continue;
    const base = name.slice("url.".length, -kind.length - 1);
    for (const prefix of prefixes) {
      if (prefix.length <= longest.length || !url.startsWith(prefix)) continue;
      longest = prefix;
      found = base + url.slice(prefix.length);
    }
  }
  return found;
}

/** Settings of the way to servers that are data: proxies and certificates. */
export function networkConfig(settings: GitSettings, remote: string): string[] {
  const proxy = setting(settings, `remote.${remote}.proxy`);
  const http = [...settings].filter(([name]) => isNetworkSetting(name));
  return [
    ...http.flatMap(([name, values]) => values.map(value => `${name}=${value}`)),
    ...(proxy === undefined ? [] : [`http.proxy=${proxy}`]),
  ];
}
