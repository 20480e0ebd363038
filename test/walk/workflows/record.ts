import { preparePage, settlePage } from '../../../nodes/deployment/ledger/outbox';
import { notBegunIn, recordingOf, rowIdIn } from '../../../nodes/deployment/ledger/recording';
import { valueAt } from '../../../nodes/deployment/values/jsonFields';
import type { Execution, Flow } from '../world/instance';
import { copied, type Item } from '../world/tables';
import type { World } from '../world/world';

/** Steps that only announce; *Confirm* takes their answers out of the item. */
const announcing = ['announcement', 'page', 'inLedger', 'kept'] as const;

/** A command to Redis, as its step leaves it in an item. */
async function redisStep(world: World, words: readonly string[]): Promise<Item> {
	const [verb = '', ...others] = words;
	try {
		return { ok: true, result: await world.redis.run([verb, ...others]) };
	} catch (error) {
		return { ok: false, error: { message: String(error) } };
	}
}

/** 13: keeps the page, tells it, and looks whether something newer is to be told. Its answer is the item's `page`. */
export async function* tell(world: World, execution: Execution, item: Item): Flow<Item> {
	let source = item;
	for (let tries = 0; tries < 10; tries++) {
		yield { at: '13 keep the page' };
		const prepared = preparePage(source, execution.id, world.n8n.nowMs);
		if (prepared === null) return {};
		const kept = await redisStep(world, prepared.keep);
		yield { at: '13 page' };
		const sent = world.pager.send(prepared.fields, world.n8n.nowMs);
		yield { at: '13 read what is kept' };
		const now = await redisStep(world, prepared.read);
		const settled = settlePage(copied({ tell: prepared, kept, sent, now }), world.n8n.nowMs);
		if (settled.next === 'note') {
			yield { at: '13 note' };
			await redisStep(world, settled.words);
		}
		if (settled.next === 'stop') throw new Error(settled.problem);
		if (settled.next !== 'again') return { told: settled.told, problem: settled.problem };
		source = settled.page ?? {};
	}
	throw new Error('It is told again and again');
}

/** 11: the page, then the ledger; each goes on when it fails. */
export async function* record(world: World, execution: Execution, item: Item): Flow<Item> {
	let done: Item = copied(item);
	const announcement = valueAt(item, 'announcement');
	const row = valueAt(announcement, 'row');
	if (valueAt(announcement, 'page') !== null && valueAt(announcement, 'page') !== undefined) {
		try {
			done = { ...done, page: yield* tell(world, execution, { announcement }) };
		} catch (error) {
			done = { ...done, error: String(error) };
		}
	}
	if (row !== null && row !== undefined) {
		yield { at: '11 write the ledger' };
		const written = world.tables.write(valueAt(announcement, 'table'), row, world.n8n.iso());
		done = { ...done, inLedger: written ?? row };
		if (written === null) {
			yield { at: '11 keep the row' };
			const keep = valueAt(announcement, 'keep');
			done = { ...done, kept: await redisStep(world, Array.isArray(keep) ? keep.map(String) : []) };
		}
	}
	yield { at: '11 end' };
	return confirmed(done);
}

function confirmed(item: Item): Item {
	const rowId = rowIdIn(item);
	const isOfRelease = valueAt(item, 'announcement', 'table') === 'slipway_releases';
	const recording = recordingOf(item);
	const done: Record<string, unknown> = {
		...item,
		...recording,
		...notBegunIn(item, recording),
		...(rowId > 0 && !isOfRelease && { rowId }),
	};
	for (const name of announcing) Reflect.deleteProperty(done, name);
	return done;
}
