/** Workflows and their runs. */
import { resolveCommit } from "../git/read.ts";
import { type Answer, list, noContent, notFound, ok, refuse } from "../http/answer.ts";
import { announce, type Call, numberOf, type Routes } from "../http/call.ts";
import { artifactView, blobUrl } from "../run/artifacts.ts";
import { dispatchPayload, type RunQueue } from "../run/queue.ts";
import { listWorkflows, readWorkflow, type Workflow } from "../run/workflow.ts";
import type { Run } from "../state/model.ts";
import { apiUrl, fullName, repositoryPage } from "../state/world.ts";
import { jobView, runView, workflowId, workflowView } from "../views/run.ts";

/** A workflow by id or file name; GitHub knows those of the default branch. */
async function findWorkflow(call: Call): Promise<Workflow | null> {
  const { repository, params } = call;
  const tip = repository.git.ref(`refs/heads/${repository.defaultBranch}`);
  if (!tip) return null;
  const id = params.workflow_id!;
  const all = await listWorkflows(repository, tip);
  return (
    all.find(
      each => each.path.endsWith(`/${id}`) || String(workflowId(call.world, repository, each.path)) === id,
    ) ?? null
  );
}

/** GitHub's refusals of inputs; null when they are as the workflow declares them. */
function inputRefusal(workflow: Workflow, inputs: { [name: string]: unknown }): Answer | null {
  if (!("workflow_dispatch" in workflow.on))
    return refuse(422, "Workflow does not have 'workflow_dispatch' trigger");
  const declared = workflow.on.workflow_dispatch?.inputs ?? {};
  const names = Object.keys(inputs);
  if (names.length > 25)
    return refuse(
      422,
      "Invalid request.\n\nNo more than 25 properties are allowed; " + names.length + " were supplied.",
    );
  const unexpected = names.filter(name => !(name in declared));
  if (unexpected.length > 0) return refuse(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  for (const [name, input] of Object.entries(declared)) {
    const value = inputs[name];
    if (value === undefined || value === "") {
      if (input.required && input.default === undefined)
        return refuse(422, `Required input '${name}' not provided`);
      continue;
    }
    if (input.type === "choice" && !input.options?.map(String).includes(String(value))) {
      return refuse(422, `Provided value '${value}' for input '${name}' not in the list of allowed values`);
    }
    if (input.type === "boolean" && !/^(true|false)$/.test(String(value))) {
      return refuse(422, `Provided value '${value}' for input '${name}' is not a valid boolean`);
    }
  }
  return JSON.stringify(inputs).length > 65_535 ? refuse(422, "inputs are too large.") : null;
}

async function dispatch(call: Call, queue: RunQueue): Promise<Answer> {
  const { repository, world, user: actor } = call;
  const body = call.body as {
    ref: string;
    inputs?: { [name: string]: unknown };
    return_run_details?: boolean;
  };
  const known = await findWorkflow(call);
  if (!known) return notFound();
  const branch = body.ref.replace(/^refs\/heads\//, "");
  const headSha = await resolveCommit(repository.git, branch);
  if (!headSha) return refuse(422, `No ref found for: ${body.ref}`);
  const workflow = await readWorkflow(repository, headSha, known.path);
  if (!workflow) return refuse(404, "Not Found");
  const refused = inputRefusal(workflow, body.inputs ?? {});
  if (refused) return refused;
  const inputs = Object.fromEntries(
    Object.entries(body.inputs ?? {}).map(([name, value]) => [name, String(value)]),
  );
  const request = {
    repository,
    workflow,
    event: "workflow_dispatch",
    ref: `refs/heads/${branch}`,
    headSha,
    inputs,
    actor,
  };
  const payload = dispatchPayload(world, { ...request });
  announce(call, "workflow_dispatch", null, { inputs, ref: request.ref, workflow: workflow.path });
  const run = await queue.add({ ...request, payload });
  if (!body.return_run_details) return noContent();
  return ok({
    workflow_run_id: run.id,
    run_url: `${apiUrl(world)}/repos/${fullName(repository)}/actions/runs/${run.id}`,
    html_url: `${repositoryPage(world, repository)}/actions/runs/${run.id}`,
  });
}

async function listRuns(call: Call, runs: Run[]): Promise<Answer> {
  const { branch, event, status, actor, head_sha: sha } = call.query;
  const found = runs.filter(run => {
    if (branch && run.headBranch !== branch) return false;
    if (event && run.event !== event) return false;
    if (status && run.status !== status && run.conclusion !== status) return false;
    if (actor && run.actor.login !== actor) return false;
    return !sha || run.headSha === sha;
  });
  const items = await Promise.all(found.reverse().map(run => runView(call.world, call.repository, run)));
  return {
    status: 200,
    page: { items, wrap: (workflow_runs, total_count) => ({ total_count, workflow_runs }) },
  };
}

function withRun(route: (call: Call, run: Run) => Answer | Promise<Answer>) {
  return (call: Call) => {
    const run = call.repository.runs.get(numberOf(call.params.run_id));
    return run ? route(call, run) : notFound();
  };
}

export function actionsRoutes(queue: RunQueue): Routes {
  const cancel = withRun(async (call, run) => {
    if (await queue.cancel(call.repository, run)) return { status: 202, body: {} };
    return refuse(409, "Cannot cancel a workflow run that is completed.");
  });
  return {
    "actions/list-repo-workflows": async call => {
      const tip = call.repository.git.ref(`refs/heads/${call.repository.defaultBranch}`);
      const all = tip ? await listWorkflows(call.repository, tip) : [];
      const items = all.map(each => workflowView(call.world, call.repository, each.path, each.name));
      return { ...list([]), page: { items, wrap: (workflows, total_count) => ({ total_count, workflows }) } };
    },
    "actions/get-workflow": async call => {
      const found = await findWorkflow(call);
      return found ? ok(workflowView(call.world, call.repository, found.path, found.name)) : notFound();
    },
    "actions/create-workflow-dispatch": call => dispatch(call, queue),
    "actions/list-workflow-runs": async call => {
      const found = await findWorkflow(call);
      if (!found) return notFound();
      return listRuns(
        call,
        [...call.repository.runs.values()].filter(run => run.workflow === found.path),
      );
    },
    "actions/list-workflow-runs-for-repo": call => listRuns(call, [...call.repository.runs.values()]),
    "actions/get-workflow-run": withRun(async (call, run) =>
      ok(await runView(call.world, call.repository, run)),
    ),
    "actions/cancel-workflow-run": cancel,
    "actions/force-cancel-workflow-run": cancel,
    "actions/list-workflow-run-artifacts": withRun((call, run) => {
      const all = [...call.repository.artifacts.values()].filter(each => each.run === run.id);
      const named = all.filter(each => !call.query.name || each.name === call.query.name).reverse();
      const items = named.map(each => artifactView(call.world, call.repository, each));
      return {
        status: 200,
        page: { items, wrap: (artifacts, total_count) => ({ total_count, artifacts }) },
      };
    }),
    "actions/download-artifact": call => {
      const found = call.repository.artifacts.get(numberOf(call.params.artifact_id));
      if (!found || call.params.archive_format !== "zip") return notFound();
      if (found.expired) return refuse(410, "Artifact has expired");
      return { status: 302, headers: { location: blobUrl(call.world, found) } };
    },
    "actions/list-jobs-for-workflow-run": withRun((call, run) => {
      const items = [jobView(call.world, call.repository, run)];
      return { status: 200, page: { items, wrap: (jobs, total_count) => ({ total_count, jobs }) } };
    }),
  };
}
