import type { Move, Script } from "./script.ts";

/**
 * A model that does what the engine's briefs ask for: it writes each deliverable that a brief names, code in the
 * execute phase, and answers each point of feedback. The phase named by `sloppy` leaves something to fill in until it
 * is told, the one named by `limited` meets the account's limit once, and the one named by `asks` asks a person first.
 */
export function teamMember({ sloppy, limited, asks }: Record<"sloppy" | "limited" | "asks", string>): Script {
  let isLimited = true;
  return ({ prompt, results, before }) => {
    const brief = readBrief(prompt);
    const place = `${brief.task}/${brief.phase}`;
    const careless = place === sloppy && brief.points.length === 0;
    if (place === limited && isLimited) {
      isLimited = false;
      return LIMIT;
    }
    if (place === asks && !prompt.includes(ANSWER))
      return results.length === before ? ASK : { kind: "say", text: "I asked." };
    const moves: Move[] = brief.files.map(file => ({
      kind: "write",
      path: `${brief.root}/${file}`,
      content: contentOf(file, brief.task, careless),
    }));
    if (brief.phase === "execute") {
      const path = `${brief.root}/src/${brief.task}.ts`;
      moves.push({ kind: "write", path, content: `export const ${brief.task} = "works";\n` });
    }
    return (
      moves[results.length - before] ?? {
        kind: "say",
        text: ["Done.", "", ...answers(brief.points)].join("\n"),
      }
    );
  };
}

const LIMIT: Move = {
  kind: "refuse",
  status: 429,
  type: "rate_limit_error",
  headers: { "x-should-retry": "false" },
  message: "You've hit your session limit · resets in 3 seconds",
};

/** One of the options of the question. */
export const ANSWER = "Once a night";

const ASK: Move = {
  kind: "run",
  command: `printf '{"question":"When is mail sent?","options":["At once","${ANSWER}"]}' > "$MILESTONE_ASK"`,
};

interface Brief {
  task: string;
  phase: string;
  root: string;
  /** Relative to the root. */
  files: string[];
  points: string[];
}

function readBrief(prompt: string): Brief {
  const [, root, task, phase] = last(
    /\(that is `(\/[^`]+)\/\.milestones\/deliverables\/[^/`]+\/([^/`]+)\/([^/`]+)`\)/g,
    prompt,
  );
  const files = [...prompt.matchAll(/^- `(\.milestones\/deliverables\/[^`]+\.(?:md|yaml))`: /gm)].map(
    m => m[1]!,
  );
  const points = [...prompt.matchAll(/^(`{4,})data point-\d+\n([\s\S]*?)\n\1$/gm)].map(m => m[2]!);
  return { task: task!, phase: phase!, root: root!, files, points };
}

/** In a conversation that goes on the newest place counts. */
function last(pattern: RegExp, text: string): RegExpExecArray {
  const match = [...text.matchAll(pattern)].at(-1);
  if (!match) throw new Error(`the brief does not say what ${pattern} looks for:\n${text.slice(0, 4_000)}`);
  return match;
}

function answers(points: string[]): string[] {
  return points.map((point, i) => `Answer ${i + 1}: mended: ${point.split("\n")[0]}`);
}

function contentOf(file: string, task: string, careless: boolean): string {
  if (file.endsWith(".yaml")) {
    return `openapi: 3.0.3\ninfo: { title: ${task}, version: 1.0.0 }\npaths: {}\n`;
  }
  const rest = careless ? "TBD" : "Everything is said here, and it is short.";
  return `# The ${task} part\n\n## Overview\n\n${rest}\n`;
}
