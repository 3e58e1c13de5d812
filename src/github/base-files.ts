import { idProblem, paths, ROOT } from "../milestone/names.ts";
import { type GitHubConfig, readGitHubConfig } from "../milestone/plan/github-config.ts";
import type { Plan } from "../milestone/plan/plan.ts";
import { type Answer, good } from "./answer.ts";
import type { GitHubRepository } from "./github-repository.ts";
import { type FetchedObject, readObjects } from "./objects.ts";

/** What only the base branch may decide: gates, approvers, the workflow, who may do what. */
export interface BaseFiles {
  /** Name of the base branch. */
  branch: string;
  /** The milestone as planned there; null: it is not on the base branch, or cannot be read there. */
  plan: Plan | null;
  /** Whether a file of that name is there at all. */
  exists: boolean;
  config: GitHubConfig;
  findings: { file: string; line: number; message: string }[];
}

/** Where a milestone's file may lie, the likeliest first. */
export const SHELVES = ["active", "completed", "archived"] as const;

const milestoneFiles = (branch: string, milestone: string) => [
  ...SHELVES.map(shelf => `${branch}:${paths.milestone(milestone, shelf)}`),
  `${branch}:${paths.config}`,
];

/** The expressions to be read for `takeBase`. */
export function baseExpressions(defaultBranch: string, milestone: string): string[] {
  return [`${defaultBranch}:${paths.githubConfig}`, ...milestoneFiles(defaultBranch, milestone)];
}

/**
 * Understands what was read. The configuration is the default branch's; where it names another base branch, that
 * one's files are read by one more request.
 */
export async function takeBase(input: {
  repository: GitHubRepository;
  milestone: string;
  defaultBranch: string;
  found: Map<string, FetchedObject>;
}): Promise<Answer<BaseFiles>> {
  const { repository, milestone, defaultBranch } = input;
  let { found } = input;
  const configText = textAt(found, `${defaultBranch}:${paths.githubConfig}`);
  const config = readGitHubConfig(configText ?? "", paths.githubConfig);
  const branch = config.config.base ?? defaultBranch;
  if (branch !== defaultBranch) {
    const other = await readObjects(repository, milestoneFiles(branch, milestone));
    if (!other.ok) return other;
    found = other.value;
  }
  const findings = [...config.errors];
  const shelf = SHELVES.find(s => found.has(`${branch}:${paths.milestone(milestone, s)}`));
  const file = paths.milestone(milestone, shelf);
  const text = shelf ? textAt(found, `${branch}:${file}`) : null;
  let plan: Plan | null = null;
  if (text !== null) {
    const common = textAt(found, `${branch}:${paths.config}`);
    const read = await repository.readPlan({
      file,
      text,
      ...(common ? { config: { file: paths.config, text: common } } : {}),
    });
    if (read.ok) plan = read.plan;
    else findings.push(...read.errors);
  }
  return good({ branch, plan, exists: shelf !== undefined, config: config.config, findings });
}

/** The ids of the milestones that the base branch holds as active. */
export async function readActive(
  repository: GitHubRepository,
  defaultBranch: string,
): Promise<Answer<string[]>> {
  const folder = (branch: string) => `${branch}:${ROOT}/active`;
  const config = `${defaultBranch}:${paths.githubConfig}`;
  const found = await readObjects(repository, [config, folder(defaultBranch)]);
  if (!found.ok) return found;
  const { base = defaultBranch } = readGitHubConfig(
    textAt(found.value, config) ?? "",
    paths.githubConfig,
  ).config;
  const branch = base ?? defaultBranch;
  const there = branch === defaultBranch ? found : await readObjects(repository, [folder(branch)]);
  if (!there.ok) return there;
  const tree = there.value.get(folder(branch));
  const names = tree?.kind === "folder" ? tree.entries.map(entry => entry.name) : [];
  const ids = names.filter(name => name.endsWith(".yaml")).map(name => name.slice(0, -".yaml".length));
  return good(ids.filter(id => idProblem(id) === null));
}

function textAt(found: Map<string, FetchedObject>, expression: string): string | null {
  const object = found.get(expression);
  return object?.kind === "file" ? object.text : null;
}
