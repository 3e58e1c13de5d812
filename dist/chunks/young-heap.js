import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

// src/engine/process/young-heap.ts
/**
* Of the young generation, in bytes: two halves of 8 MiB. V8 would let it grow to 128 MiB in a run of thousands of
* phases; measured, half a one of 8 MiB costs no more collecting than that, one of 1 MiB costs five times as much.
*/
const ENOUGH = 16777216;
const LOOK_MS = 50;
/**
* Keeps this process small, as a run may share a runner with the agents it starts. The size itself can only be given
* on node's command line, which an action does not have; whether it grows can be changed at any time.
*/
function boundYoungHeap() {
	const timer = setInterval(() => {
		const young = getHeapSpaceStatistics().find((space) => space.space_name === "new_space");
		if (young && young.space_size < ENOUGH) return;
		setFlagsFromString("--semi-space-growth-factor=1");
		clearInterval(timer);
	}, LOOK_MS);
	timer.unref();
}

export { boundYoungHeap as t };