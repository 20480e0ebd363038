import { messageOf, OperationFailure, PlatformRequestError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { attempt } from '../../shared/waiting/attempt';
import { n8nClient } from '../api/client';
import type { N8nApi } from '../api/n8nApi';

/** Works on this n8n. What it refuses, and what stands in the way there, comes as the node's own kinds of error. */
export async function withN8n<Result>(
	context: OperationContext,
	work: (api: N8nApi) => Promise<Result>,
): Promise<Result> {
	const done = await attempt(work(n8nClient(context)));
	if (done.ok) return done.value;
	const { error } = done;
	const cause = error instanceof Error ? error.cause : undefined;
	if (cause instanceof PlatformRequestError) throw cause;
	if (error instanceof OperationFailure || error instanceof PlatformRequestError) throw error;
	throw new OperationFailure(messageOf(error), '', {}, { cause: error });
}
