import { stringAt } from '../ledger/record';
import { isTrueAt, listAt, numberAt, textsAt } from '../values/jsonFields';
import type { SecretSyncEndRow } from './secretSyncRow';

/** How one sync ended, for its row and for whoever asked. */
export interface SecretSyncEnd {
	/** The row's; 0 where there was nothing to do. */
	readonly id: number;
	readonly service: string;
	readonly environment: string;
	readonly target: string;
	readonly ok: boolean;
	readonly row: SecretSyncEndRow;
}

/** What a deployment takes from the syncs before it. */
export interface SecretSyncsResult {
	readonly secrets: {
		readonly ok: boolean;
		/** How many were looked at. */
		readonly count: number;
		/** Why it did not go well, a line each. */
		readonly reasons: readonly string[];
		/** Names of keys that differed though nobody had changed the source. */
		readonly drift: readonly string[];
		/** ECS: the revision whose containers have the references; empty elsewhere. */
		readonly revision: string;
	};
	/** The version of the AWS secret that the service's platform has now; absent where there is none. */
	readonly secretVersion?: string;
	/** Fly.io: what its machines must have at least; absent elsewhere. */
	readonly secretsVersion?: string;
}

/** By the items of the list, each with `synced` beside it, and `moved` where a version was brought back. */
export function concludeSecretSyncs(
	items: readonly unknown[],
	nowIso: string,
): { readonly ends: readonly SecretSyncEnd[]; readonly result: SecretSyncsResult } {
	const ends = items.filter((item) => (numberAt(item, 'row', 'id') ?? 0) > 0).map((item) => endOf(item, nowIso));
	return { ends, result: resultOf(ends) };
}

function endOf(item: unknown, nowIso: string): SecretSyncEnd {
	const text = (...names: string[]): string => stringAt(item, ...names);
	const reason = reasonOf(item);
	const isPlanOnly = isTrueAt(item, 'isPlanOnly');
	const isRead = isTrueAt(item, 'synced', 'ok');
	const isDone = reason === '' && !isPlanOnly;
	const written = stringAt(item, 'synced', 'versions', 'target');
	return {
		id: numberAt(item, 'row', 'id') ?? 0,
		service: text('service'),
		environment: text('environment'),
		target: text('target'),
		ok: reason === '',
		row: {
			// What could not be looked at drifts as it did.
			drift: isRead ? driftOf(item).join(', ') : text('row', 'drift'),
			synced_at: isDone ? nowIso : text('row', 'syncedAt'),
			looked_at: nowIso,
			secret_version: isDone ? text('synced', 'versions', 'source') : text('row', 'secretVersion'),
			target_version: written || text('row', 'targetVersion'),
			// Of a sync that failed half-way, too.
			record: text('synced', 'record') || text('row', 'record'),
			state: stateOf(item, reason, isPlanOnly),
			reason,
		},
	};
}

function stateOf(item: unknown, reason: string, isPlanOnly: boolean): string {
	if (reason !== '') return stringAt(item, 'issue') === '' ? 'failed' : 'faulty';
	if (isPlanOnly) return isTrueAt(item, 'synced', 'needsChange') ? 'differs' : 'inStep';
	return isTrueAt(item, 'synced', 'needsChange') ? 'synced' : 'inStep';
}

/** Why it did not go well; empty where it did. */
function reasonOf(item: unknown): string {
	const issue = stringAt(item, 'issue');
	if (issue !== '') return issue;
	const steps = ['synced', ...(stringAt(item, 'next') === 'back' ? ['moved'] : [])];
	const failed = steps.find((step) => !isTrueAt(item, step, 'ok'));
	if (failed === undefined) return '';
	const message = stringAt(item, failed, 'error', 'message') || 'The sync ended without an answer';
	const advice = stringAt(item, failed, 'error', 'advice');
	return [message.replace(/\.$/, ''), advice].filter((part) => part !== '').join('. ');
}

/**
 * Names of keys that the target had otherwise although the source is as it was at the last sync: somebody changed them
 * there. What the target does not show and nobody remembers was written again, and is no drift. Before the first sync, and with a new version of the secret, a difference is what is to be brought; of a row
 * that is only watched, every difference is drift.
 */
function driftOf(item: unknown): string[] {
	const known = stringAt(item, 'row', 'secretVersion');
	const version = stringAt(item, 'synced', 'versions', 'source');
	const isWatched = isTrueAt(item, 'row', 'isPlanOnly');
	const isSameSource = stringAt(item, 'row', 'syncedAt') !== '' && known === version;
	const names = (kind: string): string[] => textsAt(item, 'synced', kind);
	const left = listAt(item, 'synced', 'kept').map((kept) => `${stringAt(kept, 'key')} (no longer in the source)`);
	const unseen = isTrueAt(item, 'synced', 'isRecordKnown') ? names('written') : [];
	return [...(isWatched || isSameSource ? [...names('added'), ...names('changed'), ...unseen] : []), ...left];
}

function resultOf(ends: readonly SecretSyncEnd[]): SecretSyncsResult {
	const versionAt = (target: string): string => ends.find((end) => end.target === target)?.row.target_version ?? '';
	const secretVersion = ends.find(({ row }) => row.secret_version !== '')?.row.secret_version;
	const fly = versionAt('fly');
	return {
		secrets: {
			ok: ends.every(({ ok }) => ok),
			count: ends.length,
			reasons: ends.flatMap(({ service, environment, row }) =>
				row.reason === '' ? [] : [`${service}/${environment}: ${row.reason}`],
			),
			drift: ends.flatMap(({ row }) => (row.drift === '' ? [] : [row.drift])),
			revision: versionAt('awsEcs'),
		},
		...(secretVersion !== undefined && { secretVersion }),
		...(fly !== '' && { secretsVersion: fly }),
	};
}
