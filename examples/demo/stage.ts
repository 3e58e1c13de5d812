import { spawn } from "node:child_process";

const colours = process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== "dumb";
const paint = (code: string, text: string): string => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);

/** Text of the demo itself, to be told apart from what the program under show prints. */
export function say(...lines: string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

export function scene(number: number, of: number, title: string): void {
  say("", paint("1;36", `── ${number}/${of}  ${title} ${"─".repeat(Math.max(2, 66 - title.length))}`), "");
}

export const bold = (text: string): string => paint("1", text);
export const dim = (text: string): string => paint("2", text);

/** Shows a command as a person would type it. */
export function typed(command: string): void {
  say(paint("1;32", `$ ${command}`));
}

export interface Program {
  path: string;
  directory: string;
  environment: NodeJS.ProcessEnv;
}

/**
 * Runs `milestone <args>` before the audience and answers its exit code. Both its streams go where the demo's own
 * output goes, so that their order is kept in a pipe.
 */
export function perform(program: Program, args: string[]): Promise<number> {
  typed(`milestone ${args.map(quoted).join(" ")}`);
  const child = spawn(process.execPath, [program.path, ...args], {
    cwd: program.directory,
    env: program.environment,
    stdio: ["ignore", 1, process.stdout.isTTY ? "inherit" : 1],
  });
  return ending(child);
}

function ending(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}

function quoted(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `'${word}'`;
}
