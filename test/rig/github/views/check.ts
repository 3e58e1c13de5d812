/** Check runs as the API shows them. */
import type { CheckRun, Repository } from "../state/model.ts";
import { pulls, repositoryApi, repositoryPage, type World } from "../state/world.ts";
import { appView, nodeId } from "./account.ts";
import { pullMinimalView } from "./pull.ts";

export function checkView(world: World, repository: Repository, check: CheckRun) {
  const url = `${repositoryApi(world, repository)}/check-runs/${check.id}`;
  const page = `${repositoryPage(world, repository)}/runs/${check.id}`;
  const { title, summary, text } = check.output;
  const requests = pulls(repository).filter(
    each => each.state === "open" && each.pull.headSha === check.headSha,
  );
  return {
    id: check.id,
    name: check.name,
    node_id: nodeId("CR", check.id),
    head_sha: check.headSha,
    external_id: check.externalId,
    url,
    html_url: page,
    details_url: check.detailsUrl ?? page,
    status: check.status,
    conclusion: check.conclusion,
    started_at: check.startedAt,
    completed_at: check.completedAt,
    output: {
      title,
      summary,
      text,
      annotations_count: check.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: check.suiteId },
    app: appView(world, check.app),
    pull_requests: requests.map(request => pullMinimalView(world, repository, request)),
  };
}
