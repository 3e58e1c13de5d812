import type { Desk } from "./desk.ts";
import type { Place, RepositoryShape } from "./places.ts";

export interface Sender {
  id: number;
  login: string;
  type?: string;
}

/** What every webhook of a repository carries. */
export interface FromRepository {
  repository: RepositoryShape;
  installation?: { id: number } | undefined;
  sender?: Sender | undefined;
}

/** The place that an event comes from; null (with a line in the log) when it is not of an installation of ours. */
export async function placeOf(desk: Desk, payload: FromRepository, event: string): Promise<Place | null> {
  if (!payload.installation?.id) {
    desk.log.info({ event }, "ignored: the event names no installation");
    return null;
  }
  return desk.places.at(payload.installation.id, payload.repository);
}
