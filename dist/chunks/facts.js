import { a as repositoryFacts, i as gitShow, n as draftFacts, r as gitIn, t as IDENTITY } from "./planning-facts.js";

export { gitIn, gitShow };