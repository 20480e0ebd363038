import { readKeptRows, withKeptRows } from '../../../nodes/deployment/ledger/keptRows';
import { fromLedgerRow, type LedgerEntry } from '../../../nodes/deployment/ledger/ledgerRow';

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
