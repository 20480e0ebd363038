import { readRecords, readString } from '../../deployment/values/jsonRecords';
import type { Clock } from '../../shared/waiting/clock';
import type { N8nApi } from '../api/n8nApi';
import type { RemoteWorkflow } from '../api/types';

export const ACTIVATION_TIMEOUT_MS = 40_000;
// These start a workflow without anything being registered, so n8n counts no trigger for them.
const PASSIVE_TRIGGERS = ['executeWorkflowTrigger', 'errorTrigger', 'manualTrigger'];

/** Says why a published workflow is not live, or undefined when it is. `saved` is what was published, where that is known. */
export type ConfirmPublication = (workflowId: string, saved?: RemoteWorkflow) => Promise<string | undefined>;

/**
 * n8n 2 answers "published" before its triggers are registered: that happens in the background and may
 * fail. The public API shows it only as a trigger count, which is 0 until the first registration worked.
 */
export function confirmByTriggerCount(api: N8nApi, clock: Pick<Clock, 'now' | 'sleep'>): ConfirmPublication {
	return async (workflowId, saved) => {
		if (saved !== undefined && !hasRegisteredTrigger(saved)) return undefined;
		const deadlineMs = clock.now() + ACTIVATION_TIMEOUT_MS;
		for (;;) {
			const workflow = await api.getWorkflow(workflowId);
			if (!hasRegisteredTrigger(workflow) || Number(workflow.raw.triggerCount) > 0) return undefined;
			if (clock.now() > deadlineMs) {
				return `published, but n8n registered none of its triggers within ${ACTIVATION_TIMEOUT_MS / 1000} s: open it in the editor, its trigger says why`;
			}
			await clock.sleep(500);
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
