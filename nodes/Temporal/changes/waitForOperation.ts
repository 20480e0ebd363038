import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';
import { pollUntil, timedOut } from '../../shared/waiting/pollUntil';
import { readOperation } from '../api/cloud/account';
import type { CloudOperation } from '../api/types';
import { operationEnd, operationWord } from '../state/cloudState';

/** Waits until Temporal Cloud has done what it was asked for. @throws OperationFailure when it failed, or the time is up. */
export async function waitForOperation(
	client: PlatformClient,
	id: string,
	{ timeoutMs, cancelSignal }: { readonly timeoutMs: number; readonly cancelSignal: AbortSignal | undefined },
): Promise<CloudOperation> {
	const what = `operation ${id} of Temporal Cloud`;
	const waited = await pollUntil({
		what,
		timeoutMs,
		read: async () => await readOperation(client, id),
		assess: (operation) => ({ phase: operationEnd(operation), seen: operationWord(operation) }),
		...(cancelSignal && { cancelSignal }),
	});
	const operation = waited.value;
	if (waited.outcome === 'succeeded') return operation;
	if (waited.outcome === 'timeout') throw timedOut(what, waited.waitedMs, waited.seen);
	const { failureReason = '' } = operation;
	throw new OperationFailure(
		`${what} is ${operationWord(operation)}${failureReason === '' ? '' : `: ${failureReason}`}`,
		'Correct what Temporal Cloud names, then run this again',
		{ operationId: id, state: 'failed' },
	);
}
