import {
	concludePromotion,
	decideRestore,
	restorePage,
	type RestoreStep,
} from '../../../nodes/deployment/backups/restoreForm';
import { databaseRow, failure, nowMs, provenColumns, sha256 } from './workItems';

const databases = [{ ...databaseRow, ...provenColumns }];
const backup = {
	id: 11,
	kind: 'backup',
	database: 'paintbox',
	state: 'proven',
	taken_at: '2026-11-20T06:00:00.000Z',
	finished_at: '2026-11-20T06:03:00.000Z',
	key: 'neon/paintbox/2026/20261120t0600.dump',
	noted_key: 'neon/paintbox/2026/20261120t0600.dump.json',
	bytes: 3000,
	sha256,
	counts: '{"public.colors":2}',
	copy_id: '',
	removed_at: '',
};
const copy = {
	...backup,
	id: 12,
	kind: 'restore',
	state: 'ready',
	finished_at: '2026-11-27T05:00:00.000Z',
	copy: 'slipway/restore-paintbox-20261127t0450',
	copy_id: 'br-restored',
	by: 'ada@candlefish.ai',
};
const rows = (...backups: unknown[]) => ({ databases, backups });

/** The labels that the page offers. */
function choices({ page }: RestoreStep): string[] {
	const fields = JSON.parse(page.fields.replaceAll('$$', '$')) as Array<{
		fieldOptions?: { values: Array<{ option: string }> };
	}>;
	return fields.flatMap(({ fieldOptions }) => (fieldOptions?.values ?? []).map(({ option }) => option));
}

it('offers copies that wait, a moment, and the proven backups that are still there', () => {
	const step = restorePage(
		{ database: '' },
		rows(backup, { ...backup, id: 13, state: 'failed' }, { ...backup, id: 14, removed_at: '2026-11-26' }, copy),
		nowMs,
	);
	expect(step.next).toBe('ask');
	expect(choices(step)).toEqual([
		'Promote the copy slipway/restore-paintbox-20261127t0450 to paintbox: it holds 20 Nov 06:00 UTC',
		'Copy paintbox as it was at the moment below',
		'Restore paintbox from the backup of 20 Nov 06:00 UTC into a copy',
	]);
	// What was checked, against the newest backup.
	expect(step.page.fields).toContain('public.colors: 2');
	expect(step.page.fields).toContain('shop.orders had 2 rows and is gone');
});

it.each([
	['was promoted', [copy, { ...copy, id: 15, kind: 'promotion', state: 'promoted' }]],
	['is older than Neon keeps it', [{ ...copy, finished_at: '2026-11-20T05:00:00.000Z' }]],
	['failed', [{ ...copy, state: 'failed', copy_id: '' }]],
])('offers no copy that %s', (_what, backups) => {
	expect(choices(restorePage({}, rows(...backups), nowMs)).filter((label) => label.startsWith('Promote'))).toEqual([]);
});

it('has a chosen backup restored into a copy, by what was written down of it', () => {
	const [, , label] = choices(restorePage({}, rows(backup, copy), nowMs));
	const answers = { chosen: label, user: { email: 'Ada@Candlefish.ai' } };
	// Somebody thinks for a while.
	const step = decideRestore(answers, rows(backup, copy), nowMs + 20 * 60_000);
	expect(step).toMatchObject({
		next: 'work',
		work: 'restore',
		action: 'restore',
		key: backup.key,
		sha256,
		counts: backup.counts,
		takenAt: backup.taken_at,
		by: 'ada@candlefish.ai',
	});
	expect(step.page.description).toContain('Nothing of the database changes');
});

it.each(['2026-11-27T05:59:00Z', '2026-11-27 06:59+01:00'])('makes a copy of an earlier moment: %s', (moment) => {
	const chosen = 'Copy paintbox as it was at the moment below';
	expect(decideRestore({ chosen, moment }, rows(), nowMs)).toMatchObject({
		next: 'work',
		work: 'rewind',
		action: 'count',
		moment: '2026-11-27T05:59:00.000Z',
		key: '',
	});
});

it.each([
	[
		'a moment to come',
		{ chosen: 'Copy paintbox as it was at the moment below', moment: '2027-01-01T00:00:00Z' },
		'in the past',
	],
	[
		'a moment without a time zone',
		{ chosen: 'Copy paintbox as it was at the moment below', moment: '2026-11-27T05:00:00' },
		'time zone',
	],
	['nothing chosen', {}, 'Nothing was chosen'],
	['what is on no page', { chosen: 'Promote the copy x' }, 'Nothing was chosen'],
	[
		'a promotion that nobody confirmed',
		{
			chosen: 'Promote the copy slipway/restore-paintbox-20261127t0450 to paintbox: it holds 20 Nov 06:00 UTC',
			confirmation: 'paint',
		},
		'has to be typed',
	],
])('changes nothing for %s', (_what, answers, words) => {
	const step = decideRestore(answers, rows(copy), nowMs);
	expect(step.next).toBe('end');
	expect(step.page.description).toContain(words);
});

it('says that a table cannot be read, and does not take it for empty', () => {
	expect(restorePage({}, { databases: [{ error: 'away' }], backups: [] }, nowMs).page.description).toContain(
		'slipway_databases cannot be read',
	);
	expect(decideRestore({}, { databases, backups: [{ id: 3, service: 'x' }] }, nowMs).page.description).toContain(
		'slipway_backups cannot be read',
	);
	expect(restorePage({}, { databases: [{}], backups: [{}] }, nowMs).page.description).toContain(
		'No database is backed up',
	);
});

describe('a promotion', () => {
	const [label] = choices(restorePage({}, rows(copy), nowMs));
	const step = decideRestore(
		{ chosen: label, confirmation: 'paintbox', reason: 'The orders are gone' },
		rows(copy),
		nowMs,
	);

	it('puts the copy over the branch, and keeps what was there', () => {
		expect(step).toMatchObject({
			next: 'promote',
			project: 'paintbox',
			branch: 'main',
			copyId: 'br-restored',
			keptAs: 'slipway/before-restore-paintbox-20261127t061000',
		});
	});

	it('is written down with where the old state is, and offered once', () => {
		const done = concludePromotion({ ...step, promoted: { ok: true } }, nowMs);
		expect(done.page).toMatchObject({ title: 'Promoted' });
		expect(done.page.description).toContain('slipway/before-restore-paintbox-20261127t061000');
		expect(done.row).toMatchObject({
			kind: 'promotion',
			state: 'promoted',
			copy_id: 'br-restored',
			reason: 'The orders are gone',
		});
		expect(choices(restorePage({}, rows(copy, { ...(done.row as object), id: 16 }), nowMs))).toHaveLength(1);
	});

	it.each([
		[failure('The branch has an open operation'), 'failed', 'Nothing was promoted'],
		[failure('It is not known how it ended', { state: 'unknown' }), 'unknown', 'Nobody saw whether it was promoted'],
		[undefined, 'unknown', 'Nobody saw whether it was promoted'],
	])('that did not go well says so: %j', (promoted, state, title) => {
		const end = concludePromotion({ ...step, promoted }, nowMs);
		expect(end).toMatchObject({ page: { title }, row: { state } });
	});
});
