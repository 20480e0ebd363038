import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectAt = (value: unknown, ...keys: readonly string[]): JsonObject => {
	let current: unknown = value;
	for (const key of keys) current = isObject(current) ? current[key] : undefined;
	return isObject(current) ? current : {};
};

export const stringAt = (value: JsonObject, key: string): string | undefined => {
	const found = value[key];
	return typeof found === 'string' ? found : undefined;
};

export const listAt = (value: JsonObject, key: string): readonly unknown[] => {
	const found = value[key];
	return Array.isArray(found) ? found : [];
};

const projectRoot = resolve(__dirname, '../..');
const require = createRequire(__filename);

/** Where each platform's contract is. Netlify's comes from its own npm package, the others from the shared folder. */
const contractFiles: Readonly<Record<string, () => string>> = {
	cloudflare: () => resolve(projectRoot, '../shared/contracts/cloudflare/dns-lb.openapi.json'),
	netlify: () => require.resolve('@netlify/open-api/dist/swagger.json'),
	fly: () => resolve(projectRoot, '../shared/contracts/fly/machines.openapi.json'),
	github: () => resolve(projectRoot, '../shared/contracts/github/rest.openapi.json'),
	neon: () => resolve(projectRoot, '../shared/contracts/neon/openapi.yaml'),
	'upstash-management': () => resolve(projectRoot, '../shared/contracts/upstash/developer-api.openapi.yml'),
	temporal: () => resolve(projectRoot, '../shared/contracts/temporal/workflow-service.openapi.yaml'),
	'temporal-cloud': () => resolve(projectRoot, '../shared/contracts/temporal/cloud-ops.derived.openapi.json'),
	pagerduty: () => resolve(projectRoot, '../shared/contracts/pagerduty/events-v2.openapi.json'),
	upstash: () => resolve(projectRoot, '../shared/contracts/upstash/redis-rest.derived.openapi.json'),
};

export const contractPlatforms = Object.keys(contractFiles);

/** An OpenAPI 3 or Swagger 2 document from a `.json`, `.yml` or `.yaml` file. */
export function readContract(path: string): JsonObject {
	const text = readFileSync(path, 'utf8');
	const parse = path.endsWith('.json')
		? (JSON.parse as (source: string) => unknown)
		: (require('yaml') as { parse: (source: string) => unknown }).parse;
	const document = parse(text);
	if (!isObject(document) || !isObject(document.paths)) {
		throw new Error(`${path} is not an OpenAPI document: it has no paths`);
	}
	return document;
}

/** A platform's contract, or why there is none on this machine. */
export function loadContract(platform: string): { document: JsonObject } | { missing: string } {
	const locate = contractFiles[platform];
	if (!locate) return { missing: `no contract is known for "${platform}"` };
	const path = locate();
	return existsSync(path) ? { document: readContract(path) } : { missing: `${path} is not there` };
}
