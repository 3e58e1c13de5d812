import { i as __toESM } from "./rolldown-runtime.js";
import { t as require__2020 } from "./lib-ajv7.js";
import { t as require_dist } from "./lib-ajv-draft-04.js";
import { t as require_dist$1 } from "./lib-ajv-formats.js";
import { t as require_dist$2 } from "./lib-yaml.js";
import { t as within } from "./engine-deliverable-time-limit.js";
import { readFileSync } from "node:fs";
import { URL, fileURLToPath } from "node:url";
import { readFile } from "node:fs/promises";

// node_modules/@seriousme/openapi-schema-validator/resolve.js
var import_dist = /* @__PURE__ */ __toESM(require_dist(), 1);
var import_dist$1 = /* @__PURE__ */ __toESM(require_dist$1(), 1);
var import__2020 = /* @__PURE__ */ __toESM(require__2020(), 1);
var import_dist$2 = require_dist$2();
/**
* @param {string} str
* @returns {string}
*/
function escapeJsonPointer(str) {
	return str.replace(/~/g, "~0").replace(/\//g, "~1");
}
/**
* @param {string} str
* @returns {string}
*/
function unescapeJsonPointer(str) {
	return str.replace(/~1/g, "/").replace(/~0/g, "~");
}
/**
* @typedef {Record<string, unknown>} RecordStringUnknown
*/
/**
* @param {unknown} obj
* @returns {obj is RecordStringUnknown}
*/
const isObject = (obj) => typeof obj === "object" && obj !== null;
const pointerWords = /* @__PURE__ */ new Set([
	"$ref",
	"$id",
	"$anchor",
	"$dynamicRef",
	"$dynamicAnchor",
	"$schema"
]);
/**
* @template T
* @typedef {T extends Set<infer U> ? U : never} SetValue
*/
/**
* @typedef {SetValue<typeof pointerWords>} PointerWord
*/
/**
*
* @param {string} uri
* @param {Partial<Record<string, RecordStringUnknown>>} anchors
* @returns {Record<string, unknown>}
*/
function resolveUri(uri, anchors) {
	const [prefix, path] = uri.split("#", 2);
	const hashPresent = !!path;
	const err = /* @__PURE__ */ new Error(`Can't resolve ${uri}${prefix ? ", only internal refs are supported." : ""}`);
	if (hashPresent && path[0] !== "/") {
		if (anchors[uri]) return anchors[uri];
		throw err;
	}
	if (!anchors[prefix]) throw err;
	if (!hashPresent) return anchors[prefix];
	const paths = path.split("/").slice(1);
	try {
		const result = paths.reduce(
			/**
			* @param {RecordStringUnknown} o
			* @param {string} n
			* @returns {RecordStringUnknown}
			*/
			(o, n) => o[unescapeJsonPointer(n)],
			anchors[prefix]
		);
		if (result === void 0) throw "";
		return result;
	} catch (_) {
		throw err;
	}
}
/**
* @param {unknown} tree
* @returns {RecordStringUnknown | undefined}
*/
function replaceRefs(tree) {
	return resolve(tree, true);
}
/**
* @param {RecordStringUnknown} tree
* @returns {{ valid: boolean; errors?: string }}
*/
function checkRefs(tree) {
	try {
		resolve(tree, false);
		return { valid: true };
	} catch (err) {
		return {
			valid: false,
			errors: /** @type {Error} */ err.message
		};
	}
}
/**
* @param {unknown} tree
* @param {boolean} replace
* @returns {RecordStringUnknown | undefined}
*/
function resolve(tree, replace) {
	let treeObj = tree;
	if (!isObject(tree)) return;
	if (replace === false) treeObj = structuredClone(tree);
	/**
	* @typedef {{
	* 	ref: string;
	* 	obj: RecordStringUnknown;
	* 	prop: PointerWord;
	* 	path: string;
	*  id: string;
	* }} PointerData
	*/
	const pointers = {};
	for (const word of pointerWords) pointers[word] = [];
	/**
	* @param {string} path
	* @param {RecordStringUnknown} target
	*/
	function applyRef(path, target) {
		let root = treeObj;
		const paths = path.split("/").slice(1);
		const prop = paths.pop();
		for (const p of paths) root = root[unescapeJsonPointer(p)];
		if (typeof prop !== "undefined") root[unescapeJsonPointer(prop)] = target;
		else treeObj = target;
	}
	/**
	* @param {RecordStringUnknown} obj
	* @param {string} path
	* @param {string} id
	* @returns {void}
	*/
	function parse(obj, path, id) {
		if (!isObject(obj)) return;
		const objId = obj["$id"] || id;
		for (const prop in obj) {
			if (pointerWords.has(prop)) {
				const pointerWord = prop;
				pointers[pointerWord].push({
					ref: obj[prop],
					obj,
					prop: pointerWord,
					path,
					id: objId
				});
				delete obj[prop];
			}
			parse(obj[prop], `${path}/${escapeJsonPointer(prop)}`, objId);
		}
	}
	parse(treeObj, "#", "");
	/** @type {Partial<Record<string, RecordStringUnknown>>} */
	const anchors = { "": treeObj };
	/** @type {Partial<Record<string, RecordStringUnknown>>} */
	const dynamicAnchors = {};
	for (const item of pointers.$id) {
		const { ref, obj, path } = item;
		if (anchors[ref]) throw new Error(`$id : '${ref}' defined more than once at ${path}`);
		anchors[ref] = obj;
	}
	for (const item of pointers.$anchor) {
		const { ref, obj, path, id } = item;
		const fullRef = `${id}#${ref}`;
		if (anchors[fullRef]) throw new Error(`$anchor : '${ref}' defined more than once at '${path}'`);
		anchors[fullRef] = obj;
	}
	for (const item of pointers.$dynamicAnchor) {
		const { ref, obj, path } = item;
		if (dynamicAnchors[`#${ref}`]) throw new Error(`$dynamicAnchor : '${ref}' defined more than once at '${path}'`);
		dynamicAnchors[`#${ref}`] = obj;
	}
	for (const item of pointers.$ref) {
		const { ref, id, path } = item;
		const decodedRef = decodeURIComponent(ref);
		applyRef(path, resolveUri(decodedRef[0] !== "#" ? decodedRef : `${id}${decodedRef}`, anchors));
	}
	for (const item of pointers.$dynamicRef) {
		const { ref, path } = item;
		if (!dynamicAnchors[ref]) throw new Error(`Can't resolve $dynamicAnchor : '${ref}'`);
		applyRef(path, dynamicAnchors[ref]);
	}
	return treeObj;
}

// node_modules/@seriousme/openapi-schema-validator/index.js
/** @typedef {import("ajv/dist/core.js").default} AjvCore */
/** @typedef {typeof import("ajv/dist/core.js").default} AjvCoreConstructor */
/** @typedef {import("./index.js").Validator} ValidatorDecl */
/** @typedef {import("./index.js").SpecData} SpecData */
const { default: addFormats$1 } = import_dist$1.default;
const openApiVersions = /* @__PURE__ */ new Set([
	"2.0",
	"3.0",
	"3.1",
	"3.2"
]);
/** @type {Partial<Record<string, AjvCoreConstructor>>} */
const ajvVersions = {
	"http://json-schema.org/draft-04/schema#": import_dist.default,
	"https://json-schema.org/draft/2020-12/schema": import__2020.default
};
const inlinedRefs = "x-inlined-refs";
/**
* @param {string} fileName
* @returns {string}
*/
function localFile(fileName) {
	return fileURLToPath(new URL(fileName, import.meta.url));
}
/**
* @param {string} file
* @returns {{ $schema: string, [x: string]: unknown }}
*/
function importJSON(file) {
	return JSON.parse(readFileSync(localFile(file), "utf-8"));
}
/**
*
* @param {{ swagger?: string, openapi?: string }} specification
* @returns {{
* 	version: string,
* 	specificationType: 'swagger' | 'openapi',
*  specificationVersion: string,
* } | {
* 	version: undefined,
* 	specificationType: undefined,
*  specificationVersion: undefined,
* }}
*/
function getOpenApiVersion(specification) {
	for (const version of openApiVersions) {
		const specificationType = version === "2.0" ? "swagger" : "openapi";
		const prop = specification[specificationType];
		if (typeof prop === "string" && prop.startsWith(version)) return {
			version,
			specificationType,
			specificationVersion: prop
		};
	}
	return {
		version: void 0,
		specificationType: void 0,
		specificationVersion: void 0
	};
}
/**
* @typedef {SpecData} SpecFromData
*/
/**
* @param {unknown} data
* @returns {Promise<{ loaded: true; fileName: string | null; spec: SpecFromData} | { loaded: false; errorMessage: string }>}
*/
async function loadSpecFromData(data) {
	if (typeof data === "object") return {
		loaded: true,
		fileName: null,
		spec: data
	};
	if (typeof data !== "string") return {
		loaded: false,
		errorMessage: `Invalid input type. Expected "string" or "object", but got "${typeof data}"`
	};
	/** @type {string} */
	let sourceData = data;
	/** @type {string | null} */
	let fileName = null;
	if (!sourceData.match(/\n/)) try {
		sourceData = await readFile(data, "utf-8");
		fileName = data;
	} catch (_) {
		return {
			loaded: false,
			errorMessage: `Could not read file "${data}"`
		};
	}
	try {
		return {
			loaded: true,
			fileName,
			spec: (0, import_dist$2.parse)(sourceData)
		};
	} catch (_) {
		return {
			loaded: false,
			errorMessage: "Failed to parse input as YAML/JSON"
		};
	}
}
var Validator = class {
	/**
	* @param {import('./index.js').ValidatorOptions} ajvOptions
	*/
	constructor(ajvOptions = {}) {
		if (ajvOptions.strict !== "log") ajvOptions.strict = false;
		this.ajvOptions = ajvOptions;
		/** @type {Partial<Record<string, ReturnType<AjvCore['compile']>>>} */
		this.ajvValidators = {};
		/** @type {Record<string, unknown>} */
		this.externalRefs = {};
	}
	static supportedVersions = openApiVersions;
	/** @type {ValidatorDecl['resolveRefs']} */
	resolveRefs(opts = {}) {
		return replaceRefs(this.specification || opts.specification);
	}
	/** @type {ValidatorDecl['addSpecRef']} */
	async addSpecRef(data, uri) {
		const specResult = await loadSpecFromData(data);
		if (!specResult.loaded) throw new Error(specResult.errorMessage);
		const { spec } = specResult;
		const newUri = uri || spec["$id"];
		if (typeof newUri !== "string") throw new Error("uri parameter or $id attribute must be a string");
		spec["$id"] = newUri;
		this.externalRefs[newUri] = spec;
	}
	/** @type {ValidatorDecl['validate']} */
	async validate(data) {
		const specResult = await loadSpecFromData(data);
		if (!specResult.loaded) return {
			valid: false,
			errors: specResult.errorMessage
		};
		const { spec: specification } = specResult;
		this.specification = specification;
		if (Object.keys(this.externalRefs).length > 0) specification[inlinedRefs] = this.externalRefs;
		const { version, specificationType, specificationVersion } = getOpenApiVersion(specification);
		this.version = version;
		this.specificationVersion = specificationVersion;
		this.specificationType = specificationType;
		if (!version) return {
			valid: false,
			errors: "Cannot find supported swagger/openapi version in specification, version must be a string."
		};
		const validateSchema = this.getAjvValidator(version);
		if (validateSchema(specification)) return checkRefs(specification);
		/** @type {Awaited<ReturnType<ValidatorDecl['validate']>>} */
		const result = { valid: false };
		if (validateSchema.errors) result.errors = validateSchema.errors;
		return result;
	}
	/** @type {ValidatorDecl['validateBundle']} */
	async validateBundle(data) {
		if (!Array.isArray(data)) return {
			valid: false,
			errors: "Parameter data must be an array"
		};
		/** @type {SpecFromData | undefined} */
		let specification;
		for (const item of data) {
			const specResult = await loadSpecFromData(item);
			if (!specResult.loaded) throw new Error(specResult.errorMessage);
			const { spec, fileName } = specResult;
			const { version } = getOpenApiVersion(spec);
			if (!version) {
				const uri = spec["$id"] || fileName;
				this.addSpecRef(spec, uri);
				continue;
			}
			if (specification) throw new Error("Only one openApi specification can be validated at a time");
			specification = spec;
		}
		return this.validate(specification);
	}
	/**
	* @param {string} version
	* @returns {ReturnType<AjvCore['compile']>}
	*/
	getAjvValidator(version) {
		if (!this.ajvValidators[version]) {
			const schema = importJSON(`./schemas/v${version}/schema.json`);
			const schemaVersion = schema.$schema;
			const AjvClass = ajvVersions[schemaVersion];
			const ajv = new AjvClass(this.ajvOptions);
			addFormats$1(ajv);
			ajv.addFormat("media-range", true);
			this.ajvValidators[version] = ajv.compile(schema);
		}
		return this.ajvValidators[version];
	}
};

// node_modules/@seriousme/openapi-schema-validator/schemas/v3.0/schema.json
var schema_default$2 = {
	id: "https://spec.openapis.org/oas/3.0/schema/2021-09-28",
	$schema: "http://json-schema.org/draft-04/schema#",
	description: "The description of OpenAPI v3.0.x documents, as defined by https://spec.openapis.org/oas/v3.0.3",
	type: "object",
	required: [
		"openapi",
		"info",
		"paths"
	],
	properties: {
		"openapi": {
			"type": "string",
			"pattern": "^3\\.0\\.\\d(-.+)?$"
		},
		"info": { "$ref": "#/definitions/Info" },
		"externalDocs": { "$ref": "#/definitions/ExternalDocumentation" },
		"servers": {
			"type": "array",
			"items": { "$ref": "#/definitions/Server" }
		},
		"security": {
			"type": "array",
			"items": { "$ref": "#/definitions/SecurityRequirement" }
		},
		"tags": {
			"type": "array",
			"items": { "$ref": "#/definitions/Tag" },
			"uniqueItems": true
		},
		"paths": { "$ref": "#/definitions/Paths" },
		"components": { "$ref": "#/definitions/Components" }
	},
	patternProperties: { "^x-": {} },
	additionalProperties: false,
	definitions: {
		"Reference": {
			"type": "object",
			"required": ["$ref"],
			"patternProperties": { "^\\$ref$": {
				"type": "string",
				"format": "uri-reference"
			} }
		},
		"Info": {
			"type": "object",
			"required": ["title", "version"],
			"properties": {
				"title": { "type": "string" },
				"description": { "type": "string" },
				"termsOfService": {
					"type": "string",
					"format": "uri-reference"
				},
				"contact": { "$ref": "#/definitions/Contact" },
				"license": { "$ref": "#/definitions/License" },
				"version": { "type": "string" }
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"Contact": {
			"type": "object",
			"properties": {
				"name": { "type": "string" },
				"url": {
					"type": "string",
					"format": "uri-reference"
				},
				"email": {
					"type": "string",
					"format": "email"
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"License": {
			"type": "object",
			"required": ["name"],
			"properties": {
				"name": { "type": "string" },
				"url": {
					"type": "string",
					"format": "uri-reference"
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"Server": {
			"type": "object",
			"required": ["url"],
			"properties": {
				"url": { "type": "string" },
				"description": { "type": "string" },
				"variables": {
					"type": "object",
					"additionalProperties": { "$ref": "#/definitions/ServerVariable" }
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"ServerVariable": {
			"type": "object",
			"required": ["default"],
			"properties": {
				"enum": {
					"type": "array",
					"items": { "type": "string" }
				},
				"default": { "type": "string" },
				"description": { "type": "string" }
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"Components": {
			"type": "object",
			"properties": {
				"schemas": {
					"type": "object",
					"patternProperties": { "^[a-zA-Z0-9\\.\\-_]+$": { "oneOf": [{ "$ref": "#/definitions/Schema" }, { "$ref": "#/definitions/Reference" }] } }
				},
				"responses": {
					"type": "object",
					"patternProperties": { "^[a-zA-Z0-9\\.\\-_]+$": { "oneOf": [{ "$ref": "#/definitions/Reference" }, { "$ref": "#/definitions/Response" }] } }
				},
				"parameters": {
					"type": "object",
					"patternProperties": { "^[a-zA-Z0-9\\.\\-_]+$": { "oneOf": [{ "$ref": "#/definitions/Reference" }, { "$ref": "#/definitions/Parameter" }] } }
				},
				"examples": {
					"type": "object",
					"patternProperties": { "^[a-zA-Z0-9\\.\\-_]+$": { "oneOf": [{ "$ref": "#/definitions/Reference" }, { "$ref": "#/definitions/Example" }] } }
				},
				"requestBodies": {
					"type": "object",
					"patternProperties": { "^[a-zA-Z0-9\\.\\-_]+$": { "oneOf": [{ "$ref": "#/definitions/Reference" }, { "$ref": "#/definitions/RequestBody" }] } }
				},
				"headers": {
					"type": "object",
					"patternProperties": { "^[a-zA-Z0-9\\.\\-_]+$": { "oneOf": [{ "$ref": "#/definitions/Reference" }, { "$ref": "#/definitions/Header" }] } }
				},
				"securitySchemes": {
					"type": "object",
					"patternProperties": { "^[a-zA-Z0-9\\.\\-_]+$": { "oneOf": [{ "$ref": "#/definitions/Reference" }, { "$ref": "#/definitions/SecurityScheme" }] } }
				},
				"links": {
					"type": "object",
					"patternProperties": { "^[a-zA-Z0-9\\.\\-_]+$": { "oneOf": [{ "$ref": "#/definitions/Reference" }, { "$ref": "#/definitions/Link" }] } }
				},
				"callbacks": {
					"type": "object",
					"patternProperties": { "^[a-zA-Z0-9\\.\\-_]+$": { "oneOf": [{ "$ref": "#/definitions/Reference" }, { "$ref": "#/definitions/Callback" }] } }
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"Schema": {
			"type": "object",
			"properties": {
				"title": { "type": "string" },
				"multipleOf": {
					"type": "number",
					"minimum": 0,
					"exclusiveMinimum": true
				},
				"maximum": { "type": "number" },
				"exclusiveMaximum": {
					"type": "boolean",
					"default": false
				},
				"minimum": { "type": "number" },
				"exclusiveMinimum": {
					"type": "boolean",
					"default": false
				},
				"maxLength": {
					"type": "integer",
					"minimum": 0
				},
				"minLength": {
					"type": "integer",
					"minimum": 0,
					"default": 0
				},
				"pattern": {
					"type": "string",
					"format": "regex"
				},
				"maxItems": {
					"type": "integer",
					"minimum": 0
				},
				"minItems": {
					"type": "integer",
					"minimum": 0,
					"default": 0
				},
				"uniqueItems": {
					"type": "boolean",
					"default": false
				},
				"maxProperties": {
					"type": "integer",
					"minimum": 0
				},
				"minProperties": {
					"type": "integer",
					"minimum": 0,
					"default": 0
				},
				"required": {
					"type": "array",
					"items": { "type": "string" },
					"minItems": 1,
					"uniqueItems": true
				},
				"enum": {
					"type": "array",
					"items": {},
					"minItems": 1,
					"uniqueItems": false
				},
				"type": {
					"type": "string",
					"enum": [
						"array",
						"boolean",
						"integer",
						"number",
						"object",
						"string"
					]
				},
				"not": { "oneOf": [{ "$ref": "#/definitions/Schema" }, { "$ref": "#/definitions/Reference" }] },
				"allOf": {
					"type": "array",
					"items": { "oneOf": [{ "$ref": "#/definitions/Schema" }, { "$ref": "#/definitions/Reference" }] }
				},
				"oneOf": {
					"type": "array",
					"items": { "oneOf": [{ "$ref": "#/definitions/Schema" }, { "$ref": "#/definitions/Reference" }] }
				},
				"anyOf": {
					"type": "array",
					"items": { "oneOf": [{ "$ref": "#/definitions/Schema" }, { "$ref": "#/definitions/Reference" }] }
				},
				"items": { "oneOf": [{ "$ref": "#/definitions/Schema" }, { "$ref": "#/definitions/Reference" }] },
				"properties": {
					"type": "object",
					"additionalProperties": { "oneOf": [{ "$ref": "#/definitions/Schema" }, { "$ref": "#/definitions/Reference" }] }
				},
				"additionalProperties": {
					"oneOf": [
						{ "$ref": "#/definitions/Schema" },
						{ "$ref": "#/definitions/Reference" },
						{ "type": "boolean" }
					],
					"default": true
				},
				"description": { "type": "string" },
				"format": { "type": "string" },
				"default": {},
				"nullable": {
					"type": "boolean",
					"default": false
				},
				"discriminator": { "$ref": "#/definitions/Discriminator" },
				"readOnly": {
					"type": "boolean",
					"default": false
				},
				"writeOnly": {
					"type": "boolean",
					"default": false
				},
				"example": {},
				"externalDocs": { "$ref": "#/definitions/ExternalDocumentation" },
				"deprecated": {
					"type": "boolean",
					"default": false
				},
				"xml": { "$ref": "#/definitions/XML" }
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"Discriminator": {
			"type": "object",
			"required": ["propertyName"],
			"properties": {
				"propertyName": { "type": "string" },
				"mapping": {
					"type": "object",
					"additionalProperties": { "type": "string" }
				}
			}
		},
		"XML": {
			"type": "object",
			"properties": {
				"name": { "type": "string" },
				"namespace": {
					"type": "string",
					"format": "uri"
				},
				"prefix": { "type": "string" },
				"attribute": {
					"type": "boolean",
					"default": false
				},
				"wrapped": {
					"type": "boolean",
					"default": false
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"Response": {
			"type": "object",
			"required": ["description"],
			"properties": {
				"description": { "type": "string" },
				"headers": {
					"type": "object",
					"additionalProperties": { "oneOf": [{ "$ref": "#/definitions/Header" }, { "$ref": "#/definitions/Reference" }] }
				},
				"content": {
					"type": "object",
					"additionalProperties": { "$ref": "#/definitions/MediaType" }
				},
				"links": {
					"type": "object",
					"additionalProperties": { "oneOf": [{ "$ref": "#/definitions/Link" }, { "$ref": "#/definitions/Reference" }] }
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"MediaType": {
			"type": "object",
			"properties": {
				"schema": { "oneOf": [{ "$ref": "#/definitions/Schema" }, { "$ref": "#/definitions/Reference" }] },
				"example": {},
				"examples": {
					"type": "object",
					"additionalProperties": { "oneOf": [{ "$ref": "#/definitions/Example" }, { "$ref": "#/definitions/Reference" }] }
				},
				"encoding": {
					"type": "object",
					"additionalProperties": { "$ref": "#/definitions/Encoding" }
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false,
			"allOf": [{ "$ref": "#/definitions/ExampleXORExamples" }]
		},
		"Example": {
			"type": "object",
			"properties": {
				"summary": { "type": "string" },
				"description": { "type": "string" },
				"value": {},
				"externalValue": {
					"type": "string",
					"format": "uri-reference"
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"Header": {
			"type": "object",
			"properties": {
				"description": { "type": "string" },
				"required": {
					"type": "boolean",
					"default": false
				},
				"deprecated": {
					"type": "boolean",
					"default": false
				},
				"allowEmptyValue": {
					"type": "boolean",
					"default": false
				},
				"style": {
					"type": "string",
					"enum": ["simple"],
					"default": "simple"
				},
				"explode": { "type": "boolean" },
				"allowReserved": {
					"type": "boolean",
					"default": false
				},
				"schema": { "oneOf": [{ "$ref": "#/definitions/Schema" }, { "$ref": "#/definitions/Reference" }] },
				"content": {
					"type": "object",
					"additionalProperties": { "$ref": "#/definitions/MediaType" },
					"minProperties": 1,
					"maxProperties": 1
				},
				"example": {},
				"examples": {
					"type": "object",
					"additionalProperties": { "oneOf": [{ "$ref": "#/definitions/Example" }, { "$ref": "#/definitions/Reference" }] }
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false,
			"allOf": [{ "$ref": "#/definitions/ExampleXORExamples" }, { "$ref": "#/definitions/SchemaXORContent" }]
		},
		"Paths": {
			"type": "object",
			"patternProperties": {
				"^\\/": { "$ref": "#/definitions/PathItem" },
				"^x-": {}
			},
			"additionalProperties": false
		},
		"PathItem": {
			"type": "object",
			"properties": {
				"$ref": { "type": "string" },
				"summary": { "type": "string" },
				"description": { "type": "string" },
				"servers": {
					"type": "array",
					"items": { "$ref": "#/definitions/Server" }
				},
				"parameters": {
					"type": "array",
					"items": { "oneOf": [{ "$ref": "#/definitions/Parameter" }, { "$ref": "#/definitions/Reference" }] },
					"uniqueItems": true
				}
			},
			"patternProperties": {
				"^(get|put|post|delete|options|head|patch|trace)$": { "$ref": "#/definitions/Operation" },
				"^x-": {}
			},
			"additionalProperties": false
		},
		"Operation": {
			"type": "object",
			"required": ["responses"],
			"properties": {
				"tags": {
					"type": "array",
					"items": { "type": "string" }
				},
				"summary": { "type": "string" },
				"description": { "type": "string" },
				"externalDocs": { "$ref": "#/definitions/ExternalDocumentation" },
				"operationId": { "type": "string" },
				"parameters": {
					"type": "array",
					"items": { "oneOf": [{ "$ref": "#/definitions/Parameter" }, { "$ref": "#/definitions/Reference" }] },
					"uniqueItems": true
				},
				"requestBody": { "oneOf": [{ "$ref": "#/definitions/RequestBody" }, { "$ref": "#/definitions/Reference" }] },
				"responses": { "$ref": "#/definitions/Responses" },
				"callbacks": {
					"type": "object",
					"additionalProperties": { "oneOf": [{ "$ref": "#/definitions/Callback" }, { "$ref": "#/definitions/Reference" }] }
				},
				"deprecated": {
					"type": "boolean",
					"default": false
				},
				"security": {
					"type": "array",
					"items": { "$ref": "#/definitions/SecurityRequirement" }
				},
				"servers": {
					"type": "array",
					"items": { "$ref": "#/definitions/Server" }
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"Responses": {
			"type": "object",
			"properties": { "default": { "oneOf": [{ "$ref": "#/definitions/Response" }, { "$ref": "#/definitions/Reference" }] } },
			"patternProperties": {
				"^[1-5](?:\\d{2}|XX)$": { "oneOf": [{ "$ref": "#/definitions/Response" }, { "$ref": "#/definitions/Reference" }] },
				"^x-": {}
			},
			"minProperties": 1,
			"additionalProperties": false
		},
		"SecurityRequirement": {
			"type": "object",
			"additionalProperties": {
				"type": "array",
				"items": { "type": "string" }
			}
		},
		"Tag": {
			"type": "object",
			"required": ["name"],
			"properties": {
				"name": { "type": "string" },
				"description": { "type": "string" },
				"externalDocs": { "$ref": "#/definitions/ExternalDocumentation" }
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"ExternalDocumentation": {
			"type": "object",
			"required": ["url"],
			"properties": {
				"description": { "type": "string" },
				"url": {
					"type": "string",
					"format": "uri-reference"
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"ExampleXORExamples": {
			"description": "Example and examples are mutually exclusive",
			"not": { "required": ["example", "examples"] }
		},
		"SchemaXORContent": {
			"description": "Schema and content are mutually exclusive, at least one is required",
			"not": { "required": ["schema", "content"] },
			"oneOf": [{ "required": ["schema"] }, {
				"required": ["content"],
				"description": "Some properties are not allowed if content is present",
				"allOf": [
					{ "not": { "required": ["style"] } },
					{ "not": { "required": ["explode"] } },
					{ "not": { "required": ["allowReserved"] } },
					{ "not": { "required": ["example"] } },
					{ "not": { "required": ["examples"] } }
				]
			}]
		},
		"Parameter": {
			"type": "object",
			"properties": {
				"name": { "type": "string" },
				"in": { "type": "string" },
				"description": { "type": "string" },
				"required": {
					"type": "boolean",
					"default": false
				},
				"deprecated": {
					"type": "boolean",
					"default": false
				},
				"allowEmptyValue": {
					"type": "boolean",
					"default": false
				},
				"style": { "type": "string" },
				"explode": { "type": "boolean" },
				"allowReserved": {
					"type": "boolean",
					"default": false
				},
				"schema": { "oneOf": [{ "$ref": "#/definitions/Schema" }, { "$ref": "#/definitions/Reference" }] },
				"content": {
					"type": "object",
					"additionalProperties": { "$ref": "#/definitions/MediaType" },
					"minProperties": 1,
					"maxProperties": 1
				},
				"example": {},
				"examples": {
					"type": "object",
					"additionalProperties": { "oneOf": [{ "$ref": "#/definitions/Example" }, { "$ref": "#/definitions/Reference" }] }
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false,
			"required": ["name", "in"],
			"allOf": [
				{ "$ref": "#/definitions/ExampleXORExamples" },
				{ "$ref": "#/definitions/SchemaXORContent" },
				{ "$ref": "#/definitions/ParameterLocation" }
			]
		},
		"ParameterLocation": {
			"description": "Parameter location",
			"oneOf": [
				{
					"description": "Parameter in path",
					"required": ["required"],
					"properties": {
						"in": { "enum": ["path"] },
						"style": {
							"enum": [
								"matrix",
								"label",
								"simple"
							],
							"default": "simple"
						},
						"required": { "enum": [true] }
					}
				},
				{
					"description": "Parameter in query",
					"properties": {
						"in": { "enum": ["query"] },
						"style": {
							"enum": [
								"form",
								"spaceDelimited",
								"pipeDelimited",
								"deepObject"
							],
							"default": "form"
						}
					}
				},
				{
					"description": "Parameter in header",
					"properties": {
						"in": { "enum": ["header"] },
						"style": {
							"enum": ["simple"],
							"default": "simple"
						}
					}
				},
				{
					"description": "Parameter in cookie",
					"properties": {
						"in": { "enum": ["cookie"] },
						"style": {
							"enum": ["form"],
							"default": "form"
						}
					}
				}
			]
		},
		"RequestBody": {
			"type": "object",
			"required": ["content"],
			"properties": {
				"description": { "type": "string" },
				"content": {
					"type": "object",
					"additionalProperties": { "$ref": "#/definitions/MediaType" }
				},
				"required": {
					"type": "boolean",
					"default": false
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"SecurityScheme": { "oneOf": [
			{ "$ref": "#/definitions/APIKeySecurityScheme" },
			{ "$ref": "#/definitions/HTTPSecurityScheme" },
			{ "$ref": "#/definitions/OAuth2SecurityScheme" },
			{ "$ref": "#/definitions/OpenIdConnectSecurityScheme" }
		] },
		"APIKeySecurityScheme": {
			"type": "object",
			"required": [
				"type",
				"name",
				"in"
			],
			"properties": {
				"type": {
					"type": "string",
					"enum": ["apiKey"]
				},
				"name": { "type": "string" },
				"in": {
					"type": "string",
					"enum": [
						"header",
						"query",
						"cookie"
					]
				},
				"description": { "type": "string" }
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"HTTPSecurityScheme": {
			"type": "object",
			"required": ["scheme", "type"],
			"properties": {
				"scheme": { "type": "string" },
				"bearerFormat": { "type": "string" },
				"description": { "type": "string" },
				"type": {
					"type": "string",
					"enum": ["http"]
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false,
			"oneOf": [{
				"description": "Bearer",
				"properties": { "scheme": {
					"type": "string",
					"pattern": "^[Bb][Ee][Aa][Rr][Ee][Rr]$"
				} }
			}, {
				"description": "Non Bearer",
				"not": { "required": ["bearerFormat"] },
				"properties": { "scheme": { "not": {
					"type": "string",
					"pattern": "^[Bb][Ee][Aa][Rr][Ee][Rr]$"
				} } }
			}]
		},
		"OAuth2SecurityScheme": {
			"type": "object",
			"required": ["type", "flows"],
			"properties": {
				"type": {
					"type": "string",
					"enum": ["oauth2"]
				},
				"flows": { "$ref": "#/definitions/OAuthFlows" },
				"description": { "type": "string" }
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"OpenIdConnectSecurityScheme": {
			"type": "object",
			"required": ["type", "openIdConnectUrl"],
			"properties": {
				"type": {
					"type": "string",
					"enum": ["openIdConnect"]
				},
				"openIdConnectUrl": {
					"type": "string",
					"format": "uri-reference"
				},
				"description": { "type": "string" }
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"OAuthFlows": {
			"type": "object",
			"properties": {
				"implicit": { "$ref": "#/definitions/ImplicitOAuthFlow" },
				"password": { "$ref": "#/definitions/PasswordOAuthFlow" },
				"clientCredentials": { "$ref": "#/definitions/ClientCredentialsFlow" },
				"authorizationCode": { "$ref": "#/definitions/AuthorizationCodeOAuthFlow" }
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"ImplicitOAuthFlow": {
			"type": "object",
			"required": ["authorizationUrl", "scopes"],
			"properties": {
				"authorizationUrl": {
					"type": "string",
					"format": "uri-reference"
				},
				"refreshUrl": {
					"type": "string",
					"format": "uri-reference"
				},
				"scopes": {
					"type": "object",
					"additionalProperties": { "type": "string" }
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"PasswordOAuthFlow": {
			"type": "object",
			"required": ["tokenUrl", "scopes"],
			"properties": {
				"tokenUrl": {
					"type": "string",
					"format": "uri-reference"
				},
				"refreshUrl": {
					"type": "string",
					"format": "uri-reference"
				},
				"scopes": {
					"type": "object",
					"additionalProperties": { "type": "string" }
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"ClientCredentialsFlow": {
			"type": "object",
			"required": ["tokenUrl", "scopes"],
			"properties": {
				"tokenUrl": {
					"type": "string",
					"format": "uri-reference"
				},
				"refreshUrl": {
					"type": "string",
					"format": "uri-reference"
				},
				"scopes": {
					"type": "object",
					"additionalProperties": { "type": "string" }
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"AuthorizationCodeOAuthFlow": {
			"type": "object",
			"required": [
				"authorizationUrl",
				"tokenUrl",
				"scopes"
			],
			"properties": {
				"authorizationUrl": {
					"type": "string",
					"format": "uri-reference"
				},
				"tokenUrl": {
					"type": "string",
					"format": "uri-reference"
				},
				"refreshUrl": {
					"type": "string",
					"format": "uri-reference"
				},
				"scopes": {
					"type": "object",
					"additionalProperties": { "type": "string" }
				}
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false
		},
		"Link": {
			"type": "object",
			"properties": {
				"operationId": { "type": "string" },
				"operationRef": {
					"type": "string",
					"format": "uri-reference"
				},
				"parameters": {
					"type": "object",
					"additionalProperties": {}
				},
				"requestBody": {},
				"description": { "type": "string" },
				"server": { "$ref": "#/definitions/Server" }
			},
			"patternProperties": { "^x-": {} },
			"additionalProperties": false,
			"not": {
				"description": "Operation Id and Operation Ref are mutually exclusive",
				"required": ["operationId", "operationRef"]
			}
		},
		"Callback": {
			"type": "object",
			"additionalProperties": { "$ref": "#/definitions/PathItem" },
			"patternProperties": { "^x-": {} }
		},
		"Encoding": {
			"type": "object",
			"properties": {
				"contentType": { "type": "string" },
				"headers": {
					"type": "object",
					"additionalProperties": { "oneOf": [{ "$ref": "#/definitions/Header" }, { "$ref": "#/definitions/Reference" }] }
				},
				"style": {
					"type": "string",
					"enum": [
						"form",
						"spaceDelimited",
						"pipeDelimited",
						"deepObject"
					]
				},
				"explode": { "type": "boolean" },
				"allowReserved": {
					"type": "boolean",
					"default": false
				}
			},
			"additionalProperties": false
		}
	}
};

// node_modules/@seriousme/openapi-schema-validator/schemas/v3.1/schema.json
var schema_default$1 = {
	$id: "https://spec.openapis.org/oas/3.1/schema/2026-08-03",
	$schema: "https://json-schema.org/draft/2020-12/schema",
	description: "The description of OpenAPI v3.1.x Documents without Schema Object validation",
	type: "object",
	properties: {
		"openapi": {
			"type": "string",
			"pattern": "^3\\.1\\.\\d+(-.+)?$"
		},
		"info": { "$ref": "#/$defs/info" },
		"jsonSchemaDialect": {
			"type": "string",
			"format": "uri-reference",
			"default": "https://spec.openapis.org/oas/3.1/dialect/2024-11-10"
		},
		"servers": {
			"type": "array",
			"items": { "$ref": "#/$defs/server" },
			"default": [{ "url": "/" }]
		},
		"paths": { "$ref": "#/$defs/paths" },
		"webhooks": {
			"type": "object",
			"additionalProperties": { "$ref": "#/$defs/path-item" }
		},
		"components": { "$ref": "#/$defs/components" },
		"security": {
			"type": "array",
			"items": { "$ref": "#/$defs/security-requirement" }
		},
		"tags": {
			"type": "array",
			"items": { "$ref": "#/$defs/tag" }
		},
		"externalDocs": { "$ref": "#/$defs/external-documentation" }
	},
	required: ["openapi", "info"],
	anyOf: [
		{ "required": ["paths"] },
		{ "required": ["components"] },
		{ "required": ["webhooks"] }
	],
	$ref: "#/$defs/specification-extensions",
	unevaluatedProperties: false,
	$defs: {
		"info": {
			"$comment": "https://spec.openapis.org/oas/v3.1#info-object",
			"type": "object",
			"properties": {
				"title": { "type": "string" },
				"summary": { "type": "string" },
				"description": { "type": "string" },
				"termsOfService": {
					"type": "string",
					"format": "uri-reference"
				},
				"contact": { "$ref": "#/$defs/contact" },
				"license": { "$ref": "#/$defs/license" },
				"version": { "type": "string" }
			},
			"required": ["title", "version"],
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"contact": {
			"$comment": "https://spec.openapis.org/oas/v3.1#contact-object",
			"type": "object",
			"properties": {
				"name": { "type": "string" },
				"url": {
					"type": "string",
					"format": "uri-reference"
				},
				"email": {
					"type": "string",
					"format": "email"
				}
			},
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"license": {
			"$comment": "https://spec.openapis.org/oas/v3.1#license-object",
			"type": "object",
			"properties": {
				"name": { "type": "string" },
				"identifier": { "type": "string" },
				"url": {
					"type": "string",
					"format": "uri-reference"
				}
			},
			"required": ["name"],
			"dependentSchemas": { "identifier": { "not": { "required": ["url"] } } },
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"server": {
			"$comment": "https://spec.openapis.org/oas/v3.1#server-object",
			"type": "object",
			"properties": {
				"url": { "type": "string" },
				"description": { "type": "string" },
				"variables": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/server-variable" }
				}
			},
			"required": ["url"],
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"server-variable": {
			"$comment": "https://spec.openapis.org/oas/v3.1#server-variable-object",
			"type": "object",
			"properties": {
				"enum": {
					"type": "array",
					"items": { "type": "string" },
					"minItems": 1
				},
				"default": { "type": "string" },
				"description": { "type": "string" }
			},
			"required": ["default"],
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"components": {
			"$comment": "https://spec.openapis.org/oas/v3.1#components-object",
			"type": "object",
			"properties": {
				"schemas": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/schema" }
				},
				"responses": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/response-or-reference" }
				},
				"parameters": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/parameter-or-reference" }
				},
				"examples": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/example-or-reference" }
				},
				"requestBodies": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/request-body-or-reference" }
				},
				"headers": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/header-or-reference" }
				},
				"securitySchemes": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/security-scheme-or-reference" }
				},
				"links": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/link-or-reference" }
				},
				"callbacks": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/callbacks-or-reference" }
				},
				"pathItems": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/path-item" }
				}
			},
			"patternProperties": { "^(?:schemas|responses|parameters|examples|requestBodies|headers|securitySchemes|links|callbacks|pathItems)$": {
				"$comment": "Enumerating all of the property names in the regex above is necessary for unevaluatedProperties to work as expected",
				"propertyNames": { "pattern": "^[a-zA-Z0-9._-]+$" }
			} },
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"paths": {
			"$comment": "https://spec.openapis.org/oas/v3.1#paths-object",
			"type": "object",
			"patternProperties": { "^/": { "$ref": "#/$defs/path-item" } },
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"path-item": {
			"$comment": "https://spec.openapis.org/oas/v3.1#path-item-object",
			"type": "object",
			"properties": {
				"$ref": {
					"type": "string",
					"format": "uri-reference"
				},
				"summary": { "type": "string" },
				"description": { "type": "string" },
				"servers": {
					"type": "array",
					"items": { "$ref": "#/$defs/server" }
				},
				"parameters": {
					"type": "array",
					"items": { "$ref": "#/$defs/parameter-or-reference" }
				},
				"get": { "$ref": "#/$defs/operation" },
				"put": { "$ref": "#/$defs/operation" },
				"post": { "$ref": "#/$defs/operation" },
				"delete": { "$ref": "#/$defs/operation" },
				"options": { "$ref": "#/$defs/operation" },
				"head": { "$ref": "#/$defs/operation" },
				"patch": { "$ref": "#/$defs/operation" },
				"trace": { "$ref": "#/$defs/operation" }
			},
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"operation": {
			"$comment": "https://spec.openapis.org/oas/v3.1#operation-object",
			"type": "object",
			"properties": {
				"tags": {
					"type": "array",
					"items": { "type": "string" }
				},
				"summary": { "type": "string" },
				"description": { "type": "string" },
				"externalDocs": { "$ref": "#/$defs/external-documentation" },
				"operationId": { "type": "string" },
				"parameters": {
					"type": "array",
					"items": { "$ref": "#/$defs/parameter-or-reference" }
				},
				"requestBody": { "$ref": "#/$defs/request-body-or-reference" },
				"responses": { "$ref": "#/$defs/responses" },
				"callbacks": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/callbacks-or-reference" }
				},
				"deprecated": {
					"default": false,
					"type": "boolean"
				},
				"security": {
					"type": "array",
					"items": { "$ref": "#/$defs/security-requirement" }
				},
				"servers": {
					"type": "array",
					"items": { "$ref": "#/$defs/server" }
				}
			},
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"external-documentation": {
			"$comment": "https://spec.openapis.org/oas/v3.1#external-documentation-object",
			"type": "object",
			"properties": {
				"description": { "type": "string" },
				"url": {
					"type": "string",
					"format": "uri-reference"
				}
			},
			"required": ["url"],
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"parameter": {
			"$comment": "https://spec.openapis.org/oas/v3.1#parameter-object",
			"type": "object",
			"properties": {
				"name": { "type": "string" },
				"in": { "enum": [
					"query",
					"header",
					"path",
					"cookie"
				] },
				"description": { "type": "string" },
				"required": {
					"default": false,
					"type": "boolean"
				},
				"deprecated": {
					"default": false,
					"type": "boolean"
				},
				"schema": { "$ref": "#/$defs/schema" },
				"content": {
					"$ref": "#/$defs/content",
					"minProperties": 1,
					"maxProperties": 1
				}
			},
			"required": ["name", "in"],
			"oneOf": [{ "required": ["schema"] }, { "required": ["content"] }],
			"if": { "properties": { "in": { "const": "query" } } },
			"then": { "properties": { "allowEmptyValue": {
				"default": false,
				"type": "boolean"
			} } },
			"dependentSchemas": { "schema": {
				"properties": {
					"style": { "type": "string" },
					"explode": { "type": "boolean" }
				},
				"allOf": [
					{ "$ref": "#/$defs/examples" },
					{ "$ref": "#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-path" },
					{ "$ref": "#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-header" },
					{ "$ref": "#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-query" },
					{ "$ref": "#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-cookie" }
				],
				"$defs": {
					"styles-for-path": {
						"if": { "properties": { "in": { "const": "path" } } },
						"then": {
							"properties": {
								"name": { "pattern": "^[^{}]+$" },
								"style": {
									"default": "simple",
									"enum": [
										"matrix",
										"label",
										"simple"
									]
								},
								"required": { "const": true },
								"explode": { "default": false }
							},
							"required": ["required"]
						}
					},
					"styles-for-header": {
						"if": { "properties": { "in": { "const": "header" } } },
						"then": { "properties": {
							"style": {
								"default": "simple",
								"const": "simple"
							},
							"explode": { "default": false }
						} }
					},
					"styles-for-query": {
						"if": { "properties": { "in": { "const": "query" } } },
						"then": {
							"properties": {
								"style": {
									"default": "form",
									"enum": [
										"form",
										"spaceDelimited",
										"pipeDelimited",
										"deepObject"
									]
								},
								"allowReserved": {
									"default": false,
									"type": "boolean"
								}
							},
							"$ref": "#/$defs/explode-for-form"
						}
					},
					"styles-for-cookie": {
						"if": { "properties": { "in": { "const": "cookie" } } },
						"then": {
							"properties": { "style": {
								"default": "form",
								"const": "form"
							} },
							"$ref": "#/$defs/explode-for-form"
						}
					}
				}
			} },
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"parameter-or-reference": {
			"if": {
				"type": "object",
				"required": ["$ref"]
			},
			"then": { "$ref": "#/$defs/reference" },
			"else": { "$ref": "#/$defs/parameter" }
		},
		"request-body": {
			"$comment": "https://spec.openapis.org/oas/v3.1#request-body-object",
			"type": "object",
			"properties": {
				"description": { "type": "string" },
				"content": { "$ref": "#/$defs/content" },
				"required": {
					"default": false,
					"type": "boolean"
				}
			},
			"required": ["content"],
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"request-body-or-reference": {
			"if": {
				"type": "object",
				"required": ["$ref"]
			},
			"then": { "$ref": "#/$defs/reference" },
			"else": { "$ref": "#/$defs/request-body" }
		},
		"content": {
			"$comment": "https://spec.openapis.org/oas/v3.1#fixed-fields-10",
			"type": "object",
			"additionalProperties": { "$ref": "#/$defs/media-type" },
			"propertyNames": { "format": "media-range" }
		},
		"media-type": {
			"$comment": "https://spec.openapis.org/oas/v3.1#media-type-object",
			"type": "object",
			"properties": {
				"schema": { "$ref": "#/$defs/schema" },
				"encoding": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/encoding" }
				}
			},
			"allOf": [{ "$ref": "#/$defs/specification-extensions" }, { "$ref": "#/$defs/examples" }],
			"unevaluatedProperties": false
		},
		"encoding": {
			"$comment": "https://spec.openapis.org/oas/v3.1#encoding-object",
			"type": "object",
			"properties": {
				"contentType": {
					"$comment": "one or more comma-separated media-ranges",
					"type": "string"
				},
				"headers": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/header-or-reference" }
				},
				"style": { "enum": [
					"form",
					"spaceDelimited",
					"pipeDelimited",
					"deepObject"
				] },
				"explode": { "type": "boolean" },
				"allowReserved": { "type": "boolean" }
			},
			"dependentSchemas": {
				"style": {
					"properties": { "allowReserved": { "default": false } },
					"$ref": "#/$defs/explode-for-form"
				},
				"explode": { "properties": {
					"style": { "default": "form" },
					"allowReserved": { "default": false }
				} },
				"allowReserved": {
					"properties": { "style": { "default": "form" } },
					"$ref": "#/$defs/explode-for-form"
				}
			},
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"responses": {
			"$comment": "https://spec.openapis.org/oas/v3.1#responses-object",
			"type": "object",
			"properties": { "default": { "$ref": "#/$defs/response-or-reference" } },
			"patternProperties": { "^[1-5](?:[0-9]{2}|XX)$": { "$ref": "#/$defs/response-or-reference" } },
			"minProperties": 1,
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false,
			"if": {
				"$comment": "either default, or at least one response code property must exist",
				"patternProperties": { "^[1-5](?:[0-9]{2}|XX)$": false }
			},
			"then": { "required": ["default"] }
		},
		"response": {
			"$comment": "https://spec.openapis.org/oas/v3.1#response-object",
			"type": "object",
			"properties": {
				"description": { "type": "string" },
				"headers": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/header-or-reference" }
				},
				"content": { "$ref": "#/$defs/content" },
				"links": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/link-or-reference" }
				}
			},
			"required": ["description"],
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"response-or-reference": {
			"if": {
				"type": "object",
				"required": ["$ref"]
			},
			"then": { "$ref": "#/$defs/reference" },
			"else": { "$ref": "#/$defs/response" }
		},
		"callbacks": {
			"$comment": "https://spec.openapis.org/oas/v3.1#callback-object",
			"type": "object",
			"$ref": "#/$defs/specification-extensions",
			"additionalProperties": { "$ref": "#/$defs/path-item" }
		},
		"callbacks-or-reference": {
			"if": {
				"type": "object",
				"required": ["$ref"]
			},
			"then": { "$ref": "#/$defs/reference" },
			"else": { "$ref": "#/$defs/callbacks" }
		},
		"example": {
			"$comment": "https://spec.openapis.org/oas/v3.1#example-object",
			"type": "object",
			"properties": {
				"summary": { "type": "string" },
				"description": { "type": "string" },
				"value": true,
				"externalValue": {
					"type": "string",
					"format": "uri-reference"
				}
			},
			"not": { "required": ["value", "externalValue"] },
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"example-or-reference": {
			"if": {
				"type": "object",
				"required": ["$ref"]
			},
			"then": { "$ref": "#/$defs/reference" },
			"else": { "$ref": "#/$defs/example" }
		},
		"link": {
			"$comment": "https://spec.openapis.org/oas/v3.1#link-object",
			"type": "object",
			"properties": {
				"operationRef": {
					"type": "string",
					"format": "uri-reference"
				},
				"operationId": { "type": "string" },
				"parameters": { "$ref": "#/$defs/map-of-strings" },
				"requestBody": true,
				"description": { "type": "string" },
				"server": { "$ref": "#/$defs/server" }
			},
			"oneOf": [{ "required": ["operationRef"] }, { "required": ["operationId"] }],
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"link-or-reference": {
			"if": {
				"type": "object",
				"required": ["$ref"]
			},
			"then": { "$ref": "#/$defs/reference" },
			"else": { "$ref": "#/$defs/link" }
		},
		"header": {
			"$comment": "https://spec.openapis.org/oas/v3.1#header-object",
			"type": "object",
			"properties": {
				"description": { "type": "string" },
				"required": {
					"default": false,
					"type": "boolean"
				},
				"deprecated": {
					"default": false,
					"type": "boolean"
				},
				"schema": { "$ref": "#/$defs/schema" },
				"content": {
					"$ref": "#/$defs/content",
					"minProperties": 1,
					"maxProperties": 1
				}
			},
			"oneOf": [{ "required": ["schema"] }, { "required": ["content"] }],
			"dependentSchemas": { "schema": {
				"properties": {
					"style": {
						"default": "simple",
						"const": "simple"
					},
					"explode": {
						"default": false,
						"type": "boolean"
					}
				},
				"$ref": "#/$defs/examples"
			} },
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"header-or-reference": {
			"if": {
				"type": "object",
				"required": ["$ref"]
			},
			"then": { "$ref": "#/$defs/reference" },
			"else": { "$ref": "#/$defs/header" }
		},
		"tag": {
			"$comment": "https://spec.openapis.org/oas/v3.1#tag-object",
			"type": "object",
			"properties": {
				"name": { "type": "string" },
				"description": { "type": "string" },
				"externalDocs": { "$ref": "#/$defs/external-documentation" }
			},
			"required": ["name"],
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"reference": {
			"$comment": "https://spec.openapis.org/oas/v3.1#reference-object",
			"type": "object",
			"properties": {
				"$ref": {
					"type": "string",
					"format": "uri-reference"
				},
				"summary": { "type": "string" },
				"description": { "type": "string" }
			}
		},
		"schema": {
			"$comment": "https://spec.openapis.org/oas/v3.1#schema-object",
			"$dynamicAnchor": "meta",
			"type": ["object", "boolean"]
		},
		"security-scheme": {
			"$comment": "https://spec.openapis.org/oas/v3.1#security-scheme-object",
			"type": "object",
			"properties": {
				"type": { "enum": [
					"apiKey",
					"http",
					"mutualTLS",
					"oauth2",
					"openIdConnect"
				] },
				"description": { "type": "string" }
			},
			"required": ["type"],
			"allOf": [
				{ "$ref": "#/$defs/specification-extensions" },
				{ "$ref": "#/$defs/security-scheme/$defs/type-apikey" },
				{ "$ref": "#/$defs/security-scheme/$defs/type-http" },
				{ "$ref": "#/$defs/security-scheme/$defs/type-http-bearer" },
				{ "$ref": "#/$defs/security-scheme/$defs/type-oauth2" },
				{ "$ref": "#/$defs/security-scheme/$defs/type-oidc" }
			],
			"unevaluatedProperties": false,
			"$defs": {
				"type-apikey": {
					"if": { "properties": { "type": { "const": "apiKey" } } },
					"then": {
						"properties": {
							"name": { "type": "string" },
							"in": { "enum": [
								"query",
								"header",
								"cookie"
							] }
						},
						"required": ["name", "in"]
					}
				},
				"type-http": {
					"if": { "properties": { "type": { "const": "http" } } },
					"then": {
						"properties": { "scheme": { "type": "string" } },
						"required": ["scheme"]
					}
				},
				"type-http-bearer": {
					"if": {
						"properties": {
							"type": { "const": "http" },
							"scheme": {
								"type": "string",
								"pattern": "^[Bb][Ee][Aa][Rr][Ee][Rr]$"
							}
						},
						"required": ["type", "scheme"]
					},
					"then": { "properties": { "bearerFormat": { "type": "string" } } }
				},
				"type-oauth2": {
					"if": { "properties": { "type": { "const": "oauth2" } } },
					"then": {
						"properties": { "flows": { "$ref": "#/$defs/oauth-flows" } },
						"required": ["flows"]
					}
				},
				"type-oidc": {
					"if": { "properties": { "type": { "const": "openIdConnect" } } },
					"then": {
						"properties": { "openIdConnectUrl": {
							"type": "string",
							"format": "uri-reference"
						} },
						"required": ["openIdConnectUrl"]
					}
				}
			}
		},
		"security-scheme-or-reference": {
			"if": {
				"type": "object",
				"required": ["$ref"]
			},
			"then": { "$ref": "#/$defs/reference" },
			"else": { "$ref": "#/$defs/security-scheme" }
		},
		"oauth-flows": {
			"type": "object",
			"properties": {
				"implicit": { "$ref": "#/$defs/oauth-flows/$defs/implicit" },
				"password": { "$ref": "#/$defs/oauth-flows/$defs/password" },
				"clientCredentials": { "$ref": "#/$defs/oauth-flows/$defs/client-credentials" },
				"authorizationCode": { "$ref": "#/$defs/oauth-flows/$defs/authorization-code" }
			},
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false,
			"$defs": {
				"implicit": {
					"type": "object",
					"properties": {
						"authorizationUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"refreshUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"scopes": { "$ref": "#/$defs/map-of-strings" }
					},
					"required": ["authorizationUrl", "scopes"],
					"$ref": "#/$defs/specification-extensions",
					"unevaluatedProperties": false
				},
				"password": {
					"type": "object",
					"properties": {
						"tokenUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"refreshUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"scopes": { "$ref": "#/$defs/map-of-strings" }
					},
					"required": ["tokenUrl", "scopes"],
					"$ref": "#/$defs/specification-extensions",
					"unevaluatedProperties": false
				},
				"client-credentials": {
					"type": "object",
					"properties": {
						"tokenUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"refreshUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"scopes": { "$ref": "#/$defs/map-of-strings" }
					},
					"required": ["tokenUrl", "scopes"],
					"$ref": "#/$defs/specification-extensions",
					"unevaluatedProperties": false
				},
				"authorization-code": {
					"type": "object",
					"properties": {
						"authorizationUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"tokenUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"refreshUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"scopes": { "$ref": "#/$defs/map-of-strings" }
					},
					"required": [
						"authorizationUrl",
						"tokenUrl",
						"scopes"
					],
					"$ref": "#/$defs/specification-extensions",
					"unevaluatedProperties": false
				}
			}
		},
		"security-requirement": {
			"$comment": "https://spec.openapis.org/oas/v3.1#security-requirement-object",
			"type": "object",
			"additionalProperties": {
				"type": "array",
				"items": { "type": "string" }
			}
		},
		"specification-extensions": {
			"$comment": "https://spec.openapis.org/oas/v3.1#specification-extensions",
			"patternProperties": { "^x-": true }
		},
		"examples": {
			"properties": {
				"example": true,
				"examples": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/example-or-reference" }
				}
			},
			"not": { "required": ["example", "examples"] }
		},
		"map-of-strings": {
			"type": "object",
			"additionalProperties": { "type": "string" }
		},
		"explode-for-form": {
			"$comment": "for encoding objects, and query and cookie parameters, style=form is the default",
			"if": { "properties": { "style": { "const": "form" } } },
			"then": { "properties": { "explode": { "default": true } } },
			"else": { "properties": { "explode": { "default": false } } }
		}
	}
};

// node_modules/@seriousme/openapi-schema-validator/schemas/v3.2/schema.json
var schema_default = {
	$id: "https://spec.openapis.org/oas/3.2/schema/2026-08-30",
	$schema: "https://json-schema.org/draft/2020-12/schema",
	description: "The description of OpenAPI v3.2.x Documents without Schema Object validation",
	type: "object",
	properties: {
		"openapi": {
			"type": "string",
			"pattern": "^3\\.2\\.[0-9]+(-.+)?$"
		},
		"$self": {
			"type": "string",
			"format": "uri-reference",
			"$comment": "MUST NOT contain a fragment",
			"pattern": "^[^#]*$"
		},
		"info": { "$ref": "#/$defs/info" },
		"jsonSchemaDialect": {
			"type": "string",
			"format": "uri-reference",
			"default": "https://spec.openapis.org/oas/3.2/dialect/2026-02-26"
		},
		"servers": {
			"type": "array",
			"items": { "$ref": "#/$defs/server" },
			"default": [{ "url": "/" }]
		},
		"paths": { "$ref": "#/$defs/paths" },
		"webhooks": {
			"type": "object",
			"additionalProperties": { "$ref": "#/$defs/path-item" }
		},
		"components": { "$ref": "#/$defs/components" },
		"security": {
			"type": "array",
			"items": { "$ref": "#/$defs/security-requirement" }
		},
		"tags": {
			"type": "array",
			"items": { "$ref": "#/$defs/tag" }
		},
		"externalDocs": { "$ref": "#/$defs/external-documentation" }
	},
	required: ["openapi", "info"],
	anyOf: [
		{ "required": ["paths"] },
		{ "required": ["components"] },
		{ "required": ["webhooks"] }
	],
	$ref: "#/$defs/specification-extensions",
	unevaluatedProperties: false,
	$defs: {
		"info": {
			"$comment": "https://spec.openapis.org/oas/v3.2#info-object",
			"type": "object",
			"properties": {
				"title": { "type": "string" },
				"summary": { "type": "string" },
				"description": { "type": "string" },
				"termsOfService": {
					"type": "string",
					"format": "uri-reference"
				},
				"contact": { "$ref": "#/$defs/contact" },
				"license": { "$ref": "#/$defs/license" },
				"version": { "type": "string" }
			},
			"required": ["title", "version"],
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"contact": {
			"$comment": "https://spec.openapis.org/oas/v3.2#contact-object",
			"type": "object",
			"properties": {
				"name": { "type": "string" },
				"url": {
					"type": "string",
					"format": "uri-reference"
				},
				"email": {
					"type": "string",
					"format": "email"
				}
			},
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"license": {
			"$comment": "https://spec.openapis.org/oas/v3.2#license-object",
			"type": "object",
			"properties": {
				"name": { "type": "string" },
				"identifier": { "type": "string" },
				"url": {
					"type": "string",
					"format": "uri-reference"
				}
			},
			"required": ["name"],
			"dependentSchemas": { "identifier": { "not": { "required": ["url"] } } },
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"server": {
			"$comment": "https://spec.openapis.org/oas/v3.2#server-object",
			"type": "object",
			"properties": {
				"url": { "type": "string" },
				"description": { "type": "string" },
				"name": { "type": "string" },
				"variables": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/server-variable" }
				}
			},
			"required": ["url"],
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"server-variable": {
			"$comment": "https://spec.openapis.org/oas/v3.2#server-variable-object",
			"type": "object",
			"properties": {
				"enum": {
					"type": "array",
					"items": { "type": "string" },
					"minItems": 1
				},
				"default": { "type": "string" },
				"description": { "type": "string" }
			},
			"required": ["default"],
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"components": {
			"$comment": "https://spec.openapis.org/oas/v3.2#components-object",
			"type": "object",
			"properties": {
				"schemas": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/schema" }
				},
				"responses": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/response-or-reference" }
				},
				"parameters": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/parameter-or-reference" }
				},
				"examples": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/example-or-reference" }
				},
				"requestBodies": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/request-body-or-reference" }
				},
				"headers": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/header-or-reference" }
				},
				"securitySchemes": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/security-scheme-or-reference" }
				},
				"links": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/link-or-reference" }
				},
				"callbacks": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/callbacks-or-reference" }
				},
				"pathItems": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/path-item" }
				},
				"mediaTypes": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/media-type-or-reference" }
				}
			},
			"patternProperties": { "^(?:schemas|responses|parameters|examples|requestBodies|headers|securitySchemes|links|callbacks|pathItems|mediaTypes)$": {
				"$comment": "Enumerating all of the property names in the regex above is necessary for unevaluatedProperties to work as expected",
				"propertyNames": { "pattern": "^[a-zA-Z0-9._-]+$" }
			} },
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"paths": {
			"$comment": "https://spec.openapis.org/oas/v3.2#paths-object",
			"type": "object",
			"patternProperties": { "^/": { "$ref": "#/$defs/path-item" } },
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"path-item": {
			"$comment": "https://spec.openapis.org/oas/v3.2#path-item-object",
			"type": "object",
			"properties": {
				"$ref": {
					"type": "string",
					"format": "uri-reference"
				},
				"summary": { "type": "string" },
				"description": { "type": "string" },
				"servers": {
					"type": "array",
					"items": { "$ref": "#/$defs/server" }
				},
				"parameters": { "$ref": "#/$defs/parameters" },
				"additionalOperations": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/operation" },
					"propertyNames": {
						"$comment": "RFC9110 restricts methods to \"1*tchar\" in ABNF",
						"$ref": "#/$defs/token",
						"not": { "enum": [
							"GET",
							"PUT",
							"POST",
							"DELETE",
							"OPTIONS",
							"HEAD",
							"PATCH",
							"TRACE",
							"QUERY"
						] }
					}
				},
				"get": { "$ref": "#/$defs/operation" },
				"put": { "$ref": "#/$defs/operation" },
				"post": { "$ref": "#/$defs/operation" },
				"delete": { "$ref": "#/$defs/operation" },
				"options": { "$ref": "#/$defs/operation" },
				"head": { "$ref": "#/$defs/operation" },
				"patch": { "$ref": "#/$defs/operation" },
				"trace": { "$ref": "#/$defs/operation" },
				"query": { "$ref": "#/$defs/operation" }
			},
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"operation": {
			"$comment": "https://spec.openapis.org/oas/v3.2#operation-object",
			"type": "object",
			"properties": {
				"tags": {
					"type": "array",
					"items": { "type": "string" }
				},
				"summary": { "type": "string" },
				"description": { "type": "string" },
				"externalDocs": { "$ref": "#/$defs/external-documentation" },
				"operationId": { "type": "string" },
				"parameters": { "$ref": "#/$defs/parameters" },
				"requestBody": { "$ref": "#/$defs/request-body-or-reference" },
				"responses": { "$ref": "#/$defs/responses" },
				"callbacks": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/callbacks-or-reference" }
				},
				"deprecated": {
					"default": false,
					"type": "boolean"
				},
				"security": {
					"type": "array",
					"items": { "$ref": "#/$defs/security-requirement" }
				},
				"servers": {
					"type": "array",
					"items": { "$ref": "#/$defs/server" }
				}
			},
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"external-documentation": {
			"$comment": "https://spec.openapis.org/oas/v3.2#external-documentation-object",
			"type": "object",
			"properties": {
				"description": { "type": "string" },
				"url": {
					"type": "string",
					"format": "uri-reference"
				}
			},
			"required": ["url"],
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"parameters": {
			"type": "array",
			"items": { "$ref": "#/$defs/parameter-or-reference" },
			"not": { "allOf": [{ "contains": {
				"type": "object",
				"properties": { "in": { "const": "query" } },
				"required": ["in"]
			} }, { "contains": {
				"type": "object",
				"properties": { "in": { "const": "querystring" } },
				"required": ["in"]
			} }] },
			"contains": {
				"type": "object",
				"properties": { "in": { "const": "querystring" } },
				"required": ["in"]
			},
			"minContains": 0,
			"maxContains": 1
		},
		"parameter": {
			"$comment": "https://spec.openapis.org/oas/v3.2#parameter-object",
			"type": "object",
			"properties": {
				"name": { "type": "string" },
				"in": { "enum": [
					"query",
					"querystring",
					"header",
					"path",
					"cookie"
				] },
				"description": { "type": "string" },
				"required": {
					"default": false,
					"type": "boolean"
				},
				"deprecated": {
					"default": false,
					"type": "boolean"
				},
				"schema": { "$ref": "#/$defs/schema" },
				"content": {
					"$ref": "#/$defs/content",
					"minProperties": 1,
					"maxProperties": 1
				}
			},
			"required": ["name", "in"],
			"oneOf": [{ "required": ["schema"] }, { "required": ["content"] }],
			"allOf": [
				{ "$ref": "#/$defs/examples" },
				{ "$ref": "#/$defs/specification-extensions" },
				{
					"if": { "properties": { "in": { "const": "query" } } },
					"then": { "properties": { "allowEmptyValue": {
						"default": false,
						"type": "boolean"
					} } }
				},
				{
					"if": { "properties": { "in": { "const": "querystring" } } },
					"then": { "required": ["content"] }
				},
				{
					"if": { "properties": { "in": { "const": "path" } } },
					"then": { "properties": { "name": {
						"$comment": "see OAS 3.2.0 §4.8.2",
						"pattern": "^[^{}]+$"
					} } }
				},
				{
					"if": { "properties": { "in": { "const": "header" } } },
					"then": { "properties": { "name": {
						"$comment": "see RFC9110 §5.1",
						"$ref": "#/$defs/token"
					} } }
				}
			],
			"dependentSchemas": { "schema": {
				"properties": {
					"style": { "type": "string" },
					"explode": { "type": "boolean" }
				},
				"allOf": [
					{ "$ref": "#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-path" },
					{ "$ref": "#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-header" },
					{ "$ref": "#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-query" },
					{ "$ref": "#/$defs/parameter/dependentSchemas/schema/$defs/styles-for-cookie" }
				],
				"$defs": {
					"styles-for-path": {
						"if": { "properties": { "in": { "const": "path" } } },
						"then": {
							"properties": {
								"name": { "pattern": "^[^{}]+$" },
								"style": {
									"default": "simple",
									"enum": [
										"matrix",
										"label",
										"simple"
									]
								},
								"required": { "const": true },
								"explode": { "default": false },
								"allowReserved": {
									"type": "boolean",
									"default": false
								}
							},
							"required": ["required"]
						}
					},
					"styles-for-header": {
						"if": { "properties": { "in": { "const": "header" } } },
						"then": { "properties": {
							"style": {
								"default": "simple",
								"const": "simple"
							},
							"explode": { "default": false }
						} }
					},
					"styles-for-query": {
						"if": { "properties": { "in": { "const": "query" } } },
						"then": {
							"properties": {
								"style": {
									"default": "form",
									"enum": [
										"form",
										"spaceDelimited",
										"pipeDelimited",
										"deepObject"
									]
								},
								"allowReserved": {
									"type": "boolean",
									"default": false
								}
							},
							"$ref": "#/$defs/explode-for-form"
						}
					},
					"styles-for-cookie": {
						"if": { "properties": { "in": { "const": "cookie" } } },
						"then": {
							"properties": {
								"style": {
									"default": "form",
									"enum": ["form", "cookie"]
								},
								"explode": { "default": true }
							},
							"if": { "properties": { "style": { "const": "form" } } },
							"then": { "properties": { "allowReserved": {
								"type": "boolean",
								"default": false
							} } }
						}
					}
				}
			} },
			"unevaluatedProperties": false
		},
		"parameter-or-reference": {
			"if": {
				"type": "object",
				"required": ["$ref"]
			},
			"then": { "$ref": "#/$defs/reference" },
			"else": { "$ref": "#/$defs/parameter" }
		},
		"request-body": {
			"$comment": "https://spec.openapis.org/oas/v3.2#request-body-object",
			"type": "object",
			"properties": {
				"description": { "type": "string" },
				"content": { "$ref": "#/$defs/content" },
				"required": {
					"default": false,
					"type": "boolean"
				}
			},
			"required": ["content"],
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"request-body-or-reference": {
			"if": {
				"type": "object",
				"required": ["$ref"]
			},
			"then": { "$ref": "#/$defs/reference" },
			"else": { "$ref": "#/$defs/request-body" }
		},
		"content": {
			"$comment": "The `content` object is a property of:\nParameter Object: https://spec.openapis.org/oas/v3.2#parameter-object\nRequest Body Object: https://spec.openapis.org/oas/v3.2#request-body-object\nResponse Object: https://spec.openapis.org/oas/v3.2#response-object\nHeader Object: https://spec.openapis.org/oas/v3.2#header-object\n",
			"type": "object",
			"additionalProperties": { "$ref": "#/$defs/media-type-or-reference" },
			"propertyNames": { "format": "media-range" }
		},
		"media-type": {
			"$comment": "https://spec.openapis.org/oas/v3.2#media-type-object",
			"type": "object",
			"properties": {
				"description": { "type": "string" },
				"schema": { "$ref": "#/$defs/schema" },
				"itemSchema": { "$ref": "#/$defs/schema" },
				"encoding": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/encoding" }
				},
				"prefixEncoding": {
					"type": "array",
					"items": { "$ref": "#/$defs/encoding" }
				},
				"itemEncoding": { "$ref": "#/$defs/encoding" }
			},
			"dependentSchemas": { "encoding": { "properties": {
				"prefixEncoding": false,
				"itemEncoding": false
			} } },
			"allOf": [{ "$ref": "#/$defs/examples" }, { "$ref": "#/$defs/specification-extensions" }],
			"unevaluatedProperties": false
		},
		"media-type-or-reference": {
			"if": {
				"type": "object",
				"required": ["$ref"]
			},
			"then": { "$ref": "#/$defs/reference" },
			"else": { "$ref": "#/$defs/media-type" }
		},
		"encoding": {
			"$comment": "https://spec.openapis.org/oas/v3.2#encoding-object",
			"type": "object",
			"properties": {
				"contentType": {
					"$comment": "one or more comma-separated media-ranges",
					"type": "string"
				},
				"headers": {
					"type": "object",
					"propertyNames": { "$ref": "#/$defs/token" },
					"additionalProperties": { "$ref": "#/$defs/header-or-reference" }
				},
				"style": { "enum": [
					"form",
					"spaceDelimited",
					"pipeDelimited",
					"deepObject"
				] },
				"explode": { "type": "boolean" },
				"allowReserved": { "type": "boolean" },
				"encoding": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/encoding" }
				},
				"prefixEncoding": {
					"type": "array",
					"items": { "$ref": "#/$defs/encoding" }
				},
				"itemEncoding": { "$ref": "#/$defs/encoding" }
			},
			"dependentSchemas": {
				"encoding": { "properties": {
					"prefixEncoding": false,
					"itemEncoding": false
				} },
				"style": {
					"properties": { "allowReserved": { "default": false } },
					"$ref": "#/$defs/explode-for-form"
				},
				"explode": { "properties": {
					"style": { "default": "form" },
					"allowReserved": { "default": false }
				} },
				"allowReserved": {
					"properties": { "style": { "default": "form" } },
					"$ref": "#/$defs/explode-for-form"
				}
			},
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"responses": {
			"$comment": "https://spec.openapis.org/oas/v3.2#responses-object",
			"type": "object",
			"properties": { "default": { "$ref": "#/$defs/response-or-reference" } },
			"patternProperties": { "^[1-5](?:[0-9]{2}|XX)$": { "$ref": "#/$defs/response-or-reference" } },
			"minProperties": 1,
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false,
			"if": {
				"$comment": "either default, or at least one response code property must exist",
				"patternProperties": { "^[1-5](?:[0-9]{2}|XX)$": false }
			},
			"then": { "required": ["default"] }
		},
		"response": {
			"$comment": "https://spec.openapis.org/oas/v3.2#response-object",
			"type": "object",
			"properties": {
				"summary": { "type": "string" },
				"description": { "type": "string" },
				"headers": {
					"type": "object",
					"propertyNames": { "$ref": "#/$defs/token" },
					"additionalProperties": { "$ref": "#/$defs/header-or-reference" }
				},
				"content": { "$ref": "#/$defs/content" },
				"links": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/link-or-reference" }
				}
			},
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"response-or-reference": {
			"if": {
				"type": "object",
				"required": ["$ref"]
			},
			"then": { "$ref": "#/$defs/reference" },
			"else": { "$ref": "#/$defs/response" }
		},
		"callbacks": {
			"$comment": "https://spec.openapis.org/oas/v3.2#callback-object",
			"type": "object",
			"$ref": "#/$defs/specification-extensions",
			"additionalProperties": { "$ref": "#/$defs/path-item" }
		},
		"callbacks-or-reference": {
			"if": {
				"type": "object",
				"required": ["$ref"]
			},
			"then": { "$ref": "#/$defs/reference" },
			"else": { "$ref": "#/$defs/callbacks" }
		},
		"example": {
			"$comment": "https://spec.openapis.org/oas/v3.2#example-object",
			"type": "object",
			"properties": {
				"summary": { "type": "string" },
				"description": { "type": "string" },
				"dataValue": true,
				"serializedValue": { "type": "string" },
				"value": true,
				"externalValue": {
					"type": "string",
					"format": "uri-reference"
				}
			},
			"allOf": [
				{ "not": { "required": ["value", "externalValue"] } },
				{ "not": { "required": ["value", "dataValue"] } },
				{ "not": { "required": ["value", "serializedValue"] } },
				{ "not": { "required": ["serializedValue", "externalValue"] } }
			],
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"example-or-reference": {
			"if": {
				"type": "object",
				"required": ["$ref"]
			},
			"then": { "$ref": "#/$defs/reference" },
			"else": { "$ref": "#/$defs/example" }
		},
		"link": {
			"$comment": "https://spec.openapis.org/oas/v3.2#link-object",
			"type": "object",
			"properties": {
				"operationRef": {
					"type": "string",
					"format": "uri-reference"
				},
				"operationId": { "type": "string" },
				"parameters": { "$ref": "#/$defs/map-of-strings" },
				"requestBody": true,
				"description": { "type": "string" },
				"server": { "$ref": "#/$defs/server" }
			},
			"oneOf": [{ "required": ["operationRef"] }, { "required": ["operationId"] }],
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"link-or-reference": {
			"if": {
				"type": "object",
				"required": ["$ref"]
			},
			"then": { "$ref": "#/$defs/reference" },
			"else": { "$ref": "#/$defs/link" }
		},
		"header": {
			"$comment": "https://spec.openapis.org/oas/v3.2#header-object",
			"type": "object",
			"properties": {
				"description": { "type": "string" },
				"required": {
					"default": false,
					"type": "boolean"
				},
				"deprecated": {
					"default": false,
					"type": "boolean"
				},
				"schema": { "$ref": "#/$defs/schema" },
				"content": {
					"$ref": "#/$defs/content",
					"minProperties": 1,
					"maxProperties": 1
				}
			},
			"oneOf": [{ "required": ["schema"] }, { "required": ["content"] }],
			"dependentSchemas": { "schema": { "properties": {
				"style": {
					"default": "simple",
					"const": "simple"
				},
				"explode": {
					"default": false,
					"type": "boolean"
				}
			} } },
			"allOf": [{ "$ref": "#/$defs/examples" }, { "$ref": "#/$defs/specification-extensions" }],
			"unevaluatedProperties": false
		},
		"header-or-reference": {
			"if": {
				"type": "object",
				"required": ["$ref"]
			},
			"then": { "$ref": "#/$defs/reference" },
			"else": { "$ref": "#/$defs/header" }
		},
		"tag": {
			"$comment": "https://spec.openapis.org/oas/v3.2#tag-object",
			"type": "object",
			"properties": {
				"name": { "type": "string" },
				"summary": { "type": "string" },
				"description": { "type": "string" },
				"externalDocs": { "$ref": "#/$defs/external-documentation" },
				"parent": { "type": "string" },
				"kind": { "type": "string" }
			},
			"required": ["name"],
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false
		},
		"reference": {
			"$comment": "https://spec.openapis.org/oas/v3.2#reference-object",
			"type": "object",
			"properties": {
				"$ref": {
					"type": "string",
					"format": "uri-reference"
				},
				"summary": { "type": "string" },
				"description": { "type": "string" }
			}
		},
		"schema": {
			"$comment": "https://spec.openapis.org/oas/v3.2#schema-object",
			"$dynamicAnchor": "meta",
			"type": ["object", "boolean"]
		},
		"security-scheme": {
			"$comment": "https://spec.openapis.org/oas/v3.2#security-scheme-object",
			"type": "object",
			"properties": {
				"type": { "enum": [
					"apiKey",
					"http",
					"mutualTLS",
					"oauth2",
					"openIdConnect"
				] },
				"description": { "type": "string" },
				"deprecated": {
					"default": false,
					"type": "boolean"
				}
			},
			"required": ["type"],
			"allOf": [
				{ "$ref": "#/$defs/specification-extensions" },
				{ "$ref": "#/$defs/security-scheme/$defs/type-apikey" },
				{ "$ref": "#/$defs/security-scheme/$defs/type-http" },
				{ "$ref": "#/$defs/security-scheme/$defs/type-http-bearer" },
				{ "$ref": "#/$defs/security-scheme/$defs/type-oauth2" },
				{ "$ref": "#/$defs/security-scheme/$defs/type-oidc" }
			],
			"unevaluatedProperties": false,
			"$defs": {
				"type-apikey": {
					"if": { "properties": { "type": { "const": "apiKey" } } },
					"then": {
						"properties": {
							"name": { "type": "string" },
							"in": { "enum": [
								"query",
								"header",
								"cookie"
							] }
						},
						"required": ["name", "in"]
					}
				},
				"type-http": {
					"if": { "properties": { "type": { "const": "http" } } },
					"then": {
						"properties": { "scheme": { "type": "string" } },
						"required": ["scheme"]
					}
				},
				"type-http-bearer": {
					"if": {
						"properties": {
							"type": { "const": "http" },
							"scheme": {
								"type": "string",
								"pattern": "^[Bb][Ee][Aa][Rr][Ee][Rr]$"
							}
						},
						"required": ["type", "scheme"]
					},
					"then": { "properties": { "bearerFormat": { "type": "string" } } }
				},
				"type-oauth2": {
					"if": { "properties": { "type": { "const": "oauth2" } } },
					"then": {
						"properties": {
							"flows": { "$ref": "#/$defs/oauth-flows" },
							"oauth2MetadataUrl": {
								"type": "string",
								"format": "uri-reference"
							}
						},
						"required": ["flows"]
					}
				},
				"type-oidc": {
					"if": { "properties": { "type": { "const": "openIdConnect" } } },
					"then": {
						"properties": { "openIdConnectUrl": {
							"type": "string",
							"format": "uri-reference"
						} },
						"required": ["openIdConnectUrl"]
					}
				}
			}
		},
		"security-scheme-or-reference": {
			"if": {
				"type": "object",
				"required": ["$ref"]
			},
			"then": { "$ref": "#/$defs/reference" },
			"else": { "$ref": "#/$defs/security-scheme" }
		},
		"oauth-flows": {
			"type": "object",
			"properties": {
				"implicit": { "$ref": "#/$defs/oauth-flows/$defs/implicit" },
				"password": { "$ref": "#/$defs/oauth-flows/$defs/password" },
				"clientCredentials": { "$ref": "#/$defs/oauth-flows/$defs/client-credentials" },
				"authorizationCode": { "$ref": "#/$defs/oauth-flows/$defs/authorization-code" },
				"deviceAuthorization": { "$ref": "#/$defs/oauth-flows/$defs/device-authorization" }
			},
			"$ref": "#/$defs/specification-extensions",
			"unevaluatedProperties": false,
			"$defs": {
				"implicit": {
					"type": "object",
					"properties": {
						"authorizationUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"refreshUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"scopes": { "$ref": "#/$defs/map-of-strings" }
					},
					"required": ["authorizationUrl", "scopes"],
					"$ref": "#/$defs/specification-extensions",
					"unevaluatedProperties": false
				},
				"password": {
					"type": "object",
					"properties": {
						"tokenUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"refreshUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"scopes": { "$ref": "#/$defs/map-of-strings" }
					},
					"required": ["tokenUrl", "scopes"],
					"$ref": "#/$defs/specification-extensions",
					"unevaluatedProperties": false
				},
				"client-credentials": {
					"type": "object",
					"properties": {
						"tokenUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"refreshUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"scopes": { "$ref": "#/$defs/map-of-strings" }
					},
					"required": ["tokenUrl", "scopes"],
					"$ref": "#/$defs/specification-extensions",
					"unevaluatedProperties": false
				},
				"authorization-code": {
					"type": "object",
					"properties": {
						"authorizationUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"tokenUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"refreshUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"scopes": { "$ref": "#/$defs/map-of-strings" }
					},
					"required": [
						"authorizationUrl",
						"tokenUrl",
						"scopes"
					],
					"$ref": "#/$defs/specification-extensions",
					"unevaluatedProperties": false
				},
				"device-authorization": {
					"type": "object",
					"properties": {
						"deviceAuthorizationUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"tokenUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"refreshUrl": {
							"type": "string",
							"format": "uri-reference"
						},
						"scopes": { "$ref": "#/$defs/map-of-strings" }
					},
					"required": [
						"deviceAuthorizationUrl",
						"tokenUrl",
						"scopes"
					],
					"$ref": "#/$defs/specification-extensions",
					"unevaluatedProperties": false
				}
			}
		},
		"security-requirement": {
			"$comment": "https://spec.openapis.org/oas/v3.2#security-requirement-object",
			"type": "object",
			"additionalProperties": {
				"type": "array",
				"items": { "type": "string" }
			}
		},
		"specification-extensions": {
			"$comment": "https://spec.openapis.org/oas/v3.2#specification-extensions",
			"patternProperties": { "^x-": true }
		},
		"examples": {
			"properties": {
				"example": true,
				"examples": {
					"type": "object",
					"additionalProperties": { "$ref": "#/$defs/example-or-reference" }
				}
			},
			"not": { "required": ["example", "examples"] }
		},
		"map-of-strings": {
			"type": "object",
			"additionalProperties": { "type": "string" }
		},
		"explode-for-form": {
			"$comment": "for encoding objects, and query and cookie parameters, style=form is the default",
			"if": { "properties": { "style": { "const": "form" } } },
			"then": { "properties": { "explode": { "default": true } } },
			"else": { "properties": { "explode": { "default": false } } }
		},
		"token": {
			"$comment": "see https://www.rfc-editor.org/rfc/rfc9110.html#section-5.6.2",
			"type": "string",
			"pattern": "^[0-9A-Za-z!#$%&'*+.^_`|~-]+$"
		}
	}
};

// src/engine/deliverable/openapi-validator.ts
const compiled = /* @__PURE__ */ new Map();
/** The official schema of each minor version, with the draft of JSON Schema it is written in. */
const VERSIONS = {
	"3.0": {
		schema: schema_default$2,
		draft04: true
	},
	"3.1": {
		schema: schema_default$1,
		draft04: false
	},
	"3.2": {
		schema: schema_default,
		draft04: false
	}
};
/**
* The package reads its schemas from files beside itself; in our bundle there are no such files, so this
* gives it the ones that the bundle holds.
*/
var BundledValidator = class extends Validator {
	#limitMs;
	constructor(limitMs) {
		super();
		this.#limitMs = limitMs;
	}
	getAjvValidator(version) {
		const known = compiled.get(version) ?? this.#compile(version);
		const limited = (value) => {
			const run = within(this.#limitMs, () => known(value));
			Object.assign(limited, { errors: run.ok ? known.errors : [TOO_LONG] });
			return run.ok && run.value === true;
		};
		return limited;
	}
	#compile(version) {
		const entry = VERSIONS[version];
		if (!entry) throw new Error(`no schema for OpenAPI ${version}`);
		const options = {
			strict: false,
			allErrors: true
		};
		const ajv = entry.draft04 ? new import_dist.default.default(options) : new import__2020.Ajv2020(options);
		import_dist$1.default.default(ajv);
		ajv.addFormat("media-range", true);
		const validate = ajv.compile(entry.schema);
		compiled.set(version, validate);
		return validate;
	}
};
const TOO_LONG = {
	instancePath: "",
	schemaPath: "",
	keyword: "time",
	params: {},
	message: "takes too long to check; split it"
};
/** @param limitMs of one description */
function createOpenApiValidator(limitMs) {
	return new BundledValidator(limitMs);
}

export { createOpenApiValidator };