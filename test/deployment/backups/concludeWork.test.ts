import { concludeWork } from '../../../nodes/deployment/backups/concludeWork';
import { failure, finished, note, nowMs, provenColumns, sha256 } from './workItems';

const concluded = (item: Readonly<Record<string, unknown>>, atMs = nowMs) => {
	const found = concludeWork(item, atMs);
	if (found === null) throw new Error('This is no work');
	return found;
};

const over = (item: Readonly<Record<string, unknown>>, atMs = nowMs) => {
	const found = concluded(item, atMs);
	if (found.next === 'goOn') throw new Error('It goes on');
	return found;
};

describe('a backup', () => {
	it('is proven by the object in S3, and written down with its counts', () => {
		const end = over(finished());
		expect(end).toMatchObject({
			next: 'over',
			isDone: true,
			announcement: { page: { action: 'resolve', key: 'slipway/backup/paintbox' } },
		});
		expect(end.row).toMatchObject({
			kind: 'backup',
			state: 'proven',
			taken_at: '2026-11-27T06:00:05Z',
			key: 'neon/paintbox/2026/20261127t060000.dump',
			bytes: 3400,
			sha256,
			tables: 2,
			rows: 5,
		});
		expect(end.databaseRow).toMatchObject({
			state: 'proven',
			proven_at: '2026-11-27T06:10:00.000Z',
			proven_bytes: 3400,
		});
		expect(end.watch.slice(0, 3)).toEqual(['HSET', 'slipway:backups', 'paintbox']);
	});

	const object = finished().object as object;
	const inParts = (crc64nvme: string) => ({
		object: { ...object, sha256: null, checksum: { algorithm: 'CRC64NVME', value: 'AAAA', parts: null } },
		noted: { ok: true, text: note({ crc64nvme }) },
	});
	it('that was uploaded in parts is proven by its CRC', () => {
		expect(over(finished('backup', inParts('AAAA')))).toMatchObject({ isDone: true });
	});

	it.each([
		['no branch', { copy: failure('Neon has no room for another branch') }, /consistent branch of paintbox.*no room/],
		['an empty dump', { object: { ...object, sizeBytes: 40 } }, /has 40 bytes, and minimum_bytes is 100/],
		['a truncated dump', { object: { ...object, sizeBytes: 1700 } }, /has 1700 of 3400 bytes: it is cut off/],
		['another dump', { object: { ...object, sha256: '00'.repeat(32) } }, /not what was dumped/],
		['no checksum', { object: { ...object, sha256: null, checksum: null } }, /keeps no checksum/],
		['another CRC', { ...inParts('BBBB') }, /CRC-64 AAAA, and the task noted BBBB/],
		[
			'a checksum of parts',
			{ object: { ...object, sha256: null, checksum: { algorithm: 'CRC64NVME', value: 'AAAA-3', parts: 3 } } },
			/keeps no checksum/,
		],
		['no dump', { object: failure('There is no object neon/paintbox') }, /could not be seen.*no object/],
		['no note', { noted: failure('There is no object x.json') }, /not what it should have noted.*no object/],
		['a note that is no JSON', { noted: { ok: true, text: '{"version":1' } }, /not what it should have noted/],
		['a note of another task', { noted: { ok: true, text: note({ branch: 'br-other' }) } }, /of another task/],
		['no rows at all', { noted: { ok: true, text: note({ tables: { 'public.colors': 0 } }) } }, /no row in any table/],
		[
			'a bucket in another region',
			{ task: failure('1 of 1 tasks failed: 1a: container backup exited with 16') },
			/bucket is in another region/,
		],
		[
			'a database that is away',
			{ task: failure('1 of 1 tasks failed: 1a: container backup exited with 12') },
			/does not answer/,
		],
		['no task', { task: failure('The image cannot be pulled') }, /The task failed. The image cannot be pulled/],
	])('with %s is none, and says why', (_what, changes, words) => {
		const end = over(finished('backup', changes));
		expect(end).toMatchObject({
			isDone: false,
			announcement: { page: { action: 'trigger', severity: 'critical' } },
			watch: ['PING'],
		});
		expect(end.row.state).toBe('failed');
		expect(end.reason).toMatch(words);
		expect(end.databaseRow).toMatchObject({ state: 'failed' });
		expect(end.databaseRow).not.toHaveProperty('proven_at');
	});

	it('of a database that lost a table is proven, and says so', () => {
		const noted = { ok: true, text: note({ tables: { 'public.colors': 3, 'shop.orders': 0 } }) };
		const end = over(finished('backup', { noted }));
		expect(end).toMatchObject({ isDone: true, announcement: { page: { action: 'trigger', severity: 'warning' } } });
		expect(end.announcement.page.summary).toBe(
			'The backup of paintbox is proven, but shop.orders had 2 rows and has none since the backup before',
		);
	});

	it('goes on while its task runs, and is given up after three hours', () => {
		const running = failure('It is not known how it ended', { state: 'unknown' });
		expect(concluded(finished('backup', { task: running })).next).toBe('goOn');
		const late = over(finished('backup', { task: running }), nowMs + 3 * 3_600_000);
		expect(late.reason).toMatch(/not ended after three hours/);
	});

	it('tries three times what may pass, and no more', () => {
		const away = { ok: false, error: { message: 'Neon is away', advice: '', canRetry: true } };
		const tries = [0, 1, 2].map((count) => concluded(finished('backup', { copy: away, tries: count })));
		expect(tries.map(({ next }) => next)).toEqual(['goOn', 'goOn', 'over']);
		expect(tries[0]).not.toHaveProperty('copy');
	});
});

describe('a drill', () => {
	it('went well where the rows are equal, and says what would be lost and how long it takes', () => {
		const end = over(finished('drill'));
		expect(end).toMatchObject({
			next: 'over',
			isDone: true,
			announcement: { page: { action: 'resolve', key: 'slipway/drill/paintbox' } },
		});
		expect(end.row).toMatchObject({
			kind: 'drill',
			state: 'restored',
			recovery_point_seconds: 86_400,
			recovery_time_seconds: 600,
		});
		expect(end.databaseRow).toEqual({
			id: 7,
			drill_at: '2026-11-27T06:10:00.000Z',
			drill_state: 'restored',
			drill_reason: '',
			recovery_point_seconds: 86_400,
			recovery_time_seconds: 600,
		});
	});

	it.each([
		[
			'fewer rows',
			{ action: 'restore', tables: { 'public.colors': 2, 'shop.orders': 2 } },
			/public.colors has 2 rows instead of 3/,
		],
		['a table too few', { action: 'restore', tables: { 'public.colors': 3 } }, /shop.orders is missing/],
		[
			'a table too many',
			{ action: 'restore', tables: { 'public.colors': 3, 'shop.orders': 2, 'public.x': 0 } },
			/public.x is new/,
		],
		['another dump', { action: 'restore', sha256: 'ab' }, /has SHA-256 ab/],
	])('with %s failed', (_what, changes, words) => {
		const end = over(finished('drill', { noted: { ok: true, text: note(changes) } }));
		expect(end).toMatchObject({ isDone: false, announcement: { page: { action: 'trigger', severity: 'critical' } } });
		expect(end.reason).toMatch(words);
	});

	it('of a backup of which nobody knows the rows failed', () => {
		const end = over(finished('drill', {}, { ...provenColumns, proven_counts: '' }));
		expect(end.reason).toMatch(/Nobody wrote down how many rows/);
	});
});

it('keeps the copy of a restore that went well, and removes that of one that failed', () => {
	expect(over(finished('restore'))).toMatchObject({ next: 'kept', row: { state: 'ready', copy_id: 'br-copy' } });
	expect(over(finished('rewind', { moment: '2026-11-27T05:00:00.000Z' }))).toMatchObject({
		next: 'kept',
		row: { state: 'ready', taken_at: '2026-11-27T05:00:00.000Z' },
	});
	const failed = over(finished('restore', { task: failure('container backup exited with 18') }));
	expect(failed).toMatchObject({ next: 'over', row: { state: 'failed', copy_id: '' } });
	expect(failed.reason).toMatch(/it is damaged/);
});

it('takes no item that is none', () => {
	expect(concludeWork({ work: 'other', database: 'paintbox' }, nowMs)).toBeNull();
	expect(concludeWork({}, nowMs)).toBeNull();
});
