import type { CheckedExchange } from './contractValidator';
import { createContractValidator, loadContract } from './contractValidator';

const openApi = {
	openapi: '3.0.3',
	servers: [{ url: 'https://api.example.com/v2' }],
	paths: {
		'/sites/{site_id}': {
			get: {
				parameters: [
					{ name: 'site_id', in: 'path', required: true, schema: { type: 'string' } },
					{ name: 'page', in: 'query', required: true, schema: { type: 'integer' } },
				],
				responses: {
					200: {
						description: 'ok',
						content: { 'application/json': { schema: { $ref: '#/components/schemas/Site' } } },
					},
					'4XX': { description: 'bad' },
				},
			},
			put: {
				requestBody: {
					required: true,
					content: { 'application/json': { schema: { $ref: '#/components/schemas/Site' } } },
				},
				responses: { 204: { description: 'done' } },
			},
		},
		'/sites/new': { get: { responses: { 200: { description: 'form' } } } },
		'/files/{path}': { get: { responses: { 204: { description: 'there' } } } },
	},
	components: {
		schemas: {
			Site: {
				type: 'object',
				required: ['id'],
				properties: {
					id: { type: 'string' },
					link: { type: 'string', format: 'url' },
					name: { type: 'string', nullable: true },
					parent: { nullable: true, allOf: [{ $ref: '#/components/schemas/Site' }] },
					kind: {
						discriminator: { propertyName: 'type' },
						oneOf: [{ type: 'object' }, { type: 'object', required: ['type'] }],
					},
					made: { type: 'string', format: 'vendor-time' },
					size: { type: 'number', minimum: 0, exclusiveMinimum: true },
				},
			},
		},
	},
};

const swagger = {
	swagger: '2.0',
	basePath: '/api/v1',
	paths: {
		'/api/v1/sites/{id}/env': { get: { responses: { 200: { description: 'ok' } } } },
		'/sites': {
			post: {
				parameters: [
					{ name: 'dry', in: 'query', type: 'boolean' },
					{ name: 'site', in: 'body', required: true, schema: { $ref: '#/definitions/site' } },
				],
				responses: {
					201: { description: 'made', schema: { $ref: '#/definitions/site' } },
					default: { description: 'error', schema: { type: 'object', required: ['code'] } },
				},
			},
		},
	},
	definitions: {
		site: {
			type: 'object',
			required: ['id'],
			properties: { id: { type: 'string' }, error: { type: 'string' } },
		},
	},
};

const exchange = (given: {
	readonly method?: string;
	readonly path: string;
	readonly query?: string;
	readonly requestBody?: unknown;
	readonly status?: number;
	readonly responseBody?: unknown;
	readonly fault?: string;
}): CheckedExchange => {
	const bytes = (value: unknown): Buffer =>
		value === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(value));
	return {
		method: given.method ?? 'GET',
		path: given.path,
		query: new URLSearchParams(given.query),
		requestHeaders: { 'content-type': 'application/json' },
		requestBody: bytes(given.requestBody),
		status: given.status ?? 200,
		responseHeaders: { 'content-type': 'application/json; charset=utf-8' },
		responseBody: bytes(given.responseBody),
		fault: given.fault,
	};
};

describe('contract validator, OpenAPI 3.0', () => {
	const { validateExchange } = createContractValidator(openApi);
	const get = (responseBody: unknown, more: Partial<Parameters<typeof exchange>[0]> = {}) =>
		validateExchange(exchange({ path: '/v2/sites/1', query: 'page=2', responseBody, ...more }));

	test('takes what the contract allows', () => {
		expect(
			get({
				id: 'a',
				link: 'http://127.0.0.1:4010/x',
				name: null,
				parent: null,
				kind: { type: 'x' },
				made: 'whenever',
				size: 1,
			}),
		).toEqual([]);
	});

	test.each([
		['a missing field', {}, /required property 'id'/],
		['a wrong type', { id: 1 }, /\/id must be string/],
		['null that is not nullable', { id: null }, /\/id must be string/],
		['a bad URL', { id: 'a', link: 'no url' }, /\/link must match format "url"/],
		['an excluded bound', { id: 'a', size: 0 }, /\/size must be > 0/],
		['a fault below a nullable reference', { id: 'a', parent: { id: 2 } }, /\/parent/],
	])('reports %s', (_, body, expected) => {
		expect(get(body)).toEqual([expect.stringMatching(expected)]);
	});

	test('reports query parameters that are missing, mistyped or unknown', () => {
		const body = { id: 'a' };
		expect(get(body, { query: '' })).toEqual([expect.stringContaining('"page" is required')]);
		expect(get(body, { query: 'page=two' })).toEqual([expect.stringContaining('must be integer')]);
		expect(get(body, { query: 'page=1&per=2' })).toEqual([expect.stringContaining('"per" is not declared')]);
	});

	test('reports unknown paths, undeclared statuses and missing or unexpected bodies', () => {
		expect(get({}, { path: '/v2/none' })).toEqual([expect.stringContaining('no path')]);
		expect(get({}, { path: '/sites/1' })).toEqual([expect.stringContaining('no path')]);
		expect(get({ id: 'a' }, { status: 201 })).toEqual([expect.stringContaining('201 is not declared')]);
		expect(get(undefined)).toEqual([expect.stringContaining('declared and missing')]);
		expect(get({ a: 1 }, { path: '/v2/sites/new', query: '' })).toEqual([expect.stringContaining('none is declared')]);
	});

	test('reports a request body that breaks its schema or is missing', () => {
		const put = (requestBody?: unknown) =>
			validateExchange(exchange({ method: 'PUT', path: '/v2/sites/1', status: 204, requestBody }));
		expect(put({ id: 'a' })).toEqual([]);
		expect(put({ id: 5 })).toEqual([expect.stringContaining('request body /id must be string')]);
		expect(put()).toEqual([expect.stringContaining('required and missing')]);
	});

	test('does not hold a refused request to the contract, nor the answer of a fault', () => {
		expect(get({ message: 'no' }, { query: '', status: 400 })).toEqual([]);
		expect(get('garbage', { status: 503, fault: 'status' })).toEqual([]);
		expect(get('garbage', { status: 503, fault: 'status', query: '' })).toHaveLength(1);
	});

	test('reports a JSON answer that is sent as something else', () => {
		const asText = { 'content-type': 'text/plain' };
		const sent = exchange({ path: '/v2/sites/1', query: 'page=2', responseBody: { id: 'a' } });
		expect(validateExchange({ ...sent, responseHeaders: asText })).toEqual([
			expect.stringContaining('sent as text/plain'),
		]);
	});

	test('a trailing parameter may hold slashes', () => {
		expect(get(undefined, { path: '/v2/files/css/site.css', query: '', status: 204 })).toEqual([]);
	});
});

describe('contract validator, Swagger 2', () => {
	const strict = createContractValidator(swagger);
	const post = (more: Partial<Parameters<typeof exchange>[0]>) =>
		exchange({
			method: 'POST',
			path: '/api/v1/sites',
			status: 201,
			requestBody: { id: 'a' },
			responseBody: { id: 'a' },
			...more,
		});

	test('checks body parameters, base path and default responses', () => {
		expect(strict.validateExchange(post({ query: 'dry=true' }))).toEqual([]);
		expect(strict.validateExchange(post({ query: 'dry=maybe' }))).toHaveLength(1);
		expect(strict.validateExchange(post({ requestBody: {} }))).toHaveLength(1);
		expect(strict.validateExchange(post({ status: 500, responseBody: { message: 1 } }))).toEqual([
			expect.stringContaining("required property 'code'"),
		]);
	});

	test('finds a path that repeats the base path', () => {
		expect(strict.validateExchange(exchange({ path: '/api/v1/sites/1/env' }))).toEqual([]);
	});

	test('null is allowed where an allowance says so, with its reason, and only in responses', () => {
		const lenient = createContractValidator(swagger, {
			allowances: [{ kind: 'status', statuses: [418], reason: 'never used here' }],
			nullableResponseProperties: 'the vendor answers null for what is not set',
		});
		const withNull = { id: 'a', error: null };
		expect(strict.validateExchange(post({ responseBody: withNull }))).toHaveLength(1);
		expect(lenient.validateExchange(post({ responseBody: withNull }))).toEqual([]);
		expect(lenient.validateExchange(post({ requestBody: withNull }))).toHaveLength(1);
		expect(lenient.validateExchange(post({ responseBody: { id: null } }))).toHaveLength(1);
		expect(lenient.usedAllowances()).toEqual([]);
	});
});

describe('vendor contracts', () => {
	test.each(['netlify', 'github', 'pagerduty', 'upstash'])('%s loads', (platform) => {
		const contract = loadContract(platform);
		if ('missing' in contract) return;
		expect(createContractValidator(contract.document).validateExchange(exchange({ path: '/%2F' }))).toEqual([
			expect.stringContaining('no path'),
		]);
	});

	test('the references in the GitHub and Netlify contracts resolve', () => {
		const paths: Record<string, string> = {
			github: '/repos/a/b/deployments',
			netlify: '/api/v1/sites',
		};
		for (const [platform, path] of Object.entries(paths)) {
			const contract = loadContract(platform);
			if ('missing' in contract) continue;
			const { validateExchange } = createContractValidator(contract.document);
			expect(validateExchange(exchange({ path, responseBody: [] }))).toEqual([]);
			expect(validateExchange(exchange({ path, responseBody: [{ id: [] }] }))).toHaveLength(1);
		}
	});
});
