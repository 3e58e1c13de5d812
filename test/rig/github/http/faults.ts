/** Failures on order: what GitHub and the network do to a request on a bad day. */

export type FaultKind = "timeout-after-apply" | "reset" | "truncate" | "html";

export interface Fault {
  method?: string;
  /** A part of the path, or a pattern for it. */
  path?: string | RegExp;
  /** How often; 1 when absent. */
  times?: number;
  /**
   * A status: answered without being applied. `reset`: the connection breaks before it is applied.
   * `timeout-after-apply`: applied, never answered (the connection breaks after `holdMs`). `truncate`: applied,
   * the answer breaks off in the middle. `html`: GitHub's error page with status 502 instead of JSON.
   */
  status: number | FaultKind;
  headers?: { [name: string]: string };
  /** For a status: GitHub's words; a fitting one when absent. */
  message?: string;
  /** For `timeout-after-apply`: how long the connection stays open. */
  holdMs?: number;
  /** Let this many matching requests pass first. */
  after?: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** The fault that this request shall meet, used up by asking. */
  take(method: string, path: string): Fault | null;
}

export function createFaults(): Faults {
  let orders: (Fault & { times: number; after: number })[] = [];
  return {
    add: fault => void orders.push({ ...fault, times: fault.times ?? 1, after: fault.after ?? 0 }),
    clear: () => {
      orders = [];
    },
    take(method, path) {
      const found = orders.find(each => matches(each, method, path));
      if (!found) return null;
      if (found.after > 0) {
        found.after -= 1;
        return null;
      }
      found.times -= 1;
      if (found.times <= 0) orders = orders.filter(each => each !== found);
      return found;
    },
  };
}

function matches(fault: Fault, method: string, path: string): boolean {
  if (fault.method && fault.method.toUpperCase() !== method) return false;
  if (fault.path === undefined) return true;
  return typeof fault.path === "string" ? path.includes(fault.path) : fault.path.test(path);
}

/** GitHub's usual words for a status. */
export function faultMessage(fault: Fault): string {
  if (fault.message) return fault.message;
  switch (fault.status) {
    case 401:
      return "Bad credentials";
    case 403:
      return fault.headers?.["retry-after"]
        ? "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
        : "API rate limit exceeded for installation ID 1.";
    case 404:
      return "Not Found";
    case 409:
      return "Conflict";
    case 422:
      return "Validation Failed";
    case 429:
      return "Too Many Requests";
    default:
      return "Server Error";
  }
}
