import { parse } from "yaml";
import type { Rig } from "./repository.ts";

/** The status of the milestone's newest session, as its file on the origin says. */
export function readSession(rig: Rig, milestone: string): string {
  const branch = `milestone/${milestone}`;
  const files = rig.git("ls-tree", "--name-only", branch, "--", ".milestones/sessions/").split("\n");
  const newest = files
    .filter(file => file.endsWith(".yaml"))
    .sort()
    .at(-1);
  const text = newest && rig.read(branch, newest);
  if (!text) return "none";
  const { session } = parse(text) as { session: { status: string } };
  return session.status;
}
