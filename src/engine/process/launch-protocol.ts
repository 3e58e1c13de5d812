/** What the engine asks of its launcher. */
export type LaunchOrder =
  | {
      kind: "spawn";
      id: number;
      argv: readonly string[];
      cwd: string;
      /** The whole environment. */
      env: Readonly<Record<string, string>>;
      stdin?: Buffer | string;
    }
  | { kind: "forget"; id: number };

/** What the launcher tells of the processes it started. */
export type LaunchAnswer =
  | { kind: "started"; id: number; pid: number }
  | { kind: "failed"; id: number; code: string; message: string }
  | { kind: "data"; id: number; stream: "stdout" | "stderr"; data: Buffer }
  | { kind: "exit"; id: number; code: number | null; signal: NodeJS.Signals | null }
  | { kind: "close"; id: number };
