import { pathProblem } from "../path/path-rule.ts";
import { isPhase, MILESTONE_STATUSES, PHASE_STATUSES, TASK_STATUSES } from "../phase.ts";
import { pairOf, type YamlMap, type YamlNode, type YamlPair } from "../yaml/node.ts";
import { type LegacyContext, readAs, withPair, yesOrNo } from "./legacy-node.ts";

type ReadStatus = (map: YamlMap, kind: StatusOf, context: LegacyContext) => YamlMap;

/** The phases of a task: also as a list of maps with a `name`, and with their older ways of writing. */
export function legacyPhases(value: YamlNode, context: LegacyContext, readStatus: ReadStatus): YamlNode {
  const map = value.kind === "seq" ? phasesFromList(value, context) : value;
  if (map.kind !== "map") return map;
  return {
    ...map,
    pairs: map.pairs.map(pair => {
      const key = isPhase(pair.key) ? pair.key : lowerPhase(pair, context);
      if (pair.value.kind !== "map") return { ...pair, key };
      let phase = readStatus(pair.value, "phase", context);
      phase = withPair(phase, "deliverables", node => deliverables(node, context));
      phase = withPair(phase, "approval_required", node => yesOrNo(node, context));
      return { ...pair, key, value: phase };
    }),
  };
}

function lowerPhase(pair: YamlPair, context: LegacyContext): string {
  const lower = pair.key.toLowerCase();
  if (!isPhase(lower)) return pair.key;
  readAs(context, pair, `the phase "${pair.key}" is read as ${lower}`, `write ${lower}`);
  return lower;
}

function phasesFromList(value: Extract<YamlNode, { kind: "seq" }>, context: LegacyContext): YamlNode {
  const pairs: YamlPair[] = [];
  for (const item of value.items) {
    const named = pairOf(item, "name") ?? pairOf(item, "phase");
    const name = named?.value;
    if (item.kind !== "map" || name?.kind !== "scalar" || typeof name.value !== "string") return value;
    const rest = { ...item, pairs: item.pairs.filter(pair => pair !== named) };
    pairs.push({ key: name.value.toLowerCase(), keyStart: name.start, keyEnd: name.end, value: rest });
  }
  readAs(context, value, "the list of phases is read as a map", "write `design:`, `spec:` and so on");
  return { kind: "map", flow: false, indent: value.indent, pairs, start: value.start, end: value.end };
}

/** Names of the default deliverables without their extension, as older files list them. */
const KNOWN_STEMS: Readonly<Record<string, string>> = {
  architecture: "architecture.md",
  "api-spec": "api-spec.yaml",
  api_spec: "api-spec.yaml",
  "technical-spec": "technical-spec.md",
  technical_spec: "technical-spec.md",
  "test-plan": "test-plan.md",
  test_plan: "test-plan.md",
  "implementation-plan": "implementation-plan.md",
  implementation_plan: "implementation-plan.md",
  "implementation-summary": "implementation-summary.md",
  implementation_summary: "implementation-summary.md",
  "test-results": "test-results.md",
  test_results: "test-results.md",
};

function deliverables(value: YamlNode, context: LegacyContext): YamlNode {
  if (value.kind === "scalar" && typeof value.value === "string") {
    readAs(context, value, "the deliverable is read as a list of one", "write it as a list");
    return { kind: "seq", flow: true, indent: 0, items: [withExtension(value, context)], ...spanOf(value) };
  }
  if (value.kind !== "seq") return value;
  return { ...value, items: value.items.map(item => withExtension(item, context)) };
}

const spanOf = ({ start, end }: YamlNode) => ({ start, end });

function withExtension(item: YamlNode, context: LegacyContext): YamlNode {
  if (item.kind !== "scalar" || typeof item.value !== "string") return item;
  const name = item.value.slice(item.value.lastIndexOf("/") + 1);
  if (name === "" || name.includes(".") || pathProblem(item.value)) return item;
  const file = Object.hasOwn(KNOWN_STEMS, item.value) ? KNOWN_STEMS[item.value]! : `${item.value}.md`;
  readAs(
    context,
    item,
    `the deliverable ${JSON.stringify(item.value)} is read as ${file}`,
    `write ${file}, or { path: ${item.value} } if the file has no extension`,
  );
  return { ...item, value: file };
}

export type StatusOf = "milestone" | "task" | "phase";

const KNOWN: Record<StatusOf, ReadonlySet<string>> = {
  milestone: new Set(MILESTONE_STATUSES),
  task: new Set(TASK_STATUSES),
  phase: new Set(PHASE_STATUSES),
};

/** Words of other tools, and of earlier files of this kind, for the same thing. */
const SYNONYMS: Readonly<Record<string, string>> = {
  kiro_managed: "in_progress",
  active: "in_progress",
  started: "in_progress",
  running: "in_progress",
  in_review: "waiting_approval",
  review: "waiting_approval",
  done: "completed",
  complete: "completed",
  finished: "completed",
  closed: "completed",
  todo: "pending",
  open: "pending",
  not_started: "pending",
  ready: "pending",
  canceled: "cancelled",
  deferred: "postponed",
  on_hold: "paused",
};

/** The status that a word means, or null when it means none of the kind. */
export function readStatus(kind: StatusOf, word: string): string | null {
  const plain = word
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
  for (const candidate of [plain, SYNONYMS[plain]]) {
    if (candidate === undefined) continue;
    if (KNOWN[kind].has(candidate)) return candidate;
    if (kind === "milestone" && candidate === "pending") return "planned";
    if (kind !== "milestone" && candidate === "planned") return "pending";
  }
  return null;
}
