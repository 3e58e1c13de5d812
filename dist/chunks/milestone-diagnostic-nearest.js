// src/milestone/diagnostic/nearest.ts
/**
* The candidate that a mistyped word most probably meant, or null. At most two typing slips (a letter too many,
* missing, wrong, or two swapped), one in words shorter than five letters; case never counts.
*/
function nearest(word, candidates) {
	const wanted = word.toLowerCase();
	const limit = wanted.length < 5 ? 1 : 2;
	let best = null;
	let bestDistance = limit + 1;
	for (const candidate of candidates) {
		if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
		const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance);
		if (distance < bestDistance) {
			best = candidate;
			bestDistance = distance;
			if (distance === 0) break;
		}
	}
	return wanted.length < 2 ? null : best;
}
/** Optimal string alignment distance; gives up with `bound` once it is reached. */
function editDistance(a, b, bound) {
	let before = [];
	let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		let least = i;
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			let cost = Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (same ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
			row.push(cost);
			least = Math.min(least, cost);
		}
		if (least >= bound) return bound;
		before = previous;
		previous = row;
	}
	return previous[b.length];
}

export { nearest as t };