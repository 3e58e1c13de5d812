import type { Plan } from "../plan/plan.ts";
import type { State } from "../session/state.ts";
import { counted } from "../text/sanitise.ts";
import { dateTime, duration, money } from "./figures.ts";
import type { ReportFacts } from "./report-facts.ts";

/** A piece of advice with the figures it rests on; nothing is advised without a fact. */
export interface Recommendation {
  fact: string;
  advice: string;
}

/** Advice for the next milestone, in the order in which a reader profits from it. */
export function recommend(facts: ReportFacts, plan: Plan, state: State): Recommendation[] {
  return [
    ...onBlockers(facts),
    ...onTime(facts),
    ...onWaiting(facts),
    ...onFailures(facts),
    ...onRejections(facts),
    ...onAgents(facts),
    ...onEstimates(facts),
    ...onBudget(facts, plan, state),
    ...onTests(facts, plan),
    ...onSkipped(facts),
    ...onWarnings(state),
  ];
}

function onBlockers({ dashboard }: ReportFacts): Recommendation[] {
  return dashboard.blockers.slice(0, 10).map(b => ({
    fact: `${b.id} is open: ${b.message}`,
    advice: b.proposals.map(p => `${p.command} (${p.why})`).join("; or ") || "look at the evidence above",
  }));
}

function onTime({ dashboard }: ReportFacts): Recommendation[] {
  const { timeline } = dashboard;
  if (timeline.due === null || timeline.onTime !== false) return [];
  const end = timeline.endedAt ?? timeline.forecast ?? dashboard.now;
  const tense = timeline.endedAt === null ? "is forecast for" : "was reached on";
  if (timeline.endedAt === null && timeline.forecast === null) {
    const fact = `The due date passed ${duration(end - timeline.due)} ago.`;
    return [{ fact, advice: "Move the due date, or skip what can wait." }];
  }
  return [
    {
      fact: `The end ${tense} ${dateTime(end)}, ${duration(end - timeline.due)} after the due date.`,
      advice: "Move the due date, skip what can wait, or shorten the critical path.",
    },
  ];
}

/** Above this share of the longest chain, people's answers decide the duration. */
const WAITING_SHARE = 0.25;

function onWaiting({ chain, waits }: ReportFacts): Recommendation[] {
  const total = chain.workMs + chain.waitMs;
  if (total === 0 || chain.waitMs / total < WAITING_SHARE) return [];
  const longest = waits.reduce<ReportFacts["waits"][number] | null>(
    (a, b) => (!a || b.ms > a.ms ? b : a),
    null,
  );
  if (!longest) return [];
  const name = longest.task ? `${longest.task}/${longest.phase}` : longest.request;
  return [
    {
      fact: `${Math.round((chain.waitMs / total) * 100)} % of the critical path was waiting for approvals, longest at ${name} (${duration(longest.ms)}).`,
      advice: "Name more approvers for the slow gates, or drop gates that never changed anything.",
    },
  ];
}

function onFailures({ costs, failures }: ReportFacts): Recommendation[] {
  // Failures are not told apart by agent.
  const agents = costs.byAgent.filter(row => row.failed > 0).length;
  return costs.byAgent
    .filter(row => row.attempts >= 4 && row.failed / row.attempts >= 0.25)
    .map(row => ({
      fact: `${row.name} failed ${row.failed} of ${counted(row.attempts, "attempt")}${failures[0] && agents === 1 ? `, most often by ${failures[0].type}` : ""}.`,
      advice:
        "Read the feedback of the failed attempts; a clearer task description or another profile may help.",
    }));
}

function onRejections({ history, dashboard }: ReportFacts): Recommendation[] {
  if (history.rejections === 0) return [];
  const gates = dashboard.quality.approvals.total;
  return [
    {
      fact: `Reviewers requested changes ${history.rejections === 1 ? "once" : `${history.rejections} times`}; the plan has ${counted(gates, "gate")}.`,
      advice: "Write what they asked for into the acceptance criteria of those phases.",
    },
  ];
}

function onAgents({ utilisation }: ReportFacts): Recommendation[] {
  const { meanBusy, allowed } = utilisation;
  if (meanBusy === null || allowed < 2) return [];
  const busy = meanBusy / allowed;
  const fact = `On average ${meanBusy.toFixed(1)} of ${allowed} agents were at work.`;
  if (busy < 0.4) {
    const enough = Math.max(1, Math.ceil(meanBusy * 1.5));
    if (enough >= allowed) return [];
    return [
      {
        fact,
        advice: `${counted(enough, "agent")} would do, unless tasks are split or depend less on each other.`,
      },
    ];
  }
  if (busy > 0.9) return [{ fact, advice: "More agents may finish sooner." }];
  return [];
}

function onEstimates({ estimates }: ReportFacts): Recommendation[] {
  const done = estimates.filter(e => e.done && e.estimateMs);
  if (done.length < 3) return [];
  const ratios = done.map(e => e.workMs / e.estimateMs!).sort((a, b) => a - b);
  const median = ratios[Math.floor(ratios.length / 2)]!;
  if (median >= 0.5 && median <= 2) return [];
  return [
    {
      fact:
        median < 0.01
          ? "Half of the finished tasks took less than a hundredth of their estimated hours."
          : `Half of the finished tasks took less than ${median.toFixed(2)} of their estimated hours, half more.`,
      advice: "Scale estimated_hours to what agents need: the order of work and the forecast follow them.",
    },
  ];
}

function onBudget({ costs }: ReportFacts, plan: Plan, state: State): Recommendation[] {
  const found: Recommendation[] = [];
  const { minutes, costUsd } = plan.budget;
  const cost = costUsd === undefined ? null : costUsd + state.budgetRaised.costUsd;
  if (cost !== null && cost > 0 && costs.total.costUsd >= cost * 0.8) {
    found.push({
      fact: `${money(costs.total.costUsd)} of the budget of ${money(cost)} is spent.`,
      advice: "Raise budget.cost_usd or cut the scope before it runs out.",
    });
  }
  const time = minutes === undefined ? null : (minutes + state.budgetRaised.minutes) * 60_000;
  if (time !== null && time > 0 && costs.total.workMs >= time * 0.8) {
    found.push({
      fact: `${duration(costs.total.workMs)} of the budget of ${duration(time)} of agents' time is used.`,
      advice: "Raise budget.minutes or cut the scope before it runs out.",
    });
  }
  return found;
}

function onTests({ testRuns }: ReportFacts, plan: Plan): Recommendation[] {
  if (!plan.testCommand) {
    return [
      {
        fact: "No test command is set, so nothing of the integrated work was tested here.",
        advice: "Set test_command in the milestone file.",
      },
    ];
  }
  const failed = testRuns.filter(t => !t.ok);
  if (failed.length === 0) return [];
  return [
    {
      fact: `${plan.testCommand} failed in ${failed.length} of ${counted(testRuns.length, "run")} on the integrated branch.`,
      advice: "Add the command to the checks of the phases, so that it fails before the work is integrated.",
    },
  ];
}

function onSkipped({ dashboard }: ReportFacts): Recommendation[] {
  const skipped = dashboard.tasks.filter(t => t.status === "skipped").map(t => t.id);
  if (skipped.length === 0) return [];
  return [
    {
      fact: `Skipped: ${skipped.join(", ")}.`,
      advice: "Plan them in a later milestone, or drop them for good.",
    },
  ];
}

function onWarnings(state: State): Recommendation[] {
  const byType = new Map<string, { count: number; message: string }>();
  for (const warning of state.warnings) {
    const known = byType.get(warning.type);
    if (known) known.count += 1;
    else byType.set(warning.type, { count: 1, message: warning.message });
  }
  return [...byType].map(([type, { count, message }]) => ({
    fact: `${counted(count, "warning")} of the type ${type}, first: ${message}`,
    advice: "Look into it before the next milestone.",
  }));
}
