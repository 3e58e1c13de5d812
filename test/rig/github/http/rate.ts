/** The primary rate limit: so many requests an hour for each token; unchanged conditional reads are free. */

export interface Budget {
  limit: number;
  used: number;
  /** Milliseconds. */
  resetsAt: number;
}

export interface RateLimits {
  budgetOf(token: string): Budget;
  setLimit(token: string, limit: number): void;
}

/** Budgets by token, begun when a token is first seen. `limit`: requests an hour where none is set. */
export function createRateLimits(now: () => number, limit: number): RateLimits {
  const budgets = new Map<string, Budget>();
  const limits = new Map<string, number>();
  return {
    budgetOf(token) {
      const known = budgets.get(token);
      if (known && known.resetsAt > now()) return known;
      const fresh = { limit: limits.get(token) ?? limit, used: 0, resetsAt: now() + 3_600_000 };
      budgets.set(token, fresh);
      return fresh;
    },
    setLimit(token, value) {
      limits.set(token, value);
      const known = budgets.get(token);
      if (known) known.limit = value;
    },
  };
}

export function rateHeaders(budget: Budget): { [name: string]: string } {
  return {
    "x-ratelimit-limit": String(budget.limit),
    "x-ratelimit-remaining": String(Math.max(budget.limit - budget.used, 0)),
    "x-ratelimit-used": String(budget.used),
    "x-ratelimit-reset": String(Math.ceil(budget.resetsAt / 1000)),
    "x-ratelimit-resource": "core",
  };
}
