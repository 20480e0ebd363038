import { isQuiet, type LedgerState, ledgerStateOf } from '../ledger/ledgerState';
import { readRecord, stringAt } from '../ledger/record';
import { isRecord, textAt, valueAt } from '../values/jsonFields';

/** A deployment or a roll back that has ended, as dashboards are told of it. Nothing secret. */
export interface ToldDeployment {
	readonly kind: 'deploy' | 'rollback';
	readonly state: LedgerState;
	readonly service: string;
	readonly environment: string;
	readonly platform: string;
	readonly commit: string;
	readonly actor: string;
	readonly releaseId: string;
	readonly reason: string;
	readonly url: string;
	/** ISO 8601, UTC. */
	readonly startedAt: string;
	readonly finishedAt: string;
}

/**
 * What is to be told of an item that was recorded; null where nothing was deployed: a beginning, a look, a release, or
 * an end by which nothing changed and nothing is wrong.
 */
export function toldDeploymentOf(item: unknown): ToldDeployment | null {
	const record = readRecord(item);
	const finishedAt = textAt(item, 'announcement', 'row', 'finished_at');
	if (record === null || finishedAt === null || record.kind === 'look') return null;
	if (record.state === 'running' || isQuiet(record.state) || record.deploymentId === '') return null;
	const { kind, state, service, environment, platform, commit, actor, releaseId, reason, url, startedAt } = record;
	const times = { startedAt: startedAt || finishedAt, finishedAt };
	return { kind, state, service, environment, platform, commit, actor, releaseId, reason, url, ...times };
}

/** The same as the workflow that tells it gets it; null for anything else. */
export function readTold(item: unknown): ToldDeployment | null {
	const told = valueAt(item, 'told');
	const kind = textAt(told, 'kind');
	const times = [textAt(told, 'startedAt'), textAt(told, 'finishedAt')].map((iso) => Date.parse(iso ?? ''));
	if (!isRecord(told) || (kind !== 'deploy' && kind !== 'rollback') || times.some(Number.isNaN)) return null;
	return {
		kind,
		state: ledgerStateOf(textAt(told, 'state')),
		service: stringAt(told, 'service'),
		environment: stringAt(told, 'environment'),
		platform: stringAt(told, 'platform'),
		commit: stringAt(told, 'commit'),
		actor: stringAt(told, 'actor'),
		releaseId: stringAt(told, 'releaseId'),
		reason: stringAt(told, 'reason'),
		url: stringAt(told, 'url'),
		startedAt: stringAt(told, 'startedAt'),
		finishedAt: stringAt(told, 'finishedAt'),
	};
}
