import { isTrueAt, textAt } from '../values/jsonFields';
import { type EndLook, endLookOf, leftBy } from './endLook';
import { type Evidence, isHealthy, unhealthyReason, wasChecked } from './evidence';
import type { LedgerState } from './ledgerState';
import type { DeploymentRecord } from './record';
import { explain, mayStillGoLive, sentences } from './stepResult';

/** How a roll back ended, by what was seen. */
export function concludeRollback(evidence: Evidence): DeploymentRecord {
	const { record, published } = evidence;
	const state = stateOfRollback(evidence);
	const look = endLookOf(evidence);
	return {
		...record,
		...leftByRollback(evidence, look, state),
		state,
		verified: state === 'live',
		served: isTrueAt(published, 'verified'),
		reason: sentences(reasonOfRollback(evidence), lockWarning(evidence)),
		commit: textAt(published, 'commit') ?? (state === 'live' ? (look?.commit ?? '') : ''),
		// What is live is named as the next look names it.
		deploymentId: (state === 'live' ? look?.id : undefined) || (textAt(published, 'id') ?? ''),
		url: look?.url || (textAt(published, 'siteUrl') ?? textAt(published, 'url') ?? ''),
		previousId: textAt(published, 'previous') ?? record.badDeploymentId,
	};
}

function stateOfRollback(evidence: Evidence): LedgerState {
	const { record, published } = evidence;
	if (isHealthy(evidence) && isBack(evidence)) return 'live';
	if (!mayStillGoLive(published) || (wasChecked(evidence) && !isAnswerLost(evidence))) return 'failed';
	// What is still under way is followed by the next run.
	return record.isFollowed && textAt(published, 'id') !== null ? 'running' : 'unknown';
}

/**
 * Whether the platform may have done it, and what is live does not contradict that: Fly.io and ECS put back what was
 * there by a new id, so that the next look tells by what it contains.
 */
function isAnswerLost(evidence: Evidence): boolean {
	const look = endLookOf(evidence);
	const isChanged = look !== null && look.id !== '' && look.id !== evidence.record.badDeploymentId;
	return isHealthy(evidence) && isChanged && textAt(evidence.published, 'state') === 'unknown';
}

/**
 * Whether what is live is what it was to go back to. That something healthy is live says nothing: it may be what went
 * live meanwhile, after the platform refused.
 */
function isBack(evidence: Evidence): boolean {
	const { record, published } = evidence;
	if (isTrueAt(published, 'verified')) return true;
	const look = endLookOf(evidence);
	if (look === null || look.id === '') return false;
	// A release follows a person's roll back, which ended meanwhile: it is what is live.
	if (record.decision === 'adopt' && look.id === record.deploymentId) return true;
	// Its answer was lost; what is live tells.
	if (record.toDeploymentId !== '') return look.id === record.toDeploymentId;
	return look.id !== record.badDeploymentId && record.verifiedDeployments.includes(look.id);
}

/**
 * What it left live, where one look told, unless somebody else put that there meanwhile; where that look failed, what
 * the platform showed just before.
 */
function leftByRollback(evidence: Evidence, look: EndLook | null, state: LedgerState): Partial<DeploymentRecord> {
	const isSeen =
		look === null
			? isTrueAt(evidence.published, 'verified')
			: look.id !== '' && (look.id === evidence.record.badDeploymentId || isBack(evidence));
	return isSeen && (state === 'live' || state === 'failed') ? leftBy(look, evidence) : {};
}

function reasonOfRollback(evidence: Evidence): string {
	const { record, published, died } = evidence;
	if (isHealthy(evidence) && isBack(evidence)) return record.reason;
	if (wasChecked(evidence) && !isHealthy(evidence))
		return `It is live again, but not healthy: ${unhealthyReason(evidence)}`;
	return (published === null ? died : explain(published)) || 'It could not be shown to be live';
}

/** Said of a roll back that was done without the lock: another run may deploy over it. */
function lockWarning({ lock }: Evidence): string {
	// Where it takes none itself, whoever calls it holds the lock, or says so.
	if (lock === null || isTrueAt(lock, 'acquired')) return '';
	const note = textAt(lock, 'holder', 'note');
	const who = note === null ? '' : `, since a run has it that ${note} and may still go live`;
	return `The lock of this service could not be taken${who}: it was done without`;
}
