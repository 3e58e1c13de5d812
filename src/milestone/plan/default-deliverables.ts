import type { Phase } from "../phase.ts";
import type { Deliverable, DeliverableKind } from "./plan.ts";

/** What each phase leaves behind where its plan names nothing, and the headings suggested for it. */
const DEFAULTS: Record<Phase, { path: string; outline?: string[] }[]> = {
  design: [
    { path: "architecture.md", outline: ["Overview", "Architecture Decisions", "API Design"] },
    { path: "api-spec.yaml" },
  ],
  spec: [
    {
      path: "technical-spec.md",
      outline: ["Implementation Requirements", "Interface Definitions", "Test Requirements"],
    },
    { path: "test-plan.md", outline: ["Test Strategy", "Test Cases", "Acceptance Criteria"] },
  ],
  task: [{ path: "implementation-plan.md", outline: ["Development Tasks", "Timeline", "Dependencies"] }],
  execute: [
    { path: "implementation-summary.md", outline: ["Completed Work", "Code Changes", "Validation Results"] },
    { path: "test-results.md" },
  ],
};

const OUTLINES: ReadonlyMap<string, string[]> = new Map(
  Object.values(DEFAULTS)
    .flat()
    .flatMap(({ path, outline }) => (outline ? [[path, outline] as const] : [])),
);

/** The documents that a phase leaves behind when its task names none. */
export function defaultDeliverables(phase: Phase): Deliverable[] {
  return DEFAULTS[phase].map(({ path }) => fileDeliverable(path));
}

/** A deliverable of which only the path is given: its kind from the extension, its outline if it has a default one. */
export function fileDeliverable(path: string): Extract<Deliverable, { path: string }> {
  const outline = OUTLINES.get(path);
  return { path, kind: kindOf(path), ...(outline ? { outline } : {}) };
}

const KINDS: Readonly<Record<string, DeliverableKind>> = {
  md: "markdown",
  markdown: "markdown",
  yaml: "yaml",
  yml: "yaml",
  json: "json",
};

function kindOf(path: string): DeliverableKind {
  const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  return Object.hasOwn(KINDS, extension) ? KINDS[extension]! : "text";
}
