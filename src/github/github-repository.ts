import { type PlanReader, readPlan } from "../milestone/plan/read-plan.ts";
import { type Answer, good } from "./answer.ts";
import type { Api, Data, Parameters, Recovery, Route, WriteAnswer } from "./api.ts";

type Bound<R extends Route> = Omit<Parameters<R>, "owner" | "repo">;

/** Routes whose answer is a list. */
export type ListRoute = { [R in Route]: Data<R> extends readonly unknown[] ? R : never }[Route];
type ListedItem<R extends ListRoute> = Data<R> extends readonly (infer T)[] ? T : never;

/** One repository under one token. */
export interface GitHubRepository {
  owner: string;
  repo: string;
  api: Api;
  /** Its page, without a slash at the end. */
  url: string;
  /** How its plans are read: the app reads large ones, which may be anybody's, beside its own work. */
  readPlan: PlanReader;
  read<R extends Route>(route: R, parameters: Bound<R>): Promise<Answer<Data<R>>>;
  readPage<R extends Route>(
    route: R,
    parameters: Bound<R>,
  ): Promise<Answer<{ data: Data<R>; after: string | null }>>;
  /** All pages of a list, up to `pages` of a hundred. */
  readAll<R extends ListRoute>(
    route: R,
    parameters: Bound<R>,
    pages?: number,
  ): Promise<Answer<ListedItem<R>[]>>;
  write<R extends Route>(
    route: R,
    parameters: Bound<R>,
    recovery: Recovery<R>,
  ): Promise<Answer<WriteAnswer<R>>>;
}

export interface RepositoryAt {
  api: Api;
  owner: string;
  repo: string;
  /** Of GitHub's web pages, e.g. `https://github.com`. */
  serverUrl: string;
  readPlan?: PlanReader;
}

const PAGE = 100;
/** A milestone's pull request with more than 3,000 comments is read no further. */
const PAGES = 30;

/** Binds calls to one repository of an api. */
export function repositoryAt({ api, owner, repo, serverUrl, ...given }: RepositoryAt): GitHubRepository {
  const bind = <R extends Route>(parameters: Bound<R>) => ({ owner, repo, ...parameters }) as Parameters<R>;
  const read = <R extends Route>(route: R, parameters: Bound<R>) => api.read(route, bind<R>(parameters));
  return {
    owner,
    repo,
    api,
    url: `${serverUrl}/${owner}/${repo}`,
    readPlan: given.readPlan ?? readPlan,
    read,
    readPage: (route, parameters) => api.readPage(route, bind(parameters)),
    write: (route, parameters, recovery) => api.write(route, bind(parameters), recovery),
    async readAll<R extends ListRoute>(route: R, parameters: Bound<R>, pages = PAGES) {
      const all: ListedItem<R>[] = [];
      for (let page = 1; page <= pages; page += 1) {
        const answer = await read(route, { ...parameters, per_page: PAGE, page } as Bound<R>);
        if (!answer.ok) return answer;
        const items = answer.value as ListedItem<R>[];
        all.push(...items);
        if (items.length < PAGE) break;
      }
      return good(all);
    },
  };
}
