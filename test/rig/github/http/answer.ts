/** Answers in GitHub's form, refusals with its own words. */

export interface Answer {
  status: number;
  body?: unknown;
  headers?: { [name: string]: string };
  /** A list of which one page is to be sent; `wrap` puts it into its envelope with the total. */
  page?: { items: unknown[]; wrap?: (items: unknown[], total: number) => unknown };
  /** Sent as it is, not as JSON (raw file contents). */
  raw?: Buffer;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const noContent = (): Answer => ({ status: 204 });
export const list = (items: unknown[]): Answer => ({ status: 200, page: { items } });

export function refuse(status: number, message: string, errors?: unknown): Answer {
  const documentation_url = "https://docs.github.com/rest";
  const body = {
    message,
    ...(errors === undefined ? {} : { errors }),
    documentation_url,
    status: String(status),
  };
  return { status, body };
}

export const notFound = (): Answer => refuse(404, "Not Found");
export const notForIntegration = (): Answer => refuse(403, "Resource not accessible by integration");

/** 422 naming the field, as GitHub's validation errors do. */
export function invalid(resource: string, field: string, code: string, message?: string): Answer {
  const error = { resource, code, field, ...(message ? { message } : {}) };
  return refuse(422, message ? `Validation Failed: ${message}` : "Validation Failed", [error]);
}

/** Bodies of issues, comments, reviews and pull requests hold at most 65,536 characters. */
export function tooLong(resource: string, body: unknown): Answer | null {
  if (typeof body !== "string" || [...body].length <= 65_536) return null;
  return invalid(resource, "body", "custom", "body is too long (maximum is 65536 characters)");
}
