import { GraphQLError } from 'graphql';

import { SandboxHttpError } from '../../../kernel/platform';
import { isJsonObject } from '../../json';

export const refusal = (message: string, code: 'NOT_FOUND' | 'UNPROCESSABLE' | 'NOT_SIMULATED'): GraphQLError =>
	new GraphQLError(message, { extensions: { code } });

/** Runs what the Machines API does too, and raises its refusals as GraphQL words them. */
export function refusing<Result>(run: () => Result): Result {
	try {
		return run();
	} catch (error) {
		if (!(error instanceof SandboxHttpError) || !isJsonObject(error.body)) throw error;
		const codes = { 404: 'NOT_FOUND', 501: 'NOT_SIMULATED' } as const;
		const code = error.status === 404 || error.status === 501 ? codes[error.status] : 'UNPROCESSABLE';
		throw refusal(String(error.body['error']), code);
	}
}
