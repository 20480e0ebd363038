import { isTrueAt, textAt } from '../values/jsonFields';
import { liveNow, readEvidence, unhealthyReason } from './evidence';
import { type DeploymentRecord, emptyRecord, ownActor, readRecord, stringAt } from './record';

/**
 * The roll back that an item asks for: a deployment that went bad asks for what was verified before, under
 * its own lock and as a part of itself; a person names the service, and what to go back to.
 */
export function beginRollback(item: unknown, nowIso: string): DeploymentRecord {
	const record = readRecord(item);
	return record?.kind === 'deploy' ? rollbackOf(record, item) : rollbackByHand(item, nowIso);
}

function rollbackOf(record: DeploymentRecord, item: unknown): DeploymentRecord {
	const evidence = readEvidence(record, item);
	const bad = liveNow(evidence);
	const previous = textAt(evidence.live, 'publishedDeployId') ?? '';
	return {
		...record,
		kind: 'rollback',
		isPart: true,
		commit: '',
		message: '',
		actor: ownActor,
		reason: `The health check of ${bad.commit.slice(0, 7)} failed: ${unhealthyReason(evidence)}`,
		unseenDeployment: '',
		badDeploymentId: bad.id,
		// What this run saw as verified, should the ledger not be readable by now.
		verifiedDeployments: record.verifiedDeployments.includes(previous) ? [previous] : [],
		lockOwner: textAt(evidence.lock, 'owner') ?? '',
	};
}

function rollbackByHand(item: unknown, nowIso: string): DeploymentRecord {
	const text = (name: string): string => stringAt(item, name);
	return {
		...emptyRecord,
		kind: 'rollback',
		isPart: isTrueAt(item, 'part'),
		releaseId: text('releaseId'),
		service: text('service'),
		environment: text('environment'),
		platform: text('platform'),
		target: text('target'),
		repository: text('repository'),
		healthUrl: text('healthUrl'),
		versionUrl: text('versionUrl'),
		actor: text('actor'),
		reason: text('reason'),
		startedAt: text('startedAt') || nowIso,
		badDeploymentId: text('badDeploymentId'),
		toDeploymentId: text('toDeploymentId'),
		lockOwner: text('lockOwner'),
		verifiedDeployments: [text('knownGood')].filter((id) => id !== ''),
	};
}
