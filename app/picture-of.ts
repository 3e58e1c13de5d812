import type { Dependants, Picture } from "../src/github/picture.ts";
import type { BranchReading } from "../src/github/read-state.ts";
import type { Repository } from "../src/github/repository.ts";
import type { LoggedEvent } from "../src/milestone/session/event.ts";
import { buildDashboard } from "../src/milestone/view/dashboard.ts";
import { dashboardMarkdown } from "../src/milestone/view/dashboard-markdown.ts";
import { historyOf } from "../src/milestone/view/history.ts";

/** What GitHub should show of a milestone that was read from its branch. */
export function pictureOf(reading: BranchReading, repository: Repository, now: number): Picture {
  const { milestone, state, plan, head, base, events } = reading;
  return {
    milestone,
    state,
    plan,
    head,
    base: base.branch,
    mode: "app",
    approvers: base.config.approvers,
    labels: base.config.labels,
    notify: {
      stakeholders: [...new Set([...plan.notify.stakeholders, ...base.config.notify.stakeholders])],
      escalation: [...new Set([...plan.notify.escalation, ...base.config.notify.escalation])],
    },
    dependants: dependantsOf(events),
    render: limit => dashboardMarkdown(dashboardOf(reading, now), { limit }),
    url: repository.url,
  };
}

/** The dashboard of a milestone that was read from its branch; the app knows no run's live slots. */
export function dashboardOf({ plan, state, events }: BranchReading, now: number) {
  return buildDashboard({ plan, state, history: historyOf(events), now });
}

function dependantsOf(events: LoggedEvent[]): Dependants[] {
  const told: Dependants[] = [];
  for (const event of events) if (event.event === "dependents_notified") told.push(event.data);
  return told;
}
