/** The app about itself: its installations, tokens and webhook deliveries. */
import { type Answer, created, list, noContent, notFound, ok, refuse } from "../http/answer.ts";
import { type Call, numberOf, type Routes } from "../http/call.ts";
import type { Installation, Level, Permissions } from "../state/model.ts";
import { mintToken } from "../state/world.ts";
import { appView, installationView, tokenView } from "../views/account.ts";
import { repositoryView } from "../views/repository.ts";

/** These need the app's own JWT; an installation's token is not enough. */
function asApp(route: (call: Call) => Answer | Promise<Answer>) {
  return (call: Call) =>
    call.actor.kind === "app" ? route(call) : refuse(401, "A JSON web token could not be decoded");
}

function withInstallation(route: (call: Call, installation: Installation) => Answer) {
  return asApp(call => {
    const installation = call.world.installations.get(numberOf(call.params.installation_id));
    return installation ? route(call, installation) : notFound();
  });
}

function mint(call: Call, installation: Installation): Answer {
  const { world } = call;
  const wanted = call.body as {
    repositories?: string[];
    repository_ids?: number[];
    permissions?: Permissions;
  };
  if (installation.suspended) return refuse(403, "This installation has been suspended");
  const own = installation.app.permissions;
  for (const [name, level] of Object.entries(wanted.permissions ?? {})) {
    if (!covers(own[name], level)) {
      return refuse(422, "The permissions requested are not granted to this installation.");
    }
  }
  const mine = [...world.repositories.values()].filter(each => each.owner.id === installation.account.id);
  const named = mine.filter(
    each => wanted.repositories?.includes(each.name) || wanted.repository_ids?.includes(each.id),
  );
  const asked = (wanted.repositories?.length ?? 0) + (wanted.repository_ids?.length ?? 0);
  if (named.length < asked)
    return refuse(
      422,
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  const permissions = wanted.permissions ?? own;
  const repositoryIds = asked > 0 ? named.map(each => each.id) : mine.map(each => each.id);
  const actor = mintToken(world, {
    app: installation.app,
    installationId: installation.id,
    permissions,
    repositoryIds,
  });
  return created(tokenView(actor.token, actor.expiresAt, permissions));
}

const covers = (held: Level | undefined, wanted: Level) =>
  held === "write" || (held === "read" && wanted === "read");

function repositories(call: Call): Answer {
  const { actor, world } = call;
  if (actor.kind !== "installation") return refuse(403, "Resource not accessible by personal access token");
  const found = [...world.repositories.values()].filter(
    each => actor.repositoryIds?.includes(each.id) ?? true,
  );
  const items = found.map(each => repositoryView(world, each, actor));
  return {
    status: 200,
    page: { items, wrap: (repositories, total_count) => ({ total_count, repositories }) },
  };
}

export const appRoutes: Routes = {
  "apps/get-authenticated": asApp(call => ok(appView(call.world, call.world.app))),
  "apps/list-installations": asApp(call =>
    list([...call.world.installations.values()].map(each => installationView(call.world, each))),
  ),
  "apps/get-installation": withInstallation((call, each) => ok(installationView(call.world, each))),
  "apps/create-installation-access-token": withInstallation(mint),
  "apps/revoke-installation-access-token": call => {
    call.world.tokens.delete(call.actor.token);
    return noContent();
  },
  "apps/list-repos-accessible-to-installation": repositories,
};

/** Below a repository, but asked by the app itself. */
export const repositoryInstallationRoutes: Routes = {
  "apps/get-repo-installation": asApp(call => {
    const all = [...call.world.installations.values()];
    const found = all.find(each => each.account.id === call.repository.owner.id);
    return found ? ok(installationView(call.world, found)) : notFound();
  }),
};
