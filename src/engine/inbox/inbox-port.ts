import { giveCommand, lookInside, watchInside } from "./inbox-client.ts";
import { type CommandAnswer, type CommandRequest, inboxFolder } from "./inbox-protocol.ts";
import { type CommandInbox, type InboxHandlers, type LiveSnapshot, openInbox } from "./inbox-server.ts";

/** Running engines of this clone, each by its process id. */
export interface InboxPort {
  /** null: this place has no such thing. */
  open(handlers: InboxHandlers): Promise<CommandInbox | null>;
  /** null: nobody listens there. */
  give(pid: number, request: Omit<CommandRequest, "ask">): Promise<CommandAnswer | null>;
  look(pid: number): Promise<LiveSnapshot | null>;
  watch(
    pid: number,
    watcher: { told: (news: Partial<LiveSnapshot>) => void; signal: AbortSignal },
  ): Promise<boolean>;
}

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
