/** A replica of the runner's reading of a log, and what hostile output would have it do. */

/** What the runner does at an action's word. */
export interface Command {
  name: string;
  properties: Record<string, string>;
  data: string;
}

/** .NET's white space, which the runner trims before it looks for a command. */
const TRIM = /^[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const REGISTERED = new Set(
  "internal-set-repo-path set-env set-output save-state add-path add-mask add-matcher remove-matcher warning error notice debug echo group endgroup stop-commands".split(
    " ",
  ),
);

/** The runner's reading of one line, both forms, as in its ActionCommand.cs. */
function parse(line: string): Command | null {
  return parseNew(line) ?? parseOld(line);
}

function parseNew(line: string): Command | null {
  const message = line.replace(TRIM, "");
  if (!message.startsWith("::")) return null;
  const end = message.indexOf("::", 2);
  if (end < 0) return null;
  return read(message.slice(2, end), message.slice(end + 2), ",");
}

function parseOld(line: string): Command | null {
  const start = line.indexOf("##[");
  if (start < 0) return null;
  const end = line.indexOf("]", start);
  return end < 0 ? null : read(line.slice(start + 3, end), line.slice(end + 1), ";");
}

function read(head: string, data: string, separator: string): Command {
  const space = head.indexOf(" ");
  const name = (space < 0 ? head : head.slice(0, space)).trim();
  const pairs = space < 0 ? [] : head.slice(space + 1).split(separator);
  const properties = Object.fromEntries(
    pairs.map(pair => pair.trim().split("=", 2).map(readEscapes) as [string, string]),
  );
  return { name, properties, data: readEscapes(data) };
}

function readEscapes(text: string): string {
  return text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");
}

/** What the runner executes of an output: lines end at CR, LF or both; between stop and token nothing is read. */
export function runner(output: string): Command[] {
  const executed: Command[] = [];
  let stopped: string | null = null;
  for (const line of output.split(/\r\n|\r|\n/)) {
    const command = parse(line);
    if (!command) continue;
    if (stopped !== null) {
      if (command.name === stopped) stopped = null;
    } else if (command.name === "stop-commands") {
      stopped = command.data;
    } else if (REGISTERED.has(command.name.toLowerCase())) {
      executed.push(command);
    }
  }
  return executed;
}

/** Lines by which a child's output might command the runner. */
export const PAYLOADS = [
  "::set-output name=x::y",
  "::set-env name=PATH::/evil",
  "::add-path::/evil",
  "::add-mask::a",
  "::add-mask::the",
  "::add-matcher::evil.json",
  "::save-state name=x::y",
  "::error file=a.ts,line=1::fake",
  "::warning::fake",
  "::notice::fake",
  "::debug::fake",
  "::group::fake",
  "::endgroup::",
  "::echo::on",
  "::stop-commands::mine",
  "::stop-commands::mine\n::mine::\n::add-path::/evil",
  "  ::add-path::/evil",
  "\t::add-path::/evil",
  "\u00a0::add-path::/evil",
  "\u3000\u2003::add-path::/evil",
  "\u0085::add-path::/evil",
  "harmless\r::add-path::/evil",
  "harmless\u2028::add-path::/evil",
  "\u200b::add-path::/evil",
  "\u001b[31m::add-path::/evil",
  ":\u200b:add-path::/evil",
  "##[add-matcher]evil.json",
  "text before ##[set-env name=x;]y",
  "#\u200b#[add-path]/evil",
  "##[group]fake",
  "##[endgroup]",
  "::internal-set-repo-path repoFullName=x;workspaceRepo=true::/evil",
  "::SET-OUTPUT name=x::y",
  "::milestone-0000::",
];
