import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

// src/engine/process/bound-heap.ts
/**
* Of the young generation, in bytes: two halves of 8 MiB. V8 would let it grow to 128 MiB in a run of thousands of
* phases; measured, half a one of 8 MiB costs no more collecting than that, one of 1 MiB costs five times as much.
*/
const YOUNG = 16777216;
/** Pieces of 4 KiB that live on for a moment: about 200 make it grow. */
const MOST_PIECES = 2048;
/**
* How much what is old may grow between two full collections, in percent of what was alive. V8 would wait for 64 MiB
* of buffers alone; measured at 1,000 tasks of four phases, the peak is 174 instead of 233 MiB, and the time no other
* than runs differ by (three of each).
*/
const GROWING_PERCENT = 50;
/**
* Keeps this process small, as a run may share a runner with the agents it starts. Sizes can only be given on node's
* command line, which an action does not have; how far they grow can be changed at any time.
*/
function boundHeap() {
	setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
	const factor = Math.floor(YOUNG / youngBytes());
	if (factor > 1) growAtOnce(factor);
	setFlagsFromString("--semi-space-growth-factor=1");
}
/** It grows when much lives on, so much does here: left to the run, it would be past its size before anybody looked. */
function growAtOnce(factor) {
	setFlagsFromString(`--semi-space-growth-factor=${factor}`);
	const kept = [];
	while (kept.length < MOST_PIECES && youngBytes() < YOUNG) kept.push(new Array(512).fill(.5));
}
function youngBytes() {
	return getHeapSpaceStatistics().find((space) => space.space_name === "new_space")?.space_size ?? YOUNG;
}

export { boundHeap as t };