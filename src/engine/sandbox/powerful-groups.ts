import { existsSync, readFileSync } from "node:fs";
import { isWithin, type Places } from "./places.ts";

/** A user namespace leaves a process the groups of its user. Each of these leads to root, by these sockets. */
const BY_SOCKET: Readonly<Record<string, readonly string[]>> = {
  docker: ["/run/docker.sock"],
  lxd: ["/var/lib/lxd/unix.socket", "/var/snap/lxd/common/lxd/unix.socket"],
  incus: ["/var/lib/incus/unix.socket", "/run/incus"],
  "incus-admin": ["/var/lib/incus/unix.socket", "/run/incus"],
  libvirt: ["/run/libvirt"],
};
/** By a device that reads and writes everything. */
const BY_DEVICE = ["disk", "kmem"];

/** The group of this user that would lead out of the sandbox; null where there is none. */
export function powerfulGroup({ hidden }: Places): string | null {
  for (const group of groupNames()) {
    if (BY_DEVICE.includes(group)) return `this user is in the group ${group}, which may read every disk`;
    const sockets = BY_SOCKET[group];
    if (!sockets) continue;
    const isHidden = sockets.some(path => existsSync(path) && hidden.some(folder => isWithin(path, folder)));
    if (!isHidden) return `this user is in the group ${group}, whose socket could not be hidden`;
  }
  return null;
}

function groupNames(): string[] {
  const ids = new Set(process.getgroups?.() ?? []);
  return readFileSync("/etc/group", "utf8")
    .split("\n")
    .map(line => line.split(":"))
    .filter(([, , id]) => id !== undefined && ids.has(Number(id)))
    .map(([name = ""]) => name);
}
