import { nameInArn } from '../../shared/aws/arn';
import { messageOf } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import type { CancelResult } from '../../shared/waiting/endUnknown';
import { readServiceDeployment } from '../api/serviceDeployments';
import type { Ecs, ServiceReference } from '../api/types';
import type { EcsResult } from '../state/ecsResult';
import { isInFlight } from '../state/recordStatus';
import { findServiceDeploymentArn } from './findServiceDeployment';
import { requestRollback } from './requestRollback';
import { waitForRollback } from './waitForRollback';

/** How long it is looked whether ECS has rolled back: about what a roll back of a small service takes. */
const rollBackTimeoutMs = 300_000;

/** What an operation that waited ends with, and what became of the attempt to cancel where nobody saw the end. */
export interface ConcludedResult {
	readonly result: EcsResult;
	readonly cancelResult: CancelResult;
}

/** Rolls back a deployment whose end nobody saw, and looks once more. Never throws: what was seen before still counts. */
export async function rollBackUnseen(
	ecs: Ecs,
	reference: ServiceReference,
	unseen: EcsResult,
): Promise<ConcludedResult> {
	const tried = await attempt(rollBack(ecs, reference, unseen));
	if (tried.ok) return tried.value;
	const reason = `${unseen.reason}. It could not be rolled back: ${messageOf(tried.error)}`;
	return { result: { ...unseen, reason }, cancelResult: 'notCancelled' };
}

async function rollBack(ecs: Ecs, reference: ServiceReference, unseen: EcsResult): Promise<ConcludedResult> {
	const { deployment, service, reason } = unseen;
	const arn = unseen.record?.serviceDeploymentArn ?? (await findServiceDeploymentArn(ecs, reference, deployment));
	if (!arn) return { result: unseen, cancelResult: 'notCancelled' };
	const record = await readServiceDeployment(ecs, arn);
	if (!isInFlight(record.status)) {
		const ended = `${reason}. By now ECS reports it as ${record.status ?? 'ended'}`;
		return { result: { ...unseen, record, reason: ended }, cancelResult: 'notCancelled' };
	}
	await requestRollback(ecs, record);
	const rolledBack = await waitForRollback(ecs, reference, { service, record }, { timeoutMs: rollBackTimeoutMs });
	if (!rolledBack.verified) {
		const result = { ...unseen, record: rolledBack.record, reason: `${reason}. Its roll back: ${rolledBack.reason}` };
		return { result, cancelResult: 'cancelled' };
	}
	return {
		result: {
			...unseen,
			unseen: undefined,
			service: rolledBack.service,
			record: rolledBack.record,
			state: 'rolledBack',
			reason: `${reason}. It was rolled back, as On Timeout says, and ${nameInArn(rolledBack.deployment.taskDefinition)} runs again`,
			advice: 'Find out why it took so long, then deploy again',
		},
		cancelResult: 'cancelled',
	};
}
