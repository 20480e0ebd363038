import { isQuiet } from './ledgerState';
import type { DeploymentRecord } from './record';

/** What the person on call is told of a service, or that it is well again. */
export interface Page {
	readonly action: 'trigger' | 'resolve';
	/** What is affected: repeats are one page, and the next good deployment resolves it. */
	readonly key: string;
	readonly summary: string;
	readonly severity: 'critical' | 'error' | 'warning';
	readonly source: string;
	readonly component: string;
	readonly group: string;
	readonly class: string;
	/** JSON. */
	readonly details: string;
	readonly siteUrl: string;
	readonly commitUrl: string;
	readonly runUrl: string;
}

/** The page of a deployment that ended; null when there is nothing to tell. `runUrl` is where its run can be read. */
export function pageOf(record: DeploymentRecord, runUrl: string): Page | null {
	if (record.isPart || isQuiet(record.state) || isToldByItsRelease(record)) return null;
	const {
		service,
		environment,
		state,
		reason,
		commit,
		repository,
		previousCommit,
		deploymentId,
		actor,
		url,
		target,
		kind,
	} = record;
	return {
		action: state === 'live' ? 'resolve' : 'trigger',
		key: keyOf(record),
		summary: `${service} (${environment}): ${headline(record)}. ${reason}`,
		severity: state === 'rolledBack' ? 'error' : 'critical',
		source: url || target || service,
		component: service,
		group: environment,
		class: kind,
		details: JSON.stringify({
			service,
			environment,
			state,
			reason,
			commit,
			previousCommit,
			deployment: deploymentId,
			by: actor,
		}),
		siteUrl: url,
		commitUrl: commit === '' ? '' : `https://github.com/${repository}/commit/${commit}`,
		runUrl,
	};
}

/** What is followed, or looked at, by the next run; a drift, of which its release tells once. */
function isToldByItsRelease({ state, kind }: DeploymentRecord): boolean {
	return state === 'running' || state === 'drifted' || (state === 'unknown' && kind === 'look');
}

/**
 * A failure within a release is one incident with it. What ends well ends the page of a roll back by hand, or
 * of a deployment outside a release; the release itself ends its own when all of it is well.
 */
function keyOf({ service, environment, pageKey, state }: DeploymentRecord): string {
	return state === 'live' || pageKey === '' ? `slipway/${service}/${environment}` : pageKey;
}

function headline({ kind, state, commit }: DeploymentRecord): string {
	if (state === 'unhealthy') return `${(commit || 'what').slice(0, 7)} is live and not healthy`;
	const what = kind === 'rollback' ? 'the roll back' : `the deploy of ${(commit || 'an unknown commit').slice(0, 7)}`;
	if (state === 'unknown') return `it is not known how ${what} ended. It may still go live`;
	return `${what} ${state === 'rolledBack' ? 'was rolled back' : 'failed'}`;
}
