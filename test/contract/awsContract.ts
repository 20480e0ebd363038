import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { isObject, listAt, objectAt, stringAt } from './contractDocument';
import type { JsonObject } from './contractDocument';
import type { CheckedExchange, ContractValidator } from './contractValidator';
import { createS3Validator } from './s3Contract';

const modelFolder = resolve(__dirname, '../../../shared/contracts/aws');
const modelFiles: Readonly<Record<string, string>> = {
	AmazonEC2ContainerServiceV20141113: 'ecs.service-2.json',
	secretsmanager: 'secretsmanager.service-2.json',
	sts: 'sts.service-2.json',
	s3: 's3.service-2.json',
	AWSInsightsIndexService: resolve(__dirname, 'costExplorer.derived.json'),
};

/** What botocore's model calls a shape, checked against a value of the AWS JSON 1.1 protocol. */
class ShapeChecker {
	private readonly shapes: JsonObject;

	private readonly problems: string[] = [];

	constructor(
		model: JsonObject,
		/** In the query protocol every value is text. */
		private readonly protocol: 'json' | 'query',
	) {
		this.shapes = objectAt(model, 'shapes');
	}

	check(shapeName: string, value: unknown, path = ''): readonly string[] {
		this.visit(shapeName, value, path);
		return this.problems;
	}

	private visit(shapeName: string, value: unknown, path: string): void {
		const shape = objectAt(this.shapes, shapeName);
		const type = stringAt(shape, 'type') ?? 'missing';
		const wrong = (expected: string): void => {
			this.problems.push(`${path || '/'} must be ${expected} (${shapeName})`);
		};
		switch (type) {
			case 'structure':
				if (isObject(value)) this.visitStructure(shape, shapeName, value, path);
				else wrong('a structure');
				return;
			case 'list': {
				if (!Array.isArray(value)) return wrong('a list');
				const entries: readonly unknown[] = value;
				this.checkRange(shape, entries.length, path, 'entries');
				const member = stringAt(objectAt(shape, 'member'), 'shape') ?? '';
				for (const [index, entry] of entries.entries()) this.visit(member, entry, `${path}/${index}`);
				return;
			}
			case 'map': {
				if (!isObject(value)) return wrong('a map');
				const key = stringAt(objectAt(shape, 'key'), 'shape') ?? '';
				const inner = stringAt(objectAt(shape, 'value'), 'shape') ?? '';
				for (const [name, entry] of Object.entries(value)) {
					this.visit(key, name, `${path}/${name} (key)`);
					this.visit(inner, entry, `${path}/${name}`);
				}
				return;
			}
			case 'string':
				if (typeof value !== 'string') return wrong('a string');
				return this.checkString(shape, value, path);
			case 'blob': {
				if (typeof value !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) return wrong('base64');
				return this.checkRange(shape, Buffer.from(value, 'base64').length, path, 'bytes');
			}
			case 'boolean':
				if (typeof value !== 'boolean' && !(this.isQuery && /^(true|false)$/.test(String(value)))) wrong('a boolean');
				return;
			case 'integer':
			case 'long': {
				const number = this.isQuery ? Number(value) : value;
				if (typeof number !== 'number' || !Number.isInteger(number)) return wrong('a whole number');
				return this.checkRange(shape, number, path, '');
			}
			case 'double':
			case 'float':
				if (typeof value !== 'number') wrong('a number');
				return;
			case 'timestamp': {
				// JSON 1.1 writes seconds since the epoch; milliseconds would be in the far future.
				const isTime = this.isQuery
					? !Number.isNaN(Date.parse(String(value)))
					: typeof value === 'number' && value > 0 && value < 1e10;
				if (!isTime) wrong('a time in seconds');
				return;
			}
			default:
				wrong(`a ${type}`);
		}
	}

	private get isQuery(): boolean {
		return this.protocol === 'query';
	}

	private visitStructure(shape: JsonObject, shapeName: string, value: JsonObject, path: string): void {
		if (shape.document === true) return;
		const members = objectAt(shape, 'members');
		for (const name of listAt(shape, 'required')) {
			if (typeof name === 'string' && (value[name] === undefined || value[name] === null)) {
				this.problems.push(`${path}/${name} is required and missing (${shapeName})`);
			}
		}
		for (const [name, inner] of Object.entries(value)) {
			const member = stringAt(objectAt(members, name), 'shape');
			if (member === undefined) {
				this.problems.push(`${path}/${name} is no member of ${shapeName}`);
			} else if (inner !== null && inner !== undefined) {
				this.visit(member, inner, `${path}/${name}`);
			}
		}
	}

	private checkString(shape: JsonObject, value: string, path: string): void {
		const allowed = listAt(shape, 'enum');
		if (allowed.length > 0 && !allowed.includes(value)) {
			this.problems.push(`${path} "${value}" is none of ${allowed.join(', ')}`);
		}
		const pattern = stringAt(shape, 'pattern');
		// `\p{L}` needs the flag, and escapes such as `\!` are not allowed with it.
		const flags = pattern?.includes('\\p{') === true ? 'u' : '';
		if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, flags).test(value)) {
			this.problems.push(`${path} does not match ${pattern}`);
		}
		this.checkRange(shape, value.length, path, 'characters');
	}

	private checkRange(shape: JsonObject, size: number, path: string, unit: string): void {
		const { min, max } = shape;
		if (typeof min === 'number' && size < min) this.problems.push(`${path} is below ${min} ${unit}`.trimEnd());
		if (typeof max === 'number' && size > max) this.problems.push(`${path} is above ${max} ${unit}`.trimEnd());
	}
}

/** `A.B.member.1=x` as `{A: {B: ['x']}}`: how the query protocol writes structures and lists. */
export function parseQueryForm(form: URLSearchParams): JsonObject {
	const root: Record<string, unknown> = {};
	for (const [name, value] of form) {
		if (name === 'Action' || name === 'Version') continue;
		let at: Record<string, unknown> = root;
		const parts = name.split('.');
		for (const part of parts.slice(0, -1)) {
			const next = at[part];
			const inner: Record<string, unknown> = isObject(next) ? { ...next } : {};
			at[part] = inner;
			at = inner;
		}
		at[parts.at(-1) ?? name] = value;
	}
	const collapse = (value: unknown): unknown => {
		if (!isObject(value)) return value;
		if (isObject(value.member)) return Object.values(value.member).map(collapse);
		return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, collapse(inner)]));
	};
	const collapsed = collapse(root);
	return isObject(collapsed) ? collapsed : {};
}

/** The elements of a small XML document without attributes that matter, as an object; text where there are none. */
export function parseXmlElements(xml: string): unknown {
	const elements = [...xml.matchAll(/<([\w]+)(?:\s[^>]*)?>([\s\S]*?)<\/\1>/g)];
	if (elements.length === 0) return xml;
	return Object.fromEntries(elements.map((match) => [match[1], parseXmlElements(match[2] ?? '')]));
}

function parseJson(bytes: Buffer): unknown {
	try {
		return JSON.parse(bytes.toString('utf8'));
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

/** Members every error may have besides those of its shape. */
function errorProblems(model: JsonObject, operation: JsonObject, body: unknown): string[] {
	const code = isObject(body) ? stringAt(body, '__type') : undefined;
	if (!isObject(body) || code === undefined) return ['an error needs __type'];
	const text = body.message ?? body.Message;
	if (typeof text !== 'string' || text === '') return [`${code} needs a message`];
	const declared = listAt(operation, 'errors').flatMap((entry) => (isObject(entry) ? [entry.shape] : []));
	// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html
	const common =
		/^(AccessDenied|ExpiredToken|IncompleteSignature|InternalFailure|InvalidSignature|MissingAuthenticationToken|Serialization|ServiceUnavailable|Throttling|UnknownOperation|UnrecognizedClient|Validation)(Exception)?$/;
	const isKnown = declared.includes(code) || common.test(code);
	return isKnown || objectAt(model, 'shapes', code).exception === true
		? isKnown
			? []
			: [`${code} is not declared for this operation`]
		: [`${code} is no error of this service`];
}

function loadModel(prefix: string): JsonObject | undefined {
	const file = modelFiles[prefix];
	if (file === undefined) return undefined;
	const model: unknown = JSON.parse(readFileSync(resolve(modelFolder, file), 'utf8'));
	return isObject(model) ? model : undefined;
}

/**
 * Checks exchanges with AWS against botocore's models of ECS, Secrets Manager, S3 and STS: members, types, enums,
 * lengths and errors. There is no model of CloudWatch Logs on this machine: its exchanges pass unchecked.
 */
export function createAwsValidator(): ContractValidator | { readonly missing: string } {
	if (!existsSync(modelFolder)) return { missing: `${modelFolder} is not there` };
	const models = new Map(Object.keys(modelFiles).map((prefix) => [prefix, loadModel(prefix)]));

	const validateS3 = createS3Validator(models.get('s3') ?? {});

	const validate = (exchange: CheckedExchange): string[] => {
		const target = exchange.requestHeaders['x-amz-target'];
		const isQuery = typeof target !== 'string';
		const form = new URLSearchParams(isQuery ? exchange.requestBody.toString('utf8') : '');
		const [prefix = '', name = ''] = isQuery ? ['sts', form.get('Action') ?? ''] : target.split('.');
		if (prefix === 'Logs_20140328' || prefix === 'AmazonEC2ContainerRegistry_V20150921') return [];
		const refused = exchange.status !== undefined && exchange.status >= 400;
		const model = models.get(prefix);
		const operation = objectAt(model, 'operations', name);
		if (!model || Object.keys(operation).length === 0) {
			return refused ? [] : [`no operation of the contract: ${prefix}.${name}`];
		}
		const protocol = isQuery ? 'query' : 'json';
		const shapeOf = (side: string): string | undefined => stringAt(objectAt(operation, side), 'shape');
		const problems: string[] = [];
		const input = shapeOf('input');
		// What AWS itself refuses need not follow the contract: tests send such requests on purpose.
		if (input !== undefined && !(refused && exchange.fault === undefined)) {
			const value = isQuery ? parseQueryForm(form) : parseJson(exchange.requestBody);
			problems.push(...new ShapeChecker(model, protocol).check(input, value).map((text) => `request ${text}`));
		}
		if (exchange.status === undefined || exchange.fault !== undefined) return problems;
		const text = exchange.responseBody.toString('utf8');
		if (refused) {
			if (!isQuery) problems.push(...errorProblems(model, operation, parseJson(exchange.responseBody)));
			else if (!/<Code>\w+<\/Code><Message>[^<]+<\/Message>/.test(text)) {
				problems.push('an error needs a code and a message');
			}
			return problems;
		}
		const output = shapeOf('output');
		if (output === undefined) return problems;
		const value = isQuery
			? objectAt(parseXmlElements(text), `${name}Response`, `${name}Result`)
			: parseJson(exchange.responseBody);
		problems.push(...new ShapeChecker(model, protocol).check(output, value).map((problem) => `answer ${problem}`));
		return problems;
	};

	return {
		usedAllowances: () => [],
		validateExchange: (exchange) => {
			const target = exchange.requestHeaders['x-amz-target'];
			const isS3 = target === undefined && (exchange.method !== 'POST' || exchange.path !== '/');
			const name = typeof target === 'string' ? target : isS3 ? 's3' : 'sts';
			return (isS3 ? validateS3 : validate)(exchange).map(
				(problem) => `${name} -> ${exchange.status ?? 'cut'}: ${problem}`,
			);
		},
	};
}
