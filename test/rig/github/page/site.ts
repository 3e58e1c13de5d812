import type { ServerResponse } from "node:http";
import type { World } from "../state/world.ts";

export function createSite(_world: World) {
  return async (_response: ServerResponse, _url: URL): Promise<boolean> => false;
}
