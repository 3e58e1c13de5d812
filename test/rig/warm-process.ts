/**
 * Runs entries of the program one after the other in this process, as `warm-program.ts` asks: a start that is fresh costs
 * half a second of processor time, most of it for loading and for code that is not yet compiled. Each call evaluates its entry
 * anew, with the environment, folder and words it would have been started with; only what the entry loads is kept.
 */
import type { Finished } from "./repository.ts";

export interface WarmCall {
  /** The entry's URL. */
  entry: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
}

/** In whose clock it is later by so many milliseconds; the environment of a call says how many. */
const realNow = Date.now;

let calls = 0;
const output = { stdout: "", stderr: "" };
for (const stream of ["stdout", "stderr"] as const) {
  process[stream].write = ((chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    output[stream] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    const written = rest.find(each => typeof each === "function") as (() => void) | undefined;
    if (written) process.nextTick(written);
    return true;
  }) as typeof process.stdout.write;
}

async function run({ entry, args, cwd, env }: WarmCall): Promise<Finished> {
  Object.assign(output, { stdout: "", stderr: "" });
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  const ahead = Number(env.RIG_AHEAD_MS ?? 0);
  Date.now = () => realNow() + ahead;
  process.chdir(cwd);
  process.argv = [process.execPath, entry, ...args];
  process.exitCode = undefined;
  try {
    await import(`${entry}?call=${++calls}`);
    await new Promise(resolve => setImmediate(resolve));
  } catch (error) {
    output.stderr += `${error instanceof Error ? error.stack : error}\n`;
    process.exitCode = 1;
  }
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners("error");
  // The folder goes with its test.
  process.chdir("/");
  return { code, signal: null, ...output };
}

process.on("disconnect", () => process.exit());
process.on("message", (call: WarmCall) => {
  void run(call).then(finished => process.send?.(finished));
});
