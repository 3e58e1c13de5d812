/** Webhook payloads: GitHub's published examples give the shape, the state fills it. */
import examples from "@octokit/webhooks-examples/api.github.com/index.json" with { type: "json" };
import type { Happening, World } from "../state/world.ts";
import { nodeId, userView } from "../views/account.ts";
import { repositoryView } from "../views/repository.ts";

type Payload = { [key: string]: unknown };
const published = examples as unknown as { name: string; examples: Payload[] }[];

/** The published examples for the event and action; all of the event's when it has none of that action. */
export function examplesOf(event: string, action: string | null): Payload[] {
  const all = published.find(each => each.name === event)?.examples ?? [];
  const same = all.filter(each => each.action === action);
  return same.length > 0 ? same : all;
}

/**
 * The payload of what happened. Every key of the published example is there; objects the state knows replace
 * the example's, keeping fields that only webhooks have. Parts of the example about other things are dropped.
 */
export function payloadOf(world: World, happening: Happening): Payload {
  const { event, action, repository, actor, parts } = happening;
  const about = event.startsWith("installation") ? {} : { repository: repositoryView(world, repository) };
  const own: Payload = {
    ...(action ? { action } : {}),
    ...parts,
    ...about,
    sender: userView(world, actor),
  };
  const installation = [...world.installations.values()].find(
    each => each.account.id === repository.owner.id,
  );
  if (installation && !("installation" in own))
    own.installation = { id: installation.id, node_id: nodeId("IN", installation.id) };
  const example = examplesOf(event, action)[0] ?? {};
  const payload: Payload = {};
  for (const [key, value] of Object.entries(own)) payload[key] = shaped(example[key], value);
  return payload;
}

/** A value of ours with the scalar fields that the example has and we have not, set to null. */
function shaped(example: unknown, value: unknown): unknown {
  if (!isRecord(example) || !isRecord(value)) return value;
  const missing = Object.keys(example).filter(key => !(key in value));
  return { ...Object.fromEntries(missing.map(key => [key, null])), ...value };
}

const isRecord = (value: unknown): value is Payload =>
  typeof value === "object" && value !== null && !Array.isArray(value);
