import { t as require_ajv } from "./lib-ajv4.js";

export default require_ajv();

export {  };