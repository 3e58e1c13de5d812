import { t as atCommit } from "./engine-plan-plan-source.js";
import { a as branchRef, n as ROOT } from "./milestone-names.js";

// src/commands/plans-here.ts
/** Ids of the milestones on a shelf, those of the base commit and those of the checkout, sorted. */
async function idsOn(machine, shelf) {
	const { ports, checkout } = machine;
	const entries = await ports.repository.list(checkout.base.commit, `${ROOT}/${shelf}`);
	const names = new Set(entries.map((e) => e.name));
	for (const name of await machine.workingNames(`${ROOT}/${shelf}`)) names.add(name);
	return [...names].filter((n) => n.endsWith(".yaml")).map((n) => n.slice(0, -5)).sort();
}
/** The checkout's own files where they may count, the base commit's otherwise. */
function plansHere(machine) {
	const { ports, checkout } = machine;
	const base = atCommit(ports.repository, checkout.base.commit);
	return async (path) => await checkout.working?.(path) ?? await base(path);
}
/** The tips of the branches on the remote of the milestones on these shelves, by ref; all of them are here afterwards. */
async function tipsOnRemote(machine, shelves) {
	return fetchedTips(machine, {
		shelves,
		listed: await remoteTips(machine)
	});
}
/** The milestones' branches on the remote, by ref: a runner's checkout, or a fresh clone, has none of its own. */
async function remoteTips({ ports }) {
	const listing = await ports.remote?.locks?.list(branchRef(""));
	if (!listing) return /* @__PURE__ */ new Map();
	if (listing.ok) return listing.refs;
	ports.narrator.warn(`the remote cannot be asked (${listing.message}), so that only what this clone has is shown`);
	return /* @__PURE__ */ new Map();
}
/** The tips of the listed branches that are here now, of the milestones that are shown; all come in one fetch. */
async function fetchedTips(machine, { shelves, listed }) {
	const { remote, narrator } = machine.ports;
	if (!remote || listed.size === 0) return /* @__PURE__ */ new Map();
	const shown = await Promise.all(shelves.map((shelf) => idsOn(machine, shelf)));
	const wanted = new Set(shown.flat().map(branchRef));
	const fetched = await remote.fetchAll(new Map([...listed].filter(([ref]) => wanted.has(ref))));
	if (fetched.ok) return fetched.refs;
	narrator.warn(`the milestones' branches cannot be fetched (${fetched.message}), so that only what this clone has is shown`);
	return /* @__PURE__ */ new Map();
}
/** This clone's tip where it is ahead, the remote's otherwise; null: the milestone has no branch. */
async function newestTip({ ports }, id, theirs) {
	const { repository } = ports;
	const own = await repository.resolve(branchRef(id));
	if (theirs === null || theirs === own) return own;
	return own !== null && await repository.isAncestor(theirs, own) ? own : theirs;
}

export { tipsOnRemote as i, newestTip as n, plansHere as r, idsOn as t };