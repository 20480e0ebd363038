import { isObject, listAt, objectAt, stringAt } from './contractDocument';
import type { JsonObject } from './contractDocument';

export interface ContractParameter {
	readonly name: string;
	readonly location: string;
	readonly required: boolean;
	readonly schema: unknown;
}

export interface ContractResponse {
	/** `undefined`: no body is declared. */
	readonly schema: unknown;
	readonly declaresContent: boolean;
	/** OpenAPI 3 lists the types of each answer; Swagger 2 does not say it per answer. */
	readonly onlyJson: boolean;
}

export interface ContractOperation {
	readonly method: string;
	readonly template: string;
	readonly parameters: readonly ContractParameter[];
	readonly body: { readonly required: boolean; readonly schema: unknown } | undefined;
	response(status: number): ContractResponse | undefined;
}

interface Template {
	readonly template: string;
	readonly pattern: RegExp;
	readonly names: readonly string[];
	readonly literals: number;
	readonly operations: ReadonlyMap<string, ContractOperation>;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];

/** The part of the document's paths that is the server's: `/api/v1`. */
export function basePathOf(document: JsonObject): string {
	const basePath = stringAt(document, 'basePath');
	if (basePath !== undefined) return basePath.replace(/\/$/, '');
	const [server] = listAt(document, 'servers');
	const url = isObject(server) ? (stringAt(server, 'url') ?? '') : '';
	return url.replace(/^https?:\/\/[^/]*/, '').replace(/\/$/, '');
}

function resolvePointer(document: JsonObject, pointer: string): JsonObject {
	const keys = pointer
		.replace(/^#\//, '')
		.split('/')
		.map((key) => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~'));
	return objectAt(document, ...keys);
}

const jsonSchemaOf = (content: JsonObject): unknown => {
	const type = Object.keys(content).find((name) => /[/+]json\b/.test(name));
	return type === undefined ? undefined : objectAt(content, type).schema;
};

function readOperation(
	document: JsonObject,
	template: string,
	method: string,
	pathItem: JsonObject,
): ContractOperation {
	const operation = objectAt(pathItem, method);
	const deref = (value: unknown): JsonObject => {
		const object = isObject(value) ? value : {};
		const reference = stringAt(object, '$ref');
		return reference === undefined ? object : deref(resolvePointer(document, reference));
	};
	const declared = [...listAt(pathItem, 'parameters'), ...listAt(operation, 'parameters')].map(deref);
	// An operation's parameter replaces its path's of the same name and place.
	const unique = new Map(declared.map((entry) => [`${entry.in as string} ${entry.name as string}`, entry]));
	const all = [...unique.values()];
	const swaggerBody = all.find((entry) => entry.in === 'body');
	const requestBody = deref(operation.requestBody);
	const content = objectAt(requestBody, 'content');
	const body = swaggerBody
		? { required: swaggerBody.required === true, schema: swaggerBody.schema }
		: Object.keys(content).length > 0
			? { required: requestBody.required === true, schema: jsonSchemaOf(content) }
			: undefined;
	return {
		method: method.toUpperCase(),
		template,
		body,
		parameters: all
			.filter((entry) => entry.in === 'path' || entry.in === 'query' || entry.in === 'header')
			.map((entry) => ({
				name: stringAt(entry, 'name') ?? '',
				location: stringAt(entry, 'in') ?? '',
				required: entry.required === true,
				// Swagger 2 writes a parameter's type beside its name.
				schema: (isObject(entry.schema) ? deref(entry.schema) : undefined) ?? {
					...Object.fromEntries(
						['type', 'items', 'enum', 'format', 'minimum', 'maximum']
							.filter((keyword) => entry[keyword] !== undefined)
							.map((keyword) => [keyword, entry[keyword]]),
					),
				},
			})),
		response(status) {
			const responses = objectAt(operation, 'responses');
			const range = `${Math.floor(status / 100)}XX`;
			const found = responses[String(status)] ?? responses[range] ?? responses.default;
			if (!isObject(found)) return undefined;
			let response = deref(found);
			// PagerDuty writes the reference of two answers as their description, and to names that are not there.
			if (stringAt(response, 'description')?.startsWith('#/components/responses/')) {
				response = objectAt(document, 'components', 'responses', 'Error');
			}
			const responseContent = objectAt(response, 'content');
			return {
				schema: response.schema ?? jsonSchemaOf(responseContent),
				onlyJson:
					Object.keys(responseContent).length > 0 &&
					Object.keys(responseContent).every((type) => /[/+]json\b/.test(type)),
				declaresContent: response.schema !== undefined || Object.keys(responseContent).length > 0,
			};
		},
	};
}

function compileTemplate(template: string): Pick<Template, 'pattern' | 'names' | 'literals'> {
	const names: string[] = [];
	const parts = template.split(/(\{[^}]+\})/).filter((part) => part !== '');
	const source = parts.map((part, index) => {
		if (!part.startsWith('{')) return part.replace(/[\\^$.|?*+()[\]]/g, '\\$&');
		names.push(part.slice(1, -1));
		// A ref, a file path or a compare range at the end may hold slashes; a repository's name holds none.
		return index === parts.length - 1 && part !== '{repo}' ? '(.+)' : '([^/]+)';
	});
	return {
		names,
		pattern: new RegExp(`^${source.join('')}$`),
		literals: template.split('/').filter((segment) => segment !== '' && !segment.includes('{')).length,
	};
}

export interface MatchedOperation {
	readonly operation: ContractOperation;
	readonly pathValues: Readonly<Record<string, string>>;
}

/** Finds the operation of a request. Templates with more literal segments win, then those with more segments. */
export function createOperationIndex(document: JsonObject) {
	const basePath = basePathOf(document);
	const templates: Template[] = Object.entries(objectAt(document, 'paths'))
		.map(([written, pathItem]) => {
			// Netlify repeats the base path in one of its paths.
			const template = basePath !== '' && written.startsWith(`${basePath}/`) ? written.slice(basePath.length) : written;
			const item = isObject(pathItem) ? pathItem : {};
			return {
				template,
				...compileTemplate(template),
				operations: new Map(
					methods
						.filter((method) => isObject(item[method]))
						.map((method) => [method.toUpperCase(), readOperation(document, template, method, item)]),
				),
			};
		})
		.sort(
			(left, right) =>
				right.literals - left.literals || right.template.split('/').length - left.template.split('/').length,
		);
	return {
		/** `path` is below the mount, encoded. */
		find(method: string, path: string): MatchedOperation | undefined {
			if (!path.startsWith(basePath)) return undefined;
			const below = path.slice(basePath.length) || '/';
			for (const { pattern, names, operations } of templates) {
				const match = pattern.exec(below);
				const operation = operations.get(method);
				if (!match || !operation) continue;
				const pathValues = Object.fromEntries(
					names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]),
				);
				return { operation, pathValues };
			}
			return undefined;
		},
	};
}
