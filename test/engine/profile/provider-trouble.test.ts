import { describe, expect, test } from "vitest";
import { type ProviderTrouble, recogniseTrouble } from "../../../src/engine/profile/provider-trouble.ts";
import { processorTime } from "../../rig/processor-time.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const H = 3_600_000;
const read = (words: string, more: { status?: number; structured?: boolean } = {}) =>
  recogniseTrouble({ words, structured: true, now, ...more });

/** Each line as the program or gateway prints it. */
const WORDS: [ProviderTrouble, string][] = [
  ["usage_limit", "You've hit your limit · resets 5:20am (Europe/Berlin)"],
  ["usage_limit", "You’ve hit your weekly limit · resets Jul 31, 2am (UTC)"],
  [
    "usage_limit",
    "Weekly limit reached · resets 10am (Asia/Seoul) · /upgrade to Max or turn on /extra-usage",
  ],
  ["usage_limit", "5-hour limit reached ∙ resets 3pm"],
  ["usage_limit", "You're out of extra usage · resets 3am (UTC)"],
  ["usage_limit", "You've hit your org's monthly usage limit"],
  ["usage_limit", "You've hit your usage limit. Upgrade to Pro or try again in 3 days 2 hours."],
  ["usage_limit", '{"error":{"type":"usage_limit_reached","message":"The usage limit has been reached"}}'],
  ["usage_limit", "You have exhausted your daily quota on this model."],
  ["usage_limit", "You have exhausted your capacity on this model. Your quota will reset after 8h44m7s."],
  [
    "usage_limit",
    "You exceeded your current quota, please check your plan and billing details. Please retry in 34.07s.",
  ],
  ["usage_limit", "402 You have no quota (Request ID: 1)"],
  [
    "usage_limit",
    "Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day",
  ],
  ["usage_limit", "ThrottlingException: Too many tokens per day, please wait before trying again."],
  ["usage_limit", "Usage limit reached for 5 hour. Your limit will reset at 2026-11-21 16:24:22"],
  ["busy", "API Error: Server is temporarily limiting requests (not your usage limit) · Rate limited"],
  ["busy", 'API Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'],
  ["busy", "This request would exceed your account's rate limit. Please try again later. rate_limit_error"],
  ["busy", "exceeded retry limit, last status: 429 Too Many Requests"],
  ["busy", "Selected model is at capacity. Please try a different model."],
  ["busy", "Resource exhausted. Please try again later. RESOURCE_EXHAUSTED"],
  ["busy", "Sorry, you've been rate-limited. Please wait 42 seconds."],
  ["credit", "Credit balance is too low"],
  ["credit", "Your workspace is out of credits. Add credits to continue."],
  ["credit", "You exceeded your current quota, please check your plan and billing details."],
  ["credit", "Insufficient Balance"],
  ["credit", "Insufficient credits. Add more using https://openrouter.ai/credits"],
  ["credit", "Budget has been exceeded! Current cost: 10.1, Max budget: 10"],
  ["credit", "Your prepayment credits are depleted."],
  ["credentials", "Invalid API key · Please run /login"],
  [
    "credentials",
    'API Error: 401 {"error":{"type":"authentication_error","message":"OAuth token has expired."}}',
  ],
  ["credentials", "API key not valid. Please pass a valid API key."],
  ["credentials", "Please set an Auth method in your settings or specify GEMINI_API_KEY"],
  ["credentials", "unexpected status 401 Unauthorized: Missing bearer or basic authentication in header"],
  ["credentials", "Your access token could not be refreshed because your refresh token was already used."],
  ["credentials", "No authentication information found."],
  ["credentials", "This organization has been disabled."],
  ["credentials", "ExpiredTokenException: The security token included in the request is expired"],
  ["credentials", "Error: Could not load credentials from any providers"],
  ["credentials", "You are not authorized to use this Copilot feature"],
  [
    "model",
    "There's an issue with the selected model (claude-9). It may not exist or you may not have access to it.",
  ],
  ["model", "The model `gpt-9` does not exist or you do not have access to it."],
  ["model", "models/gemini-9 is not found for API version v1beta"],
  ["model", "The 'gpt-9' model is not supported when using Codex with a ChatGPT account."],
  ["context", "Prompt is too long"],
  ["context", "Your input exceeds the context window of this model. Please adjust your input and try again."],
  ["context", "The input token count (1234567) exceeds the maximum number of tokens allowed (1048576)."],
  ["context", "prompt token count of 200000 exceeds the limit of 128000"],
  ["context", "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000"],
  ["context", "Codex ran out of room in the model's context window."],
];

describe("the words of programs and gateways are known for what they are", () => {
  test.each(WORDS)("%s: %s", (trouble, words) => {
    expect(read(words)?.trouble).toBe(trouble);
  });
});

describe("a limit says when it is over, as far as it does", () => {
  test.each([
    ["You've hit your limit · resets 5:20am (Europe/Berlin)", 16 * H + 20 * 60_000],
    ["You have exhausted your daily quota on this model.", 20 * H],
    ['{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier","retryDelay":"34s"}', 20 * H],
    ["Rate limit exceeded: free-models-per-day", 12 * H],
    ["You've hit your org's monthly usage limit", undefined],
    ["Credit balance is too low; try again in 5 minutes", undefined],
  ])("%j", (words, waitMs) => {
    expect(read(words)?.waitMs).toBe(waitMs);
  });
});

describe("the status of the service decides where words do not", () => {
  test.each([
    [401, "credentials"],
    [402, "credit"],
    [403, "credentials"],
    [429, "busy"],
    [503, "busy"],
    [529, "busy"],
    [500, undefined],
    [400, undefined],
  ])("%i: %s", (status, trouble) => {
    expect(read("it did not go well", { status })?.trouble).toBe(trouble);
  });

  test("a status that any output may hold counts only in a program's own report", () => {
    expect(read("expected HTTP 401 but got 200", { structured: false })).toBeUndefined();
    expect(read("Credit balance is too low", { structured: false })?.trouble).toBe("credit");
  });
});

test.each([
  "2 tests failed",
  "the model gave up",
  "Reached maximum number of turns (30)",
  "the file is missing",
  "",
])("%j is nothing of the kind", words => {
  expect(read(words)).toBeUndefined();
});

test("hostile text takes no time", () => {
  const started = processorTime();
  read("model ".repeat(50_000));
  read("hit your ".repeat(50_000));
  read("prompt token count of ".repeat(50_000));
  expect(processorTime() - started).toBeLessThan(300);
});
