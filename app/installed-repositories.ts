import type { Probot } from "probot";
import { type Api, type ApiClock, createApi, type OctokitLike, type Turn } from "../src/github/api.ts";
import { type GitHubRepository, repositoryAt } from "../src/github/github-repository.ts";
import { readOutsidePlan } from "./plan-reader.ts";

/** A repository as webhooks and the installation's list describe it. */
export interface RepositoryShape {
  id: number;
  name: string;
  owner: { login: string } | null;
  default_branch: string;
  html_url: string;
  /** As GitHub tells it of the repository itself (RFC 3339). */
  updated_at?: string;
}

/** A repository that the app is installed in. Known by its number, for names change. */
export interface InstalledRepository {
  id: number;
  installation: number;
  repository: GitHubRepository;
  defaultBranch: string;
  /** Tip of the default branch as last heard of; a change makes policies be read again. */
  baseCommit: string;
}

export interface InstalledRepositories {
  at(installation: number, shape: RepositoryShape): Promise<InstalledRepository>;
  /** Those that were heard of since the start. */
  known(): InstalledRepository[];
  /** The app was removed, or suspended: nothing more is asked there. */
  forget(installation: number): void;
  api(installation: number): Promise<Api>;
}

export interface PlacesOptions {
  clock: ApiClock;
  /** The longest that one call may wait for a limit (milliseconds). */
  maxWaitMs: number;
  writeGapMs: number;
  /** For whom the running code writes. */
  turn(): Turn;
}

/** Keeps one api for each installation, and each repository under its number. */
export function createPlaces(probot: Probot, options: PlacesOptions): InstalledRepositories {
  const apis = new Map<number, Promise<Api>>();
  const places = new Map<number, InstalledRepository>();
  const api = (installation: number): Promise<Api> => {
    const known = apis.get(installation);
    if (known) return known;
    const made = probot
      .auth(installation)
      .then(octokit => createApi({ ...options, octokit: octokit as unknown as OctokitLike }));
    made.catch(() => apis.delete(installation));
    apis.set(installation, made);
    return made;
  };
  return {
    api,
    async at(installation, shape) {
      const known = places.get(shape.id);
      const owner = shape.owner?.login ?? "";
      const { name } = shape;
      const same = known?.repository.owner === owner && known.repository.repo === name;
      if (known && same && known.installation === installation) {
        if (known.defaultBranch !== shape.default_branch) known.baseCommit = "";
        known.defaultBranch = shape.default_branch;
        return known;
      }
      const serverUrl = shape.html_url.slice(0, -`/${owner}/${name}`.length);
      const repository = repositoryAt({
        api: await api(installation),
        ...{ owner, repo: name, serverUrl },
        readPlan: readOutsidePlan,
      });
      const place: InstalledRepository = {
        id: shape.id,
        installation,
        repository,
        defaultBranch: shape.default_branch,
        baseCommit: known?.baseCommit ?? "",
      };
      places.set(shape.id, place);
      return place;
    },
    known: () => [...places.values()],
    forget(installation) {
      apis.delete(installation);
      for (const [id, place] of places) if (place.installation === installation) places.delete(id);
    },
  };
}
