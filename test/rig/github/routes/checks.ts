/** Check runs: made by apps, changed only by the app that made them. */
import { readCommit, resolveCommit } from "../git/read.ts";
import { type Answer, created, invalid, list, notFound, ok, refuse } from "../http/answer.ts";
import { actingApp, announce, type Call, numberOf, type Routes } from "../http/call.ts";
import type { Annotation, App, CheckAction, CheckRun, Repository } from "../state/model.ts";
import { repositoryPage, stamp, type World } from "../state/world.ts";
import { checkView } from "../views/check.ts";

interface CheckBody {
  name?: string;
  head_sha?: string;
  details_url?: string;
  external_id?: string;
  status?: CheckRun["status"];
  conclusion?: string;
  started_at?: string;
  completed_at?: string;
  output?: { title?: string; summary?: string; text?: string; annotations?: Annotation[] };
  actions?: CheckAction[];
}

const shown = (call: Call, check: CheckRun) => checkView(call.world, call.repository, check);

/** Bounds that GitHub states in prose: 65,535 characters, 50 annotations a request, 3 buttons of 20/40/20 characters. */
function bodyRefusal({ output, actions = [], conclusion, status }: CheckBody): Answer | null {
  const problem = (field: string, message: string) => invalid("CheckRun", field, "custom", message);
  if (output && !output.title) return problem("output", "output.title is missing");
  if (output && output.summary === undefined) return problem("output", "output.summary is missing");
  if ((output?.summary ?? "").length > 65_535)
    return problem("summary", "summary exceeds a maximum length of 65535");
  if ((output?.text ?? "").length > 65_535) return problem("text", "text exceeds a maximum length of 65535");
  if ((output?.annotations ?? []).length > 50)
    return problem("annotations", "No more than 50 annotations per request");
  if (actions.length > 3) return problem("actions", "No more than 3 actions per check run");
  for (const { label, description, identifier } of actions) {
    if (label.length > 20) return problem("label", "label is too long (maximum is 20 characters)");
    if (description.length > 40)
      return problem("description", "description is too long (maximum is 40 characters)");
    if (identifier.length > 20)
      return problem("identifier", "identifier is too long (maximum is 20 characters)");
  }
  if (status === "completed" && !conclusion)
    return problem("conclusion", "conclusion is required when status is completed");
  if (conclusion === "stale") return problem("conclusion", "only GitHub can set the conclusion stale");
  return null;
}

const lacksApp = () => refuse(403, "You must authenticate via a GitHub App.");

async function create(call: Call): Promise<Answer> {
  const app = actingApp(call);
  if (!app) return lacksApp();
  const body = call.body as unknown as CheckBody & { name: string; head_sha: string };
  const refused = bodyRefusal(body);
  if (refused) return refused;
  if (!(await readCommit(call.repository.git, body.head_sha))) {
    return refuse(422, `No commit found for SHA: ${body.head_sha}`);
  }
  const check: CheckRun = {
    id: call.world.nextId(),
    app,
    name: body.name,
    headSha: body.head_sha,
    externalId: "",
    detailsUrl: null,
    status: "queued",
    conclusion: null,
    startedAt: stamp(call.world),
    completedAt: null,
    output: { title: null, summary: null, text: null },
    annotations: [],
    actions: [],
    suiteId: suiteOf(call.world, call.repository, app, body.head_sha),
  };
  apply(call, check, body);
  call.repository.checks.set(check.id, check);
  tell(call, check, "created");
  if (check.status === "completed") tell(call, check, "completed");
  return created(shown(call, check));
}

/** One suite for each app and commit. */
function suiteOf(world: World, repository: Repository, app: App, sha: string): number {
  const sibling = [...repository.checks.values()].find(
    each => each.app.id === app.id && each.headSha === sha,
  );
  return sibling?.suiteId ?? world.nextId();
}

function apply(call: Call, check: CheckRun, body: CheckBody): void {
  check.name = body.name ?? check.name;
  check.detailsUrl = body.details_url ?? check.detailsUrl;
  check.externalId = body.external_id ?? check.externalId;
  check.startedAt = body.started_at ?? check.startedAt;
  if (body.conclusion) {
    check.status = "completed";
    check.conclusion = body.conclusion;
    check.completedAt = body.completed_at ?? stamp(call.world);
  } else if (body.status) {
    check.status = body.status;
    check.conclusion = null;
    check.completedAt = null;
  }
  if (body.actions) check.actions = body.actions;
  if (!body.output) return;
  const { title = null, summary = null, text, annotations = [] } = body.output;
  check.output = { title, summary, text: text ?? check.output.text };
  check.annotations.push(...annotations);
}

function tell(call: Call, check: CheckRun, action: string): void {
  announce(call, "check_run", action, { check_run: shown(call, check) });
}

function withCheck(route: (call: Call, check: CheckRun) => Answer) {
  return (call: Call) => {
    const check = call.repository.checks.get(numberOf(call.params.check_run_id));
    return check ? route(call, check) : notFound();
  };
}

function update(call: Call, check: CheckRun): Answer {
  const app = actingApp(call);
  if (!app) return lacksApp();
  if (app.id !== check.app.id) {
    return refuse(
      403,
      `Invalid app_id \`${app.id}\` - check run can only be modified by the GitHub App that created it.`,
    );
  }
  const refused = bodyRefusal(call.body as CheckBody);
  if (refused) return refused;
  const wasCompleted = check.status === "completed";
  apply(call, check, call.body as CheckBody);
  if (check.status === "completed" && !wasCompleted) tell(call, check, "completed");
  return ok(shown(call, check));
}

async function listForRef(call: Call): Promise<Answer> {
  const sha = await resolveCommit(call.repository.git, call.params.ref!);
  if (!sha) return refuse(422, `No commit found for SHA: ${call.params.ref}`);
  const { check_name: name, status, app_id: app, filter = "latest" } = call.query;
  const found = [...call.repository.checks.values()].filter(check => {
    if (check.headSha !== sha || (name && check.name !== name) || (status && check.status !== status))
      return false;
    return !app || check.app.id === Number(app);
  });
  const newest = new Map(found.map(check => [`${check.app.id} ${check.name}`, check]));
  const items = (filter === "all" ? found : [...newest.values()]).reverse().map(check => shown(call, check));
  return { status: 200, page: { items, wrap: (check_runs, total_count) => ({ total_count, check_runs }) } };
}

export const checkRoutes: Routes = {
  "checks/create": create,
  "checks/get": withCheck((call, check) => ok(shown(call, check))),
  "checks/update": withCheck(update),
  "checks/list-annotations": withCheck((call, check) => {
    const blob = `${repositoryPage(call.world, call.repository)}/blob/${check.headSha}`;
    const empty = { start_column: null, end_column: null, title: null, raw_details: null };
    return list(check.annotations.map(each => ({ ...empty, ...each, blob_href: `${blob}/${each.path}` })));
  }),
  "checks/rerequest-run": withCheck((call, check) => {
    tell(call, check, "rerequested");
    return created({});
  }),
  "checks/list-for-ref": listForRef,
};
