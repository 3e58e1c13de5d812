/** From an Authorization header to whoever speaks. */
import { createVerify } from "node:crypto";
import type { Actor } from "../state/model.ts";
import type { World } from "../state/world.ts";
import { type Answer, refuse } from "./answer.ts";

export type Authenticated = { ok: true; actor: Actor } | { ok: false; answer: Answer };

/** Understands `token X`, `Bearer X` (also the app's own JWT) and Basic with the token as password. */
export function authenticate(world: World, header: string | undefined): Authenticated {
  if (!header) return { ok: true, actor: { kind: "anonymous", token: "" } };
  const [scheme = "", value = ""] = header.split(/ +/);
  if (/^basic$/i.test(scheme)) {
    const decoded = Buffer.from(value, "base64").toString();
    return byToken(world, decoded.slice(decoded.indexOf(":") + 1) || decoded.replace(/:$/, ""));
  }
  if (!/^(token|bearer)$/i.test(scheme)) return bad("Bad credentials");
  return /^eyJ[^.]*\.[^.]+\.[^.]+$/.test(value) ? byJwt(world, value) : byToken(world, value);
}

function byToken(world: World, token: string): Authenticated {
  const actor = world.tokens.get(token);
  if (!actor) return bad("Bad credentials");
  if (actor.kind !== "installation") return { ok: true, actor };
  if (actor.expiresAt <= world.now()) return bad("Bad credentials");
  if (world.installations.get(actor.installationId)?.suspended) {
    return { ok: false, answer: refuse(403, "This installation has been suspended") };
  }
  return { ok: true, actor };
}

/** RS256 by the app's key, for its id, alive, and not for longer than ten minutes. */
function byJwt(world: World, token: string): Authenticated {
  const [head = "", claims = "", signature = ""] = token.split(".");
  const verifier = createVerify("RSA-SHA256").update(`${head}.${claims}`);
  if (!verifier.verify(world.appKeys.publicKey, signature, "base64url")) {
    return bad("A JSON web token could not be decoded");
  }
  const { iss, exp, iat } = JSON.parse(Buffer.from(claims, "base64url").toString()) as Record<
    string,
    unknown
  >;
  const now = Math.floor(world.now() / 1000);
  if (String(iss) !== String(world.app.id)) return bad("Integration not found");
  if (typeof exp !== "number" || exp <= now)
    return bad(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  if (exp > now + 600 + 60) return bad("'Expiration time' claim ('exp') is too far in the future");
  if (typeof iat !== "number" || iat > now + 60)
    return bad(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  return { ok: true, actor: { kind: "app", token, app: world.app } };
}

const bad = (message: string): Authenticated => ({ ok: false, answer: refuse(401, message) });
