import type { CommandRefusal } from "../milestone/command/command.ts";
import { nearest } from "../milestone/diagnostic/nearest.ts";
import { unreachable } from "../milestone/phase.ts";
import { questionName } from "../milestone/session/questions.ts";
import { codeSpan, escapeLine } from "../milestone/text/escape-markdown.ts";
import type { RunRefusal } from "./runs.ts";

/** Replies to what is not done: each says why, who may, and what would work. */
export const REFUSED = {
  fork: (login: string) => `${to(login)}milestones from forks are not executed.`,
  github: (login: string, why: string) =>
    `${to(login)}this could not be done now. ${escapeLine(why.replace(/\.$/, ""))}. Nothing was started; please try again in a while.`,
  unknownPermission: (login: string) =>
    `${to(login)}GitHub could not say what you may do here, so nothing was done. Please try again in a while.`,
  permission: (login: string, command: string, who: string) =>
    `${to(login)}${codeSpan(command)} is for ${escapeLine(who)}.`,
  noMilestone: (login: string, command: string) =>
    `${to(login)}which milestone? Here none is implied: ${codeSpan(`/milestone ${command} <id>`)}`,
  tooMany: (login: string, answers: number) =>
    `${to(login)}without write permission you get ${answers} answers an hour here, so this one was not given.`,
  terminalOnly: (login: string, command: string) =>
    `${to(login)}${codeSpan(command)} works in a terminal only.`,
  notOnBase: (milestone: string, branch: string) =>
    `There is no milestone ${codeSpan(milestone)} on the branch ${codeSpan(branch)}. Only milestones on that branch are executed: commit ${codeSpan(`.milestones/active/${milestone}.yaml`)} there first.`,
  noSuchPlan: (word: string, branch: string) =>
    `There is no milestone ${codeSpan(word)} on the branch ${codeSpan(branch)}. ${codeSpan("/milestone plan <id>")} shows one that is there; for a plan of something new, say in more than one word what is to be reached (${codeSpan("/milestone plan Rate limits for the API")}), or ${codeSpan(`/milestone plan --goal="${word}"`)}.`,
  noGoal: (login: string) =>
    `${to(login)}what is to be reached? In a pull request the goal is written behind the command: ${codeSpan("/milestone plan Rate limits for the API")}`,
  noWords: (login: string) =>
    `${to(login)}what should be otherwise in this plan? ${codeSpan("/milestone plan <what should be otherwise>")}`,
  fixedInPlan: (login: string, flag: string) =>
    `${to(login)}${codeSpan(flag)} was decided when this plan was asked for. Say in words what should be otherwise, or ask for another plan in an issue: ${codeSpan("/milestone plan --id=<id> <what is to be reached>")}`,
  noSuchQuestion: (login: string) =>
    `${to(login)}this answers none of the open questions of the plan. They are numbered above: ${codeSpan("/milestone answer plan#1 <option or your own words>")}`,
  planTaken: (login: string, milestone: string, file: string) =>
    `${to(login)}there is a milestone ${codeSpan(milestone)} already (${codeSpan(file)}). Name another id: ${codeSpan(`/milestone plan --id=${milestone}-2 <what is to be reached>`)}`,
  notStarted: (milestone: string) =>
    `The milestone ${codeSpan(milestone)} was not started yet: ${codeSpan(`/milestone execute ${milestone}`)}`,
  unknownTask: (milestone: string, task: string, tasks: string[]) => {
    const meant = nearest(task, tasks);
    const hint = meant ? ` Did you mean ${codeSpan(meant)}?` : "";
    return `The milestone ${codeSpan(milestone)} has no task ${codeSpan(task)}.${hint}`;
  },
  noGate: (login: string, milestone: string) =>
    `${to(login)}no such gate of ${codeSpan(milestone)} waits for an approval. ${codeSpan(`/milestone status ${milestone}`)} shows what waits.`,
  approveThere: (login: string, pull: number) =>
    `${to(login)}this approval does not count here. Approve in the conversation of #${pull}, by a comment or an approving review: there it can be verified.`,
  approval: (login: string, why: string) => `${to(login)}this approval does not count: ${escapeLine(why)}.`,
  answer: (login: string, why: string) => `${to(login)}this answer does not count: ${escapeLine(why)}.`,
  noQuestion: (login: string, milestone: string, open: Parameters<typeof questionName>[0][]) =>
    open.length > 0
      ? `${to(login)}which question? Open are ${open
          .slice(0, 20)
          .map(q => codeSpan(questionName(q)))
          .join(
            ", ",
          )}: ${codeSpan(`/milestone answer ${milestone} ${questionName(open[0]!)} <option or text>`)}`
      : `${to(login)}no agent's question of ${codeSpan(milestone)} waits for an answer. ${codeSpan(`/milestone status ${milestone}`)} shows what waits.`,
  review: (login: string, why: string) => `${to(login)}this review moves no gate: ${escapeLine(why)}.`,
  closing: (login: string, who: string) =>
    `${to(login)}closing this issue as you did is for ${escapeLine(who)}, so it is open again. The blocker is still there.`,
  skipNothing: (login: string) =>
    `${to(login)}this blocker belongs to no task that could be skipped, so the issue is open again.`,
  run,
  command: commandRefused,
};

const to = (login: string): string => `@${login.replace(/[^A-Za-z0-9-]/g, "")} `;

function run(login: string, why: RunRefusal): string {
  switch (why.kind) {
    case "no_workflow":
      return `${to(login)}the workflow ${codeSpan(`.github/workflows/${why.workflow}`)} is not on the branch ${codeSpan(why.branch)}. ${codeSpan("milestone init")} writes one.`;
    case "not_dispatchable":
      return `${to(login)}the workflow ${codeSpan(why.workflow)} cannot be started from here: add ${codeSpan("workflow_dispatch")} to its ${codeSpan("on:")}.`;
    case "undeclared": {
      const lines = why.inputs.map(name => `      ${name}: { type: string, required: false }`);
      const block = ["```yaml", "on:", "  workflow_dispatch:", "    inputs:", ...lines, "```"].join("\n");
      return `${to(login)}the workflow ${codeSpan(why.workflow)} does not declare ${why.inputs.map(i => codeSpan(i)).join(", ")}, so this was not started. Add to it on the base branch:\n\n${block}`;
    }
    case "github":
      return `${to(login)}GitHub did not start the run: ${escapeLine(why.message)}`;
    default:
      return unreachable("refusal", why);
  }
}

/** The same for a run's own log, which is no Markdown. */
export function whyNotStarted(why: RunRefusal): string {
  switch (why.kind) {
    case "no_workflow":
      return `the workflow .github/workflows/${why.workflow} is not on the branch ${why.branch}; commit it there`;
    case "not_dispatchable":
      return `the workflow ${why.workflow} cannot be dispatched; add workflow_dispatch to its \`on:\``;
    case "undeclared":
      return `the workflow ${why.workflow} does not declare ${why.inputs.join(", ")}; add them below its workflow_dispatch inputs`;
    case "github":
      return `GitHub refused: ${why.message}; see that the job has \`permissions: actions: write\``;
    default:
      return unreachable("refusal", why);
  }
}

function commandRefused({ reason, given, suggestion, usage, milestones }: CommandRefusal): string {
  const lines = [given ? `${codeSpan(given)}: ${escapeLine(reason)}.` : `${escapeLine(reason)}.`];
  if (milestones) lines.push("", whichMilestones(milestones));
  if (suggestion) lines.push("", `Did you mean ${codeSpan(suggestion)}?`);
  if (usage.length) lines.push("", `Usage: ${usage.map(u => codeSpan(u)).join(" or ")}`);
  return lines.join("\n");
}

/** As many as a person reads. */
const LISTED = 20;

function whichMilestones(milestones: readonly string[]): string {
  if (!milestones.length) return "There is none under `.milestones/active` on the base branch yet.";
  const more = milestones.length > LISTED ? ` and ${milestones.length - LISTED} more` : "";
  return `There are: ${milestones
    .slice(0, LISTED)
    .map(id => codeSpan(id))
    .join(", ")}${more}.`;
}
