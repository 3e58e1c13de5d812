import type { z } from "zod";
import type { Finding, Findings } from "../diagnostic/findings.ts";
import { nearest } from "../diagnostic/nearest.ts";
import type { YamlMap, YamlNode, YamlPair } from "../yaml/node.ts";
import { factsOf } from "./schema-parts.ts";

interface UnknownKeyContext {
  findings: Findings;
  /** `warn`: a file that was begun, or finished, before unknown keys were refused. */
  severity: "error" | "warn";
  places: ReadonlyMap<string, readonly string[]>;
}

/** Keys that say something about the plan to people, and that no program acts on. */
const DESCRIPTIVE = new Set([
  "priority",
  "labels",
  "tags",
  "assignee",
  "owner",
  "notes",
  "links",
  "version",
  "created_at",
  "updated_at",
  "created_by",
  "milestone_activation",
]);
/** What the engine writes for people and never reads. */
const WRITTEN = new Set(["execution", "progress", "kiro_progress", "blockers"]);

/** Keys that are kept without effect, for JSON Schemas. */
export const REMARK_PATTERN = `^(?:x-.*|.*_at|metadata|${[...DESCRIPTIVE, ...WRITTEN].join("|")})$`;

/** Words of other tools, and what says the same here. */
const FOREIGN: Readonly<Record<string, string>> = {
  if: "`when: always` or `when: failure`",
  condition: "`when: always` or `when: failure`",
  script: "`run`",
  scripts: "`run`",
  cmd: "`run`",
  cmds: "`run`",
  command: "`run`",
  commands: "`run`",
  exec: "`run`",
  steps: "`run`, with the commands one a line",
  "timeout-minutes": "`timeout: 30m`",
  timeout_minutes: "`timeout: 30m`",
  retry: "`retries`",
  attempts: "`retries`",
  max_retries: "`retries`",
  "continue-on-error": "`when: always` on the tasks that need this one",
  allow_failure: "`when: always` on the tasks that need this one",
  ignore_error: "`when: always` on the tasks that need this one",
  environment: "`env`",
  variables: "`env`",
  approval: "`gate`",
  approve: "`gate`",
  reviewers: "`gate: [octocat]`",
  outputs: "`deliverables`",
  artifacts: "`deliverables`",
  generates: "`deliverables`",
  files: '`deliverables: [{ changed: … }]` or `resources: ["path:…"]`',
  locks: "`resources`",
  concurrency: "`resources`",
  mutex: "`resources`",
  jobs: "`tasks`",
  hours: "`estimated_hours`",
  estimate: "`estimated_hours`",
  effort: "`estimated_hours`",
  summary: "`title`",
  prompt: "`description`",
  preconditions: "`prerequisites`",
  pre: "`setup`",
  before_script: "`setup`",
  install: "`setup`",
  test: "`test_command`",
  tests: "`test_command`",
  task: "`tasks`",
  approvers: "`gate: [octocat]`",
  working_directory: "`run: cd web && …`",
  "working-directory": "`run: cd web && …`",
  workdir: "`run: cd web && …`",
  cwd: "`run: cd web && …`",
  dir: "`run: cd web && …`",
  blockers: "`needs`",
  desc: "`description`",
  details: "`description`",
  instructions: "`description`",
  goal: "`description`",
  story: "`description`",
  key: "`id`",
  label: "`title`",
  bash_command: "`run`",
  recipe: "`run`",
  entrypoint: "`run`",
  vars: "`env`",
  env_file: "`env`",
  soft_fail: "`when: always` on the tasks that need this one",
  rules: "`when: always` or `when: failure`",
  trigger_rule: "`when: always` or `when: failure`",
  always_run: "`when: always`",
  run_always: "`when: always`",
  finally: "`when: always`, on a task that needs the others",
  cleanup: "`when: always`, on a task of its own",
  post: "`when: always`, on a task of its own",
  on_failure: "`when: failure`, on a task that needs this one",
  rescue: "`when: failure`, on a task that needs this one",
  retry_delay: "`backoff`",
  delay: "`backoff`",
  retryStrategy: "`retries`",
  timeout_in_minutes: "`timeout: 30m`",
  execution_timeout: "`timeout: 30m`",
  activeDeadlineSeconds: "`timeout: 90s`",
  concurrency_group: "`resources`",
  pool: "`resources`",
  output: "`deliverables`",
  artifact_paths: "`deliverables`",
  approvals: "`gate: [octocat]`",
  approver: "`gate: [octocat]`",
  require_approval: "`gate: true`",
  stage: "`needs`",
  deadline: "`due`",
};
/** The same at the top of a plan, where it has another meaning. */
const AT_TOP: Readonly<Record<string, string>> = {
  steps: "`tasks`",
  services: "`tasks`",
  pipeline: "`tasks`",
  workflows: "`tasks`",
  targets: "`tasks`",
  goal: "`description`",
  stages: "`needs` on each task",
  finally: "`when: always` on a task that needs the others",
  on_failure: "`when: failure` on a task that needs the others",
  post: "`when: always` on a task that needs the others",
};
/** Words for what no plan has to say, each with the remedy. */
const NEEDLESS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ["sources inputs", "leave it out: a task runs once, whatever it reads"],
    ["matrix strategy with_items withItems loop", "write one task for each of them"],
    ["subtasks children", "write them as tasks of their own, with `needs`"],
    ["on schedule cron trigger triggers", "leave it out: the workflow says what starts a milestone"],
    ["fail_fast failfast", "leave it out: what stops a task stops only what needs it"],
    ["uses with", "write the commands as `run`"],
    [
      "model",
      "choose it for the agent, in config.yaml: `agents: { claude: { env: { ANTHROPIC_MODEL: … } } }`",
    ],
    ["shell", "leave it out: `run` is given to bash"],
    ["restart", "write `retries`"],
    ["parallel parallelism max_parallel", "leave it out: tasks run at the same time where `needs` lets them"],
  ].flatMap(([words, remedy]) => words!.split(" ").map(word => [word, remedy!])),
);

/** Words for what a task waits for, without case and joints. */
const NEEDS = new Set(
  [
    "depend dependon dependson depends dependent dependenton dep deps dependency dependencieson taskdependencies",
    "require required requires requirestasks predecessor predecessors parent parents",
    "waitfor waitsfor waiton waitson after runafter runsafter startafter startsafter aftertasks follows following",
    "upstream previous prev blockedby",
  ].flatMap(line => line.split(" ")),
);
/** Words for what waits for the task. */
const NEEDED_BY = new Set(
  "blocks before runbefore unblocks next then downstream dependents neededby requiredby".split(" "),
);
/** Words for how to run it all, which no plan says. */
const FLAG_WORDS: Readonly<Record<string, string>> = {
  strategy: "--strategy=parallel",
  parallel: "--strategy=parallel",
  parallelism: "--agents=8",
  maxparallel: "--agents=8",
  maxagents: "--agents=8",
  maxworkers: "--agents=8",
  workers: "--agents=8",
  agents: "--agents=8",
};

/** What somebody means by a word of another tool, as a remedy; null: not known. */
function foreignRemedy(key: string, shape: z.core.$ZodShape, { places }: UnknownKeyContext): string | null {
  const plain = key.slice(0, 60).toLowerCase().replaceAll(/[-_ ]/g, "");
  if (Object.hasOwn(shape, "needs")) {
    if (NEEDS.has(plain)) return "write `needs`, once for each task";
    if (NEEDED_BY.has(plain)) return "write `needs` on the task that waits for this one";
  }
  const foreign = Object.hasOwn(FOREIGN, key) ? FOREIGN[key]! : null;
  // A word that names a key of this very map is meant for it; a key that stands elsewhere is misplaced.
  const meant = /^`([a-z_]+)/.exec(foreign ?? "")?.[1] ?? "";
  if (foreign && Object.hasOwn(shape, meant)) return `write ${foreign}`;
  if (foreign && Object.hasOwn(shape, "needs") && places.get(meant)?.includes(""))
    return `write ${foreign} at the top of the file`;
  // Only the top of a plan has tasks.
  const isTop = Object.hasOwn(shape, "tasks");
  if (isTop && Object.hasOwn(AT_TOP, key)) return `write ${AT_TOP[key]}`;
  if (isTop && Object.hasOwn(FLAG_WORDS, plain))
    return `leave it out, and give it when you start: \`milestone execute ${FLAG_WORDS[plain]}\``;
  if (!isTop && !Object.hasOwn(shape, "needs")) return null;
  return Object.hasOwn(NEEDLESS, key) ? NEEDLESS[key]! : null;
}

/**
 * Refuses every key that has no effect where it stands, and says what would: where the key belongs, the word that is
 * meant, or how to keep it as a remark. Looks at the tree as it is read, with older forms in their present place.
 */
export function refuseUnknownKeys(
  node: YamlNode,
  schema: z.ZodType,
  { findings, severity }: Pick<UnknownKeyContext, "findings" | "severity">,
): void {
  visit(node, schema, { findings, severity, places: placesOf(schema) });
}

function visit(
  node: YamlNode,
  schema: z.ZodType,
  context: UnknownKeyContext,
  path: readonly string[] = [],
): void {
  const inner = unwrap(schema);
  const { def } = inner._zod;
  if (node.kind === "seq" && def.type === "array") {
    const { element } = def as z.core.$ZodArrayDef;
    for (const item of node.items) visit(item, element as z.ZodType, context, [...path, "[]"]);
  } else if (node.kind === "map" && def.type === "object") {
    visitKeys(node, inner, context, path);
  } else if (node.kind === "map" && def.type === "record") {
    const { valueType } = def as z.core.$ZodRecordDef;
    for (const pair of node.pairs) visit(pair.value, valueType as z.ZodType, context, [...path, "<name>"]);
  } else if (def.type === "union") {
    const wanted = node.kind === "map" ? "object" : node.kind === "seq" ? "array" : "string";
    const { options } = def as z.core.$ZodUnionDef;
    const option = options.find(each => each._zod.def.type === wanted);
    if (option) visit(node, option as z.ZodType, context, path);
  }
}

function visitKeys(
  node: YamlMap,
  schema: z.ZodType,
  context: UnknownKeyContext,
  path: readonly string[],
): void {
  const { shape } = schema._zod.def as z.core.$ZodObjectDef;
  const { findings, severity } = context;
  let written: Set<string> | null = null;
  for (const pair of node.pairs) {
    const known = Object.hasOwn(shape, pair.key) ? (shape[pair.key] as z.ZodType) : undefined;
    const pending = known && factsOf(known)?.pending;
    if (known && !pending) {
      visit(pair.value, known, context, [...path, pair.key]);
      continue;
    }
    if (!known && isRemark(pair, path)) continue;
    // What is meant by a key is looked for only where it will be told: a file may be made of unknown keys.
    if (findings.isFull(severity)) continue;
    const span = { start: pair.keyStart, end: pair.keyEnd };
    written ??= new Set(node.pairs.map(({ key }) => key));
    const finding = known ? notYet(pair.key) : unknown(pair.key, { written, shape, context, path });
    if (severity === "error") findings.error(span, finding);
    else findings.warn(span, finding);
  }
}

/** Kept without effect, in silence. */
function isRemark({ key, value }: YamlPair, path: readonly string[]): boolean {
  if (key.startsWith("x-") || key.endsWith("_at") || DESCRIPTIVE.has(key)) return true;
  if (key === "metadata") return value.kind === "map" || (value.kind === "scalar" && value.value === null);
  if (!WRITTEN.has(key)) return false;
  // On a task a list of blockers is somebody's word for what it needs.
  return key !== "blockers" || path.length === 0 || value.kind !== "seq" || value.items.length === 0;
}

function notYet(key: string): Finding {
  return {
    code: "unknown-key",
    message: `the key "${key}" is not supported by this version`,
    remedy: `remove it, or write \`x-${key}\` to keep it as a remark`,
    value: key,
  };
}

interface UnknownKey {
  /** The keys of its map. */
  written: ReadonlySet<string>;
  shape: z.core.$ZodShape;
  context: UnknownKeyContext;
  path: readonly string[];
}

function unknown(key: string, { written, shape, context, path }: UnknownKey): Finding {
  const foreign = foreignRemedy(key, shape, context);
  if (foreign) return { code: "misspelt-key", message: hasNone(key), remedy: foreign, value: key };
  const place = nearestPlace(context.places.get(key) ?? [], path);
  if (place !== null) {
    const message = `the key "${key}" has no effect here`;
    return { code: "misplaced-key", message, remedy: place, value: key };
  }
  // A key written correctly beside the doubtful one shows that the doubtful one is something else.
  const free = Object.keys(shape).filter(each => !written.has(each));
  const meant = nearest(key, free);
  if (meant) {
    const remedy = `write "${meant}" if that is meant`;
    return { code: "misspelt-key", message: hasNone(key), remedy, value: key };
  }
  const isName = path.join(".") === "tasks.[]" && written.size === 1;
  const remedy = isName
    ? `write it as \`id: ${key.slice(0, 60)}\` and \`run: …\`, or leave out the dashes before the tasks`
    : `remove it, or write \`x-${key.slice(0, 60)}\` to keep it as a remark`;
  return { code: "unknown-key", message: hasNone(key), remedy, value: key };
}

const hasNone = (key: string) => `the key "${key.slice(0, 60)}" is not known and has no effect`;

/** Where a key of that name is known, in words: below here first, else in the map that is nearest above. */
function nearestPlace(places: readonly string[], path: readonly string[]): string | null {
  const here = path.join(".");
  const below = places.filter(place => place.startsWith(here === "" ? "" : `${here}.`));
  // A task is the likeliest home, and of its phases the one that works.
  const distance = (place: string) =>
    place.split(".").length -
    (place.startsWith("tasks.[]") ? 0.5 : 0) -
    (place.endsWith("execute") ? 0.25 : 0);
  const shortest = (list: readonly string[]) => [...list].sort((a, b) => distance(a) - distance(b))[0];
  const inner = shortest(below);
  if (inner !== undefined) {
    const shown = (here === "" ? inner : inner.slice(here.length + 1)).replaceAll(".[]", " of each");
    return `move it under ${withoutTasks(shown)}`;
  }
  const above = places.filter(place => place === "" || here.startsWith(place.replace(/\.?\[\]$/, "")));
  const outer = above.sort((a, b) => b.length - a.length)[0];
  if (outer === undefined) return null;
  return outer === "" ? "move it to the top of the file" : `move it up to ${withoutTasks(outer)}`;
}

const withoutTasks = (place: string) =>
  place.replace(/^tasks\.\[\]/, "the task").replace(/^tasks of each/, "a task");

const PLACES = new WeakMap<z.ZodType, ReadonlyMap<string, readonly string[]>>();

/** The paths of the maps in which each key is known, made once a schema. */
function placesOf(schema: z.ZodType): ReadonlyMap<string, readonly string[]> {
  const made = PLACES.get(schema);
  if (made) return made;
  const places = new Map<string, string[]>();
  const walk = (type: z.ZodType, path: readonly string[]) => {
    const { def } = unwrap(type)._zod;
    if (def.type === "array") walk((def as z.core.$ZodArrayDef).element as z.ZodType, [...path, "[]"]);
    if (def.type === "record")
      walk((def as z.core.$ZodRecordDef).valueType as z.ZodType, [...path, "<name>"]);
    if (def.type === "union")
      for (const o of (def as z.core.$ZodUnionDef).options) walk(o as z.ZodType, path);
    if (def.type !== "object") return;
    for (const [key, value] of Object.entries((def as z.core.$ZodObjectDef).shape)) {
      if (factsOf(value as z.ZodType)?.pending) continue;
      places.set(key, [...(places.get(key) ?? []), path.join(".")]);
      walk(value as z.ZodType, [...path, key]);
    }
  };
  walk(schema, []);
  PLACES.set(schema, places);
  return places;
}

function unwrap(schema: z.ZodType): z.ZodType {
  const { def } = schema._zod;
  if (def.type !== "optional" && def.type !== "nullable") return schema;
  return unwrap((def as z.core.$ZodOptionalDef).innerType as z.ZodType);
}
