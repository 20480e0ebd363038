import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildSchema, executeSync, GraphQLError, parse, validate, type ExecutionResult } from 'graphql';

import { SandboxHttpError, type SandboxRequest, type SandboxResponse, type SandboxRoute } from '../../kernel/platform';
import { APOLLO_KEY, APOLLO_USER_KEY } from '../seed';
import type { World } from '../world';
import { rootOf, type Caller } from './root';

/** What the sandbox simulates of Apollo's schema: the same types, fields and arguments, fewer of them. */
export const apolloSchema = readFileSync(join(__dirname, 'schema.graphql'), 'utf8');

const schema = buildSchema(apolloSchema);

/** Parts of a document that the sandbox's schema lacks: Apollo's own may well have them. */
const lacking = /^(Cannot query field|Unknown (type|argument|directive|fragment type))|is not defined by type/;

/** The Platform API: one address, at which GraphQL's errors are answered with 200. */
export function graphqlRoutes(world: World): SandboxRoute[] {
	return [{ method: 'POST', pattern: '/graphql', handle: (request) => answer(world, request) }];
}

function answer(world: World, request: SandboxRequest): SandboxResponse {
	const key = request.headers['x-api-key'];
	const caller = callerOf(typeof key === 'string' ? key : '');
	// As Apollo words it in a GraphQL error: what has not the form of a key at all.
	if (caller === 'malformed')
		return { status: 200, body: { errors: [{ message: '406: Not Acceptable' }], data: null } };
	const body = request.json();
	if (!isObject(body) || typeof body['query'] !== 'string') {
		throw new SandboxHttpError(400, {
			errors: [{ message: 'POST body missing, invalid Content-Type, or JSON object has no keys.' }],
		});
	}
	return { status: 200, body: run(world, caller, body['query'], isObject(body['variables']) ? body['variables'] : {}) };
}

function callerOf(key: string): Caller | 'malformed' {
	if (key !== '' && !/^(service|user):[^:]+:.+$/.test(key)) return 'malformed';
	if (key === APOLLO_KEY) return 'graph';
	return key === APOLLO_USER_KEY ? 'user' : 'nobody';
}

function run(
	world: World,
	caller: Caller,
	query: string,
	variables: Readonly<Record<string, unknown>>,
): ExecutionResult {
	try {
		const document = parse(query);
		const errors = validate(schema, document);
		if (errors.length > 0) return { errors: errors.map(inOwnName) };
		return executeSync({ schema, document, rootValue: rootOf(world, caller), variableValues: variables });
	} catch (error) {
		if (error instanceof GraphQLError) return { errors: [error] };
		throw error;
	}
}

function inOwnName(error: GraphQLError): GraphQLError {
	if (!lacking.test(error.message)) return error;
	const words = `The sandbox does not simulate this part of Apollo's Platform API: ${error.message} Apollo itself may well have it`;
	return new GraphQLError(words, { nodes: error.nodes, extensions: { code: 'NOT_SIMULATED' } });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
