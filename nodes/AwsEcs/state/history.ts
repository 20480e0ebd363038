import type { ServiceRevision } from '@aws-sdk/client-ecs';

import { nameInArn } from '../../shared/aws/arn';
import { commitOf } from './images';
import { isInFlight } from './recordStatus';

/** A service deployment of the history with the revision that it put, or tried to put, in place. */
export interface PastDeployment {
	readonly arn: string;
	/** ISO 8601. */
	readonly createdAt: string;
	readonly status: string;
	readonly taskDefinitionArn: string;
	readonly revision: ServiceRevision | undefined;
}

/** Whether an entry (an id, a version, a commit or a digest, in lower case) names that deployment. */
export function isNamed(past: PastDeployment, entry: string): boolean {
	const wanted = entry.toLowerCase();
	const images = past.revision?.containerImages ?? [];
	return (
		[
			past.arn,
			past.taskDefinitionArn,
			nameInArn(past.taskDefinitionArn),
			...images.map(({ imageDigest }) => imageDigest ?? ''),
			...images.map(({ image }) => image ?? ''),
		].some((name) => name !== '' && name.toLowerCase() === wanted) ||
		images.some(({ image }) => isSameCommit(commitOf(image), wanted))
	);
}

/** A tag may hold a commit's first digits; the ledger holds all forty. */
function isSameCommit(tagged: string | null, wanted: string): boolean {
	return tagged !== null && /^[0-9a-f]{7,40}$/.test(wanted) && (wanted.startsWith(tagged) || tagged.startsWith(wanted));
}

/** Those that ended well, newest first. */
export function successes(history: readonly PastDeployment[]): PastDeployment[] {
	return history.filter(({ status }) => status === 'SUCCESSFUL');
}

/** The newest deployment that is under way; undefined when none is. */
export function inFlightOf(history: readonly PastDeployment[]): PastDeployment | undefined {
	return history.find(({ status }) => isInFlight(status));
}
