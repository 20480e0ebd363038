import type { N8nApi } from '../api/n8nApi';
import { outcomeOf } from '../api/refusal';
import type { RemoteWorkflow, WorkflowBody } from '../api/types';
import type { Advice } from '../state/advice';
import type { BundledWorkflow } from '../state/bundle';
import { canonicalText } from '../state/canonical';
import { fileFingerprint, fingerprint, type LastPush } from '../state/lastPush';
import type { ConfirmPublication } from './confirmPublication';
import type { LastPushes } from './lastPushes';
import { publishWorkflow } from './publishWorkflow';
import type { PushedWorkflow } from '../state/pushReport';
import type { WiredWorkflow } from '../state/wireWorkflow';

export interface PushContext {
	readonly api: N8nApi;
	readonly lastPushes: LastPushes;
	readonly confirm: ConfirmPublication;
	readonly publishesAgain: boolean;
	readonly advice: Advice;
	readonly say: (text: string) => void;
}

export interface PlannedPush {
	readonly workflow: BundledWorkflow;
	readonly remote: RemoteWorkflow;
	readonly isCreated: boolean;
	readonly wired: WiredWorkflow;
	/** Why it cannot be published, beside what nothing in this n8n answers to. */
	readonly problems: readonly string[];
}

/** Whether a person changed it in n8n since the last push, or nothing tells that nobody did. */
export function isEdited(remote: RemoteWorkflow, body: WorkflowBody, lastPush: LastPush | undefined): boolean {
	return !isSame(remote, body) && lastPush?.content !== fingerprint(remote);
}

/** Saves a workflow that is in that n8n, publishes it where it should be, and notes what was pushed. */
export async function pushWorkflow(context: PushContext, planned: PlannedPush): Promise<PushedWorkflow> {
	const { workflow, remote, isCreated, wired } = planned;
	const lastPush = context.lastPushes.get(workflow.id);
	const result = { name: workflow.name, portableId: workflow.id, id: remote.id };
	const problems = [...wired.missing, ...planned.problems];
	const kept = [...wired.kept];
	let latest = remote;
	let change: PushedWorkflow['change'] = isCreated ? 'created' : 'unchanged';
	if (!isSame(remote, wired.body)) {
		const now = isCreated ? remote : await context.api.getWorkflow(remote.id);
		if (now.versionId !== remote.versionId) {
			return {
				...result,
				change: 'edited',
				publication: 'left',
				problems: ['was edited in n8n while this ran: run it again'],
				kept: [],
			};
		}
		latest = await context.api.updateWorkflow(remote.id, wired.body);
		if (!isCreated) change = 'updated';
		// At once: what is there and not noted is taken for a person's edit.
		await notePush(context, workflow, latest, wired, lastPush?.isPublished ?? remote.active);
	}
	const isUnpublishedByPerson =
		workflow.publish && !isCreated && !remote.active && !context.publishesAgain && lastPush?.isPublished !== false;
	let publication: PushedWorkflow['publication'] = 'none';
	if (isUnpublishedByPerson) {
		publication = 'left';
		kept.push(`unpublished. ${context.advice.publishAgain}`);
	} else if (workflow.publish) {
		publication = await publishWorkflow(context.api, context.confirm, latest, problems);
	}
	const isPublished = isUnpublishedByPerson || publication === 'published' || publication === 'kept';
	await notePush(context, workflow, latest, wired, isPublished);
	return { ...result, change, publication, problems, kept };
}

/** Notes what that n8n holds now. When its Data Tables take nothing, it says what follows. */
export async function notePush(
	{ lastPushes, say }: Pick<PushContext, 'lastPushes' | 'say'>,
	workflow: BundledWorkflow,
	remote: RemoteWorkflow,
	{ fileChoices }: WiredWorkflow,
	isPublished: boolean,
): Promise<void> {
	const outcome = await outcomeOf(
		lastPushes.write(workflow.id, {
			workflowId: remote.id,
			name: workflow.name,
			content: fingerprint(remote),
			file: fileFingerprint(workflow.content),
			choices: fileChoices,
			isPublished,
		}),
	);
	if ('answer' in outcome) return;
	say(
		`${workflow.name}: what was pushed could not be noted, so the next push may take it for edited there. ${outcome.refusal.message}`,
	);
}

/** Whether n8n holds what we would send: the canonical texts are compared, so key order does not matter. */
function isSame(remote: RemoteWorkflow, body: WorkflowBody): boolean {
	return canonicalText({ ...remote.raw, id: '' }) === canonicalText({ ...body, id: '' });
}
