import { i as openConversations, n as dropEnded, r as isSessionId, t as conversationsFolder } from "./engine-machine-conversations.js";

export { conversationsFolder, dropEnded };