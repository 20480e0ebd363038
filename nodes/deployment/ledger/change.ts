import type { DeploymentRecord } from './record';

/** A change event, which stands beside the next incident. */
export interface Change {
	readonly summary: string;
	readonly details: { readonly by: string; readonly previousCommit: string };
	readonly siteUrl: string;
}

/** The change event of what is live now; null when nothing changed, or a deployment tells of it. */
export function changeOf({
	kind,
	state,
	isPart,
	service,
	environment,
	commit,
	actor,
	previousCommit,
	url,
}: DeploymentRecord): Change | null {
	if (isPart || state !== 'live' || kind === 'look') return null;
	return {
		summary: `${kind === 'rollback' ? 'Rolled back' : 'Deployed'} ${service} ${commit.slice(0, 7)} to ${environment}`,
		details: { by: actor, previousCommit },
		siteUrl: url,
	};
}
