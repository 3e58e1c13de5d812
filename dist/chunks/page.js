import { n as pageParts, t as htmlReport } from "./milestone-view-html-page.js";

export { htmlReport, pageParts };