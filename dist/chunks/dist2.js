import { t as require_dist } from "./lib-ajv-formats.js";

export default require_dist();

export {  };