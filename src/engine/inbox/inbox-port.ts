import type { InboxPort } from "../ports.ts";
import { giveCommand, lookInside, watchInside } from "./inbox-client.ts";
import { inboxFolder } from "./inbox-folder.ts";
import { openInbox } from "./inbox-server.ts";

/** The inboxes of the engines that work in one clone. */
export function inboxPort(commonDirectory: string): InboxPort {
  const folder = inboxFolder(commonDirectory);
  return {
    open: handlers => openInbox(folder, handlers),
    give: (pid, request) => giveCommand(folder, pid, request),
    look: pid => lookInside(folder, pid),
    watch: (pid, watcher) => watchInside(folder, pid, watcher),
  };
}
