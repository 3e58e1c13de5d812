/** What an action tells its runner: command files and workflow commands in its output. */

/** `name=value` and `name<<DELIMITER` blocks, as GITHUB_OUTPUT and GITHUB_STATE hold them. */
export function parseCommandFile(text: string): { [name: string]: string } {
  const values: { [name: string]: string } = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    const block = /^([^=<]+)<<(.+)$/.exec(line);
    const plain = /^([^=]+)=(.*)$/.exec(line);
    if (block) {
      const end = lines.indexOf(block[2]!, at + 1);
      if (end < 0) throw new Error(`no closing ${block[2]} for ${block[1]}`);
      values[block[1]!] = lines.slice(at + 1, end).join("\n");
      at = end;
    } else if (plain) values[plain[1]!] = plain[2]!;
    else if (line !== "") throw new Error(`not a command file line: ${line}`);
  }
  return values;
}

export interface Annotation {
  level: "error" | "warning" | "notice";
  message: string;
  file: string | null;
  line: number | null;
  title: string | null;
}

const decoded = (text: string): string =>
  text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");

/**
 * Annotations out of an action's output, read as the runner reads it: a command stands at a line's start, and
 * between `::stop-commands::token` and `::token::` there are none.
 */
export function parseAnnotations(output: string): Annotation[] {
  const found: Annotation[] = [];
  let stopped: string | null = null;
  for (const raw of output.split("\n")) {
    const match = /^::([\w-]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$/.exec(raw.trim());
    if (!match) continue;
    const [, name = "", properties = "", message = ""] = match;
    if (stopped !== null) {
      if (name === stopped) stopped = null;
      continue;
    }
    if (name === "stop-commands") stopped = message;
    if (name !== "error" && name !== "warning" && name !== "notice") continue;
    const given = new Map(properties.split(",").map(each => each.split("=", 2) as [string, string]));
    const value = (key: string) => (given.has(key) ? decoded(given.get(key)!) : null);
    const line = value("line");
    found.push({
      level: name,
      message: decoded(message),
      file: value("file"),
      line: line ? Number(line) : null,
      title: value("title"),
    });
  }
  return found;
}
