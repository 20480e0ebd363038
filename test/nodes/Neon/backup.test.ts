import { useManualClock } from '../../n8n/sandboxClock';
import { databaseRow, finished, nowMs, provenColumns } from '../../deployment/backups/workItems';
import { useNeonNode } from './neonNodeDriver';

const clock = useManualClock();
const neon = useNeonNode(clock);
const rows = JSON.stringify([{ json: { ...databaseRow, ...provenColumns } }]);

beforeEach(() => clock.advance(Math.max(0, nowMs - clock.now())));

const backup = (operation: string, parameters: Readonly<Record<string, string>>) => ({
	resource: 'backup',
	operation,
	...parameters,
});

describe('Backup: List', () => {
	it('gives an item for each thing to do, and asks nothing of Neon', async () => {
		const items = await neon.items(backup('list', { databaseRows: rows }));
		expect(items.map(({ json }) => json.next)).toEqual(['watch', 'work', 'expire']);
		const told = await neon.items(
			backup('list', { databaseRows: JSON.stringify([{ json: { ...databaseRow, bucket: '' } }]) }),
		);
		expect(told.map(({ json }) => json.next)).toEqual(['watch', 'tell']);
		expect(neon.requests()).toEqual([]);
	});

	it('gives a drill for each proven backup, and nothing where there is none', async () => {
		const items = await neon.items(backup('list', { work: 'drills', databaseRows: rows }));
		expect(items.map(({ json }) => json.work)).toEqual(['drill']);
		expect(await neon.items(backup('list', { work: 'drills', databaseRows: '[{}]' }))).toEqual([]);
	});

	it('stops where the table could not be read', async () => {
		const { message } = await neon.failure(backup('list', { databaseRows: '[{"json":{"error":"away"}}]' }));
		expect(message).toContain('slipway_databases could not be read, so nothing is backed up');
	});
});

describe('Backup: Conclude', () => {
	it('gives the rows, the page and what the Watch is told', async () => {
		const item = JSON.stringify(finished());
		expect(await neon.run(backup('conclude', { item }))).toMatchObject({
			next: 'over',
			isDone: true,
			row: { state: 'proven' },
		});
		const running = JSON.stringify(
			finished('backup', { task: { ok: false, state: 'unknown', error: { message: 'x' } } }),
		);
		expect(await neon.run(backup('conclude', { item: running }))).toMatchObject({ next: 'goOn' });
	});

	it('refuses an item that is none', async () => {
		expect((await neon.failure(backup('conclude', { item: '{}' }))).message).toContain('Item has no work on a copy');
	});
});

describe('Backup: Restore Form', () => {
	it('makes the page, decides by the answers, and says how a promotion ended', async () => {
		const tables = { databaseRows: rows, backupRows: '[]' };
		expect(await neon.run(backup('restoreForm', { item: '{}', ...tables }))).toMatchObject({ next: 'ask' });
		const chosen = { chosen: 'Copy paintbox as it was at the moment below', moment: '2026-11-27T05:00:00Z' };
		const decided = backup('restoreForm', { stage: 'decision', item: JSON.stringify(chosen), ...tables });
		expect(await neon.run(decided)).toMatchObject({ next: 'work', work: 'rewind' });
		const item = JSON.stringify({ database: 'paintbox', copyId: 'br-1', promoted: { ok: true } });
		expect(await neon.run(backup('restoreForm', { stage: 'result', item }))).toMatchObject({
			next: 'end',
			row: { kind: 'promotion', state: 'promoted' },
		});
	});
});
