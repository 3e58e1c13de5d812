import { n as repositoryOf, t as githubForge } from "./github-github-forge.js";

export { githubForge };