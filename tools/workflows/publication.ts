import { setTimeout as delay } from 'node:timers/promises';

import { ACTIVATION_TIMEOUT_MS, type ConfirmPublication } from '../../nodes/SlipwayBundle/changes/confirmPublication';

export type { ConfirmPublication };

export interface PublicationStatus {
	readonly status: string;
	readonly failures: readonly string[];
}

/** As the editor sees it: exact, but only with the owner's login (the n8n that these tools start). */
export function confirmByPublicationStatus(
	read: (workflowId: string) => Promise<PublicationStatus>,
): ConfirmPublication {
	return async (workflowId) => {
		const deadlineMs = Date.now() + ACTIVATION_TIMEOUT_MS;
		for (;;) {
			const { status, failures } = await read(workflowId);
			if (status === 'published') return undefined;
			if (status === 'failed' || status === 'partial') {
				return `published, but n8n could not register its trigger: ${failures.join('; ') || 'no reason given'}`;
			}
			if (Date.now() > deadlineMs) {
				return `published, but after ${ACTIVATION_TIMEOUT_MS / 1000} s n8n still says "${status}"`;
			}
			await delay(100);
		}
	};
}
