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

/** Newer wordings, as users report them, with the hours until the allowance starts over where it says so. */
const NEWER: [ProviderTrouble, string, number?][] = [
  ["usage_limit", "You've hit your session limit · resets 3pm (America/Bogota)", 8],
  ["usage_limit", "You've hit your weekly limit · resets Nov 27 at 4:30am (Asia/Calcutta)", 131],
  ["usage_limit", "You've hit your weekly limit · resets in 6d", 144],
  ["usage_limit", "You've hit your limit · resets 11pm (America/Anchorage)", 20],
  ["usage_limit", "You've hit your Opus limit · resets Nov 25, 9pm (America/New_York)", 110],
  [
    "usage_limit",
    "You’ve hit your usage limit. Upgrade to Pro (https://chatgpt.com/explore/pro), visit https://chatgpt.com/codex/settings/usage to purchase more credits or try again at 2:51 PM.",
  ],
  [
    "usage_limit",
    "You've hit your usage limit. Upgrade to Pro (https://chatgpt.com/explore/pro), visit https://chatgpt.com/codex/settings/usage to purchase more credits or try again at Nov\n28th, 2026 2:14 AM.",
  ],
  [
    "usage_limit",
    "You've hit your usage limit. Upgrade to Pro (https://openai.com/chatgpt/pricing) or try again in 5 days 22 hours 11\nminutes.",
    142.1833,
  ],
  [
    "usage_limit",
    "You've hit your usage limit. To get more access now, send a request to your admin or try again later.",
  ],
  [
    "usage_limit",
    "You've reached your weekly rate limit. Please wait for your limit to reset on November 24, 2026 at 2:00 AM or switch to auto model to continue. Learn More",
  ],
  [
    "usage_limit",
    "Sorry, you've hit a rate limit that restricts the number of Copilot model requests you can make within a specific time period. Please try again in 2 hours. Please review our Terms of Service",
    2,
  ],
  [
    "usage_limit",
    "Sorry, you've hit a rate limit that restricts the number of Copilot model requests you can make within a specific time period. Please try again in 58 hours.",
    58,
  ],
  [
    "usage_limit",
    "You've hit your global rate limit. Please upgrade your plan or wait for your limit to reset. Learn More",
  ],
  [
    "usage_limit",
    "You have exceeded your premium request allowance. Enable additional paid premium requests to continue using premium models.",
  ],
  ["usage_limit", '402 {"error":{"message":"You have no quota","code":"quota_exceeded"}}'],
  [
    "usage_limit",
    "Server Error: Sorry, you've exceeded your rate limits. Please review our Terms of Service. Error Code: user_global_rate_limited:pro",
  ],
  [
    "usage_limit",
    "Quota exceeded for quota metric 'Gemini 2.5 Pro Requests' and limit 'Gemini 2.5 Pro Requests per day per user per tier' of service 'cloudcode-pa.googleapis.com'",
    20,
  ],
  ["usage_limit", "You have reached your daily gemini-2.5-pro quota limit.", 20],
  [
    "usage_limit",
    "TerminalQuotaError: You have exhausted your capacity on this model. Your quota will reset after 21h14m7s.",
    21.235,
  ],
  ["busy", "Resource has been exhausted (e.g. check quota)."],
  ["busy", "429 Too many tokens, please wait before trying again."],
  [
    "credit",
    "402 This request requires more credits, or fewer max_tokens. You requested up to 65536 tokens, but can only afford 3395. To increase, visit https://openrouter.ai/settings/credits and upgrade to a paid account",
  ],
  [
    "credit",
    "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.",
  ],
  ["busy", "API Error: Repeated 529 Overloaded errors. The API is at capacity"],
  ["busy", 'API Error (529 {"type":"error","error":{"type":"overloaded_error"}})'],
  [
    "busy",
    "Rate limit reached for gpt-5 in organization org-1 on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000. Please try again in 2s.",
  ],
  ["busy", "Rate limit reached for gpt-5 on requests per min (RPM). Please try again in 20s."],
  [
    "usage_limit",
    "Rate limit reached for gpt-5 on requests per day (RPD): Limit 200, Used 200, Requested 1. Please try again in 7m12s.",
    0.12,
  ],
  ["busy", "stream error: exceeded retry limit, last status: 429 Too Many Requests; retrying 5/5 in 3.2s"],
  ["busy", "HTTP 429: retry-after: 30"],
  ["usage_limit", "API rate limit hit. retry-after: 18000 (usage limit)", 5],
  ["credentials", "OAuth token has expired. Please obtain a new token or refresh your existing token."],
  [
    "credentials",
    'API Error: 401 {"type":"error","error":{"type":"authentication_error","message":"Invalid bearer token"}} · Please run /login',
  ],
  ["credentials", "OAuth authentication is currently not supported."],
  ["credentials", "Your authentication token has been invalidated. Please try signing in again."],
  ["credentials", "invalid x-api-key"],
  [
    "credentials",
    "Incorrect API key provided: sk-xxx. You can find your API key at https://platform.openai.com/account/api-keys.",
  ],
  ["credentials", "Not logged in · Please run /login"],
  ["credentials", "Your organization has disabled Claude subscription access for Claude Code"],
  [
    "credentials",
    "Failed to login. Message: This client is no longer supported for Gemini Code Assist for individuals",
  ],
  ["credentials", "Error: No authentication information found.\n\nCopilot can be authenticated with GitHub"],
  ["credentials", "API key expired. Please renew the API key."],
  ["credentials", "No cookie auth credentials found"],
  [
    "model",
    '404 {"type":"error","error":{"type":"not_found_error","message":"model: claude-3-opus-20240229"}}',
  ],
  ["model", "The model 'gpt-4.5-preview' has been deprecated"],
  ["model", 'Model "gpt-9" from --model flag is not available'],
  ["model", "This model models/gemini-1.5-pro is no longer available to new users."],
  ["model", "No endpoints found for anthropic/claude-2."],
  ["model", "ValidationException: The provided model identifier is invalid."],
  ["model", "claude-9 is not a valid model ID"],
  [
    "context",
    "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, decrease input length or `max_tokens` and try again",
  ],
  [
    "context",
    "This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens.",
  ],
  [
    "context",
    "This endpoint's maximum context length is 262144 tokens. However, you requested about 300000 tokens",
  ],
  ["context", "Request too large (max 32MB). Double press esc to go back and try with a smaller file."],
  ["context", "Prompt tokens limit exceeded: 230799 > 91442."],
  ["context", "Input is too long for requested model."],
  ["context", "Conversation too long. Press esc twice to go up a few messages and try again."],
  ["context", '413 {"error":{"type":"request_too_large"}}'],
  ["context", "request body too large for gpt-5 model. Max size: 128000 tokens."],
  ["context", "CAPIError: 400 prompt token count of 131000 exceeds the limit of 128000"],
  ["usage_limit", "Claude AI usage limit reached|1795305600"],
  ["usage_limit", "Claude usage limit reached. Your limit will reset at 5pm (UTC).", 5],
  ["usage_limit", "You've reached your usage limit for this billing cycle. Usage resets Dec 1"],
  ["usage_limit", "Monthly spend limit reached · resets Dec 1 at 12am"],
  ["usage_limit", "You have hit your ChatGPT usage limit (plus plan). Try again in ~87 min.", 1.45],
  ["credit", "You have run out of credits"],
  ["credit", "Your account is out of usage credits"],
  ["credit", "exceeded your monthly included credits"],
  ["credit", "This account has no remaining credits"],
  ["credit", "Workspace spending cap reached; add funds"],
  ["usage_limit", "You've used your included usage. resets in 5 hours", 5],
  ["usage_limit", "Usage limit. Try again in 5 hours", 5],
  ["usage_limit", "rate_limit_exceeded: weekly limit exceeded, reset in 3 days", 72],
  ["usage_limit", 'Server error: 402 {"error":{"message":"You have no quota","code":"quota_exceeded"}}'],
  ["usage_limit", "402 You have exceeded your monthly quota"],
  ["usage_limit", "Your daily quota of this model is used up; it resets after 8h14m22s", 8.2],
  ["usage_limit", "Your 7-day limit has been reached. It resets Wed at 08:00 UTC.", 92],
  ["usage_limit", "You've used all of your included usage for this period. Resets on Dec 1 (UTC).", 228],
  ["usage_limit", "The limit will reset at 5pm (PST)", 13],
  ["usage_limit", "Your usage limit resets at 17:00 UTC+2", 3],
  ["usage_limit", "usage limit reached, next reset: Tue 1 Dec 02:15 GMT+1", 229.25],
  ["usage_limit", "weekly usage limit for Opus. It will reset on Friday, December 4 at 5:00 PM UTC.", 317],
  ["usage_limit", "Weekly limit hit. Resets in 2d 4h", 52],
  ["usage_limit", "You've hit your usage limit. Try again in an hour.", 1],
  [
    "usage_limit",
    "Individual quota reached. Ask your administrator for overages. Resets in 142h45m32s.",
    142.8,
  ],
  ["usage_limit", "No capacity available for this model. Your quota will reset after 13h14m44s.", 13.2],
  ["usage_limit", "You have exceeded your Copilot token usage. Try again in 3 hours 10 minutes", 3.2],
  ["usage_limit", "You have no remaining premium requests for this month"],
  ["usage_limit", "Request limit exceeded: the monthly allotment is used; resets on 1 December UTC", 228],
  [
    "usage_limit",
    "You reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.",
    228,
  ],
  ["busy", "Rate limit reached. Please try again in 620ms."],
  ["busy", "x-ratelimit-reset-requests: 12s; Rate limit exceeded"],
  ["busy", "ServiceQuotaExceededException: Too many tokens per minute"],
  [
    "busy",
    "Quota exceeded for quota metric 'Requests' and limit 'Requests per minute per user' of service 'x'",
  ],
  ["busy", '{"message":"rate limit exceeded","code":"rate_limited"}'],
  ["busy", "connection reset before headers. 503 Service Unavailable"],
  ["credit", "Your account has been disabled due to non-payment"],
  ["credit", "Your billing account is closed (BILLING_DISABLED)"],
  ["credit", "Budget exceeded for this key: spend 12.0, max_budget 10"],
  ["credentials", '401 {"error":{"message":"Authentication Error, Key is blocked.","type":"auth_error"}}'],
  ["credentials", "Unable to authenticate. Your API key may be invalid or expired."],
  ["credentials", "Your session may have expired.\nType /login to re-authenticate."],
  ["credentials", 'Forbidden (403) · {"error":{"type":"forbidden","message":"Request not allowed"}}'],
  ["credentials", "The security token included in the request is expired"],
  ["credentials", "This account does not have an active Copilot subscription"],
  ["credentials", '{"error":"invalid_client","error_description":"AADSTS7000215"}'],
  ["model", "unknown model: gpt-9"],
  ["model", "invalid model name passed in model=claude-9"],
];

test.each(NEWER)("%s, in a newer wording: %s", (trouble, words, hours) => {
  const found = read(words);
  expect(found?.trouble).toBe(trouble);
  if (hours !== undefined) expect(found!.waitMs! / H).toBeCloseTo(hours, 1);
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

  test("a service that names hours is used up, whatever it calls it", () => {
    expect(read("rate limited, try again in 2 hours")).toEqual({ trouble: "usage_limit", waitMs: 2 * H });
    expect(read("rate limited, try again in 2 minutes")?.trouble).toBe("busy");
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
  "EDQUOT: disk quota exceeded, write",
  "fatal: Authentication failed for 'https://example.com/a.git'",
  "panic: rate limiter test failed",
  "We hit the wall; the limit of the list is 5",
  "the queue's capacity is 5, try again in 20 seconds",
  "",
])("%j is nothing of the kind", words => {
  expect(read(words)).toBeUndefined();
});

test("hostile text takes no time", () => {
  const started = processorTime();
  read("model ".repeat(50_000));
  read("hit your ".repeat(50_000));
  read("prompt token count of ".repeat(50_000));
  expect(processorTime() - started).toBeLessThan(1_500);
});
