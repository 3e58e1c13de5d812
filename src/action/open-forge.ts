import { localForge } from "../engine/forge.ts";
import { actorOf } from "./actor.ts";
import type { ForgeRequest, OpenedForge } from "./github-forge.ts";

const UNKNOWN_APPROVER = {
  message: "the phase has approvers, and without a token GitHub cannot be asked whether this is one",
  remedy: "give the input github-token",
};

/** GitHub as the Action sees it; without a repository and a token nothing is asked and gates stay closed. */
export async function openForge(request: ForgeRequest): Promise<OpenedForge> {
  const { env, token } = request;
  if (!token || !env.GITHUB_REPOSITORY || !env.GITHUB_API_URL) {
    return {
      forge: {
        ...localForge,
        present: Boolean(env.GITHUB_REPOSITORY),
        answerComplaint: async ({ gate }) => (gate && env.GITHUB_REPOSITORY ? UNKNOWN_APPROVER : null),
      },
      isRunOver: null,
      dispatchNext: async () => undefined,
      jobs: null,
      giver: async () => ({ ok: true, by: actorOf(env) }),
    };
  }
  const { githubForge } = await import("./github-forge.ts");
  return githubForge({ ...request, token, repository: env.GITHUB_REPOSITORY, api: env.GITHUB_API_URL });
}
