import { n as removeFolder } from "./engine-process-remove-tree.js";
import { existsSync, lstatSync, mkdtempSync, readFileSync, readdirSync, readlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { tmpdir } from "node:os";

// src/engine/process/process-table.ts
/** Linux counts in hundredths of a second on every platform node runs on (`getconf CLK_TCK`). */
const MS_PER_TICK = 10;
/** Reads one process; null when it is gone or there is no /proc (macOS). */
function readProcess(pid) {
	let stat;
	try {
		stat = readFileSync(`/proc/${pid}/stat`, "utf8");
	} catch {
		return null;
	}
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	const field = (index) => Number(fields[index - 3]);
	return {
		pid,
		zombie: fields[0] === "Z" || fields[0] === "X",
		parent: field(4),
		group: field(5),
		session: field(6),
		cpuMs: (field(14) + field(15) + field(16) + field(17)) * MS_PER_TICK,
		start: field(22)
	};
}
/** Ids of all processes that can be seen; empty where there is no /proc. */
function listPids() {
	try {
		return readdirSync("/proc").filter(isNumber).map(Number);
	} catch {
		return [];
	}
}
/** Up to so many ids it is quicker to ask for each than to list all processes of the machine. */
const FEW_PIDS = 64;
/** Ids of the processes above the first and up to the last; some may be of threads, and of none that is there. */
function pidsBetween(first, last) {
	if (last - first > FEW_PIDS) return listPids().filter((pid) => pid > first);
	return Array.from({ length: Math.max(0, last - first) }, (_, i) => first + 1 + i).filter((pid) => existsSync(`/proc/${pid}/environ`));
}
/** @param from the lowest id that is of interest */
function readProcessTable(from = 0) {
	const table = /* @__PURE__ */ new Map();
	for (const pid of listPids()) {
		if (pid < from) continue;
		const entry = readProcess(pid);
		if (entry) table.set(pid, entry);
	}
	return table;
}
/** Whether the process was started with this text in its environment. False for other users' processes. */
function startedWith(pid, marker) {
	try {
		return readFileSync(`/proc/${pid}/environ`).includes(marker);
	} catch {
		return false;
	}
}
/** The id given out last, from which a wrapped-around pid counter is told; 0 where it cannot be read. */
function lastPid() {
	try {
		return Number(readFileSync("/proc/loadavg", "utf8").trim().split(" ").at(-1));
	} catch {
		return 0;
	}
}
/** More processes than any machine starts in a millisecond. */
const MOST_STARTED_PER_MS = 250;
let round;
/** In less time (ms) nobody sends the counter of ids all round, as who wants to hide may do; 0 where there is no /proc. */
function quickestRound() {
	round ??= highestPid() / MOST_STARTED_PER_MS;
	return round;
}
/** No process has a higher id: after it the counter starts over. */
function highestPid() {
	try {
		return Number(readFileSync("/proc/sys/kernel/pid_max", "utf8"));
	} catch {
		return 0;
	}
}
function isNumber(name) {
	const code = name.charCodeAt(0);
	return code >= 48 && code <= 57;
}
/** The process's start as the kernel counts it, with the boot it belongs to; "" when there is no such process. */
function startTime(pid) {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		if (fields[0] === "Z" || fields[0] === "X") return "";
		const ticks = fields[19];
		return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim().slice(0, 8)}-${ticks}`;
	} catch {
		return macStartTime(pid);
	}
}
/** Names a living process among those of all boots and containers: its start, and the namespace of its id; "" if none. */
function processName(pid) {
	const start = startTime(pid);
	return start === "" || process.platform !== "linux" ? start : `${start}-${processNamespace()}`;
}
/** Number of the namespace that this process's id belongs to; "0" where it is not known, which is reported of nobody. */
function processNamespace() {
	if (process.platform !== "linux") return "0";
	return /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "0";
}
/** Where there is no /proc a living process only answers a signal; its start is not known. */
function macStartTime(pid) {
	if (process.platform === "linux") return "";
	try {
		process.kill(pid, 0);
		return "alive";
	} catch {
		return "";
	}
}

// src/engine/process/temporary-folder.ts
/**
* Temporary folders whose names tell which process made them: process-id namespace, id and start. A run that was killed
* cannot take its work trees away, and they may hold gigabytes, so the next run on the machine does.
*/
const NAME = /^milestone-[a-z]+-(\d+)\.(\d+)\.([0-9a-f]{8}-\d+)-\w{6}$/;
/** Makes a folder of this process alone below the machine's temporary folder, or below `base`. */
function makeTemporaryFolder(kind, base = tmpdir()) {
	const owner = `${processNamespace()}.${process.pid}.${startTime(process.pid)}`;
	return mkdtempSync(resolve(base, `milestone-${kind}-${owner}-`));
}
/** Removes what processes of this user that are no more left below the folder. Linux only: elsewhere none is told. */
async function removeAbandonedFolders(base) {
	const namespace = processNamespace();
	for (const name of readdirSync(base)) {
		const [, where, pid, started] = NAME.exec(name) ?? [];
		if (where === void 0 || where !== namespace || startTime(Number(pid)) === started) continue;
		const path = join(base, name);
		const stats = lstatSync(path, { throwIfNoEntry: false });
		if (!stats?.isDirectory() || stats.uid !== process.getuid?.()) continue;
		await removeFolder(path);
	}
}

export { pidsBetween as a, readProcess as c, startedWith as d, listPids as i, readProcessTable as l, removeAbandonedFolders as n, processName as o, lastPid as r, quickestRound as s, makeTemporaryFolder as t, startTime as u };