import { deserialize, serialize } from "node:v8";

// src/engine/process/launch-protocol.ts
const LENGTH_BYTES = 4;
/** A message as it travels over a pipe, which sudo leaves where it closes node's own channel. */
function frame(message) {
	const body = serialize(message);
	const length = Buffer.alloc(LENGTH_BYTES);
	length.writeUInt32BE(body.length);
	return Buffer.concat([length, body]);
}
/** Takes what comes over a pipe, in any pieces, and hands on whole messages. */
function frameReader(hear) {
	let parts = [];
	let bytes = 0;
	return (data) => {
		parts.push(data);
		bytes += data.length;
		if (bytes < LENGTH_BYTES) return;
		if (parts[0].length >= LENGTH_BYTES && bytes < LENGTH_BYTES + parts[0].readUInt32BE()) return;
		let all = Buffer.concat(parts);
		while (all.length >= LENGTH_BYTES) {
			const end = LENGTH_BYTES + all.readUInt32BE();
			if (all.length < end) break;
			hear(deserialize(all.subarray(LENGTH_BYTES, end)));
			all = all.subarray(end);
		}
		[parts, bytes] = [[all], all.length];
	};
}

export { frameReader as n, frame as t };