import { textAt } from '../values/jsonFields';
import { liveNow, type Evidence } from './evidence';
import type { DeploymentRecord } from './record';

/** What to ask a service to know whether it is healthy and serves the right commit. */
export interface HealthQuestion {
	readonly url: string;
	/** Where it tells its commit; null when nothing is known to compare. */
	readonly version: { readonly url: string; readonly commit: string } | null;
}

/**
 * What to check at the end of a deployment or a roll back: what the platform was seen to serve. Null when
 * nothing went live by it. Whatever is live is checked, whoever made it.
 */
export function healthQuestionOf(evidence: Evidence): HealthQuestion | null {
	const { record, live, published } = evidence;
	const isVerified = published?.verified === true;
	if (record.kind === 'rollback') {
		if (!isVerified) return null;
		return questionAbout(
			record,
			textAt(published, 'siteUrl') ?? textAt(published, 'url') ?? '',
			textAt(published, 'commit') ?? '',
		);
	}
	const now = liveNow(evidence);
	const hasChanged = now.id !== '' && now.id !== (textAt(live, 'publishedDeployId') ?? '');
	return isVerified || hasChanged ? questionAbout(record, textAt(live, 'url') ?? '', now.commit) : null;
}

/** The catalog's addresses, below where the service answers, and the commit that it has to tell. */
export function questionAbout(
	record: Pick<DeploymentRecord, 'healthUrl' | 'versionUrl'>,
	serviceUrl: string,
	commit: string,
): HealthQuestion {
	return {
		url: addressOf(record.healthUrl, serviceUrl, '/'),
		version:
			record.versionUrl !== '' && commit !== ''
				? { url: addressOf(record.versionUrl, serviceUrl, '/version.json'), commit }
				: null,
	};
}

/** A whole address as it is; a path below the service's own. */
function addressOf(entered: string, serviceUrl: string, otherwise: string): string {
	return /^https?:/.test(entered) ? entered : `${serviceUrl.replace(/\/+$/, '')}${entered || otherwise}`;
}
