/** What the model does next: one step of a conversation, whichever program speaks with it. */
export type Move =
  | { kind: "write"; path: string; content: string }
  | { kind: "run"; command: string }
  | { kind: "say"; text: string }
  /** The API refuses, e.g. 429 with `retry-after`. */
  | { kind: "refuse"; status: number; headers?: Record<string, string>; message: string; type?: string }
  /** The API takes the request and never answers. */
  | { kind: "stall" };

/** A conversation so far, the same for every wire format. */
export interface Conversation {
  /** Everything a person or the program said, joined. */
  prompt: string;
  /** What the tools answered, oldest first. */
  results: string[];
  /** How many of them were there when the engine asked to go on; 0: it did not. */
  before: number;
  /** Names of the tools that the program offers. */
  tools: string[];
  model: string;
}

export type Script = (conversation: Conversation) => Move;

/** Tokens that each answer reports. */
export interface Spend {
  input: number;
  output: number;
}

/** Adds what a person, the program or the engine said. */
export function hear(conversation: Conversation, text: string): void {
  conversation.prompt += `${text}\n`;
  if (text.includes("# Go on: ")) conversation.before = conversation.results.length;
}

/** Goes through the moves one after another, counting answered tools, then says `done`. */
export function inOrder(moves: Move[], done = "Done."): Script {
  return ({ results }) => moves[results.length] ?? { kind: "say", text: done };
}
