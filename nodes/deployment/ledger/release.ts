import { textAt } from '../values/jsonFields';
import type { ReleaseResult, ReleaseState } from './concludeRelease';
import { stringAt } from './record';

/** One push, and all that it deploys. Empty where not known. */
export interface ReleaseRecord {
	readonly releaseId: string;
	readonly deliveryId: string;
	readonly repository: string;
	readonly ref: string;
	readonly branch: string;
	readonly commit: string;
	readonly actor: string;
	readonly message: string;
	/** ISO 8601, UTC. */
	readonly startedAt: string;
	readonly state: ReleaseState | 'running';
	readonly reason: string;
}

/** In characters. */
const maxMessageLength = 200;

/** The release that an event of the GitHub Deploy Trigger begins; null for what is none. A delivery that comes again is another release. */
export function beginRelease(event: unknown, executionId: string, nowIso: string): ReleaseRecord | null {
	const deliveryId = textAt(event, 'deliveryId');
	const repository = textAt(event, 'repository', 'fullName');
	if (deliveryId === null || repository === null) return null;
	return {
		releaseId: `${deliveryId}/${executionId}`,
		deliveryId,
		repository,
		ref: stringAt(event, 'ref'),
		branch: stringAt(event, 'branch'),
		commit: stringAt(event, 'sha'),
		actor: stringAt(event, 'sender'),
		message: [...stringAt(event, 'message')].slice(0, maxMessageLength).join(''),
		startedAt: nowIso,
		state: 'running',
		reason: '',
	};
}

/** The release with how it ended, and what a page of it is keyed by: what is affected. */
export function withResult(
	release: ReleaseRecord,
	{ state, reason, isTold, key }: ReleaseResult,
): ReleaseRecord & { readonly told: boolean; readonly key: string } {
	return {
		...release,
		state,
		reason,
		told: isTold,
		key: key || `slipway/${release.repository}@${release.branch || release.ref}`,
	};
}

/** A row of the Data Table `slipway_releases`, by its columns. */
export function toReleaseRow(
	release: ReleaseRecord,
	services: readonly string[],
	finishedAt: string | null,
): Readonly<Record<string, string>> {
	const { repository, ref, commit, message, state, reason } = release;
	return {
		repository,
		ref,
		commit,
		message,
		state,
		reason,
		release_id: release.releaseId,
		delivery_id: release.deliveryId,
		sender: release.actor,
		services: services.join(', '),
		started_at: release.startedAt,
		...(finishedAt !== null && { finished_at: finishedAt }),
	};
}

/** The release that an item carries; null when it carries none. */
export function readRelease(item: unknown): ReleaseRecord | null {
	if (textAt(item, 'releaseId') === null || textAt(item, 'repository') === null) return null;
	const text = (name: keyof ReleaseRecord): string => stringAt(item, name);
	return {
		releaseId: text('releaseId'),
		deliveryId: text('deliveryId'),
		repository: text('repository'),
		ref: text('ref'),
		branch: text('branch'),
		commit: text('commit'),
		actor: text('actor'),
		message: text('message'),
		startedAt: text('startedAt'),
		state: 'running',
		reason: '',
	};
}
