import { openRepository } from "../../../src/engine/git/git-repository.ts";

/** A process that puts so many commits on a branch while another does the same: node racer.ts <root> <ref> <count>. */
const [root = "", ref = "", count = "0"] = process.argv.slice(2);
const outcome = await openRepository({ directory: root });
if (!outcome.ok) throw new Error(outcome.message);
const repository = outcome.value;
let done = 0;
while (done < Number(count)) {
  const tip = await repository.resolve(ref);
  if (tip === null) throw new Error(`${ref} is gone`);
  const changes = new Map([[`files/${process.pid}-${done}`, Buffer.from("x")]]);
  const author = { name: "Racer", email: "racer@example.test" };
  const next = await repository.commit({
    parents: [tip],
    base: tip,
    changes,
    message: `${done}`,
    author,
    at: 0,
  });
  const swapped = await repository.swapRef(ref, tip, next);
  if (swapped.ok) done++;
  else if (swapped.reason === "name-taken") throw new Error(swapped.reason);
}
await repository.close();
