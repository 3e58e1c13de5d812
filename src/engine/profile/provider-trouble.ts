import { waitFromText } from "../process/rate-limit.ts";

/**
 * What a model's service, or the account it is used with, has against an attempt. All but `context` hold for the whole
 * profile, whatever task it works on.
 */
export type ProviderTrouble =
  /** The plan's or the day's allowance is used up. */
  | "usage_limit"
  /** Too many requests at once, or an overloaded service: soon over. */
  | "busy"
  /** The key or login is missing, refused or expired. */
  | "credentials"
  /** Nothing is left to pay with. */
  | "credit"
  /** The model does not exist (any more), or not for this account. */
  | "model"
  /** The prompt is longer than the model takes: the same prompt fails again. */
  | "context";

export interface Recognised {
  trouble: ProviderTrouble;
  /** How long to leave the service alone, where it said so (ms). */
  waitMs?: number;
}

export interface Symptoms {
  /** The error's own words: the program's report, or the last lines of its output. */
  words: string;
  /** HTTP status of the service, from the report. */
  status?: number;
  /** The words are those of a report, and not of an output that may be about anything. */
  structured: boolean;
  now: number;
}

interface TroubleRow {
  trouble: ProviderTrouble | "quota";
  /** Identifiers that services put into their answers; they count in any output. */
  codes?: RegExp;
  words?: RegExp;
  /** Only where a report gave it. */
  status?: readonly number[];
  /** When such an allowance starts over, as a text for `waitFromText`, where the message gives no time itself. */
  renewed?: string;
}

/**
 * The first row that fits decides: words that mean one thing stand before statuses that mean several. Sources: the
 * programs' own messages as users report them (anthropics/claude-code #4208 #5590 #12789 #52575 #54698 #74079 #81647
 * #80903 #92834 #11577 #55662, openai/codex #3899 #26668 #30206 #33701 #41702 #46937 #47047, google-gemini/gemini-cli #1800 #2047 #2865 #3796 #13004 #15576
 * #22107 #26561 #26840, github/copilot-cli #138 #2144 #2696 #2828 #3431)
 * and the error pages of Anthropic, OpenAI, Gemini, Azure, Bedrock, OpenRouter and LiteLLM, as of November 2026.
 */
const ROWS: readonly TroubleRow[] = [
  {
    trouble: "context",
    codes:
      /\bcontext_length_exceeded\b|\bmodel_max_prompt_tokens_exceeded\b|\brequest_too_large\b|\bContextWindowExceededError\b/,
    words:
      /\bprompt is too long\b|\binput is too long\b|\bexceeds? (?:the |this model's )?(?:context (?:window|limit|length)|maximum context)|\bmaximum context length\b|\bran out of room in the model's context\b|\binput token count\b.{0,40}\bexceeds\b|\bprompt token count\b.{0,40}\bexceeds\b|\bcontext window (?:is )?exceeded\b|\brequest too large \(max\b|\brequest body too large for \S{1,60} model\b|\bprompt tokens limit exceeded\b|\bconversation (?:is )?too long\b/i,
    status: [413],
  },
  {
    trouble: "busy",
    words:
      /\bnot your usage limit\b|\bmodel is at capacity\b|\bexperiencing high demand\b|\b(?:tokens|requests) per min\b|\bresource has been exhausted\b|\btoo many tokens, please wait\b|\btoo many (?:tokens|requests) per (?:min|sec)|\bquota exceeded\b.{0,300}\bper minute\b/i,
  },
  {
    trouble: "usage_limit",
    codes: /\bGenerateRequestsPerDay\w{0,60}|\bGenerateContent\w{0,40}PerDay\w{0,60}/,
    words: /\bdaily quota\b|\byour daily\b.{0,40}\bquota\b|\bquota\b.{0,200}\brequests per day\b/i,
    // Gemini's daily quotas begin at midnight, Pacific time.
    renewed: "resets at midnight PT",
  },
  { trouble: "usage_limit", words: /\bfree-models-per-day\b/, renewed: "resets at midnight UTC" },
  {
    trouble: "credit",
    codes:
      /\bbilling_error\b|\binsufficient_credits\b|\bbilling_hard_limit_reached\b|\bBILLING_DISABLED\b|\bExceededBudget\b|\bbudget_exceeded\b/,
    words:
      /\bcredit balance is too low\b|\b(?:out of|no|insufficient|not enough) (?:api |usage |remaining |included |prepaid )?(?:credits?|funds|balance)\b|\bexceeded your .{0,30}\bcredits\b|\binsufficient (?:account )?balance\b|\bcredits (?:are|have been) (?:depleted|exhausted|used up)\b|\bbudget (?:has been |is )?exceeded\b|\bpayment required\b|\brequires more credits\b|\bnon-?payment\b|\bpayment (?:method )?(?:was |has been )?(?:failed|declined)\b|\bbilling account\b.{0,40}\b(?:closed|disabled|suspended)\b|\bpast[- ]due\b/i,
  },
  // OpenAI says so of an account without money, Gemini of a limit a minute, which names its time.
  {
    trouble: "quota",
    codes: /\binsufficient_quota\b/,
    words:
      /\bexceeded your current quota\b|\bcheck your plan and billing\b|(?<!\bdisk )\bquota exceeded\b|\bspend(?:ing)? (?:cap|limit) reached\b/i,
  },
  {
    trouble: "usage_limit",
    codes: /\busage_limit_(?:reached|exceeded)\b|\bquota_exceeded\b|\buser_(?:weekly|global)_rate_limited\b/,
    words:
      /\busage limits?\b|\bhit (?:your|the) [^.;\n]{0,40}?\blimit\b|\b(?:hourly|daily|weekly|monthly|session|\d{1,2}-(?:hour|day|week)|opus|sonnet|haiku|plan) limit\b.{0,20}\b(?:reached|exceeded)\b|\bused (?:up )?(?:all )?(?:of )?your (?:included|monthly|weekly|daily) (?:usage|allowance|quota|requests)\b|\breached (?:your|the) .{0,40}?\b(?:limits?|quota|allowance)\b|\bexceeded your (?:daily|weekly|monthly|session|included|premium)\b|\bno remaining (?:premium )?requests\b|\bexhausted your (?:capacity|quota)\b|\bout of (?:extra )?usage\b|\byou have no quota\b|\bpremium request\b.{0,40}\b(?:allowance|limit|quota)\b|\b(?:tokens|requests) per day\b|\bkey limit exceeded\b|(?<!\brate )\blimit reached\b/i,
  },
  { trouble: "credit", status: [402] },
  {
    trouble: "credentials",
    codes:
      /\bauthentication_error\b|\binvalid_api_key\b|\bAPI_KEY_INVALID\b|\bUNAUTHENTICATED\b|\binvalid_grant\b|\bExpiredToken(?:Exception)?\b|\bUnrecognizedClientException\b|\btoken_(?:expired|revoked|invalidated)\b|\binvalid_client\b|\brefresh_token_(?:expired|reused|invalidated)\b|\baccount_deactivated\b/,
    words:
      /\b(?:invalid|incorrect|expired|missing|no) (?:x-)?api[ -]?key\b|\bapi key (?:not valid|not found|expired|is (?:invalid|missing|expired))\b|\bnot (?:logged|signed) in\b|\b(?:please )?(?:run|use) \S{0,20} ?\/?login\b|\bplease (?:log|sign) (?:out and (?:log|sign) )?in\b|\b(?:oauth|access|bearer|security|session) token\b.{0,60}\b(?:expired|revoked|invalid)\b|\bapi[ -]?key\b.{0,30}\b(?:invalid|expired|revoked|blocked|disabled)\b|\bkey is blocked\b|\bunable to authenticate\b|\bsession (?:may have|has|is) expired\b|\btype \/login\b|\b401\b.{0,40}\btoken (?:is |has )?expired\b|\bauthentication (?:error|failed(?! for ')|required)\b|\baccess key id\b.{0,40}\b(?:invalid|does not exist|needs a subscription)\b|\bfailed to authenticate\b|\binvalid authentication\b|\bset an auth method\b|\bno authentication information\b|\bbad credentials\b|\bcould not (?:load|find|resolve) .{0,20}\bcredentials\b|\bmissing bearer\b|\baccess token could not be refreshed\b|\borganization has been disabled\b|\binvalid proxy server token\b|\boauth authentication is currently not supported\b|\btoken has been (?:invalidated|revoked)\b|\btry signing in again\b|\borganization has disabled\b.{0,60}\baccess\b|\bfailed to log ?in\b|\bno cookie auth credentials\b|\baccount (?:is|has been) (?:suspended|deactivated|disabled)\b/i,
    status: [401],
  },
  {
    trouble: "model",
    codes: /\bmodel_not_found\b|\bDeploymentNotFound\b|\bmodel_not_supported\b/,
    words:
      /\bissue with the selected model\b|\bmodel\b.{0,80}\b(?:does not exist|not exist|is not (?:supported|available)|not found|is no longer (?:supported|available)|has been (?:retired|deprecated|shut down))\b|\bmodels\/\S{1,80} is not found\b|\brequested model is not supported\b|\bnot_found_error\b.{0,80}\bmodel\b|\bno endpoints found for \S|\bmodel identifier is invalid\b|\bnot a valid model\b|\bunknown model\b|\binvalid model (?:name|id)\b/i,
  },
  {
    trouble: "credentials",
    codes: /\bpermission_error\b|\bPERMISSION_DENIED\b|\bAccessDeniedException\b/,
    words:
      /\bnot authorized to use\b|\baccess denied by policy\b|\bdoes not have access to\b|\bdoes not have an active\b.{0,30}\b(?:subscription|plan)\b|\bno active subscription\b/i,
    status: [403],
  },
  {
    trouble: "busy",
    codes:
      /\brate_limit_error\b|\brate_limit_exceeded\b|\boverloaded_error\b|\bRESOURCE_EXHAUSTED\b|\bThrottlingException\b|\brateLimitExceeded\b/,
    words:
      /\brate[ _-]?limit(?!er)|\btoo many (?:requests|tokens)\b|\boverloaded\b|\bresource exhausted\b|\bmodel is overloaded\b|\bno deployments available\b/i,
    status: [429, 503, 529],
  },
];

/** What stands against the profile, as far as anything is known of it; undefined: the failure is of another kind. */
export function recogniseTrouble(symptoms: Symptoms): Recognised | undefined {
  const { words, now, structured } = symptoms;
  const text = words.replaceAll("’", "'").slice(0, MAX_WORDS);
  const status = symptoms.status ?? statusIn(text);
  const row = ROWS.find(
    ({ codes, words: said, status: statuses }) =>
      codes?.test(text) ||
      said?.test(text) ||
      (structured && status !== undefined && statuses?.includes(status)),
  );
  if (!row) return namedLimit(text, now);
  const said = waitFromText(text, now).waitMs;
  // Beside a day's allowance services name seconds that help nobody.
  const isNamed = said !== undefined && (row.renewed === undefined || said >= LONG_WAIT_MS);
  const waitMs = isNamed || row.renewed === undefined ? said : waitFromText(row.renewed, now).waitMs;
  const wait = waitMs === undefined ? {} : { waitMs };
  // Whatever it calls it: a service that is only busy names no such time.
  if (row.trouble === "busy" && waitMs !== undefined && waitMs >= LONG_WAIT_MS)
    return { trouble: "usage_limit", waitMs };
  if (row.trouble === "quota") return { trouble: waitMs === undefined ? "credit" : "usage_limit", ...wait };
  return { trouble: row.trouble, ...(row.trouble === "usage_limit" || row.trouble === "busy" ? wait : {}) };
}

/** Words that no row has, of something that is used up until a time that they name. */
function namedLimit(text: string, now: number): Recognised | undefined {
  if (!ALLOWANCE.test(text)) return undefined;
  const { waitMs } = waitFromText(text, now);
  return waitMs === undefined || waitMs < LONG_WAIT_MS ? undefined : { trouble: "usage_limit", waitMs };
}

const ALLOWANCE = /\b(?:limit|quota|usage|capacity|allowance|allotment)\b/i;

/** From this on a wait is that of an allowance (ms). */
const LONG_WAIT_MS = 900_000;

/** Messages are short; more is output, or hostile. */
const MAX_WORDS = 6_000;

/** `API Error: 529 …`, `last status: 429`, `HTTP 401`, `"code": 429`, `Forbidden (403)`, `503 Service Unavailable`. */
export function statusIn(text: string): number | undefined {
  const match =
    /\b(?:status|error|HTTP|code|forbidden|unauthorized)\b[^\n\d]{0,24}\b([45]\d\d)\b/i.exec(text) ??
    NAMED.exec(text);
  return match ? Number(match[1]) : undefined;
}

const NAMED =
  /\b([45]\d\d) (?:unauthorized|forbidden|payment required|too many requests|internal server error|bad gateway|service unavailable|gateway time-?out)\b/i;
