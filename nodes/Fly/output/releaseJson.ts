import type { IDataObject } from 'n8n-workflow';

import type { Deployment } from '../../deployment/state/deployment';
import type { DeploymentState } from '../../deployment/state/deploymentState';
import { parseImageReference } from '../../deployment/values/imageReference';
import type { FlyRelease } from '../api/types';
import { recordOf } from '../state/releaseRecord';
import { releaseStatus } from '../state/releaseStatus';

/** What is known of a release beyond Fly's own record. */
export interface ReleaseFacts {
	/** Whether every machine was seen to run it, by this read. */
	readonly live: boolean;
	readonly previous?: string | null;
	readonly state?: DeploymentState;
	readonly reason?: string;
	readonly image?: string;
	readonly digest?: string | null;
	readonly commit?: string | null;
	/** Of a release that was made just now: what Fly answered then has no record yet. */
	readonly isRollback?: boolean;
}

/** A release as a deployment in the shape of every platform. */
export function releaseOf(app: string, release: FlyRelease, facts: ReleaseFacts): Deployment {
	const status = releaseStatus(release.status);
	const record = recordOf(release);
	const ref = facts.image ?? record?.image ?? release.imageRef ?? '';
	const parsed = parseImageReference(ref);
	return {
		platform: 'fly',
		target: app,
		id: release.id,
		version: `v${release.version}`,
		commit: facts.commit ?? null,
		artifact:
			ref === ''
				? null
				: {
						kind: 'image',
						ref,
						digest: facts.digest ?? record?.digest ?? (parsed.ok ? parsed.image.digest : null),
					},
		state: facts.state ?? (facts.live ? 'live' : status.state),
		reason: facts.reason ?? status.reason,
		live: facts.live,
		createdAt: release.createdAt ?? null,
		createdBy: release.user?.email ?? null,
		url: `https://fly.io/apps/${app}`,
		previous: facts.previous ?? null,
	};
}

/** A release as an item's JSON; Fly's own answer too when asked for, without the configurations kept in it. */
export function releaseJson(
	app: string,
	release: FlyRelease,
	facts: ReleaseFacts,
	shown: { readonly verified: boolean; readonly raw: boolean },
): IDataObject {
	const record = recordOf(release);
	return {
		...releaseOf(app, release, facts),
		verified: shown.verified,
		strategy: release.deploymentStrategy?.toLowerCase() ?? null,
		isRollback: facts.isRollback ?? record?.kind === 'rollback',
		...(shown.raw && { raw: rawRelease(release) }),
	};
}

function rawRelease(release: FlyRelease): IDataObject {
	const record = recordOf(release);
	const { metadata, ...rest } = release;
	void metadata;
	return {
		...rest,
		user: release.user ?? null,
		...(record && {
			slipway: {
				...record,
				configurations: Object.keys(record.configurations),
			},
		}),
	};
}
