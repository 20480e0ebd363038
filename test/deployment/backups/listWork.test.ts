import { overdueBackups } from '../../../nodes/deployment/backups/backupWatch';
import { listBackups, listDrills, readDatabaseRows } from '../../../nodes/deployment/backups/listWork';
import { databaseRow, nowMs, provenColumns, row } from './workItems';

describe('the work of a day', () => {
	it('backs up each database, and lets go what was kept long enough', () => {
		const listed = listBackups(
			[
				row({ ...provenColumns, proven_at: '2026-11-27T05:55:00.000Z' }),
				row({ id: 8, database: 'shop', enabled: false }),
			],
			nowMs,
		);
		expect(listed.map(({ next }) => next)).toEqual(['watch', 'work', 'expire']);
		expect(listed[1]).toMatchObject({
			work: 'backup',
			action: 'dump',
			branchName: 'slipway/backup-paintbox-20261127t061000',
			runKey: 'backup-paintbox-20261127t061000',
			key: 'neon/paintbox/2026/20261127t061000.dump',
			notedKey: 'neon/paintbox/2026/20261127t061000.dump.json',
			branchExpiresAt: '2026-11-28T06:10:00.000Z',
			sha256: '',
		});
		expect(listed[2]).toMatchObject({ database: 'paintbox', before: '2026-10-28T06:10:00.000Z' });
	});

	it('lets nothing go while the newest proven backup is old', () => {
		const stale = listBackups([row({ ...provenColumns, proven_at: '2026-11-26T05:00:00.000Z' })], nowMs);
		expect(stale.map(({ next }) => next)).toEqual(['watch', 'work']);
		expect(listBackups([row()], nowMs).map(({ next }) => next)).toEqual(['watch', 'work']);
	});

	it.each([
		[{ bucket: '' }, 'bucket is empty'],
		[{ branch: '' }, 'branch is empty'],
		[{ network_service: '' }, 'neither network_service nor subnets'],
		[{ minimum_bytes: 0 }, 'minimum_bytes must be more than 0'],
		[{ keep_days: 1 }, 'keep_days must be 2 or more'],
		[{ database: 'Paint Box' }, 'small letters'],
	])('tells a row that cannot be used: %j', (changes, words) => {
		const [, told, ...others] = listBackups([row(changes)], nowMs);
		expect(told).toMatchObject({ next: 'tell', action: 'trigger' });
		expect(JSON.stringify(told)).toContain(words);
		expect(others).toEqual([]);
	});

	it('takes a database once, and tells the other row', () => {
		const listed = listBackups([row(), row({ id: 9 })], nowMs);
		expect(listed.map(({ next }) => next)).toEqual(['watch', 'tell', 'work']);
	});

	it('drills what has a proven backup, by what was written down of it', () => {
		const listed = listDrills([row(provenColumns), row({ id: 8, database: 'shop' })], nowMs);
		expect(listed).toMatchObject([
			{
				next: 'work',
				work: 'drill',
				action: 'restore',
				key: provenColumns.proven_key,
				sha256: provenColumns.proven_sha256,
			},
		]);
	});
});

it('does not take another table, or an error, for an empty one', () => {
	expect(readDatabaseRows([{}])).toEqual([]);
	expect(readDatabaseRows([databaseRow])).toHaveLength(1);
	expect(readDatabaseRows([{ id: 1, service: 'paintbox-api' }])).toBeNull();
	expect(readDatabaseRows([{ error: 'The table does not exist' }])).toBeNull();
});

it('tells the Watch what each database has, and since when one has none', () => {
	const [watch] = listBackups([row(provenColumns), row({ id: 8, database: 'shop' })], nowMs);
	const commands = watch?.next === 'watch' ? watch.commands : [];
	expect(commands[0]).toEqual(['DEL', 'slipway:backups']);
	const hash = Object.fromEntries(commands.slice(1).map(([, , database = '', text = '']) => [database, text]));
	expect(overdueBackups(hash, nowMs)).toEqual([
		{ database: 'shop', provenAt: '', sinceMs: Date.parse('2026-11-01T00:00:00.000Z') },
	]);
	expect(overdueBackups(hash, nowMs + 60 * 60_000).map(({ database }) => database)).toEqual(['paintbox', 'shop']);
	expect(overdueBackups({ broken: '{', other: '{}' }, nowMs)).toEqual([]);
});
