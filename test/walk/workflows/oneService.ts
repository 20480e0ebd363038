import { admitDecided } from '../../../nodes/deployment/ledger/admitDecided';
import { announceBeginning, announceEnd } from '../../../nodes/deployment/ledger/announcement';
import { beginRollback } from '../../../nodes/deployment/ledger/beginRollback';
import { concludeDeployment } from '../../../nodes/deployment/ledger/concludeDeployment';
import { readEvidence } from '../../../nodes/deployment/ledger/evidence';
import { gateOf, isRollbackNeeded } from '../../../nodes/deployment/ledger/gate';
import { type DeploymentRecord, readRecord } from '../../../nodes/deployment/ledger/record';
import { notRecorded } from '../../../nodes/deployment/ledger/recording';
import { rollbackOptions } from '../../../nodes/deployment/ledger/rollbackOptions';
import { resultAt } from '../../../nodes/deployment/ledger/stepResult';
import { isTrueAt, numberAt, textAt, valueAt } from '../../../nodes/deployment/values/jsonFields';
import { inspectLock } from '../../../nodes/Upstash/api/redis/locks';
import { lockJson } from '../../../nodes/Upstash/output/lockJson';
import { assertMayDeploy, assertMayRollBack } from '../rules/duringTheWalk';
import type { Execution, Flow } from '../world/instance';
import { copied, type Item } from '../world/tables';
import type { World } from '../world/world';
import { record as recordIt } from './record';

function recordIn(item: Item): DeploymentRecord {
	const record = readRecord(item);
	if (record === null) throw new Error('The item carries no record');
	return record;
}

/** 03: what a release decided about one service, under its lock. */
export async function* deployService(world: World, execution: Execution, given: Item): Flow<Item> {
	const service = textAt(given, 'service') ?? '';
	yield { at: '03 read its row again' };
	const rows = [world.tables.rowOf(service)];
	const readAtMs = world.n8n.nowMs;
	yield { at: '03 begin' };
	const begun = admitDecided(recordIn(given), rows, resultAt(given, 'live'), world.n8n.iso());
	const task = begun.state === 'running' ? (textAt(given, 'task') ?? '') : 'nothing';
	let item: Item = { ...given, ...begun, task, isHeld: isTrueAt(rows[0], 'hold') };
	item = yield* recordIt(world, execution, { ...item, announcement: announceBeginning(begun) });
	yield { at: '03 do it on its platform' };
	item = yield* onPlatform(world, item, { task: textAt(item, 'task') ?? '', readAtMs });
	yield { at: '03 see what is live' };
	item = { ...item, live: world.place(service).look() };
	yield { at: '03 check its health' };
	item = copied({ ...item, health: yield* checkHealth(world, item) });
	yield { at: '03 see who has the lock' };
	item = copied({ ...item, lockNow: await lockNow(world, textAt(item, 'lockKey') ?? '') });
	const isItsLock = valueAt(item, 'lockNow', 'ok') === false || valueAt(item, 'lockNow', 'token') === item.lockToken;
	if (isTrueAt(item, 'health', 'isRollbackNeeded') && isItsLock) {
		try {
			item = yield* rollBackService(world, execution, item);
		} catch (error) {
			if (error instanceof Error && error.name === 'Violation') throw error;
			item = { ...item, error: String(error) };
		}
	}
	yield { at: '03 conclude' };
	const concluded = concludeDeployment(readEvidence(recordIn(item), item));
	item = { ...item, ...concluded, ...notRecorded, announcement: announceEnd(concluded, world.n8n.iso(), '') };
	return yield* recordIt(world, execution, { ...item, error: undefined });
}

async function* onPlatform(
	world: World,
	item: Item,
	{ task, readAtMs }: { readonly task: string; readonly readAtMs: number },
): Flow<Item> {
	if (task !== 'deploy' && task !== 'adopt') return item;
	const record = recordIn(item);
	const place = world.place(record.service);
	const word = world.repository.wordOf(record.commit);
	if (task === 'deploy' && !place.isAway) assertMayDeploy(world, { record, item, word, readAtMs });
	const waitSeconds = numberAt(item, 'waitSeconds') ?? 0;
	const { deploymentId } = record;
	const newcomer = world.newcomer(record.service, word, 'slipway');
	return copied({ ...item, published: yield* place.deploy({ task, word, waitSeconds, deploymentId }, newcomer) });
}

/** *Check Health*: three good answers in a row, or bad ones until its time is up. */
async function* checkHealth(world: World, item: Item): Flow<Item> {
	const evidence = readEvidence(recordIn(item), item);
	const gate = gateOf(evidence);
	if (gate.kind !== 'ask') {
		const reason = gate.kind === 'noAddress' ? 'It has no address' : gate.reason;
		return { isNeeded: false, healthy: false, isRollbackNeeded: false, reason };
	}
	const isHealthy = (): boolean => world.place(evidence.record.service).live?.isHealthy === true;
	yield { at: '03 asks it', wakeAtMs: world.n8n.nowMs + (isHealthy() ? 6_000 : 60_000) };
	world.place(evidence.record.service).settle();
	if (isHealthy()) return { ok: true, isNeeded: true, healthy: true, reason: '', isRollbackNeeded: false };
	const health = { ok: false, isNeeded: true, healthy: false, reason: 'answers 503' };
	return { ...health, isRollbackNeeded: isRollbackNeeded({ ...evidence, health }) };
}

async function lockNow(world: World, lockKey: string): Promise<Item> {
	try {
		return { ok: true, ...lockJson(lockKey, await inspectLock(world.redis, lockKey)) };
	} catch (error) {
		return { ok: false, error: { message: String(error) } };
	}
}

/** 04: to what a person chose, to what the release says, or to what was verified before. */
export async function* rollBackService(world: World, execution: Execution, given: Item): Flow<Item> {
	yield { at: '04 begin' };
	const begun = beginRollback(given, world.n8n.iso());
	const { service } = begun;
	yield { at: '04 find its verified deployments' };
	const rows = world.tables.rowsOf(service).filter((row) => row.verified === true);
	const { verified } = rollbackOptions(service, rows, []);
	const verifiedDeployments = [...new Set([...begun.verifiedDeployments, ...verified])];
	let item: Item = { ...begun, verifiedDeployments };
	item = yield* recordIt(world, execution, { ...item, announcement: announceBeginning(begun) });
	yield { at: '04 roll it back on its platform' };
	assertMayRollBack(world, { record: begun, item: given });
	const toIds = [begun.toDeploymentId, ...verifiedDeployments].filter((id) => id !== '');
	const task = { toIds: begun.toDeploymentId === '' ? toIds : toIds.slice(0, 1), badId: begun.badDeploymentId };
	item = copied({ ...item, published: yield* world.place(service).rollBack(task) });
	yield { at: '04 see what is live' };
	item = copied({ ...item, live: world.place(service).look() });
	yield { at: '04 check its health' };
	item = copied({ ...item, health: yield* checkHealth(world, item) });
	yield { at: '04 conclude' };
	const concluded = concludeDeployment(readEvidence(recordIn(item), item));
	item = { ...item, ...concluded, ...notRecorded, announcement: announceEnd(concluded, world.n8n.iso(), '') };
	const rollback = yield* recordIt(world, execution, item);
	return copied({ ...given, rollback });
}
