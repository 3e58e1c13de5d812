import { t as require__2020 } from "./lib-ajv7.js";

export default require__2020();

export {  };