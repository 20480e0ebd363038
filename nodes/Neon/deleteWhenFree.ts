import type { PlatformClient } from '../shared/http/platformClient';
import { sendWhenFree } from './change';
import { operationsIn, waitForOperations } from './operations';
import type { Wait } from './wait';

/** Deletes what is at a path and waits for it; deleted already, by an earlier try or by somebody else, is well. */
export async function deleteWhenFree(
	client: PlatformClient,
	projectId: string,
	path: string,
	wait: Wait,
): Promise<void> {
	const request = { method: 'DELETE', path, acceptStatuses: [404] } as const;
	const { body } = await sendWhenFree(client, request, wait);
	await waitForOperations(client, projectId, operationsIn(body), wait);
}
