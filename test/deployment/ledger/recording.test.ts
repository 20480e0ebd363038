import { fromLedgerRow, toLedgerRow } from '../../../nodes/deployment/ledger/ledgerRow';
import { type DeploymentRecord, emptyRecord, readRecord } from '../../../nodes/deployment/ledger/record';
import { notBegunIn, recordingOf } from '../../../nodes/deployment/ledger/recording';

const record: DeploymentRecord = {
	...emptyRecord,
	kind: 'deploy',
	releaseId: 'd/1',
	service: 'paintbox',
	environment: 'production',
	platform: 'netlify',
	target: 'paintbox',
	repository: 'candlefish-ai/paintbox',
	commit: 'abc',
	actor: 'kim',
	startedAt: 'begun',
	state: 'rolledBack',
	reason: 'It was not healthy',
	deploymentId: 'one',
	url: 'https://x.example',
	previousId: 'zero',
	previousCommit: 'ab0',
};
const row = { release_id: 'd/1' };
const page = { announcement: { page: { action: 'trigger' }, row } };
const noPage = { announcement: { page: null, row } };
const written = { inLedger: { id: 3, release_id: 'd/1', createdAt: 'then' } };
const recording = (item: object) => recordingOf(item);

it('is recorded and told when it is', () => {
	expect(recording({ ...page, ...written, page: { told: true, problem: '' } })).toEqual({
		recorded: true,
		told: true,
		problems: '',
	});
});

it.each<[string, object, object]>([
	['nobody needs to be told', { ...noPage, ...written }, { told: true, problems: '' }],
	[
		'the page is tried again',
		{ ...page, ...written, page: { told: false, problem: 'PagerDuty could not be told yet, and is tried again: 503' } },
		{ told: true, problems: expect.stringContaining('tried again') },
	],
	['the run that pages died', { ...page, ...written, error: 'Planted' }, { told: false, problems: 'Planted' }],
	[
		'the ledger handed on something else',
		{ ...noPage, inLedger: { id: 3, release_id: 'other' } },
		{ recorded: false, problems: 'The ledger could not be written' },
	],
	[
		'a row that is there could not be changed, so that what was to be written came in its place',
		{ ...noPage, inLedger: { id: 3, release_id: 'd/1' } },
		{ recorded: false, problems: 'The ledger could not be written' },
	],
	[
		'there was no row to write',
		{ announcement: { page: null, row: null } },
		{ recorded: true, told: true, problems: '' },
	],
	[
		'the row is kept',
		{ ...noPage, inLedger: {}, kept: { ok: true, result: 1 } },
		{ recorded: true, problems: 'The ledger could not be written; the row is kept' },
	],
	[
		'the row could not be kept either',
		{ ...noPage, kept: { ok: false, error: { message: '503' } } },
		{ recorded: false },
	],
	[
		'GitHub refused',
		{
			...noPage,
			...written,
			status: { ok: false, error: { message: '422.', advice: 'Look' } },
			change: { ok: false, error: { message: '502' } },
		},
		{ recorded: true, told: true, problems: 'GitHub: 422. Look. The change event: 502' },
	],
	[
		'GitHub refused the first status',
		{ ...noPage, ...written, opened: { ok: true, id: 1, statusProblem: '502' } },
		{ problems: 'GitHub: 502' },
	],
])('says so when %s', (_name, item, expected) => {
	expect(recording(item)).toMatchObject(expected);
});

describe('what nothing took the beginning of', () => {
	const beginning = { announcement: { page: null, row: { ...row, finished_at: null } } };
	const due = { ...beginning, task: 'deploy', state: 'running', kept: { ok: false } };
	const notBegun = (item: object) => notBegunIn(item, recordingOf(item));

	it('is not begun', () => {
		expect(notBegun(due)).toMatchObject({ task: 'nothing', state: 'failed', reason: expect.stringContaining('Redis') });
	});

	it.each<[string, object]>([
		['is in the ledger', { ...due, ...written }],
		['is kept', { ...due, kept: { ok: true, result: 1 } }],
		['is under way already', { ...due, task: 'adopt' }],
		['is a roll back', { ...due, task: undefined }],
		[
			'goes on, and is recorded at its end',
			{ ...due, announcement: { page: null, row: { ...row, finished_at: 'now' } } },
		],
		['was refused', { ...due, state: 'held' }],
	])('goes its way when it %s', (_name, item) => {
		expect(notBegun(item)).toBeNull();
	});
});

it('is read from an item, and from a row, as it was written', () => {
	expect(readRecord({ ...record, published: { ok: true } })).toEqual(record);
	expect(readRecord({ kind: 'deploy' })).toBeNull();
	const row = toLedgerRow(record, 'over');
	expect(row.verified).toBe(false);
	expect(fromLedgerRow({ id: 9, ...row })).toEqual({
		...record,
		rowId: 9,
		place: 9,
		finishedAt: 'over',
		toldAt: '',
		isKept: false,
	});
	expect(fromLedgerRow({ service: 'paintbox', hold: true })).toBeNull();
	expect(fromLedgerRow({ ...row, state: 'a word of another day' })?.state).toBe('unknown');
});
