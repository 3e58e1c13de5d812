/** All routes, in the two kinds that the dispatcher tells apart. */
import type { Deliveries } from "./hooks/deliver.ts";
import { ok } from "./http/answer.ts";
import type { Routes } from "./http/call.ts";
import type { RateLimits } from "./http/rate.ts";
import { actionsRoutes } from "./routes/actions.ts";
import { appRoutes, repositoryInstallationRoutes } from "./routes/app-auth.ts";
import { checkRoutes } from "./routes/checks.ts";
import { commentRoutes } from "./routes/comments.ts";
import { deliveryRoutes } from "./routes/deliveries.ts";
import { gitRoutes } from "./routes/git.ts";
import { issueRoutes } from "./routes/issues.ts";
import { labelRoutes } from "./routes/labels.ts";
import { collaboratorRoutes, peopleRoutes } from "./routes/permissions.ts";
import { pullRoutes } from "./routes/pulls.ts";
import { releaseRoutes } from "./routes/releases.ts";
import { repositoryRoutes as plainRepositoryRoutes } from "./routes/repository.ts";
import { reviewRoutes } from "./routes/reviews.ts";
import type { RunQueue } from "./run/queue.ts";

/** Below `/repos/{owner}/{repo}`. */
export const repositoryRoutes = (queue: RunQueue): Routes => ({
  ...plainRepositoryRoutes,
  ...gitRoutes,
  ...pullRoutes,
  ...reviewRoutes,
  ...issueRoutes,
  ...labelRoutes,
  ...commentRoutes,
  ...checkRoutes,
  ...collaboratorRoutes,
  ...releaseRoutes,
  ...repositoryInstallationRoutes,
  ...actionsRoutes(queue),
});

export const otherRoutes = (deliveries: Deliveries, rates: RateLimits): Routes => ({
  ...appRoutes,
  ...peopleRoutes,
  ...deliveryRoutes(deliveries),
  "rate-limit/get": call => {
    const { limit, used, resetsAt } = rates.budgetOf(call.actor.token);
    const rate = { limit, used, remaining: Math.max(limit - used, 0), reset: Math.ceil(resetsAt / 1000) };
    return ok({ resources: { core: rate, search: rate, graphql: rate }, rate });
  },
});
