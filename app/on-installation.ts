import type { Desk } from "./desk.ts";
import { sweepInstallation } from "./sweep.ts";

export interface InstallationPayload {
  installation: { id: number };
}

/** New repositories: what is there already is put in line. */
export async function onInstalled(desk: Desk, { installation }: InstallationPayload): Promise<void> {
  desk.queues.add(`installation/${installation.id}`, () => sweepInstallation(desk, installation.id));
}

/** Removed or suspended: nothing more is asked there. */
export async function onRemoved(desk: Desk, { installation }: InstallationPayload): Promise<void> {
  desk.places.forget(installation.id);
  for (const [key, milestone] of desk.milestones) {
    if (milestone.place.installation !== installation.id) continue;
    if (milestone.timer) clearTimeout(milestone.timer.handle);
    desk.milestones.delete(key);
  }
  desk.log.info({ installation: installation.id }, "the app was removed");
}
