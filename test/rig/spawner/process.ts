/** The small process: runs one program after the other, as told through two named pipes, until the other side is gone. */
import { spawnSync } from "node:child_process";
import { openSync } from "node:fs";
import { type Order, receive, send } from "./channel.ts";

const MOST_BYTES = 256 * 1024 * 1024;

const [orders, answers] = [openSync(process.argv[2]!, "r"), openSync(process.argv[3]!, "w")];
for (let order = receive(orders) as Order | null; order; order = receive(orders) as Order | null) {
  const { status, stdout, stderr, error } = spawnSync(order.program, order.args, {
    ...(order.directory ? { cwd: order.directory } : {}),
    env: order.environment,
    input: order.input ?? "",
    maxBuffer: MOST_BYTES,
  });
  const nothing = Buffer.alloc(0);
  send(answers, {
    code: status,
    stdout: stdout ?? nothing,
    stderr: stderr ?? nothing,
    fault: error ? error.message : null,
  });
}
