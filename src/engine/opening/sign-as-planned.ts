import type { Plan } from "../../milestone/plan/plan.ts";
import type { Ports } from "../ports.ts";
import type { Complaint } from "../refusal.ts";

/** From here on all that is committed is signed where the plan, or else the person's own git, says so; answers why it cannot be, or null. */
export async function signAsPlanned(
  { host, repository }: Pick<Ports, "host" | "repository">,
  { signing }: Pick<Plan, "signing">,
): Promise<Complaint | null> {
  if (!repository.signWith) return null;
  if (!signing) return repository.signsAsPerson ? signAsPerson(await repository.signWith(signing)) : null;
  if (!host.env(signing.key)) {
    return {
      message: `commits are to be signed (\`signing\`), and the variable ${signing.key} that holds the key is not set`,
      remedy: `set it, in a workflow by an \`env:\` that takes ${signing.key} from a secret`,
    };
  }
  const reason = await repository.signWith(signing);
  if (reason === null) return null;
  return {
    message: `commits cannot be signed with the key in ${signing.key}: ${reason}`,
    remedy:
      signing.format === "ssh"
        ? "put a private key without a passphrase there, as `ssh-keygen -t ed25519 -N ''` writes it"
        : "put a secret key without a passphrase there, as `gpg --armor --export-secret-keys` writes it",
  };
}

function signAsPerson(reason: string | null): Complaint | null {
  if (reason === null) return null;
  return {
    message: `your git signs commits (\`commit.gpgSign\`), and these cannot be signed: ${reason}`,
    remedy:
      "unlock the key for its agent (`ssh-add`, `gpg --sign`), or turn signing off here by `git config commit.gpgSign false`",
  };
}
