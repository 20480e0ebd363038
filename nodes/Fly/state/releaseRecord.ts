import type { IDataObject } from 'n8n-workflow';

import { isRecord, isTrueAt, listAt, numberAt, textAt, valueAt } from '../../deployment/values/jsonFields';
import type { FlyConfig, FlyRelease } from '../api/types';

/** What this package keeps in a release's metadata, inside Fly.io and nowhere else (docs/decisions/0005-fly-rollback.md). */
export type ReleaseRecord = {
	readonly kind: 'deploy' | 'rollback';
	readonly verified: boolean;
	readonly image: string;
	readonly digest: string | null;
	/** Version of the release that a roll back left. */
	readonly rolledBackFrom: number | null;
	/** Versions of releases before that one which were the same: what was left is bad under each of these names. */
	readonly rolledBackFromSame: number[];
	/** The configuration that each process group was given. */
	readonly configurations: Record<string, FlyConfig>;
};

export function recordJson(record: ReleaseRecord): IDataObject {
	return { slipway: record };
}

/** The record of a release; null for one that another tool made. */
export function recordOf(release: FlyRelease): ReleaseRecord | null {
	const found = valueAt(release.metadata, 'slipway');
	if (!isRecord(found)) return null;
	const configurations = valueAt(found, 'configurations');
	return {
		kind: textAt(found, 'kind') === 'rollback' ? 'rollback' : 'deploy',
		verified: isTrueAt(found, 'verified'),
		image: textAt(found, 'image') ?? release.imageRef ?? '',
		digest: textAt(found, 'digest'),
		rolledBackFrom: numberAt(found, 'rolledBackFrom'),
		rolledBackFromSame: listAt(found, 'rolledBackFromSame').filter((version) => typeof version === 'number'),
		configurations: isRecord(configurations)
			? Object.fromEntries(
					Object.entries(configurations).flatMap(([group, config]) =>
						isRecord(config) ? [[group, config as FlyConfig]] : [],
					),
				)
			: {},
	};
}

export function hasEndedWell({ status }: FlyRelease): boolean {
	return status === 'complete' || status === 'succeeded';
}
