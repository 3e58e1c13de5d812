// src/engine/output/secret-patterns.ts
const SECRET_PATTERNS = [
	{
		name: "GitHub token",
		expression: /gh[pousr]_[A-Za-z0-9_.-]{20,}/g
	},
	{
		name: "GitHub token",
		expression: /github_pat_[A-Za-z0-9_]{20,}/g
	},
	{
		name: "Anthropic key",
		expression: /sk-ant-[A-Za-z0-9_-]{16,}/g
	},
	{
		name: "API key",
		expression: /(?<![A-Za-z0-9])sk-(?=[A-Za-z_-]{0,40}[0-9])[A-Za-z0-9_-]{20,}/g
	},
	{
		name: "Google API key",
		expression: /AIza[A-Za-z0-9_-]{35}/g
	},
	{
		name: "AWS key id",
		expression: /(?<![A-Za-z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g
	},
	{
		name: "Slack token",
		expression: /xox[abeoprs]-[A-Za-z0-9-]{10,}/g
	},
	{
		name: "npm token",
		expression: /npm_[A-Za-z0-9]{36}/g
	},
	{
		name: "GitLab token",
		expression: /glpat-[A-Za-z0-9_-]{20,}/g
	},
	{
		name: "JSON web token",
		expression: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g
	},
	{
		name: "password in a URL",
		expression: /(?<=[a-z]:\/\/[A-Za-z0-9._~%!$&*+-]{0,64}:)[^\s/@:"'<>]{3,256}(?=@)/g,
		maskOnly: true
	},
	{
		name: "authorization header",
		expression: /(?<=authorization: {0,4}(?:basic|bearer|token) {1,4})[A-Za-z0-9+/=._~-]{8,}/gi,
		maskOnly: true
	}
];
const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const PEM_END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
/** Published by their makers as examples; they open nothing. */
const KNOWN_EXAMPLES = ["AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE"];

export { SECRET_PATTERNS as i, PEM_BEGIN as n, PEM_END as r, KNOWN_EXAMPLES as t };