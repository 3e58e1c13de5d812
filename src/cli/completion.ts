import {
  FLAG_NAMES,
  type FlagName,
  flagSpec,
  flagSummary,
  flagUsage,
  takesValue,
} from "../milestone/command/command-flags.ts";
import {
  COMMANDS,
  type CommandName,
  commandsAt,
  SHELLS,
  type Shell,
  TERMINAL_FLAGS,
} from "../milestone/command/command-table.ts";

/**
 * The completion script of a shell, made from the table of commands: names, flags, the values of choices, and the ids of
 * the milestones that lie in the folder. The script only looks at files; it never runs the program.
 */
export function completionScript(shell: Shell): string {
  switch (shell) {
    case "bash":
      return bash();
    case "zsh":
      return zsh();
    case "fish":
      return fish();
  }
}

const names = (): CommandName[] => commandsAt("terminal");
const flagsOf = (name: CommandName): FlagName[] => [...new Set([...COMMANDS[name].flags, ...TERMINAL_FLAGS])];

/** A flag as it is typed: `--agents=` wants a value, `--no-push` is what is useful of one that is on already. */
function typed(flag: FlagName): string {
  const usage = flagUsage(flag);
  return takesValue(flag) ? usage.slice(0, usage.indexOf("=") + 1) : usage;
}

function choicesOf(flag: FlagName): readonly string[] {
  const spec = flagSpec(flag);
  return spec.type === "choice" && !spec.alone ? spec.choices : [];
}

const allChoices = (): [FlagName, readonly string[]][] =>
  FLAG_NAMES.map(f => [f, choicesOf(f)] as [FlagName, readonly string[]]).filter(([, c]) => c.length > 0);

/** What stands where the milestone's id, or the command's first own word, is typed. */
function firstWord(name: CommandName): "milestone" | "command" | "shell" | "file" | "none" {
  if (COMMANDS[name].milestone !== "none") return "milestone";
  switch (COMMANDS[name].arguments[0]?.kind) {
    case "command":
      return "command";
    case "shell":
      return "shell";
    case "source":
      return "file";
    default:
      return "none";
  }
}

function bash(): string {
  const cases = names().map(name => {
    const words = {
      milestone: "$(_milestone_ids)",
      command: names().join(" "),
      shell: SHELLS.join(" "),
      file: "",
      none: "",
    }[firstWord(name)];
    return `    ${name}) flags="${flagsOf(name).map(typed).join(" ")}"; words="${words}" ;;`;
  });
  const choices = allChoices().map(
    ([flag, values]) =>
      `    --${flag}) COMPREPLY=($(compgen -W "${values.join(" ")}" -- "$current")); return ;;`,
  );
  return `# milestone: completion for bash
# eval "$(milestone completion bash)"
_milestone_ids() {
  local file
  for file in .milestones/active/*.yaml .milestones/completed/*.yaml; do
    [ -e "$file" ] && file="\${file##*/}" && printf '%s ' "\${file%.yaml}"
  done
}
_milestone() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" flags="" words=""
  COMPREPLY=()
  if [ "$current" = "=" ]; then current=""; elif [ "$before" = "=" ]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names().join(" ")}" -- "$current"))
    return
  fi
  case "$before" in
${choices.join("\n")}
  esac
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  if [[ "$current" == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
    [[ "\${COMPREPLY[0]}" == *= ]] && compopt -o nospace
  elif [ "$COMP_CWORD" -eq 2 ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}
complete -o default -F _milestone milestone
`;
}

/** Text inside of single quotes. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
/** Text in a zsh description: its own marks are escaped. */
const zshText = (text: string): string => text.replace(/[[\]:\\]/g, "\\$&");

function zsh(): string {
  const commands = names().map(name => `    ${quoted(`${name}:${zshText(COMMANDS[name].summary)}`)}`);
  const cases = names().map(name => {
    const first = {
      milestone: "'1:milestone:_milestone_ids'",
      command: `'1:command:(${names().join(" ")})'`,
      shell: `'1:shell:(${SHELLS.join(" ")})'`,
      file: "'1:source:_files'",
      none: "",
    }[firstWord(name)];
    const flags = flagsOf(name).map(flag => {
      const values = choicesOf(flag);
      const value = takesValue(flag) ? `:${values.length ? `value:(${values.join(" ")})` : "value:"}` : "";
      return quoted(`${typed(flag)}[${zshText(flagSummary(flag))}]${value}`);
    });
    return `      ${name}) _arguments ${[first, ...flags].filter(Boolean).join(" ")} ;;`;
  });
  return `#compdef milestone
# milestone: completion for zsh
# source <(milestone completion zsh), or as a file _milestone in a folder of $fpath
_milestone_ids() {
  local -a ids
  ids=(.milestones/{active,completed}/*.yaml(N:t:r))
  compadd -a ids
}
_milestone() {
  local -a commands
  commands=(
${commands.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
  else
    local name=$words[2]
    shift words
    (( CURRENT-- ))
    case $name in
${cases.join("\n")}
    esac
  fi
}
if [ "$funcstack[1]" = "_milestone" ]; then _milestone "$@"; else compdef _milestone milestone; fi
`;
}

function fish(): string {
  const lines = names().flatMap(name => {
    const on = `-n '__milestone_is ${name}'`;
    const first = {
      milestone: `complete -c milestone -n '__milestone_first ${name}' -a '(__milestone_ids)'`,
      command: `complete -c milestone -n '__milestone_first ${name}' -a '${names().join(" ")}'`,
      shell: `complete -c milestone -n '__milestone_first ${name}' -a '${SHELLS.join(" ")}'`,
      file: `complete -c milestone -n '__milestone_first ${name}' -F`,
      none: "",
    }[firstWord(name)];
    const flags = flagsOf(name).map(flag => {
      const values = choicesOf(flag);
      const value = takesValue(flag) ? ` -x${values.length ? ` -a '${values.join(" ")}'` : ""}` : "";
      return `complete -c milestone ${on} -l ${typed(flag).replace(/^--|=$/g, "")}${value} -d ${fishQuoted(flagSummary(flag))}`;
    });
    return [
      `complete -c milestone -n __fish_use_subcommand -a ${name} -d ${fishQuoted(COMMANDS[name].summary)}`,
      first,
      ...flags,
    ].filter(Boolean);
  });
  return `# milestone: completion for fish
# milestone completion fish | source
function __milestone_ids
    for file in .milestones/active/*.yaml .milestones/completed/*.yaml
        string replace -r '^.*/(.*)\\.yaml$' '$1' -- $file
    end
end
function __milestone_is
    set -l words (commandline -opc)
    test (count $words) -ge 2; and test "$words[2]" = $argv[1]
end
function __milestone_first
    set -l words (commandline -opc)
    test (count $words) -eq 2; and test "$words[2]" = $argv[1]
end
complete -c milestone -f
${lines.join("\n")}
`;
}

const fishQuoted = (text: string): string => `'${text.replace(/['\\]/g, "\\$&")}'`;
