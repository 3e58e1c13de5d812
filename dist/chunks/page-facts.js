import { n as pageFacts, t as documentsOf } from "./commands-page-facts.js";

export { documentsOf, pageFacts };