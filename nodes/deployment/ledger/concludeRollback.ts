import { isTrueAt, textAt } from '../values/jsonFields';
import { type Evidence, isHealthy, unhealthyReason, wasChecked } from './evidence';
import type { DeploymentRecord } from './record';
import { explain, mayStillGoLive, sentences } from './stepResult';

/** How a roll back ended, by what was seen. */
export function concludeRollback(evidence: Evidence): DeploymentRecord {
	const { record, published } = evidence;
	const healthy = isHealthy(evidence);
	return {
		...record,
		state: healthy ? 'live' : mayStillGoLive(published) ? 'unknown' : 'failed',
		verified: healthy,
		served: isTrueAt(published, 'verified'),
		reason: sentences(reasonOfRollback(evidence), lockWarning(evidence)),
		commit: textAt(published, 'commit') ?? '',
		deploymentId: textAt(published, 'id') ?? '',
		url: textAt(published, 'siteUrl') ?? textAt(published, 'url') ?? '',
		previousId: textAt(published, 'previous') ?? record.badDeploymentId,
	};
}

function reasonOfRollback(evidence: Evidence): string {
	const { record, published, died } = evidence;
	if (isHealthy(evidence)) return record.reason;
	if (wasChecked(evidence)) return `It is live again, but not healthy: ${unhealthyReason(evidence)}`;
	return (published === null ? died : explain(published)) || 'It could not be shown to be live';
}

/** Said of a roll back that was done without the lock: another run may deploy over it. */
function lockWarning({ lock }: Evidence): string {
	if (isTrueAt(lock, 'acquired')) return '';
	const note = textAt(lock, 'holder', 'note');
	const who = note === null ? '' : `, since a run has it that ${note} and may still go live`;
	return `The lock of this service could not be taken${who}: it was done without`;
}
