import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

import type { SandboxExchange } from '../../sandbox/kernel/exchange';
import type { Allowance, PlatformAllowances, Violation } from './contractAllowances';
import { allows } from './contractAllowances';
import { isObject, objectAt } from './contractDocument';
import type { JsonObject } from './contractDocument';
import { createOperationIndex } from './contractOperations';
import type { ContractParameter, MatchedOperation } from './contractOperations';
import { collectFormats, convertSchema, documentId } from './contractSchema';

export { loadContract, readContract } from './contractDocument';
export { createContractRecorder } from './contractRecorder';
export type { ContractRecorder } from './contractRecorder';

export type CheckedExchange = Pick<
	SandboxExchange,
	| 'method'
	| 'path'
	| 'query'
	| 'requestHeaders'
	| 'requestBody'
	| 'status'
	| 'responseHeaders'
	| 'responseBody'
	| 'fault'
>;

export interface ContractValidator {
	/** What in this exchange the contract does not allow; empty when all is well. */
	validateExchange(exchange: CheckedExchange): string[];
	/** The allowances that were needed so far. */
	usedAllowances(): readonly Allowance[];
}

const describe = (errors: readonly ErrorObject[] | null | undefined): string =>
	(errors ?? [])
		.slice(0, 5)
		.map((error) => {
			const detail =
				error.keyword === 'enum'
					? ` ${JSON.stringify(objectAt(error, 'params').allowedValues)}`
					: error.keyword === 'additionalProperties'
						? ` "${String(objectAt(error, 'params').additionalProperty)}"`
						: '';
			return `${error.instancePath || 'it'} ${error.message ?? error.keyword}${detail}`;
		})
		.join('; ');

function isUrl(text: string): boolean {
	return URL.canParse(text);
}

function createAjv(document: JsonObject): Ajv {
	const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true, logger: false });
	addFormats.default(ajv);
	// ajv's own takes no private address such as 127.0.0.1, which is where the sandbox lives.
	ajv.addFormat('url', isUrl);
	for (const format of collectFormats(document)) {
		if (ajv.formats[format] === undefined) ajv.addFormat(format, true);
	}
	return ajv;
}

/** Compiles each schema once. */
function createSchemaChecker(document: JsonObject, nullableProperties: boolean) {
	const ajv = createAjv(document);
	const conversion = { nullableProperties };
	const convertAll = (schemas: JsonObject): JsonObject => objectAt(convertSchema({ schemas }, conversion), 'schemas');
	ajv.addSchema({
		$id: documentId,
		definitions: convertAll(objectAt(document, 'definitions')),
		components: { schemas: convertAll(objectAt(document, 'components', 'schemas')) },
	});
	const compiled = new Map<unknown, ValidateFunction>();
	return (schema: unknown, value: unknown): string | undefined => {
		let validate = compiled.get(schema);
		if (!validate) {
			const converted = convertSchema(schema, conversion);
			validate = ajv.compile(isObject(converted) ? { ...converted } : {});
			compiled.set(schema, validate);
		}
		return validate(value) ? undefined : describe(validate.errors);
	};
}

function parseJson(body: Buffer): { value: unknown } | undefined {
	try {
		return { value: JSON.parse(body.toString('utf8')) as unknown };
	} catch {
		return undefined;
	}
}

/** A Temporal server calls every JSON answer `*` (temporal/FACTS.md). */
const isJson = (contentType: unknown): boolean =>
	typeof contentType === 'string' && (contentType === '*' || /[/+]json\b/.test(contentType));

/** A parameter's text as its schema's type, where it reads as one. */
function coerce(schema: unknown, texts: readonly string[]): unknown {
	const type = objectAt({ schema }, 'schema').type;
	const [text = ''] = texts;
	if (type === 'array') return texts.flatMap((entry) => entry.split(','));
	if ((type === 'integer' || type === 'number') && text !== '' && !Number.isNaN(Number(text))) {
		return Number(text);
	}
	if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
	return text;
}

const impliedHeaders = new Set(['accept', 'authorization', 'content-type', 'user-agent']);

/** Checks exchanges of a platform against its vendor's OpenAPI 3 or Swagger 2 document. */
export function createContractValidator(
	document: JsonObject,
	{ allowances, nullableResponseProperties }: PlatformAllowances = { allowances: [] },
): ContractValidator {
	const index = createOperationIndex(document);
	const checkRequest = createSchemaChecker(document, false);
	const checkResponse = createSchemaChecker(document, nullableResponseProperties !== undefined);
	const used = new Set<Allowance>();

	const parameterTexts = (
		{ name, location }: ContractParameter,
		match: MatchedOperation,
		exchange: CheckedExchange,
	): readonly string[] => {
		if (location === 'query') {
			return [...exchange.query.getAll(name), ...exchange.query.getAll(`${name}[]`)];
		}
		const value = location === 'path' ? match.pathValues[name] : exchange.requestHeaders[name.toLowerCase()];
		return value === undefined ? [] : typeof value === 'string' ? [value] : value;
	};

	const requestProblems = (
		exchange: CheckedExchange,
		match: MatchedOperation,
	): Array<Pick<Violation, 'kind' | 'text'>> => {
		const problems: Array<Pick<Violation, 'kind' | 'text'>> = [];
		const { parameters, body } = match.operation;
		for (const parameter of parameters) {
			const { name, location, required, schema } = parameter;
			const kind = location === 'path' ? 'path parameter' : location === 'query' ? 'query' : 'header';
			const texts = parameterTexts(parameter, match, exchange);
			if (texts.length === 0) {
				if (required && !(kind === 'header' && impliedHeaders.has(name.toLowerCase()))) {
					problems.push({ kind, text: `"${name}" is required and missing` });
				}
				continue;
			}
			const problem = checkRequest(schema, coerce(schema, texts));
			if (problem !== undefined) problems.push({ kind, text: `"${name}": ${problem}` });
		}
		const known = new Set(parameters.filter(({ location }) => location === 'query').map(({ name }) => name));
		for (const name of new Set(exchange.query.keys())) {
			const plain = name.replace(/\[\]$/, '');
			// `_token` is Upstash's documented alternative to the Authorization header.
			if (!known.has(plain) && !known.has(name) && name !== '_token') {
				problems.push({ kind: 'query', text: `"${name}" is not declared` });
			}
		}
		const hasBody = exchange.requestBody.length > 0;
		if (body?.required && !hasBody) {
			problems.push({ kind: 'request body', text: 'is required and missing' });
		}
		const contentType = exchange.requestHeaders['content-type'];
		if (hasBody && body?.schema !== undefined && (contentType === undefined || isJson(contentType))) {
			const parsed = parseJson(exchange.requestBody);
			const problem = parsed ? checkRequest(body.schema, parsed.value) : 'is not JSON';
			if (problem !== undefined) problems.push({ kind: 'request body', text: problem });
		}
		return problems;
	};

	const responseProblems = (
		exchange: CheckedExchange,
		status: number,
		match: MatchedOperation,
	): Array<Pick<Violation, 'kind' | 'text'>> => {
		const response = match.operation.response(status);
		if (!response) return [{ kind: 'status', text: `${status} is not declared` }];
		const { responseBody, responseHeaders } = exchange;
		if (responseBody.length === 0) {
			return response.schema !== undefined && exchange.method !== 'HEAD' && status < 300 && status !== 204
				? [{ kind: 'response body', text: 'is declared and missing' }]
				: [];
		}
		if (!response.declaresContent) {
			return status < 400 ? [{ kind: 'response body', text: 'is sent, but none is declared' }] : [];
		}
		if (response.schema === undefined) return [];
		if (!isJson(responseHeaders['content-type'])) {
			return response.onlyJson
				? [{ kind: 'response body', text: `is sent as ${String(responseHeaders['content-type'])}` }]
				: [];
		}
		const parsed = parseJson(responseBody);
		const problem = parsed ? checkResponse(response.schema, parsed.value) : 'is not JSON';
		return problem === undefined ? [] : [{ kind: 'response body', text: problem }];
	};

	return {
		usedAllowances: () => [...used],
		validateExchange(exchange) {
			const { method, status } = exchange;
			const match = index.find(method, exchange.path);
			// What the platform itself refused need not follow the contract: tests send such requests on purpose.
			const refused = status !== undefined && status >= 400 && exchange.fault === undefined;
			const problems: Array<Pick<Violation, 'kind' | 'text'>> = [];
			if (!match) {
				if (!refused) problems.push({ kind: 'path', text: 'no path of the contract fits' });
			} else {
				if (!refused) problems.push(...requestProblems(exchange, match));
				// A fault's answer is not the platform's.
				if (status !== undefined && exchange.fault === undefined) {
					problems.push(...responseProblems(exchange, status, match));
				}
			}
			return problems
				.map((problem) => ({
					...problem,
					method,
					path: match?.operation.template ?? exchange.path,
					status,
				}))
				.filter((violation) => {
					const allowance = allowances.find((candidate) => allows(candidate, violation));
					if (allowance) used.add(allowance);
					return !allowance;
				})
				.map(({ kind, path, text }) => `${method} ${path} -> ${status ?? 'cut'}: ${kind} ${text}`);
		},
	};
}
