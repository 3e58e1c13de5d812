import type { Plan } from "../milestone/plan/plan.ts";
import { nodeAt, pairOf, toData, type YamlNode, type YamlPath } from "../milestone/yaml/node.ts";
import { readYaml } from "../milestone/yaml/read.ts";

/** What a committed workflow lacks for a milestone whose phases go to runners of their own. */
export interface WorkflowFinding {
  /** From 1. */
  line: number;
  message: string;
  remedy: string;
  isError: boolean;
}

/** A key that agents of the plan need: one of the names opens the door. */
export interface NeededKey {
  profile: string;
  names: readonly string[];
}

interface WorkflowNeeds {
  runners: NonNullable<Plan["runners"]>;
  keys: readonly NeededKey[];
}

const AGAIN = "milestone init --runners writes one that has it";

/** Holds the workflow of two jobs against what the plan needs, each finding with its line. */
export function checkRunnersWorkflow(text: string, wanted: WorkflowNeeds): WorkflowFinding[] {
  const read = readYaml(text);
  const lineOf = (offset: number): number => text.slice(0, offset).split("\n").length;
  if (!read.ok) {
    return read.problems
      .slice(0, 1)
      .map(({ start, message, remedy }) => ({ line: lineOf(start), message, remedy, isError: true }));
  }
  const found: WorkflowFinding[] = [];
  const file: WorkflowFile = {
    root: read.root,
    text,
    say(path, message, remedy, isError = true) {
      found.push({ line: lineOf(placeOf(read.root, path)), message, remedy, isError });
    },
  };
  checkTriggers(file);
  const [work, take] = [jobWith(file, isWork), jobWith(file, isTake)];
  if (!work) file.say(["jobs"], "no job does `command: work`, so no phase is ever done", AGAIN);
  else checkWork(file, work, wanted);
  if (!take) file.say(["jobs"], "no job does `command: take`, so nothing ever lands", AGAIN);
  else checkTake(file, take, work);
  return found.sort((a, b) => a.line - b.line);
}

interface WorkflowFile {
  root: YamlNode;
  text: string;
  say(path: YamlPath, message: string, remedy: string, isError?: boolean): void;
}

/** The job and its step that starts the Action. */
interface WorkflowJob {
  name: string;
  path: YamlPath;
  step: YamlPath;
}

/** Where the path stands, or the nearest part of it that is there. */
function placeOf(root: YamlNode, path: YamlPath): number {
  for (let length = path.length; length > 0; length--) {
    const parent = nodeAt(root, path.slice(0, length - 1));
    const last = path[length - 1]!;
    const pair = typeof last === "string" ? pairOf(parent, last) : undefined;
    const node = pair ? undefined : nodeAt(root, path.slice(0, length));
    if (pair) return pair.keyStart;
    if (node) return node.start;
  }
  return 0;
}

function textAt({ root }: WorkflowFile, path: YamlPath): string {
  const node = nodeAt(root, path);
  return node ? String(JSON.stringify(toData(node)) ?? "") : "";
}

function checkTriggers(file: WorkflowFile): void {
  const dispatch = ["on", "workflow_dispatch"];
  if (!pairOf(nodeAt(file.root, ["on"]), "workflow_dispatch"))
    return file.say(["on"], "there is no `workflow_dispatch`, so no run can be started for a phase", AGAIN);
  for (const input of ["milestone", "command", "ticket"]) {
    if (pairOf(nodeAt(file.root, [...dispatch, "inputs"]), input)) continue;
    const message = `workflow_dispatch has no input "${input}", so GitHub refuses the runs that are started with it`;
    file.say([...dispatch, "inputs"], message, `add \`${input}: {}\` below inputs`);
  }
}

const isWork = (command: string): boolean => command === "work";
const isTake = (command: string): boolean => /\btake\b/.test(command);

function jobWith({ root }: WorkflowFile, isWanted: (command: string) => boolean): WorkflowJob | undefined {
  const jobs = nodeAt(root, ["jobs"]);
  if (jobs?.kind !== "map") return undefined;
  for (const { key: name } of jobs.pairs) {
    const steps = nodeAt(root, ["jobs", name, "steps"]);
    const count = steps?.kind === "seq" ? steps.items.length : 0;
    for (let at = 0; at < count; at++) {
      const step = ["jobs", name, "steps", at];
      const command = nodeAt(root, [...step, "with", "command"]);
      if (command?.kind === "scalar" && isWanted(String(command.value)))
        return { name, path: ["jobs", name], step };
    }
  }
  return undefined;
}

/** The rights of a job: its own, else the workflow's. null: the repository's default, which may be to write. */
function rightsOf({ root }: WorkflowFile, { path }: WorkflowJob): { path: YamlPath; rights: unknown } | null {
  for (const at of [[...path, "permissions"], ["permissions"]]) {
    const node = nodeAt(root, at);
    if (node) return { path: at, rights: toData(node) };
  }
  return null;
}

function checkWork(file: WorkflowFile, job: WorkflowJob, { runners, keys }: WorkflowNeeds): void {
  const { name, path } = job;
  const given = rightsOf(file, job);
  const remedy = `write \`permissions: { contents: read }\` below ${name}`;
  if (!given) file.say(path, `the job ${name} has the repository's default rights, beside agents`, remedy);
  else if (given.rights === "read-all")
    file.say(given.path, `the job ${name} may read everything`, remedy, false);
  else if (typeof given.rights === "string")
    file.say(given.path, `the job ${name}, in which agents run, may write (${given.rights})`, remedy);
  else {
    const rights = Object.entries((given.rights ?? {}) as Record<string, unknown>);
    const writes = rights.filter(([, right]) => right === "write").map(([right]) => right);
    if (writes.length > 0) {
      const message = `the job ${name}, in which agents run, may write: ${writes.join(", ")}`;
      file.say([...given.path, writes[0]!], message, remedy);
    }
    if (!rights.some(([right]) => right === "contents"))
      file.say(given.path, `the job ${name} cannot read the repository (contents)`, remedy);
  }
  checkCheckout(file, job);
  checkCache(file, job, ["read", "none"], "what an agent leaves in a cache reaches other jobs");
  const labels = textAt(file, [...path, "runs-on"]);
  const missing = runners.labels.filter(label => !labels.includes(label));
  if (missing.length > 0 && !labels.includes("${{")) {
    const message = `the job ${name} does not run on ${missing.join(", ")}, as runners.labels says`;
    file.say([...path, "runs-on"], message, `write \`runs-on: [${runners.labels.join(", ")}]\``, false);
  }
  const env = ([["env"], [...path, "env"], [...job.step, "env"]] as YamlPath[]).flatMap(at => {
    const node = nodeAt(file.root, at);
    return node?.kind === "map" ? node.pairs.map(pair => pair.key) : [];
  });
  for (const { profile, names } of keys) {
    if (names.some(key => env.includes(key))) continue;
    const message = `the job ${name} has no key for the agent profile "${profile}": none of ${names.join(", ")} stands under env`;
    const [key] = names;
    const isSure = !env.some(each => OTHER_DOOR.test(each)) && /ubuntu|windows|macos/.test(labels);
    file.say(job.step, message, `add \`env: { ${key}: "\${{ secrets.${key} }}" }\` to the step`, isSure);
  }
}

/** A server that does not know the key refuses the file, so that who leaves it out is only warned. */
function checkCache(
  file: WorkflowFile,
  { name, path }: WorkflowJob,
  right: readonly string[],
  danger: string,
): void {
  const own = [...path, "cache-mode"];
  const at = nodeAt(file.root, own) ? own : ["cache-mode"];
  const mode = nodeAt(file.root, at);
  if (mode?.kind === "scalar" && right.includes(String(mode.value))) return;
  const remedy = `write \`cache-mode: ${right[0]}\` below ${name}`;
  file.say(mode ? at : path, `${danger}: ${name} may use caches freely`, remedy, mode !== undefined);
}

/** Variables that may lead to another service, as may a login that a machine of one's own has. */
const OTHER_DOOR = /KEY|TOKEN|SECRET|CREDENTIAL|_URL$|_USE_|_PROFILE$/;

/** Agents would find the token in the checkout. */
function checkCheckout(file: WorkflowFile, { name, path }: WorkflowJob): void {
  const steps = nodeAt(file.root, [...path, "steps"]);
  if (steps?.kind !== "seq") return;
  for (const [at, step] of steps.items.entries()) {
    const uses = pairOf(step, "uses")?.value;
    if (uses?.kind !== "scalar" || !String(uses.value).startsWith("actions/checkout@")) continue;
    const kept = pairOf(pairOf(step, "with")?.value, "persist-credentials")?.value;
    if (kept?.kind === "scalar" && kept.value === false) continue;
    const message = `the checkout of the job ${name} keeps the token where agents can read it`;
    file.say([...path, "steps", at], message, "write `persist-credentials: false` below its `with:`");
  }
}

const NEEDS_WRITE = ["contents", "actions", "pull-requests"];

function checkTake(file: WorkflowFile, job: WorkflowJob, work: WorkflowJob | undefined): void {
  const { name, path, step } = job;
  const given = rightsOf(file, job);
  if (given?.rights !== "write-all") {
    const rights = (given?.rights ?? {}) as Record<string, unknown>;
    const lacks = NEEDS_WRITE.filter(right => rights[right] !== "write");
    if (lacks.length > 0) {
      const message = `the job ${name} lacks the right to write ${lacks.join(", ")}`;
      const remedy = `write \`${lacks.map(right => `${right}: write`).join("`, `")}\` below its permissions`;
      file.say(given?.path ?? path, message, remedy);
    }
  }
  checkQueue(file, job);
  checkCache(file, job, ["none"], "a cache that an agent filled reaches the job that can write");
  const { text } = file;
  const node = nodeAt(file.root, path)!;
  const secret = /secrets\.(?!GITHUB_TOKEN\b)(\w{1,100})/.exec(text.slice(node.start, node.end));
  if (secret) {
    const message = `the job ${name} holds the secret ${secret[1]} beside the token that can write`;
    file.say(path, message, "agents' keys belong to the job that works alone", false);
  }
  if (!work) return;
  if (!textAt(file, [...path, "needs"]).includes(`"${work.name}"`))
    file.say(path, `the job ${name} does not wait for ${work.name}`, `write \`needs: ${work.name}\``);
  if (!pairOf(nodeAt(file.root, [...step, "with"]), "digest")) {
    const message = `the job ${name} is not told the digest of the result, so one that is changed on its way is not noticed`;
    const remedy = `write \`digest: \${{ needs.${work.name}.outputs.digest }}\` below its with, and the output in ${work.name}`;
    file.say([...step, "with"], message, remedy);
  }
  const [taken, worked] = [step, work.step].map(at => textAt(file, [...at, "uses"]));
  if (taken !== worked) {
    const message = `the jobs ${work.name} and ${name} use two versions of the Action: ${worked} and ${taken}`;
    file.say([...step, "uses"], message, "name the same commit in both");
  } else if (!/@[0-9a-f]{40}"$/.test(taken!) && /@/.test(taken!)) {
    file.say(
      [...step, "uses"],
      `the Action is not pinned to a commit: ${taken}`,
      "name a commit by its 40 digits",
      false,
    );
  }
}

/** One landing at a time, and none dropped. */
function checkQueue(file: WorkflowFile, { name, path }: WorkflowJob): void {
  const at = nodeAt(file.root, [...path, "concurrency"]) ? [...path, "concurrency"] : ["concurrency"];
  const node = nodeAt(file.root, at);
  if (!node) {
    const message = `the job ${name} has no concurrency group, so landings of one milestone run at once`;
    return file.say(path, message, AGAIN);
  }
  const group = node.kind === "scalar" ? String(node.value) : textAt(file, [...at, "group"]);
  if (!group.includes("milestone"))
    file.say(at, `the concurrency group of ${name} does not name the milestone`, AGAIN, false);
  const [cancels, queue] = ["cancel-in-progress", "queue"].map(key => pairOf(node, key)?.value);
  if (cancels?.kind === "scalar" && cancels.value === true)
    file.say(
      [...at, "cancel-in-progress"],
      `landings of ${name} cancel each other`,
      "write `cancel-in-progress: false`",
    );
  if (queue?.kind !== "scalar" || queue.value !== "max") {
    const message = `of the landings of ${name} that wait GitHub drops all but the newest`;
    file.say(at, message, "write `queue: max` below concurrency", false);
  }
}
