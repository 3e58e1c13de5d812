/** What a route is given, and what it is. */
import type { Actor, Repository, User } from "../state/model.ts";
import type { Happening, World } from "../state/world.ts";
import type { Answer } from "./answer.ts";

export interface Call {
  world: World;
  actor: Actor;
  /** The account that acts: the person, or the app's bot. */
  user: User;
  /** Only on routes below `/repos/{owner}/{repo}`. */
  repository: Repository;
  params: { [name: string]: string };
  query: { [name: string]: string };
  body: { [name: string]: unknown };
  accept: string;
}

export type Route = (call: Call) => Answer | Promise<Answer>;
export type Routes = { [operationId: string]: Route };

/** The acting app, when one acts. */
export const actingApp = (call: Call) => (call.actor.kind === "installation" ? call.actor.app : null);

/** Whether GITHUB_TOKEN of a workflow acts. */
export const byActions = (call: Call): boolean => actingApp(call)?.id === call.world.actions.id;

/** Tells the world what this call brought about. */
export function announce(call: Call, event: string, action: string | null, parts: Happening["parts"]): void {
  const { world, repository, user: actor } = call;
  world.happened({ event, action, repository, actor, byActions: byActions(call), parts });
}

/** A whole number of a path parameter; 0, which is nobody's id, when it is none. */
export const numberOf = (text: string | undefined): number =>
  /^\d{1,15}$/.test(text ?? "") ? Number(text) : 0;
