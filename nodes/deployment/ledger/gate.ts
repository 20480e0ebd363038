import { isTrueAt, textAt } from '../values/jsonFields';
import { isOneLook } from './endLook';
import { type Evidence, isHealthy, wasChecked } from './evidence';
import { type HealthQuestion, healthQuestionOf, questionAbout } from './healthQuestion';
import { failureOf } from './stepResult';

/** Whether what is live has to be asked, and what; or why there is nothing to ask. */
export type Gate =
	| { readonly kind: 'ask'; readonly question: HealthQuestion }
	/** A worker without any address: that its platform runs it is all that can be seen. */
	| { readonly kind: 'noAddress' }
	/** Its platform tells that what is live does no work. */
	| { readonly kind: 'notRunning'; readonly reason: string }
	/** The catalog has a path, and nobody knows of which address. */
	| { readonly kind: 'unknownAddress'; readonly reason: string }
	| { readonly kind: 'nothing'; readonly reason: string };

/** Decisions about what is live already. */
const looks: readonly string[] = ['verify', 'baseline', 'record'];

/** Decisions by which a run made, or judges, a deployment of this bundle's own. */
const ownDeployments: readonly string[] = ['deploy', 'adopt', 'verify', 'record'];

/**
 * What to check at the end of a deployment, a roll back or a look: what is live then, whoever made it, when
 * something went live by it or it is what was to be judged.
 */
export function gateOf(evidence: Evidence): Gate {
	const { record, live } = evidence;
	if (!isOneLook(live)) {
		const question = healthQuestionOf(evidence);
		return question === null ? { kind: 'nothing', reason: 'Nothing went live' } : { kind: 'ask', question };
	}
	if (record.state !== 'running') return { kind: 'nothing', reason: 'It was not begun' };
	if (record.decision === 'drifted') return { kind: 'nothing', reason: 'It was deployed outside, and is left' };
	const isVerified = isTrueAt(evidence.published, 'verified');
	const failure = failureOf(live);
	if (failure !== null && !isVerified) {
		return { kind: 'nothing', reason: `What is live could not be seen: ${failure}` };
	}
	if (failure === null && !isTrueAt(live, 'isLive')) return { kind: 'nothing', reason: 'Nothing is live' };
	if (!looks.includes(record.decision) && !isVerified && !hasChanged(evidence)) {
		return { kind: 'nothing', reason: 'Nothing went live' };
	}
	return askAbout(evidence);
}

/** Whether what is live has to be rolled back: this run made it, or judges it, it is bad, and it may go back. */
export function isRollbackNeeded(evidence: Evidence): boolean {
	const { record, live, published } = evidence;
	if (!isOneLook(live)) return false;
	if (!wasChecked(evidence) || isHealthy(evidence) || !record.mayRollBack || record.kind === 'rollback') return false;
	if (!ownDeployments.includes(record.decision)) return false;
	const liveId = textAt(live, 'deploymentId');
	if (liveId === null) return isTrueAt(published, 'verified');
	const commit = textAt(live, 'commit');
	return (
		liveId === textAt(published, 'id') ||
		liveId === record.deploymentId ||
		(record.commit !== '' && commit === record.commit)
	);
}

/** Whether something else is live than before. */
function hasChanged({ record, live }: Evidence): boolean {
	const before = record.kind === 'rollback' ? record.badDeploymentId : record.previousId;
	return (textAt(live, 'deploymentId') ?? '') !== before;
}

function askAbout({ record, live, published }: Evidence): Gate {
	const notRunning = textAt(live, 'notRunning');
	if (notRunning !== null) return { kind: 'notRunning', reason: notRunning };
	const serviceUrl = textAt(live, 'url') ?? textAt(published, 'url') ?? record.url;
	if (serviceUrl === '' && record.healthUrl === '' && record.versionUrl === '') return { kind: 'noAddress' };
	const paths = [record.healthUrl, record.versionUrl].filter((address) => address !== '' && !/^https?:/.test(address));
	if (serviceUrl === '' && paths.length > 0) {
		const failure = failureOf(live);
		if (failure !== null) return { kind: 'nothing', reason: `Where it answers could not be seen: ${failure}` };
		return {
			kind: 'unknownAddress',
			reason: `The catalog has only the path ${paths.join(' and ')}, and ${record.platform || 'the platform'} tells no address of this service. Enter the whole address in health_url and version_url`,
		};
	}
	const commit = textAt(live, 'commit') ?? textAt(published, 'commit') ?? record.commit;
	return { kind: 'ask', question: questionAbout(record, serviceUrl, commit) };
}
