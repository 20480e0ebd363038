import type { IDataObject } from 'n8n-workflow';

import type { PlatformClient } from '../../shared/http/platformClient';
import { mayHaveHappened, messageOf, OperationFailure, PlatformRequestError } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { signalWorkflow, type WorkflowReference } from '../api/workflows';

/**
 * Sends a signal that the workflow gets once, however often it is sent.
 *
 * @throws OperationFailure where the answer was lost and the workflow has ended since, perhaps by that very signal.
 */
export async function sendSignal(
	client: PlatformClient,
	reference: WorkflowReference,
	signal: string,
	body: IDataObject & { readonly requestId: string },
): Promise<void> {
	const first = await attempt(signalWorkflow(client, reference, signal, body, false));
	if (first.ok) return;
	if (!mayHaveHappened(first.error)) throw first.error;
	const again = await attempt(signalWorkflow(client, reference, signal, body, true));
	if (again.ok) return;
	if (!hasEnded(again.error)) throw again.error;
	throw new OperationFailure(
		`It is not known whether workflow ${reference.workflowId} got the signal ${signal}: ${messageOf(first.error)}, and it has ended since`,
		'Look at its history in Temporal',
		{ state: 'unknown' },
	);
}

export function hasEnded(error: unknown): boolean {
	return error instanceof PlatformRequestError && /^workflow execution already completed/.test(error.vendorMessage);
}
