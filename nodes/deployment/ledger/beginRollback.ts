import { isTrueAt, textAt } from '../values/jsonFields';
import { liveNow, readEvidence, unhealthyReason } from './evidence';
import { endLookOf } from './endLook';
import { type DeploymentRecord, emptyRecord, ownActor, readRecord, stringAt } from './record';

/**
 * The roll back that an item asks for: a deployment that went bad asks for what was verified before, under
 * its own lock and as a part of itself; a release that failed names what goes back, and to what; a person
 * names the service, and what to go back to.
 */
export function beginRollback(item: unknown, nowIso: string): DeploymentRecord {
	const record = readRecord(item);
	if (record === null) return rollbackByHand(item, nowIso);
	if (record.kind === 'rollback') {
		return record.because === '' ? rollbackByHand(item, nowIso) : { ...record, state: 'running' };
	}
	return rollbackOf(record, item, nowIso);
}

function rollbackOf(record: DeploymentRecord, item: unknown, nowIso: string): DeploymentRecord {
	const evidence = readEvidence(record, item);
	const look = endLookOf(evidence);
	const bad = look ?? liveNow(evidence);
	const previous = textAt(evidence.live, 'publishedDeployId') ?? '';
	const isDecided = record.decision !== '';
	return {
		...record,
		kind: 'rollback',
		isPart: true,
		commit: '',
		message: '',
		actor: ownActor,
		reason: `The health check of ${bad.commit.slice(0, 7)} failed: ${unhealthyReason(evidence)}`,
		unseenDeployment: '',
		// That of what went bad.
		secretVersion: '',
		badDeploymentId: bad.id,
		// What this run saw as verified, should the ledger not be readable by now.
		verifiedDeployments: isDecided
			? record.verifiedDeployments
			: record.verifiedDeployments.includes(previous)
				? [previous]
				: [],
		lockOwner: textAt(evidence.lock, 'owner') ?? '',
		...(isDecided && { ...rowOfItsOwn, startedAt: nowIso, previousId: bad.id, previousCommit: bad.commit }),
	};
}

/** It is written beside the row of what went bad, and decided by that. */
const rowOfItsOwn = {
	rowId: 0,
	decision: '',
	deploymentId: '',
	artifact: '',
	gitHubDeploymentId: '',
	mayRollBack: false,
	isFollowed: true,
} as const satisfies Partial<DeploymentRecord>;

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
		context: text('context'),
		repository: text('repository'),
		branch: text('branch'),
		healthUrl: text('healthUrl'),
		versionUrl: text('versionUrl'),
		actor: text('actor'),
		reason: text('reason'),
		startedAt: text('startedAt') || nowIso,
		badDeploymentId: text('badDeploymentId'),
		previousId: text('badDeploymentId'),
		toDeploymentId: text('toDeploymentId'),
		lockOwner: text('lockOwner'),
		verifiedDeployments: [text('knownGood')].filter((id) => id !== ''),
	};
}
