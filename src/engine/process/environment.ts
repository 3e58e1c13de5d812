/** Variables as a process holds them. */
export type Variables = Readonly<Record<string, string | undefined>>;

export interface EnvironmentRequest {
  /** The engine's own variables as it was started with, secrets included (see entry.ts). */
  engine: Variables;
  /**
   * What the executor and its profile allow, the nearest last: a value, or null for the engine's own
   * variable of that name.
   */
  allow: readonly Readonly<Record<string, string | null>>[];
  /** The `MILESTONE_…` variables of this phase. */
  milestone: Readonly<Record<string, string>>;
  /** A private folder on a runner; absent: the user's own home. */
  home?: string;
}

export interface Environment {
  variables: Record<string, string>;
  /** Names that `allow` asked for and no executor may ever have. To be told to the user. */
  refused: string[];
}

const PASSED = new Set([
  "PATH",
  "LANG",
  "LANGUAGE",
  "TZ",
  "TMPDIR",
  "CI",
  // By this variable the runner finds and ends what a job leaves behind.
  "RUNNER_TRACKING_ID",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "ALL_PROXY",
  "NODE_EXTRA_CA_CERTS",
  "NODE_USE_SYSTEM_CA",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "CURL_CA_BUNDLE",
  "REQUESTS_CA_BUNDLE",
  "GIT_SSL_CAINFO",
  "AWS_CA_BUNDLE",
  "PIP_CERT",
  "CARGO_HTTP_CAINFO",
]);

/** Without these most programs do not start, also where the engine's own environment lacks them. */
const FALLBACK_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * The environment of an executor, a check or a test command: an allow-list, never the engine's own
 * environment less something, as a variable that nobody thought of would then be passed on.
 */
export function executorEnvironment(request: EnvironmentRequest): Environment {
  const { engine, allow, milestone, home = engine.HOME } = request;
  const variables: Record<string, string> = { PATH: FALLBACK_PATH };
  for (const [name, value] of Object.entries(engine)) {
    if (value !== undefined && isPassed(name)) variables[name] = value;
  }
  if (home !== undefined) variables.HOME = home;
  const refused = new Set<string>();
  for (const [name, wanted] of allow.flatMap(Object.entries<string | null>)) {
    const value = wanted ?? engine[name];
    if (isNeverPassed(name)) refused.add(name);
    else if (value !== undefined) variables[name] = value;
  }
  return { variables: { ...variables, ...milestone }, refused: [...refused] };
}

function isPassed(name: string): boolean {
  const upper = name.toUpperCase();
  return PASSED.has(name) || name.startsWith("LC_") || (PASSED.has(upper) && upper.endsWith("_PROXY"));
}

/**
 * The runner's own: its tokens, the action's inputs (the GitHub token among them), and the files by which
 * a step sets outputs and variables of the job. Not even a plan may hand them to an agent; a token that an
 * agent is meant to have has a name of its own.
 */
function isNeverPassed(name: string): boolean {
  return /^(GITHUB|ACTIONS|INPUT|STATE)_/i.test(name);
}
