import type { ExecutionResult } from 'graphql';
import { buildSchema, executeSync, GraphQLError, parse, validate } from 'graphql';

import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../../kernel/platform';
import { SandboxHttpError } from '../../../kernel/platform';
import type { Fly } from '../../fly';
import { inOwnName } from './notSimulated';
import type { JsonObject } from '../../json';
import { isJsonObject, jsonBody, readText } from '../../json';
import { createResolvers } from './resolvers';
import { flySchema } from './schema';

const schema = buildSchema(flySchema);

/** Fly's GraphQL API. Errors are answered with 200 and `errors`, as GraphQL's are. */
export function graphqlRoutes(fly: Fly): SandboxRoute[] {
	return [{ method: 'POST', pattern: '/graphql', handle: (request) => postGraphql(fly, request) }];
}

function postGraphql(fly: Fly, request: SandboxRequest): SandboxResponse {
	const caller = fly.caller(request);
	if (!caller) {
		const error = { message: 'You must be authenticated to view this.', extensions: { code: 'UNAUTHORIZED' } };
		throw new SandboxHttpError(401, { errors: [error] });
	}
	return { status: 200, body: runDocument(jsonBody(request), createResolvers(fly, caller)) };
}

function runDocument(body: JsonObject, rootValue: unknown): ExecutionResult {
	const { variables } = body;
	try {
		const document = parse(readText(body, 'query') ?? '');
		const errors = validate(schema, document);
		if (errors.length > 0) return { errors: errors.map(inOwnName) };
		const result = executeSync({
			schema,
			document,
			rootValue,
			operationName: readText(body, 'operationName') || undefined,
			variableValues: isJsonObject(variables) ? variables : {},
		});
		return result.errors ? { ...result, errors: result.errors.map(inOwnName) } : result;
	} catch (error) {
		if (error instanceof GraphQLError) return { errors: [error] };
		throw error;
	}
}
