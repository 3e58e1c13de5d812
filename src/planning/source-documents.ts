import { isAbsolute, relative, resolve, sep } from "node:path";
import { nodeFiles } from "../commands/node-files.ts";
import { refuse } from "../engine/refusal.ts";
import { isFinished } from "../milestone/phase.ts";
import { openQuestions } from "../milestone/session/questions.ts";
import { hasBegunWork, type State, type TaskState } from "../milestone/session/state.ts";
import type { SourceDocument } from "./brief.ts";

const MAX_DOCUMENTS = 20;

/** The texts of a file or a folder of the repository; git's own folder is none of it. @throws Refusal */
export async function readSourceDocuments(
  from: string,
  root: string,
  directory: string,
): Promise<SourceDocument[]> {
  const files = nodeFiles(root);
  const place = relative(resolve(root), resolve(directory, from));
  const parts = place.split(sep);
  if (parts[0] === ".." || isAbsolute(place))
    return refuse(`${from} lies outside of the repository`, "copy it into the repository");
  if (parts.some(part => part.toLowerCase() === ".git"))
    return refuse(`${from} is git's own, and no text to plan from`, "name a file of the repository");
  const path = parts.join("/") || ".";
  const text = await files.readFile(path);
  if (text !== null) return [{ name: path, text }];
  const below = ((await files.list(path)) ?? [])
    .filter(name => /\.(?:md|markdown|txt|rst|adoc)$/i.test(name))
    .sort();
  if (below.length === 0)
    return refuse(
      `there is no text to plan from at ${from}`,
      "name a Markdown or text file, or a folder of them",
    );
  if (below.length > MAX_DOCUMENTS)
    return refuse(
      `${from} holds ${below.length} texts, and at most ${MAX_DOCUMENTS} are planned from`,
      "name a folder with fewer, or one file",
    );
  const given: SourceDocument[] = [];
  for (const name of below) {
    const file = path === "." ? name : `${path}/${name}`;
    const content = await files.readFile(file);
    if (content !== null) given.push({ name: file, text: content });
  }
  return given;
}

/** From here on a person decides about a blocker. */
const FOR_PEOPLE = 4;
const MAX_POINTS = 5;

/** Tasks that cannot be taken out of the plan any more. */
export const startedTasks = (state: State): Set<string> =>
  new Set([...state.tasks.values()].filter(hasBegunWork).map(task => task.id));

/** What a planner is told of a milestone under way: what became of its tasks, what agents found, what blocks it. */
export function soFar(state: State): SourceDocument[] {
  const discovered = openQuestions(state).flatMap(({ task, phase, discovered: found }) =>
    found
      ? [
          `${found.title}${found.why ? `: ${found.why}` : ""} (found in ${task}/${phase}${found.needs.length > 0 ? `, needs ${found.needs.join(", ")}` : ""})`,
        ]
      : [],
  );
  const blocked = [...state.blockers.values()]
    .filter(({ level }) => level >= FOR_PEOPLE)
    .map(({ id, type, message, evidence, attempts }) =>
      [`${id} (${type}, ${attempts} attempts): ${message}`, evidence]
        .filter(line => line !== "")
        .join("\n  "),
    );
  const documents: [string, string[]][] = [
    [
      "what became of the plan so far",
      [`the milestone is ${state.status}`, ...[...state.tasks.values()].map(taskLine)],
    ],
    ["work that agents found to be missing", discovered],
    ["what nobody but a person gets past", blocked],
  ];
  return documents.flatMap(([name, lines]) => (lines.length > 0 ? [{ name, text: lines.join("\n") }] : []));
}

function taskLine({ id, status, phases, skipReason }: TaskState): string {
  const under = [...phases]
    .filter(([, phase]) => phase.attempt > 0 && !isFinished(phase.status))
    .map(([name, { status: standing, failures, feedback }]) => {
      const points = feedback.slice(-MAX_POINTS).map(point => `\n    - ${point.slice(0, 500)}`);
      return `\n  ${name}: ${standing}, failed ${failures} times${points.join("")}`;
    });
  return `${id}: ${status}${skipReason ? ` (${skipReason})` : ""}${under.join("")}`;
}
