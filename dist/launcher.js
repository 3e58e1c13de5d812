import { n as frameReader, t as frame } from "./chunks/engine-process-launch-protocol.js";
import { spawn } from "node:child_process";

// src/engine/process/launcher.ts
/**
* A small process that starts others for the engine. Starting a process copies the page tables of its parent,
* which takes this one a fraction of what it takes the engine (research: 0.8 ms against 16 ms at 512 MiB), and blocks
* nobody who has other things to do. When the engine is gone, however it ended, everything started here goes too.
* Started by sudo it speaks over its standard input and output, and signals what the engine may not.
*/
const children = /* @__PURE__ */ new Map();
const isPiped = !process.connected;
for (const signal of [
	"SIGINT",
	"SIGTERM",
	"SIGHUP"
]) process.on(signal, () => void 0);
if (!isPiped) {
	process.on("disconnect", endAll);
	process.on("message", obey);
} else {
	process.chdir("/");
	process.stdin.on("data", frameReader(obey));
	for (const event of ["end", "error"]) process.stdin.on(event, endAll);
	process.stdout.on("error", endAll);
	tell({ kind: "ready" });
}
function obey(order) {
	switch (order.kind) {
		case "spawn": return start(order);
		case "forget": return forget(order.id);
		case "signal": return signal(order.target, order.signal);
		default: return order;
	}
}
function start({ id, argv, cwd, env, stdin }) {
	const [program = "", ...args] = argv;
	let child;
	try {
		child = spawn(program, args, {
			cwd,
			env,
			detached: true,
			stdio: [
				stdin === void 0 ? "ignore" : "pipe",
				"pipe",
				"pipe"
			]
		});
	} catch (error) {
		return fail(id, error);
	}
	child.once("error", (error) => fail(id, error));
	if (child.pid === void 0) return;
	children.set(id, child);
	tell({
		kind: "started",
		id,
		pid: child.pid
	});
	for (const stream of ["stdout", "stderr"]) {
		const source = child[stream];
		source?.on("data", (data) => {
			source.pause();
			tell({
				kind: "data",
				id,
				stream,
				data
			}, () => source.resume());
		});
	}
	child.stdin?.on("error", () => void 0);
	if (stdin !== void 0) child.stdin?.end(Buffer.from(stdin));
	child.once("exit", (code, signal) => tell({
		kind: "exit",
		id,
		code,
		signal
	}));
	child.once("close", () => {
		children.delete(id);
		tell({
			kind: "close",
			id
		});
	});
}
/** The engine no longer waits for the output of a child whose tree is gone. */
function forget(id) {
	const child = children.get(id);
	child?.stdout?.destroy();
	child?.stderr?.destroy();
	children.delete(id);
}
function fail(id, error) {
	tell({
		kind: "failed",
		id,
		code: error.code ?? "UNKNOWN",
		message: error.message
	});
}
function tell(answer, sent) {
	if (isPiped) process.stdout.write(frame(answer), () => sent?.());
	else if (process.connected) process.send?.(answer, void 0, void 0, () => sent?.());
}
/** What ended meanwhile needs no signal. */
function signal(target, name) {
	try {
		process.kill(target, name);
	} catch (error) {
		if (error.code !== "ESRCH") throw error;
	}
}
function endAll() {
	for (const { pid } of children.values()) try {
		if (pid !== void 0) process.kill(-pid, "SIGKILL");
	} catch (error) {
		if (error.code !== "ESRCH") process.exitCode = 1;
	}
	process.exit();
}

export {  };