import { announceBeginning, announceEnd } from '../../../nodes/deployment/ledger/announcement';
import { doublesIn, readKeptRows, withKeptRows } from '../../../nodes/deployment/ledger/keptRows';
import { fromLedgerRow, type LedgerEntry, rowKeyOf } from '../../../nodes/deployment/ledger/ledgerRow';

const row = (changes: Readonly<Record<string, unknown>> = {}) => ({
	kind: 'deploy',
	service: 'api',
	environment: 'production',
	branch: 'main',
	release_id: 'd/1',
	state: 'live',
	started_at: '2026-11-27T03:00:00.000Z',
	...changes,
});
const entry = (id: number, changes: Readonly<Record<string, unknown>> = {}): LedgerEntry => {
	const read = fromLedgerRow({ ...row(changes), id });
	if (read === null) throw new Error('It is no row');
	return read;
};

it('reads the rows of the branch, newest first, and nothing that is no row', () => {
	const texts = [
		JSON.stringify(row()),
		JSON.stringify(row({ branch: 'staging' })),
		JSON.stringify(row({ release_id: 'd/2', started_at: '2026-11-27T04:00:00.000Z' })),
		JSON.stringify({ release_id: 'd/1', state: 'failed', branch: 'main' }),
		'{"service": "api", ',
		'',
	];
	expect(readKeptRows(texts, 'main').map(({ release_id: id }) => id)).toEqual(['d/2', 'd/1']);
});

it('leaves out the oldest where they are too many for one item', () => {
	const texts = Array.from({ length: 300 }, (_, hour) =>
		JSON.stringify(row({ release_id: `d/${hour}`, reason: 'x'.repeat(300), started_at: new Date(hour * 3.6e6) })),
	);
	const kept = readKeptRows(texts, 'main');
	expect(kept[0]).toMatchObject({ release_id: 'd/299' });
	expect(JSON.stringify(kept).length).toBeLessThan(45_000);
	expect(kept.length).toBeGreaterThan(50);
});

it('puts new rows on top, in the order in which they began, and says that they are not in the ledger', () => {
	const later = row({ release_id: 'd/3', started_at: '2026-11-27T05:00:00.000Z' });
	const earlier = row({ release_id: 'd/2', started_at: '2026-11-27T04:00:00.000Z', id: 0 });
	expect(withKeptRows([entry(7)], [later, earlier])).toMatchObject([
		{ releaseId: 'd/3', rowId: 9, isKept: true },
		{ releaseId: 'd/2', rowId: 8, isKept: true },
		{ releaseId: 'd/1', rowId: 7, isKept: false },
	]);
});

it('puts what it kept below what the ledger took meanwhile, in the order in which they began', () => {
	const at = (minute: number) => ({ started_at: `2026-11-27T04:0${minute}:00.000Z` });
	const ledger = [entry(8, { release_id: 'd/8', ...at(5) }), entry(7)];
	const kept = [row({ release_id: 'd/3', ...at(3) }), row({ release_id: 'd/2', ...at(2) })];
	const merged = withKeptRows(ledger, kept);
	expect(merged.map(({ releaseId }) => releaseId)).toEqual(['d/8', 'd/3', 'd/2', 'd/1']);
	expect(merged.map(({ rowId }) => rowId)).toEqual([8, expect.any(Number), expect.any(Number), 7]);
	expect(new Set(merged.map(({ rowId }) => rowId)).size).toBe(4);
});

it('puts an end into the row that was begun, and a row once that was written a moment ago', () => {
	const begun = entry(7, { state: 'running' });
	const written = entry(8, { release_id: 'd/2' });
	const ended = withKeptRows([written, begun], [{ ...row({ state: 'failed' }), id: 7 }, row({ release_id: 'd/2' })]);
	expect(ended).toMatchObject([
		{ rowId: 8, releaseId: 'd/2', isKept: false },
		{ rowId: 7, state: 'failed', isKept: false },
	]);
	expect(ended).toHaveLength(2);
});

it.each<[string, object]>([
	['a new row', row({ state: 'running' })],
	['a row that was taken up again', { ...row({ state: 'running' }), id: 7 }],
])('does not put the beginning of %s over the end that was written', (_name, kept) => {
	const ended = entry(7, { state: 'failed', deployment_id: 'bad' });
	expect(withKeptRows([ended], [kept])).toEqual([ended]);
});

it.each<[string, Readonly<Record<string, unknown>>, number[]]>([
	['of the same deployment', {}, [8]],
	['of another service', { service: 'web' }, []],
	['of its roll back', { kind: 'rollback' }, []],
	['of another release', { release_id: 'd/2' }, []],
	['of an earlier try in that release', { started_at: '2026-11-27T02:00:00.000Z' }, []],
	['without a time', { started_at: '' }, []],
	['that has an end as well', { state: 'unknown' }, []],
])('knows a beginning that was written after the end: one %s', (_name, changes, expected) => {
	const begun = entry(8, { state: 'running', ...changes });
	expect(doublesIn([begun, entry(7, { state: 'failed' })]).map(({ rowId }) => rowId)).toEqual(expected);
});

it('takes a beginning alone for no double', () => {
	expect(doublesIn([entry(8, { state: 'running' })])).toEqual([]);
});

it('keeps the beginning and the end of a deployment as one', () => {
	const begun = entry(0, { state: 'running' });
	expect(announceBeginning(begun).keep[2]).toBe(announceEnd({ ...begun, state: 'live' }, '', '').keep[2]);
});

it.each<[string, Readonly<Record<string, unknown>>]>([
	['the next one of the same release, after the head moved on', { started_at: '2026-11-27T03:05:00.000Z' }],
	['the one in another environment', { environment: 'staging' }],
	['the roll back', { kind: 'rollback' }],
	['the one of another release', { release_id: 'd/2' }],
])('keeps a deployment besides %s', (_name, changes) => {
	expect(rowKeyOf(entry(0))).not.toBe(rowKeyOf(entry(0, changes)));
});

it('forgets the beginning that the ledger did not take, with the end that it takes, and only then', () => {
	const begun = entry(0, { state: 'running' });
	const ended = entry(0);
	const key = rowKeyOf(ended);
	expect(announceBeginning(begun).forget).toEqual([]);
	expect(announceEnd(ended, '2026-11-27T03:05:00.000Z', '').forget).toEqual(['HDEL', 'slipway:rows', key]);
	expect(announceBeginning(begun).keep.slice(0, 3)).toEqual(['HSET', 'slipway:rows', key]);
	expect(announceEnd({ ...ended, rowId: 7 }, '2026-11-27T03:05:00.000Z', '').forget).toEqual([]);
});
