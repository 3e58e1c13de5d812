import { diagnosticLine } from "../diagnostic/diagnostic.ts";
import { Findings } from "../diagnostic/findings.ts";
import { pairOf, toData, type YamlMap, type YamlNode, type YamlPair, type YamlPath } from "../yaml/node.ts";
import { readYaml } from "../yaml/read.ts";
import { isCollection, layoutOf, type YamlData, type YamlLayout } from "../yaml/render.ts";
import { addPairs, type Holder, removePairs, replaceValue, type Splice, spliced } from "../yaml/splice.ts";

export type { YamlData } from "../yaml/render.ts";

/**
 * Opens a text for many edits, which are all made on one reading of it.
 * @param layout of the file that the text is a part of
 * @throws when it is no YAML map
 */
export function openPlanText(text: string, layout?: YamlLayout): PlanText {
  const yaml = readYaml(text);
  if (!yaml.ok) {
    const findings = new Findings({ file: "milestone file", text });
    findings.yamlProblems(yaml.problems);
    throw new Error(`the text to edit cannot be read: ${findings.errors.map(diagnosticLine).join("; ")}`);
  }
  if (yaml.root.kind !== "map") throw new Error("the text to edit is no map");
  return new PlanText(text, yaml.root, layout);
}

type Changing = Map<string, YamlData>;

/**
 * A YAML text and the changes wanted of it. The tree read at first stays as it is; changes are kept beside it and
 * made when the text is asked for, so that any number of edits costs one reading.
 */
export class PlanText {
  readonly #original: string;
  readonly #root: YamlMap;
  readonly layout: YamlLayout;
  readonly #replaced = new Map<YamlNode, { holder: Holder; data: YamlData }>();
  readonly #added = new Map<YamlMap, Changing>();
  readonly #removed = new Map<YamlMap, Set<YamlPair>>();
  #text: string | null;

  /** Use `openPlanText`. */
  constructor(text: string, root: YamlMap, layout = layoutOf(text, root)) {
    this.#original = text;
    this.#root = root;
    this.layout = layout;
    this.#text = text;
  }

  /** How many items the list below a key of the file has; null: none stands there. */
  itemsOf(key: string): number | null {
    const list = pairOf(this.#root, key)?.value;
    return list?.kind === "seq" ? list.items.length : null;
  }

  /** Sets what stands at a path; undefined takes it away. Maps on the way are made. */
  set(path: YamlPath, value: YamlData | undefined): void {
    if (path.length === 0) throw new Error("the whole file cannot be set");
    this.#text = null;
    let node: YamlNode = this.#root;
    let holder: Holder | null = null;
    for (let i = 0; i < path.length; i++) {
      const step = path[i]!;
      const rest = path.slice(i + 1);
      const replaced = this.#replaced.get(node);
      if (replaced) {
        const data = withValue(replaced.data, path.slice(i), value);
        this.#replaced.set(node, { holder: replaced.holder, data });
        return;
      }
      if (typeof step === "number") {
        const item: YamlNode | undefined = node.kind === "seq" ? node.items[step] : undefined;
        if (node.kind !== "seq" || !item)
          throw new Error(`nothing stands at ${path.slice(0, i + 1).join(".")}`);
        holder = { kind: "item", seq: node };
        node = item;
      } else {
        if (node.kind === "seq") throw new Error(`a list stands at ${path.slice(0, i).join(".")}`);
        const pair: YamlPair | undefined = node.kind === "map" ? this.#standing(node, step) : undefined;
        if (node.kind === "scalar" || !pair) {
          if (value !== undefined || this.#added.get(node as YamlMap)?.has(step))
            this.#addTo(node, holder, { step, rest, value });
          return;
        }
        if (rest.length === 0 && value === undefined) {
          this.#remove(node as YamlMap, pair, holder);
          return;
        }
        holder = { kind: "pair", map: node as YamlMap, pair };
        node = pair.value;
      }
    }
    if (value === undefined) throw new Error("items of a list cannot be taken away one by one");
    if (holder) this.#setNode(node, holder, value);
  }

  /** The text with every change so far. */
  text(): string {
    if (this.#text !== null) return this.#text;
    const file = { text: this.#original, layout: this.layout };
    const splices: Splice[] = [];
    for (const [node, { holder, data }] of this.#replaced)
      splices.push(...replaceValue(file, node, holder, data));
    for (const [map, removed] of this.#removed) splices.push(...removePairs(file, map, removed));
    for (const [map, added] of this.#added) {
      for (const [anchor, pairs] of this.#anchored(map, added))
        splices.push(addPairs(file, map, { anchor, end: this.#endOf(anchor) }, pairs));
    }
    this.#text = spliced(this.#original, splices);
    return this.#text;
  }

  #standing(map: YamlMap, key: string): YamlPair | undefined {
    const pair = pairOf(map, key);
    return pair && !this.#removed.get(map)?.has(pair) ? pair : undefined;
  }

  #addTo(
    node: YamlNode,
    holder: Holder | null,
    { step, rest, value }: { step: string; rest: YamlPath; value: YamlData | undefined },
  ): void {
    if (node.kind !== "map" || (node.pairs.length === 0 && holder)) {
      if (holder) this.#replaced.set(node, { holder, data: withValue({}, [step, ...rest], value) });
      return;
    }
    const pair = pairOf(node, step);
    if (pair && rest.length === 0 && value !== undefined) {
      // It was taken away before; set again, it stands where it stood.
      this.#restore(node, pair);
      this.#setNode(pair.value, { kind: "pair", map: node, pair }, value);
      return;
    }
    if (pair) {
      this.#restore(node, pair);
      this.#forget(pair.value);
      const data = withValue({}, rest, value);
      this.#setNode(pair.value, { kind: "pair", map: node, pair }, data);
      return;
    }
    const added: Changing = this.#added.get(node) ?? new Map();
    const data = rest.length === 0 ? value : withValue(added.get(step) ?? {}, rest, value);
    if (data === undefined) added.delete(step);
    else added.set(step, data);
    this.#added.set(node, added);
  }

  #restore(map: YamlMap, pair: YamlPair): void {
    this.#removed.get(map)?.delete(pair);
  }

  #remove(map: YamlMap, pair: YamlPair, holder: Holder | null): void {
    const removed = this.#removed.get(map) ?? new Set();
    removed.add(pair);
    this.#removed.set(map, removed);
    this.#forget(pair.value);
    if (removed.size < map.pairs.length) return;
    if (!holder) throw new Error("the last key of the file cannot be taken away");
    const data = Object.fromEntries(this.#added.get(map) ?? []);
    this.#forget(map);
    this.#replaced.set(map, { holder, data });
  }

  #setNode(node: YamlNode, holder: Holder, data: YamlData): void {
    if (sameData(node, data)) {
      this.#forget(node);
      return;
    }
    const map = !this.#replaced.has(node) && node.kind === "map" && node.pairs.length > 0;
    if (!map || !isCollection(data) || Array.isArray(data)) {
      this.#forget(node);
      this.#replaced.set(node, { holder, data });
      return;
    }
    const wanted = data as Record<string, YamlData | undefined>;
    const kept = node.pairs.filter(pair => wanted[pair.key] !== undefined);
    if (kept.length === 0) {
      this.#forget(node);
      this.#replaced.set(node, { holder, data });
      return;
    }
    this.#added.delete(node);
    for (const pair of node.pairs) {
      const value = wanted[pair.key];
      this.#restore(node, pair);
      if (value === undefined) this.#remove(node, pair, holder);
      else this.#setNode(pair.value, { kind: "pair", map: node, pair }, value);
    }
    for (const [key, value] of Object.entries(wanted)) {
      if (pairOf(node, key)) continue;
      if (value !== undefined) this.#addTo(node, holder, { step: key, rest: [], value });
    }
  }

  /** Drops the changes wanted of a node and of all below it. */
  #forget(node: YamlNode): void {
    this.#replaced.delete(node);
    if (node.kind === "map") {
      this.#added.delete(node);
      this.#removed.delete(node);
      for (const pair of node.pairs) this.#forget(pair.value);
    } else if (node.kind === "seq") {
      for (const item of node.items) this.#forget(item);
    }
  }

  /** Where a pair ends once everything is taken away that is to go: what is added behind it must not go with that. */
  #endOf(pair: YamlPair): number {
    let end = Math.max(pair.value.end, pair.keyEnd);
    let node: YamlNode | undefined = pair.value;
    while (node && node.kind !== "scalar" && !node.flow && !this.#replaced.has(node)) {
      if (node.kind === "seq") {
        node = node.items.at(-1);
        continue;
      }
      const removed = this.#removed.get(node);
      const last: YamlPair | undefined = node.pairs.findLast(each => !removed?.has(each));
      if (last && last !== node.pairs.at(-1)) end = Math.max(last.value.end, last.keyEnd);
      node = last?.value;
    }
    return end;
  }

  /** New pairs by the pair behind which they are written. */
  #anchored(map: YamlMap, added: Changing): Map<YamlPair, Changing> {
    const removed = this.#removed.get(map);
    const staying = map.pairs.filter(pair => !removed?.has(pair));
    const last = staying.at(-1);
    const head = staying[endOfHead(staying)] ?? last;
    const groups = new Map<YamlPair, Changing>();
    for (const [key, data] of added) {
      const anchor = !map.flow && isHeadKey(key) && !isCollection(data) ? head : last;
      if (!anchor) throw new Error("a map without pairs is replaced, not added to");
      const group: Changing = groups.get(anchor) ?? new Map();
      group.set(key, data);
      groups.set(anchor, group);
    }
    return groups;
  }
}

/** Status and times are for a reader of the file's head: they go behind these keys rather than to the end. */
const HEAD = new Set(["id", "title", "name", "description", "status"]);

/** Times of earlier runs belong to the head: what follows them does so whether it is written with them or later. */
function endOfHead(pairs: readonly YamlPair[]): number {
  let end = pairs.findLastIndex(({ key, value }) => HEAD.has(key) && value.kind === "scalar");
  const isTime = (pair: YamlPair | undefined) => pair?.key.endsWith("_at") && pair.value.kind === "scalar";
  while (end >= 0 && isTime(pairs[end + 1])) end++;
  return end;
}

const isHeadKey = (key: string) => key === "status" || key.endsWith("_at");

/** The data with a value set deep in it; maps on the way are made. */
function withValue(data: YamlData, path: YamlPath, value: YamlData | undefined): YamlData {
  const [step, ...rest] = path;
  if (step === undefined) return value ?? null;
  if (Array.isArray(data)) {
    if (typeof step !== "number") throw new Error(`a list has no key ${step}`);
    return data.map((item, index) => (index === step ? withValue(item, rest, value) : item));
  }
  const map = isCollection(data) ? (data as Record<string, YamlData | undefined>) : {};
  const next = { ...map };
  if (rest.length > 0) next[step] = withValue(map[step] ?? {}, rest, value);
  else if (value === undefined) delete next[step];
  else next[step] = value;
  return next;
}

function sameData(node: YamlNode, data: YamlData): boolean {
  if (node.kind === "scalar") return node.value === data || Object.is(node.value, data);
  if (!isCollection(data)) return false;
  return JSON.stringify(toData(node)) === JSON.stringify(data);
}
