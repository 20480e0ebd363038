import { checkKey, checkValue } from './environmentLimits';
import type { EnvironmentValue, EnvironmentVariable } from '../model';
import { unprocessable } from '../http/errors';
import type { NetlifyWorld } from './world';
import { type JsonObject, isJsonObject, readFlag, readText, readTextList } from '../http/requestBody';

const SCOPES = ['builds', 'functions', 'runtime', 'post-processing'];
const CONTEXTS = ['all', 'dev', 'dev-server', 'branch-deploy', 'deploy-preview', 'production', 'branch'];
/** Netlify takes both spellings: its API documents one, its command-line tool sends the other. */
const scopeNamed = (name: string): string => name.replace('post_processing', 'post-processing');

/** Variables of the team (no `siteId`) or of one site, narrowed by context and scope. */
export function listVariables(
	variables: readonly EnvironmentVariable[],
	query: URLSearchParams,
): EnvironmentVariable[] {
	const context = query.get('context_name');
	const scope = scopeNamed(query.get('scope') ?? '');
	return variables
		.filter((variable) => !scope || variable.scopes.includes(scope))
		.map((variable) => ({
			...variable,
			values: variable.values.filter(
				(entry) => !context || context === 'all' || entry.context === context || entry.context === 'all',
			),
		}))
		.filter((variable) => variable.values.length > 0);
}

/** A new variable from a request's body. Raises 422 for a bad key, scope, context or value. */
export function readVariable(
	world: NetlifyWorld,
	source: unknown,
	siteId: string | undefined,
	fallbackKey?: string,
): EnvironmentVariable {
	if (!isJsonObject(source)) throw unprocessable('An environment variable must be an object');
	const key = readText(source, 'key') ?? fallbackKey ?? '';
	checkKey(key);
	const isSecret = readFlag(source, 'is_secret') ?? false;
	const everyScope = isSecret ? SCOPES.filter((scope) => scope !== 'post-processing') : SCOPES;
	const scopes = readTextList(source, 'scopes')?.map(scopeNamed) ?? everyScope;
	const wrongScope = scopes.find((scope) => !SCOPES.includes(scope));
	if (wrongScope !== undefined) throw unprocessable(`Scope "${wrongScope}" is not known`);
	const given = source['values'];
	if (!Array.isArray(given) || given.length === 0) {
		throw unprocessable(`Variable ${key} needs at least one value`);
	}
	const values = given.map((entry: unknown) => readValue(world, entry));
	if (isSecret) checkSecret(key, scopes, values);
	return { key, siteId, scopes: [...scopes], values, isSecret, updatedAtMs: world.now() };
}

/** One value with its context. Raises 422 for a context the API does not know. */
export function readValue(world: NetlifyWorld, source: unknown): EnvironmentValue {
	const entry: JsonObject = isJsonObject(source) ? source : {};
	const value = readText(entry, 'value');
	const context = readText(entry, 'context') ?? 'all';
	const parameter = readText(entry, 'context_parameter');
	if (value === undefined) throw unprocessable('A value must be a string');
	checkValue(value);
	if (!CONTEXTS.includes(context)) throw unprocessable(`Context "${context}" is not known`);
	if (context === 'branch' && !parameter) {
		throw unprocessable('Context "branch" needs a context_parameter');
	}
	return { id: world.services.ids.uuid(), value, context, context_parameter: parameter };
}

/** Sets one context's value and leaves the others. */
export function setValue(variable: EnvironmentVariable, value: EnvironmentValue): void {
	const others = variable.values.filter(
		(entry) => entry.context !== value.context || entry.context_parameter !== value.context_parameter,
	);
	if (variable.isSecret) checkSecret(variable.key, variable.scopes, [value]);
	variable.values = [...others, value];
}

function checkSecret(key: string, scopes: readonly string[], values: readonly EnvironmentValue[]): void {
	if (scopes.includes('post-processing')) {
		throw unprocessable(`Secret ${key} cannot have the post-processing scope`);
	}
	if (values.some((entry) => entry.context === 'all')) {
		throw unprocessable(`Secret ${key} needs a value for each context, not one for all of them`);
	}
}
