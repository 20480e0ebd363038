import { parseJson } from '../../../nodes/deployment/values/json';
import { isRecord, readString } from '../../../tools/json';
import type { SweptWorld } from '../sweptWorld';

/** Locks that are held, turns that have an owner, rows without an end, and what waits in Redis to be written or told. */
export async function leftovers(engine: SweptWorld): Promise<string[]> {
	const { tables, runner } = engine;
	const [locks, turns, kept, pages] = await Promise.all([
		engine.locks(),
		engine.clouds.turns(),
		engine.redis('HKEYS', 'slipway:rows'),
		engine.redis('HGETALL', 'slipway:tell'),
	]);
	const open = new Set(engine.openIncidents().map((incident) => readString(incident, 'dedupKey')));
	// Of a release the newest row counts: one that is rolled back is told twice, as it begins and as it ends.
	const releases = new Map(tables.rows('slipway_releases').map((row) => [row.release_id, row]));
	const rows = [...releases.values(), ...tables.rows('slipway_deployments')];
	return [
		...locks,
		// A release that died too often is left to a person, who is told of just that: the next push takes its turn.
		...turns.filter((turn) => !open.has(turn.replace('slipway:turn:', 'slipway/'))).map((turn) => `turn ${turn}`),
		...(Array.isArray(kept) ? kept.map((row) => `row ${String(row)} that is not written`) : []),
		...rows
			.filter(({ state }) => ['running', 'compensating'].includes(String(state)))
			.map(({ release_id: id, service, state }) => `${String(service ?? id)} is ${String(state)} in the ledger`),
		...untold(pages).map((key) => `the page ${key} is told to nobody`),
		...runner.runs
			.filter(({ status }) => status === 'running')
			.map(({ workflow, lastNode }) => `${workflow.name} runs at "${lastNode ?? 'its start'}"`),
	];
}

/**
 * What is kept for the person on call, and did not get through. A row of the ledger does not know: it was written
 * before that, or there was nothing to tell.
 */
function untold(fields: unknown): string[] {
	const words = Array.isArray(fields) ? fields.map(String) : [];
	const hash = new Map(words.flatMap((name, at) => (at % 2 === 0 ? [[name, words[at + 1] ?? ''] as const] : [])));
	return [...hash].flatMap(([name, text]) => {
		if (/^(?:told|next):/.test(name)) return [];
		const page = parseJson(text);
		const mark = page.ok && isRecord(page.value) ? readString(page.value, 'at') : undefined;
		return hash.get(`told:${name}`) === mark ? [] : [name];
	});
}
