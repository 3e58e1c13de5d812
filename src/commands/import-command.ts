import { Refusal, refuse } from "../engine/refusal.ts";
import { describeFailure } from "../github/answer.ts";
import type { GitHubRepository } from "../github/github-repository.ts";
import type { ImportFormat, ImportSource } from "../import/detect.ts";
import { fetchMilestone } from "../import/fetch-github.ts";
import { findSource } from "../import/find-source.ts";
import { readGitHubMilestone } from "../import/github-issues.ts";
import type { Files, Imported, ImportedPlan } from "../import/imported.ts";
import { milestoneText } from "../import/milestone-text.ts";
import { readSource } from "../import/read-source.ts";
import { memoryOf, rememberedSource } from "../import/source-memory.ts";
import { nameOf } from "../import/titles.ts";
import { updateFromSource } from "../import/update-from-source.ts";
import { idProblem, paths } from "../milestone/names.ts";
import { readPlan } from "../milestone/plan/read-plan.ts";
import { counted } from "../milestone/text/sanitise.ts";
import { asId, slugOf } from "../milestone/text/slug.ts";
import { EXIT, type Outcome } from "./outcome.ts";

export interface ImportRequest {
  /** A folder, a file (`tasks.json#tag`), `github:12` or a GitHub milestone's page. */
  source: string;
  /** Of the new milestone; null: made of the source's name. */
  id: string | null;
  /** null: found out. */
  format: ImportFormat | null;
  /** Overwrite what is there. */
  force: boolean;
  /** Show what would be written. */
  dryRun: boolean;
  files: Files;
  /** Asks GitHub; null where there is no token. Gets the repository that the source names, or null for this one's. */
  github: ((named: { owner: string; repo: string } | null) => Promise<GitHubRepository | null>) | null;
}

/**
 * Makes a milestone of a plan that another tool wrote: its file below `.milestones/active/` and its documents as
 * finished deliverables. A plan that was imported before is taken in again, and what a person changed in the milestone
 * stays. Nothing is written before all was read and found valid, nor over what is there.
 * @throws Refusal for what cannot be read or stands in the way
 */
export async function importCommand(request: ImportRequest): Promise<Outcome> {
  const { files, force, dryRun } = request;
  const found = await findSource(request.source, request);
  const source = found.ok ? found.source : refuse(found.message, found.remedy);
  const plan = unwrap(await read(source, request));
  const known = request.id ?? (await idOfSource(source, files, "active"));
  const done =
    known === null && plan.tasks.every(isOver) ? await idOfSource(source, files, "completed") : null;
  if (done !== null) return nothingLeft(plan, done);
  const id = known ?? idFor(source, plan);
  const problem = idProblem(id);
  if (problem)
    refuse(
      `the id ${JSON.stringify(id).slice(0, 80)} is not valid: ${problem}`,
      "name another one behind the source",
    );
  const made = unwrap(milestoneText(plan, id, memoryOf(source, filesOf(plan))));
  const path = paths.milestone(id);
  const there = force ? null : await files.readFile(path);
  if (there !== null && source.format !== "github" && isOf(there, source))
    return takeAgain({ request, id, source, plan, current: there });
  const reading = readPlan({ file: path, text: made.text });
  if (!reading.ok) throw new Error(`the import made an invalid milestone: ${reading.errors[0]?.message}`);
  const writes = [{ path, text: made.text }, ...made.files];
  if (!force) await refuseOverwriting(id, writes, files);
  if (!dryRun) for (const file of writes) await files.writeFile(file.path, file.text);
  const { tasks } = reading.plan;
  const count = (status: string) => tasks.filter(task => task.status === status).length;
  const documents = made.files.length;
  const notes = source.format === "github" ? [...made.notes, IS_COPY] : made.notes;
  const said = [
    `${plan.format}: ${plan.source}: ${counted(tasks.length, "task")} (${count("completed")} completed, ${count("skipped")} skipped), ${counted(documents, "document")}`,
    ...notes.map(note => `  note: ${note}`),
  ];
  const text = dryRun
    ? [...said, `would write ${writes.map(w => w.path).join(", ")}:`, "", made.text].join("\n")
    : [...said, ...writes.map(w => `wrote ${w.path}`), "", ...next(id)].join("\n");
  const json = {
    milestone: id,
    format: plan.format,
    source: plan.source,
    tasks: tasks.length,
    files: writes.map(w => w.path),
    written: !dryRun,
    notes,
  };
  return { status: null, exitCode: EXIT.ok, text, json, outputs: { milestone: id } };
}

/** Files of the repository come from people who may write there; the text of an issue from anybody. */
const IS_COPY =
  "this is a copy: what changes in the issues later is not taken in by itself, for anybody may edit an issue of theirs; change the milestone file, or import the milestone again under another id";

const filesOf = (plan: ImportedPlan) => plan.documents.map(({ source, text }) => ({ path: source, text }));

/** Whether a milestone file says that it was made of this source. */
function isOf(text: string, source: ImportSource): boolean {
  const memory = rememberedSource(text);
  return memory !== null && memory.path === memoryOf(source, [])?.path;
}

/** The milestone that was made of this source before. */
async function idOfSource(
  source: ImportSource,
  files: Files,
  shelf: "active" | "completed",
): Promise<string | null> {
  if (source.format === "github") return null;
  for (const name of ((await files.list(`.milestones/${shelf}`)) ?? []).sort()) {
    if (!/^[^/]+\.yaml$/.test(name)) continue;
    const text = await files.readFile(`.milestones/${shelf}/${name}`);
    if (text !== null && isOf(text, source)) return name.slice(0, -".yaml".length);
  }
  return null;
}

const isOver = ({ state }: ImportedPlan["tasks"][number]): boolean =>
  state === "completed" || state === "skipped";

/** A second milestone of what one has finished would have nothing to do. */
function nothingLeft({ format, source, tasks }: ImportedPlan, milestone: string): Outcome {
  const json = {
    ...{ milestone, format, source, tasks: tasks.length, files: [], written: false, notes: [] },
    ...{ added: [], changed: [], ticked: [], gone: [], renamed: [], kept: [] },
  };
  const text = [
    `${format}: ${source}: every task in it is done, and milestone ${milestone} was made of it`,
    "  nothing new",
  ].join("\n");
  return { status: null, exitCode: EXIT.ok, text, json, outputs: { milestone } };
}

interface Reimport {
  request: Pick<ImportRequest, "files" | "dryRun">;
  id: string;
  source: Exclude<ImportSource, { format: "github" }>;
  plan: ImportedPlan;
  current: string;
}

/** A source that was imported before: takes in what changed there. @throws Refusal where the result would not be valid */
async function takeAgain({ request, id, source, plan, current }: Reimport): Promise<Outcome> {
  const { files, dryRun } = request;
  const path = paths.milestone(id);
  const updated = unwrap(await updateFromSource({ id, current, source, plan }, files));
  const reading = readPlan({ file: path, text: updated.text });
  if (!reading.ok) throw new Refusal(reading.errors);
  const writes = [{ path, text: updated.text }, ...updated.files];
  const written: string[] = [];
  for (const file of writes) {
    if ((await files.readFile(file.path)) === file.text) continue;
    written.push(file.path);
    if (!dryRun) await files.writeFile(file.path, file.text);
  }
  const list = (what: string, ids: readonly string[]) =>
    ids.length > 0 ? [`${what}: ${ids.join(", ")}`] : [];
  const said = [
    ...list("new", updated.added),
    ...list("renamed", updated.renamed),
    ...list("changed", updated.changed),
    ...list("finished in the source", updated.ticked),
    ...list("gone in the source, so skipped here", updated.gone),
  ];
  const lines = [
    `${plan.format}: ${plan.source}: taken into milestone ${id} again; what you changed there stays`,
    ...(said.length > 0 ? said.map(each => `  ${each}`) : ["  nothing new"]),
    ...updated.kept.map(each => `  kept: ${each}`),
    ...updated.notes.map(note => `  note: ${note}`),
    ...written.map(each => `${dryRun ? "would write" : "wrote"} ${each}`),
    ...(written.length > 0 && !dryRun
      ? ["", `commit it: git add .milestones && git commit; a run takes it in: milestone sync ${id}`]
      : []),
  ];
  const { added, changed, ticked, gone, renamed, kept, notes } = updated;
  const json = {
    milestone: id,
    format: plan.format,
    source: plan.source,
    tasks: reading.plan.tasks.length,
    files: written,
    written: !dryRun,
    added,
    changed,
    ticked,
    gone,
    renamed,
    kept,
    notes,
  };
  return { status: null, exitCode: EXIT.ok, text: lines.join("\n"), json, outputs: { milestone: id } };
}

const next = (id: string) => [
  `1. look through ${paths.milestone(id)}: who does the work is its \`executor\``,
  "2. commit it: git add .milestones && git commit",
  `3. milestone plan ${id}, then milestone execute ${id}`,
];

async function read(
  source: ImportSource,
  { files, github, source: named }: ImportRequest,
): Promise<Imported<ImportedPlan>> {
  if (source.format !== "github") return readSource(source, files);
  const repository = github ? await github(source.repository) : null;
  if (!repository) {
    return refuse(
      `${named} cannot be asked for: there is no GitHub repository or no token`,
      "set GITHUB_TOKEN, and run in a clone of the repository or name it: github:owner/repo#12",
    );
  }
  const answer = await fetchMilestone(repository, source.number);
  if (answer.ok) return readGitHubMilestone(answer.value);
  const missing = answer.failure.kind === "not_found";
  return refuse(
    missing
      ? `${repository.owner}/${repository.repo} has no milestone ${source.number}`
      : describeFailure(answer.failure),
    missing ? `its milestones: ${repository.url}/milestones` : "check the token and try again",
  );
}

function idFor(source: ImportSource, plan: ImportedPlan): string {
  const name =
    source.format === "github"
      ? slugOf(plan.title) || `milestone-${source.number}`
      : "folder" in source && !/^\.?(?:planning|backlog)?$/.test(nameOf(source.folder))
        ? asId(nameOf(source.folder))
        : slugOf(("tag" in source ? source.tag : null) ?? plan.title);
  return name || "imported";
}

/** @throws Refusal that names every file which would be lost */
async function refuseOverwriting(
  id: string,
  writes: readonly { path: string; text: string }[],
  files: Files,
): Promise<void> {
  for (const shelf of ["completed", "archived"] as const) {
    const path = paths.milestone(id, shelf);
    if ((await files.readFile(path)) !== null)
      refuse(`there is a milestone ${id} already: ${path}`, "name another id behind the source");
  }
  const lost: string[] = [];
  for (const { path, text } of writes) {
    const there = await files.readFile(path);
    if (there !== null && there !== text) lost.push(path);
  }
  if (lost.length === 0) return;
  const more = lost.length > 1 ? ` and ${lost.length - 1} more` : "";
  refuse(`${lost[0]}${more} exists`, "use --force to overwrite, or name another id behind the source");
}

/** @throws Refusal */
function unwrap<T>(reading: Imported<T>): T {
  if (reading.ok) return reading.value;
  throw new Refusal([reading.problem]);
}
