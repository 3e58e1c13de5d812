/** GitHub's own description of its API as the judge of what comes in and of what we answer. */
import { readFileSync } from "node:fs";
import { type Document, OpenAPIBackend, type Request } from "openapi-backend";

export interface Matched {
  operationId: string;
  params: { [name: string]: string };
}

export interface Description {
  /** The operation a request means, or null where the slice has none. */
  match(method: string, path: string): Matched | null;
  /** Why GitHub would not understand the request; empty when it would. */
  requestFaults(request: Request, operationId: string): string[];
  /** Why the answer is not one that GitHub gives; empty when it is. */
  answerFaults(body: unknown, operationId: string, status: number): string[];
}

const formats = {
  uri: (text: string) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(text),
  "date-time": (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text),
  email: true,
  int64: true,
  timestamp: true,
  "ssh-url": true,
} as const;

let loaded: Promise<Description> | undefined;

/** The slice, read and indexed once for all stand-ins of a process; its validators compile when first used. */
export function loadDescription(): Promise<Description> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Description> {
  const file = new URL("../../../fixtures/github-openapi.json", import.meta.url);
  const definition = JSON.parse(readFileSync(file, "utf8")) as Document;
  const ajvOpts = { strict: false, allErrors: true, formats, logger: false } as const;
  const api = new OpenAPIBackend({ definition, quick: true, strict: false, ajvOpts, coerceTypes: true });
  await api.init();
  // They never change, and were gathered anew for every question: half of what a request took here.
  const operations = api.router.getOperations();
  for (const router of [api.router, api.validator.router]) router.getOperations = () => operations;
  const byId = new Map(operations.map(operation => [operation.operationId, operation]));
  const matches = new Map<string, Matched | null>();
  const match = (method: string, path: string): Matched | null => {
    const request = { method, path, headers: {} };
    const operation = api.matchOperation(request);
    if (!operation?.operationId) return null;
    const { params } = api.router.parseRequest(request, operation);
    return { operationId: operation.operationId, params: params as { [name: string]: string } };
  };
  return {
    match(method, path) {
      const key = `${method} ${path}`;
      const found = matches.get(key) ?? match(method, path);
      matches.set(key, found);
      return found;
    },
    requestFaults(request, operationId) {
      const faults: readonly Fault[] = api.validateRequest(request, operationId).errors ?? [];
      // Described as a time, and documented as a search range such as `>=2026-11-30T09:00:00Z`.
      return texts(faults.filter(({ instancePath }) => instancePath !== "/query/created"));
    },
    answerFaults(body, operationId, status) {
      const operation = byId.get(operationId);
      if (!operation?.responses?.[String(status)]) return [`status ${status} is not described`];
      return texts(api.validateResponse(body, operationId, status).errors);
    },
  };
}

type Fault = { instancePath?: string; message?: string; params?: { [key: string]: unknown } };

function texts(errors: readonly Fault[] | null | undefined): string[] {
  return (errors ?? []).slice(0, 8).map(error => {
    const named = error.params?.additionalProperty ?? error.params?.allowedValues;
    return `${error.instancePath || "/"} ${error.message}${named === undefined ? "" : ` (${JSON.stringify(named)})`}`;
  });
}
