import { t as require_dist } from "./lib-ajv-draft-04.js";

export default require_dist();

export {  };