import { lstatSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** What a program inside sees of the machine's disk. Paths are absolute and hold no symbolic links. */
export interface VisiblePaths {
  /** Shown empty: the engine's store, other agents' trees and homes, the runner's files. */
  hidden: readonly string[];
  /** Below a hidden folder, and still to be read. */
  readable: readonly string[];
  /** Below a hidden folder or not, and to be written. */
  writable: readonly string[];
  /** A writable folder that is shown at another path too, which lies below a hidden folder. */
  placed?: BindMount;
  /** Whether all else may only be read; else it is as the person may use it. */
  restReadOnly: boolean;
}

/** Folders of which an overlay is mounted. */
export interface OverlayMount {
  /** An empty folder that nothing but what is inside sees filled. */
  at: string;
  /** The uppermost first. */
  lower: readonly string[];
  /** What is written; null: nothing can be. */
  upper: { files: string; work: string } | null;
}

export interface BindMount {
  from: string;
  at: string;
}

/** A user of its own for what runs inside; it has no groups but its own. */
export interface InnerUser {
  uid: number;
  gid: number;
}

export type PlaceKind = "hidden" | "readable" | "writable";

export interface VisiblePath {
  path: string;
  kind: PlaceKind;
  isFolder: boolean;
  /** Where it really lies; absent: where it is shown. */
  from?: string;
}

const RANK: Readonly<Record<PlaceKind, number>> = { hidden: 0, readable: 1, writable: 2 };

/**
 * The places that are there, outer ones first: a mount covers what lies below it, so following the order one can show
 * again what an outer place has hidden. Where a path is named twice the more generous word counts.
 */
export function orderedPlaces({ hidden, readable, writable, placed }: VisiblePaths): VisiblePath[] {
  const kinds = new Map<string, PlaceKind>();
  for (const path of hidden) kinds.set(path, "hidden");
  for (const path of readable) kinds.set(path, "readable");
  for (const path of writable) kinds.set(path, "writable");
  const places: VisiblePath[] = [];
  for (const [path, kind] of kinds) {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats) places.push({ path, kind, isFolder: stats.isDirectory() });
  }
  if (placed) places.push({ path: placed.at, kind: "writable", isFolder: true, from: placed.from });
  return places.sort((a, b) => depth(a.path) - depth(b.path) || RANK[a.kind] - RANK[b.kind]);
}

function depth(path: string): number {
  return path === "/" ? 0 : path.split("/").length;
}

/** Whether the path is the folder or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}

/**
 * Folders above these paths that another user may not even pass through, the outermost of each path. Shown as empty
 * folders of their own, they let that user through to the paths and to nothing else.
 */
export function closedFolders(paths: readonly string[]): string[] {
  const closed = new Set<string>();
  for (const path of paths) {
    let outermost: string | null = null;
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const stats = statSync(folder, { throwIfNoEntry: false });
      if (stats && (stats.mode & 0o001) === 0) outermost = folder;
      if (folder === dirname(folder)) break;
    }
    if (outermost !== null && outermost !== "/") closed.add(outermost);
  }
  return [...closed];
}
