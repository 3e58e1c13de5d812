/*
 * Many values of a kind as JSON that is small and soon read: field by field in place of value by value. 40,000 phases as
 * objects are 17 MB of JSON; as columns, where most fields are the same in all of them, they are 6. Maps, sets and
 * fields that are undefined come back as they were.
 */

type Primitive = string | number | boolean | null;

/** The values of one field, in their order. */
export type PackedColumn =
  /** All are this one. */
  | { same: Primitive }
  /** Few strings, each written once, and which of them each is. */
  | { words: string[]; at: number[] }
  | { values: Primitive[] }
  | { undefined: true }
  /** The items of all lists, one list after the other. */
  | { items: PackedColumn; lengths: PackedColumn }
  | { keys: PackedColumn; mapped: PackedColumn; lengths: PackedColumn }
  | { members: PackedColumn; lengths: PackedColumn }
  | { fields: Fields }
  /** Values of several kinds: which kind each is, and the values of each. */
  | { kinds: PackedColumn[]; of: PackedColumn };

type Fields = [key: string, column: PackedColumn][];

/** Strings are written once where each stands so often. */
const REPEATED = 3;

export function toColumn(values: readonly unknown[]): PackedColumn {
  const kinds = new Map<string, unknown[]>();
  const of: number[] = [];
  const places = new Map<string, number>();
  for (const value of values) {
    const kind = kindOf(value);
    let place = places.get(kind);
    if (place === undefined) {
      place = places.size;
      places.set(kind, place);
      kinds.set(kind, []);
    }
    kinds.get(kind)!.push(value);
    of.push(place);
  }
  const columns = [...kinds].map(([kind, each]) => columnOf(kind, each));
  const [only] = columns;
  if (columns.length === 1) return only!;
  return columns.length === 0 ? { values: [] } : { kinds: columns, of: toColumn(of) };
}

const PLAIN = "plain";
const LIST = "list";
const MAP = "map";
const SET = "set";
const UNDEFINED = "undefined";

/** Objects are of a kind where they have the same keys in the same order. */
function kindOf(value: unknown): string {
  if (value === undefined) return UNDEFINED;
  if (typeof value !== "object" || value === null) return PLAIN;
  if (Array.isArray(value)) return LIST;
  if (value instanceof Map) return MAP;
  return value instanceof Set ? SET : JSON.stringify(Object.keys(value));
}

function columnOf(kind: string, values: readonly unknown[]): PackedColumn {
  switch (kind) {
    case UNDEFINED:
      return { undefined: true };
    case PLAIN:
      return plainColumn(values as Primitive[]);
    case LIST: {
      const lists = values as unknown[][];
      return { items: toColumn(lists.flat()), lengths: plainColumn(lists.map(list => list.length)) };
    }
    case MAP: {
      const maps = values as Map<unknown, unknown>[];
      return {
        keys: toColumn(maps.flatMap(map => [...map.keys()])),
        mapped: toColumn(maps.flatMap(map => [...map.values()])),
        lengths: plainColumn(maps.map(map => map.size)),
      };
    }
    case SET: {
      const sets = values as Set<unknown>[];
      return {
        members: toColumn(sets.flatMap(set => [...set])),
        lengths: plainColumn(sets.map(set => set.size)),
      };
    }
    default: {
      const objects = values as Record<string, unknown>[];
      const column = (key: string) => toColumn(objects.map(each => each[key]));
      return { fields: Object.keys(objects[0]!).map(key => [key, column(key)]) };
    }
  }
}

function plainColumn(values: readonly Primitive[]): PackedColumn {
  const [first] = values;
  if (first !== undefined && values.every(value => value === first)) return { same: first };
  const words = new Map<Primitive, number>();
  for (const value of values) {
    if (typeof value !== "string" || words.size * REPEATED > values.length) return { values: [...values] };
    if (!words.has(value)) words.set(value, words.size);
  }
  if (words.size * REPEATED > values.length) return { values: [...values] };
  return { words: [...words.keys()] as string[], at: values.map(value => words.get(value)!) };
}

/** The values of a column, which are the caller's own. Arrays of the column become theirs. */
export function fromColumn(column: PackedColumn, count: number): unknown[] {
  if ("same" in column) return new Array<unknown>(count).fill(column.same);
  if ("values" in column) return column.values;
  if ("words" in column) return column.at.map(place => column.words[place]);
  if ("undefined" in column) return new Array<unknown>(count).fill(undefined);
  if ("items" in column) return cut(column.items, column.lengths, count);
  if ("keys" in column) {
    const keys = cut(column.keys, column.lengths, count);
    const values = cut(column.mapped, column.lengths, count);
    return keys.map((own, row) => new Map(own.map((key, at) => [key, values[row]![at]])));
  }
  if ("members" in column) return cut(column.members, column.lengths, count).map(own => new Set(own));
  if ("fields" in column) return objectsOf(column.fields, count);
  const of = fromColumn(column.of, count) as number[];
  const counts = column.kinds.map(() => 0);
  for (const kind of of) counts[kind]! += 1;
  const lists = column.kinds.map((each, kind) => fromColumn(each, counts[kind]!));
  const next = column.kinds.map(() => 0);
  return of.map(kind => lists[kind]![next[kind]!++]);
}

function cut(items: PackedColumn, lengths: PackedColumn, count: number): unknown[][] {
  const sizes = fromColumn(lengths, count) as number[];
  let total = 0;
  for (const size of sizes) total += size;
  const all = fromColumn(items, total);
  let from = 0;
  return sizes.map(size => {
    const to = from + size;
    const list = size === 0 ? [] : all.slice(from, to);
    from = to;
    return list;
  });
}

function objectsOf(fields: Fields, count: number): unknown[] {
  const columns = fields.map(([key, column]) => [key, fromColumn(column, count)] as const);
  const rows = new Array<unknown>(count);
  // An assignment to this key would set what the object inherits from.
  if (fields.some(([key]) => key === "__proto__")) {
    for (let row = 0; row < count; row++)
      rows[row] = Object.fromEntries(columns.map(([key, values]) => [key, values[row]]));
    return rows;
  }
  // A copy of an object with the same keys is made faster than one key by key.
  const first: Record<string, unknown> = {};
  for (const [key, column] of fields) first[key] = "same" in column ? column.same : null;
  const varying = columns.filter((_, at) => !("same" in fields[at]![1]));
  for (let row = 0; row < count; row++) {
    const made = { ...first };
    for (const [key, values] of varying) made[key] = values[row];
    rows[row] = made;
  }
  return rows;
}

/** Of objects with the same keys, the fields in which any differs from its fresh one. */
export function differingFields<T extends object>(
  objects: readonly T[],
  freshOf: (object: T) => T,
): Record<string, PackedColumn> {
  const fresh = objects.map(freshOf);
  const found: Record<string, PackedColumn> = {};
  for (const key of Object.keys(objects[0] ?? {}) as (keyof T & string)[]) {
    if (objects.some((object, at) => !isSame(object[key], fresh[at]![key])))
      found[key] = toColumn(objects.map(object => object[key]));
  }
  return found;
}

/** Sets the fields of fresh objects, which are in the order in which they were written. */
export function setFields(objects: readonly object[], fields: Record<string, PackedColumn>): void {
  for (const key of Object.keys(fields)) {
    const values = fromColumn(fields[key]!, objects.length);
    for (let at = 0; at < objects.length; at++) (objects[at] as Record<string, unknown>)[key] = values[at];
  }
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Map || a instanceof Set) return a.size === 0 && (b as { size?: number }).size === 0;
  return JSON.stringify(a) === JSON.stringify(b);
}
