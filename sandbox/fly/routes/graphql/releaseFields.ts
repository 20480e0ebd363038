import type { App, Release } from '../../model';
import { isoTime } from '../../present/present';
import { isInProgress, isStable } from '../../world/releases';
import { userFields } from './accountFields';
import type { Arguments } from './connection';
import { connection } from './connection';

export function releaseFields(release: Release): Record<string, unknown> {
	return {
		__typename: 'Release',
		id: release.id,
		version: release.version,
		description: `Release v${release.version}`,
		reason: 'deploy',
		status: release.status,
		stable: isStable(release),
		inProgress: isInProgress(release),
		imageRef: release.image,
		deploymentStrategy: release.strategy,
		configDefinition: release.definition,
		metadata: release.metadata,
		user: userFields,
		createdAt: isoTime(release.createdAtMs),
		updatedAt: isoTime(release.updatedAtMs),
	};
}

/** The newest first, 25 by default; `after` is the version of the last one seen. */
export function releasePage(app: App, given: Arguments): Record<string, unknown> {
	const { status } = given;
	const releases = app.releases.filter((release) => typeof status !== 'string' || release.status === status);
	const size = typeof given['last'] === 'number' ? {} : { first: 25 };
	const { first, ...rest } = given;
	const page = { ...rest, ...size, ...(typeof first === 'number' && { first }) };
	return connection(releases, page, releaseFields, ({ version }) => String(version));
}
