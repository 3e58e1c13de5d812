/** Cutting a small, strict OpenAPI description out of GitHub's large one. */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };
export type Description = JsonObject & { paths: JsonObject; components: { [kind: string]: JsonObject } };

const methods = new Set(["get", "put", "post", "delete", "patch"]);
/** Prose and vendor notes: of no use to a validator, and most of the bytes. */
const dropped = new Set([
  "description",
  "example",
  "examples",
  "externalDocs",
  "summary",
  "title",
  "tags",
  "headers",
]);

/** Where GitHub answers otherwise than it describes. */
const errata: readonly { component: string; mend: (schema: JsonObject) => void }[] = [
  {
    component: "pull-request-simple", // a label without description has null there, as everywhere else
    mend: schema => {
      const within = (...path: string[]) => path.reduce((at, key) => at[key] as JsonObject, schema);
      within("properties", "labels", "items", "properties", "description").nullable = true;
    },
  },
];

/** The same in what an operation describes by itself. */
const operationErrata: { readonly [operationId: string]: (operation: JsonObject) => void } = {
  // An account is a user or an enterprise, not both at once.
  "apps/list-installations": operation => {
    const path = [
      "responses",
      "200",
      "content",
      "application/json",
      "schema",
      "items",
      "properties",
      "account",
    ];
    const account = path.reduce((at, key) => at[key] as JsonObject, operation);
    account.anyOf = account.allOf!;
    delete account.allOf;
  },
};

/** The description of the named operations only, with the components they reach; throws for an unknown name. */
export function cutSlice(source: Description, operationIds: readonly string[]): JsonObject {
  const paths = pickPaths(source, new Set(operationIds));
  const components: { [kind: string]: JsonObject } = {};
  const pending = [...references(paths)];
  while (pending.length > 0) {
    const [, , kind, name] = pending.pop()!.split("/") as [string, string, string, string];
    const found = source.components[kind]?.[name];
    if (found === undefined) throw new Error(`unresolved reference ${kind}/${name}`);
    if (components[kind]?.[name] !== undefined) continue;
    const cleaned = clean(found);
    for (const fix of errata) if (fix.component === name) fix.mend(cleaned as JsonObject);
    components[kind] ??= {};
    components[kind][name] = cleaned;
    pending.push(...references(cleaned));
  }
  const { version } = source.info as JsonObject;
  const info: JsonObject = { title: "GitHub REST API, the slice in use", version: version ?? "unknown" };
  return { openapi: source.openapi!, info, paths, components: sorted(components) };
}

function pickPaths(source: Description, wanted: Set<string>): JsonObject {
  const paths: JsonObject = {};
  for (const [path, item] of Object.entries(source.paths)) {
    const kept: JsonObject = {};
    for (const [method, operation] of Object.entries(item as JsonObject)) {
      const id = (operation as JsonObject).operationId;
      if (!methods.has(method) || typeof id !== "string" || !wanted.delete(id)) continue;
      const cleaned = clean(operation) as JsonObject;
      operationErrata[id]?.(cleaned);
      kept[method] = strictBody(cleaned);
    }
    if (Object.keys(kept).length > 0) paths[path] = kept;
  }
  if (wanted.size > 0) throw new Error(`GitHub describes no operation ${[...wanted].join(", ")}`);
  return paths;
}

/** A copy without prose; inside `properties` every key is a name of the API and stays. */
function clean(value: Json, names = false): Json {
  if (Array.isArray(value)) return value.map(item => clean(item));
  if (value === null || typeof value !== "object") return value;
  const out: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    if (!names && (dropped.has(key) || key.startsWith("x-"))) continue;
    // Ajv refuses "nullable" beside a missing "type", and GitHub writes it on references.
    if (!names && key === "nullable" && value.type === undefined) continue;
    out[key] = clean(item, key === "properties" && !names);
  }
  // Ajv takes an enumeration at its word, also where null is allowed beside it.
  if (!names && out.nullable === true && Array.isArray(out.enum) && !out.enum.includes(null))
    out.enum.push(null);
  return out;
}

/** Makes the request body refuse properties that GitHub does not describe, which it would silently ignore. */
function strictBody(operation: JsonObject): JsonObject {
  const body = operation.requestBody as JsonObject | undefined;
  const media = (body?.content as JsonObject | undefined)?.["application/json"] as JsonObject | undefined;
  if (media?.schema) media.schema = strict(media.schema as JsonObject);
  return operation;
}

function strict(schema: JsonObject): JsonObject {
  const out: JsonObject = { ...schema };
  if (schema.properties) {
    const properties = Object.entries(schema.properties as JsonObject);
    out.properties = Object.fromEntries(
      properties.map(([name, inner]) => [name, strict(inner as JsonObject)]),
    );
    out.additionalProperties = false;
    return out; // its oneOf/anyOf only narrow what is named here
  }
  for (const key of ["oneOf", "anyOf"]) {
    if (Array.isArray(schema[key])) out[key] = schema[key].map(inner => strict(inner as JsonObject));
  }
  if (schema.items) out.items = strict(schema.items as JsonObject);
  return out;
}

function* references(value: Json): Generator<string> {
  if (Array.isArray(value)) {
    for (const item of value) yield* references(item);
  } else if (value !== null && typeof value === "object") {
    for (const [key, item] of Object.entries(value)) {
      if (key === "$ref" && typeof item === "string") yield item;
      else yield* references(item);
    }
  }
}

function sorted(components: { [kind: string]: JsonObject }): JsonObject {
  const out: JsonObject = {};
  for (const kind of Object.keys(components).sort()) {
    out[kind] = Object.fromEntries(Object.entries(components[kind]!).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return out;
}
