import { setTimeout as delay } from 'node:timers/promises';

import { readRecords, readString } from '../json';
import type { PublicApi } from '../n8n/publicApi';
import type { RemoteWorkflow } from '../n8n/publicApiShapes';

const ACTIVATION_TIMEOUT_MS = 40_000;
// These start a workflow without anything being registered, so n8n counts no trigger for them.
const PASSIVE_TRIGGERS = ['executeWorkflowTrigger', 'errorTrigger', 'manualTrigger'];

/** Says why a published workflow is not live, or undefined when it is. */
export type ConfirmPublication = (workflowId: string) => Promise<string | undefined>;

/**
 * n8n 2 answers "published" before its triggers are registered: that happens in the background and may
 * fail. The public API shows it only as a trigger count, which is 0 until the first registration worked.
 */
export function confirmByTriggerCount(api: PublicApi): ConfirmPublication {
	return async (workflowId) => {
		const deadlineMs = Date.now() + ACTIVATION_TIMEOUT_MS;
		for (;;) {
			const workflow = await api.getWorkflow(workflowId);
			if (!hasRegisteredTrigger(workflow) || Number(workflow.raw.triggerCount) > 0) return undefined;
			if (Date.now() > deadlineMs) {
				return `published, but n8n registered none of its triggers within ${ACTIVATION_TIMEOUT_MS / 1000} s: open it in the editor, its trigger says why`;
			}
			await delay(500);
		}
	};
}

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

function hasRegisteredTrigger(workflow: RemoteWorkflow): boolean {
	return readRecords(workflow.raw, 'nodes').some((node) => {
		const type = (readString(node, 'type') ?? '').split('.').at(-1) ?? '';
		if (node.disabled === true || PASSIVE_TRIGGERS.includes(type)) return false;
		return /trigger$/i.test(type) || type === 'webhook';
	});
}
