import { sanitise } from "../../milestone/text/sanitise.ts";

/**
 * The runner reads commands from whatever an action prints, forwarded output of its children included:
 * `::name …::` at a line's start after white space, and the old `##[name]` anywhere in a line.
 */

/**
 * A child's line that the runner takes for no command: the marks are pulled apart, visibly. White space is
 * Unicode's, as in the runner's own trimming.
 */
export function neutralise(line: string): string {
  return line.replace(/^([\s\u0085\u180e]*):(?=:)/u, "$1: ").replaceAll("##[", "## [");
}

/** Lines of a child as one foldable group, in which the runner executes nothing. */
export function outputGroup(title: string, lines: Iterable<string>, token = groupToken()): string {
  const body = [...lines].flatMap(line => sanitise(line).split("\n")).map(neutralise);
  return [openGroup(title, token), ...body, closeGroup(token)].join("\n");
}

/** Unguessable, and never a command's name: 256 random bits. */
export function groupToken(): string {
  // Of the global object, which is loaded at its first use: an entry that only refuses needs no randomness.
  return `milestone-${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("hex")}`;
}

/** Everything up to `closeGroup` with the same token is output only; the lines between still want `neutralise`. */
export function openGroup(title: string, token: string): string {
  return `${workflowCommand("group", title)}\n${workflowCommand("stop-commands", token)}`;
}

export function closeGroup(token: string): string {
  return `::${token}::\n${workflowCommand("endgroup", "")}`;
}

/** A command of our own, with everything in it escaped as the runner reads it back. */
export function workflowCommand(
  name: string,
  message: string,
  properties: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const list = Object.entries(properties)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
    .join(",");
  return `::${name}${list === "" ? "" : ` ${list}`}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
