import type { PublicApi } from '../n8n/publicApi';
import { N8nApiError, type RemoteWorkflow, type WorkflowBody } from '../n8n/publicApiShapes';
import type { BundledWorkflow } from './bundle';
import { canonicalText } from './canonical';
import { fileFingerprint, fingerprint, type LastPush, type LastPushes } from './lastPush';
import type { ConfirmPublication } from './publication';
import { publishWorkflow } from './publishWorkflow';
import type { PushedWorkflow } from './pushReport';
import type { WiredWorkflow } from './wireWorkflow';

export interface PushContext {
	readonly api: PublicApi;
	readonly lastPushes: LastPushes;
	readonly confirm: ConfirmPublication;
	readonly publishesAgain: boolean;
	readonly say: (text: string) => void;
}

export interface PlannedPush {
	readonly workflow: BundledWorkflow;
	readonly remote: RemoteWorkflow;
	readonly isCreated: boolean;
	readonly wired: WiredWorkflow;
	/** What it calls that this n8n does not have. */
	readonly absent: readonly string[];
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
	const problems = [...wired.missing, ...planned.absent];
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
		kept.push('unpublished. Publish it there, or push with --publish');
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
	try {
		await lastPushes.write(workflow.id, {
			workflowId: remote.id,
			name: workflow.name,
			content: fingerprint(remote),
			file: fileFingerprint(workflow.content),
			choices: fileChoices,
			isPublished,
		});
	} catch (error) {
		if (!(error instanceof N8nApiError) || error.status === undefined || error.status === 401) throw error;
		say(
			`${workflow.name}: what was pushed could not be noted, so the next push may take it for edited there. ${error.message}`,
		);
	}
}

/** Whether n8n holds what we would send: the canonical texts are compared, so key order does not matter. */
function isSame(remote: RemoteWorkflow, body: WorkflowBody): boolean {
	return canonicalText({ ...remote.raw, id: '' }) === canonicalText({ ...body, id: '' });
}
