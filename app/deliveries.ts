import type { AppContext } from "./app-context.ts";
import { walkAll } from "./walk.ts";
import { route } from "./webhook-events.ts";

const PAGE = 100;
/** GitHub remembers deliveries for three days. */
const REMEMBERED_MS = 3 * 24 * 3_600_000;
/** With a lost inbox everything seems missed: commands of a day are looked at again, the walk finds the rest. */
const LOST_MS = 24 * 3_600_000;
const LOST_EVENTS: ReadonlySet<string> = new Set([
  "issue_comment",
  "pull_request_review_comment",
  "check_run",
]);
const EVENTS: ReadonlySet<string> = new Set([
  ...LOST_EVENTS,
  "check_suite",
  "installation",
  "installation_repositories",
  "issues",
  "label",
  "merge_group",
  "pull_request",
  "pull_request_review",
  "push",
  "repository",
  "workflow_run",
]);
/** A delivery that is on its way right now is not missing. */
const ON_ITS_WAY_MS = 15_000;
const PAGES = 50;

interface DeliveryItem {
  id: number;
  guid: string;
  delivered_at: string;
  status_code: number;
  event: string;
}

/**
 * Asks GitHub for the deliveries that did not arrive, by their ids: a request a page of a hundred, one more for each.
 * More than fifty pages of them are for the walk.
 */
export async function takeMissed(app: AppContext): Promise<void> {
  const octokit = await app.probot.auth();
  const now = app.settings.clock.now();
  const asked = await app.inbox.note("deliveries");
  const since = asked === null ? now - LOST_MS : Math.max(Number(asked) - 600_000, now - REMEMBERED_MS);
  const wanted = asked === null ? LOST_EVENTS : EVENTS;
  const missing = new Map<string, DeliveryItem>();
  let isWhole = false;
  let cursor: string | undefined;
  for (let page = 0; page < PAGES && !isWhole; page += 1) {
    const { data, headers } = await octokit.request("GET /app/hook/deliveries", {
      per_page: PAGE,
      ...(cursor ? { cursor } : {}),
    });
    const items = data as unknown as DeliveryItem[];
    const over = items.filter(item => wanted.has(item.event) && isOver(item, now));
    const known = await app.inbox.known(over.map(item => item.guid));
    for (const item of over) if (!known.has(item.guid)) missing.set(item.guid, item);
    const last = items.at(-1);
    cursor = /[?&]cursor=([^&>]+)[^>]*>; rel="next"/.exec(headers.link ?? "")?.[1];
    isWhole = !last || !cursor || Date.parse(last.delivered_at) < since;
  }
  // The oldest first, as they happened.
  for (const item of [...missing.values()].reverse()) await takeOne(app, octokit, item);
  if (!isWhole) {
    app.log.warn({}, "more deliveries were missed than are asked for: everything is looked at instead");
    await walkAll(app);
  }
  await app.inbox.setNote("deliveries", String(now));
}

const isOver = ({ status_code, delivered_at }: DeliveryItem, now: number): boolean =>
  status_code >= 300 || Date.parse(delivered_at) < now - ON_ITS_WAY_MS;

type AppOctokit = Awaited<ReturnType<AppContext["probot"]["auth"]>>;

async function takeOne(
  app: AppContext,
  octokit: AppOctokit,
  { id, guid, event }: DeliveryItem,
): Promise<void> {
  const log = { delivery: guid, event };
  try {
    const { data } = await octokit.request("GET /app/hook/deliveries/{delivery_id}", { delivery_id: id });
    app.log.info(log, "a delivery was missed and is taken now");
    await takeDelivery(app, { id: guid, event, payload: data.request.payload });
  } catch (error) {
    const { status } = error as { status?: number };
    if (status !== 404 && status !== 410) throw error;
    app.log.warn(log, "a delivery was missed that GitHub no longer has; the walk finds what it told of");
    await app.inbox.take([{ id: guid, line: "", lane: "upkeep", name: event, body: "" }]);
  }
}

/** Stores a delivery; true when it is new. */
export async function takeDelivery(
  app: AppContext,
  { id, event, payload }: { id: string; event: string; payload: unknown },
): Promise<boolean> {
  const routed = route(event, payload);
  // The first bears the delivery's id: by that it is known.
  const jobs = routed.map(({ line, lane, happening }, n) => ({
    id: n === 0 ? id : `${id}+${n}`,
    line,
    lane,
    name: happening.name,
    body: JSON.stringify(happening),
  }));
  const nothing = { id, line: "", lane: "upkeep" as const, name: event, body: "" };
  const [fresh = false] = await app.inbox.take(jobs.length > 0 ? jobs : [nothing]);
  return fresh;
}
