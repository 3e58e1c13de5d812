/** Who may call what: an app by its permissions, a person by the role in the repository. */
import type { Actor, Level, Permissions, Repository, Role } from "../state/model.ts";
import { atLeast, roleOf } from "../state/world.ts";
import { type Answer, notForIntegration, notFound, refuse } from "./answer.ts";

interface Rule {
  /** The app permissions of which one suffices. */
  any: string[];
  level: Level;
  role: Role;
}

const rule = (permission: string, level: Level, role: Role): Rule => ({
  any: permission.split("|"),
  level,
  role,
});
const shared = "issues|pull_requests";

/** First match wins; operations are named as in GitHub's description. */
const rules: readonly [RegExp, Rule][] = [
  [
    /^repos\/(get|get-collaborator.*|check-collaborator|list-collaborators|get-branch-rules)$/,
    rule("metadata", "read", "read"),
  ],
  [/^apps\//, rule("metadata", "read", "read")],
  [/^(git\/(get|list)|repos\/(get|list|compare))/, rule("contents", "read", "read")],
  [/^(git\/|repos\/create-release|pulls\/merge)/, rule("contents", "write", "write")],
  [/^pulls\/(list|get|check)/, rule("pull_requests", "read", "read")],
  [/^pulls\/(create|create-review|update|update-review)$/, rule("pull_requests", "write", "read")],
  [/^pulls\/request-reviewers/, rule("pull_requests", "write", "triage")],
  [/^pulls\//, rule("pull_requests", "write", "write")],
  [/^(issues|reactions)\/(list|get)/, rule(shared, "read", "read")],
  [
    /^(issues\/(create|create-comment|update|update-comment|delete-comment)|reactions\/.*)$/,
    rule(shared, "write", "read"),
  ],
  [/^issues\/(create-label|update-label)$/, rule(shared, "write", "write")],
  [/^issues\//, rule(shared, "write", "triage")],
  [/^checks\/(get|list)/, rule("checks", "read", "read")],
  [/^checks\//, rule("checks", "write", "write")],
  [/^actions\/(get|list|download)/, rule("actions", "read", "read")],
  [/^actions\//, rule("actions", "write", "write")],
];

function holds(permissions: Permissions, wanted: Rule): boolean {
  return wanted.any.some(name => {
    if (name === "metadata") return true; // every installation has it
    const level = permissions[name];
    return level === "write" || (level === "read" && wanted.level === "read");
  });
}

/** GitHub's refusal of this actor for the operation on the repository, or null. */
export function refusal(actor: Actor, repository: Repository, operationId: string): Answer | null {
  const wanted = rules.find(([pattern]) => pattern.test(operationId))?.[1];
  if (!wanted) throw new Error(`no access rule for ${operationId}`);
  switch (actor.kind) {
    case "app":
      if (operationId === "apps/get-repo-installation") return null;
      return refuse(401, "A JSON web token could not be decoded");
    case "anonymous":
      if (repository.isPrivate) return notFound();
      return wanted.level === "read" ? null : refuse(401, "Requires authentication");
    case "installation":
      if (actor.repositoryIds && !actor.repositoryIds.includes(repository.id)) return notFound();
      if (holds(actor.permissions, wanted)) return null;
      return {
        ...notForIntegration(),
        headers: {
          "x-accepted-github-permissions": wanted.any.map(name => `${name}=${wanted.level}`).join("; "),
        },
      };
    case "user": {
      const role = roleOf(repository, actor.user);
      if (role === "none") return notFound();
      if (atLeast(role, wanted.role)) return null;
      return refuse(403, `Must have ${wanted.role} rights to Repository.`);
    }
  }
}
