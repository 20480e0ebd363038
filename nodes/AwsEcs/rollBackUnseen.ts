import type { CancelResult } from '../shared/waiting/endUnknown';
import { attempt } from '../shared/waiting/attempt';
import type { DeploymentOutcome } from './followDeployment';
import { followRollback } from './followRollback';
import { findServiceDeploymentArn } from './serviceDeployments';
import type { ServiceReference } from './services';
import { isInFlight } from './status';
import { readServiceDeployment, requestRollback } from './stopServiceDeployment';
import { revisionNameOf } from './taskDefinitions';
import type { Ecs } from './transport';

/** How long it is looked whether ECS has gone back: about what a roll back of a small service takes. */
const rollBackTimeoutMs = 300_000;

interface UnseenEnd {
	readonly outcome: DeploymentOutcome;
	readonly cancelResult: CancelResult;
}

/** Rolls back a deployment whose end nobody saw, and looks once more. Never throws: what was seen before still counts. */
export async function rollBackUnseen(
	ecs: Ecs,
	reference: ServiceReference,
	unseen: DeploymentOutcome,
): Promise<UnseenEnd> {
	const tried = await attempt(rollBack(ecs, reference, unseen));
	if (tried.ok) return tried.value;
	const why = tried.error instanceof Error ? `: ${tried.error.message}` : '';
	return { outcome: { ...unseen, reason: `${unseen.reason}. It could not be rolled back${why}` }, cancelResult: 'notCancelled' };
}

async function rollBack(ecs: Ecs, reference: ServiceReference, unseen: DeploymentOutcome): Promise<UnseenEnd> {
	const { deployment, service, reason } = unseen;
	const arn = unseen.record?.serviceDeploymentArn ?? (await findServiceDeploymentArn(ecs, reference, deployment));
	if (!arn) return { outcome: unseen, cancelResult: 'notCancelled' };
	const record = await readServiceDeployment(ecs, arn);
	if (!isInFlight(record.status)) {
		const ended = `${reason}. ECS has it as ${record.status ?? 'ended'} by now`;
		return { outcome: { ...unseen, record, reason: ended }, cancelResult: 'notCancelled' };
	}
	await requestRollback(ecs, record);
	const followed = await followRollback(ecs, reference, { service, record }, { timeoutMs: rollBackTimeoutMs });
	if (!followed.verified) {
		const end = { ...unseen, record: followed.record, reason: `${reason}. Its roll back: ${followed.reason}` };
		return { outcome: end, cancelResult: 'cancelled' };
	}
	return {
		outcome: {
			...unseen,
			unseen: undefined,
			service: followed.service,
			record: followed.record,
			state: 'rolledBack',
			reason: `${reason}. As On Timeout says it was rolled back, and ${revisionNameOf(followed.deployment.taskDefinition)} runs again`,
			advice: 'Look at why it took so long, then deploy again',
		},
		cancelResult: 'cancelled',
	};
}
