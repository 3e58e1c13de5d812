import type { PostFailure } from "../ports.ts";

/** For an address to answer (ms). */
const POST_TIMEOUT_MS = 10_000;

/** The address is a secret: anyone who has it may post, so no message names it. */
export async function postJson(
  address: string,
  body: object,
  signal: AbortSignal,
): Promise<PostFailure | null> {
  if (!/^https?:\/\//.test(address) || !URL.canParse(address))
    return { message: "it is no http address", passing: false };
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(POST_TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    const { status, ok } = response;
    const passing = status >= 500 || status === 408 || status === 429;
    return ok ? null : { message: `it answered ${status}`, passing };
  } catch (error) {
    if (signal.aborted) return { message: "it did not answer before the run ended", passing: true };
    const { name, cause } = error as Error;
    const why =
      name === "TimeoutError"
        ? `it did not answer within ${POST_TIMEOUT_MS / 1000} s`
        : `it could not be reached (${(cause as NodeJS.ErrnoException | undefined)?.code ?? name})`;
    return { message: why, passing: true };
  }
}
