import { n as removeFolder } from "./engine-process-remove-tree.js";
import { lstatSync, mkdtempSync, readFileSync, readdirSync, readlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { tmpdir } from "node:os";

// src/engine/process/process-start.ts
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

export { startTime as i, removeAbandonedFolders as n, processName as r, makeTemporaryFolder as t };