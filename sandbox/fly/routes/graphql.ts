import { buildSchema, graphqlSync } from 'graphql';

import type { SandboxRoute } from '../../kernel/platform';
import { SandboxHttpError } from '../../kernel/platform';
import type { Fly } from '../fly';
import { isAuthorized } from '../fly';
import { isJsonObject, jsonBody, readText } from '../json';
import { createResolvers } from '../resolvers';
import { flySchema } from '../schema';

/** Fly's GraphQL API: releases, secrets and the app's lock. Errors are answered with 200 and `errors`, as GraphQL's are. */
export function graphqlRoutes(fly: Fly): SandboxRoute[] {
	const schema = buildSchema(flySchema);
	return [
		{
			method: 'POST',
			pattern: '/graphql',
			handle: (request) => {
				if (!isAuthorized(request)) {
					throw new SandboxHttpError(401, {
						errors: [
							{
								message: 'You must be authenticated to view this.',
								extensions: { code: 'UNAUTHORIZED' },
							},
						],
					});
				}
				const body = jsonBody(request);
				const { variables } = body;
				return {
					status: 200,
					body: graphqlSync({
						schema,
						rootValue: createResolvers(fly),
						source: readText(body, 'query') ?? '',
						operationName: readText(body, 'operationName') || undefined,
						variableValues: isJsonObject(variables) ? variables : {},
					}),
				};
			},
		},
	];
}
