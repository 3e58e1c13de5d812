import { isAgentSetting } from "../../milestone/path/guard-paths.ts";
import type { Changes, Oid, Repository } from "../ports.ts";
import type { Run } from "../run/run-context.ts";

/** What is known of the settings that differ between a base and the last tip that was looked at. */
interface KnownSettings {
  base: Oid;
  tip: Oid;
  paths: Set<string>;
}

const known = new WeakMap<Repository, KnownSettings>();

/**
 * The commit that an agent's tree is brought to: the tip, in which settings and instructions for agents stand as the base
 * branch has them, no matter who changed them on this branch. What the agent then changes is its change of the base's version,
 * and merges with the tip's like any other; what only differs from the tip is none of its work.
 */
export async function asAgentsSee(run: Run, tip: Oid): Promise<Oid> {
  const { ports, base, options, plan } = run;
  if (plan.trustAgentSettings || !options.gitIntegration) return tip;
  const { repository } = ports;
  const paths = await differingSettings(repository, base.commit, tip);
  if (paths.length === 0) return tip;
  const changes: Changes = new Map();
  for (const path of paths) changes.set(path, await repository.entry(base.commit, path));
  return repository.commit({
    parents: [tip],
    base: tip,
    changes,
    message: `Settings for agents as ${base.branch} has them\n`,
    author: repository.author,
    at: ports.clock.now(),
  });
}

/** Looks at what a tip brought since the last one; the whole difference is read once. */
async function differingSettings(repository: Repository, base: Oid, tip: Oid): Promise<string[]> {
  const before = known.get(repository);
  const isNew = before?.base !== base;
  const from = isNew ? base : before.tip;
  const paths = new Set(isNew ? [] : before.paths);
  if (from !== tip) {
    for (const path of await repository.changedPaths(from, tip)) if (isAgentSetting(path)) paths.add(path);
  }
  known.set(repository, { base, tip, paths });
  const differing: string[] = [];
  for (const path of paths) {
    const [theirs, ours] = [await repository.entry(base, path), await repository.entry(tip, path)];
    if (theirs?.oid !== ours?.oid || theirs?.mode !== ours?.mode) differing.push(path);
  }
  return differing.sort();
}
