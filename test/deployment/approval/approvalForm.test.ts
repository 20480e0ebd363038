import {
	approvalPage,
	decidedItems,
	givenItems,
	readApprovalAnswers,
} from '../../../nodes/deployment/approval/approvalForm';
import { isRecord } from '../../../nodes/deployment/values/jsonFields';
import { catalogRow } from '../catalog/catalogRows';

const NOW_MS = Date.parse('2026-11-27T12:00:00Z');
const catalog = [catalogRow({ approval: 'four-eyes' }), catalogRow({ service: 'api', approval: 'required' })];

const asked = (id: number, service: string, changes: Readonly<Record<string, string>> = {}) => ({
	id,
	key: `acme/shop@main/${service}/production`,
	repository: 'acme/shop',
	branch: 'main',
	service,
	environment: 'production',
	commit: 'b'.repeat(40),
	message: 'Change <b>prices</b> for $&',
	live_commit: 'a'.repeat(40),
	state: 'asked',
	asked_at: '2026-11-27T11:00:00Z',
	expires_at: '2026-11-30T11:00:00Z',
	...changes,
});
const user = { email: 'Kim@Candlefish.ai' };
const page = (release: string, approvals: readonly unknown[]) =>
	approvalPage({ release, user }, { approvals, catalog }, NOW_MS);

it('shows what waits, with what it is, and offers all of a branch at once', () => {
	const step = page('', [asked(2, 'api'), asked(1, 'web')]);
	expect(step).toMatchObject({ next: 'ask', approver: { email: 'kim@candlefish.ai' } });
	expect(step.approver.choices).toEqual([
		{ label: 'All 2 of acme/shop@main', value: '2,1' },
		{ label: 'api / production at bbbbbbb', value: '2' },
		{ label: 'web / production at bbbbbbb', value: '1' },
	]);
	// Escaped as text of a page, and `$` for n8n, which puts the fields in by a replacement.
	expect(step.page.fields).toContain('Change &lt;b&gt;prices&lt;/b&gt; for $$&amp;');
	expect(step.page.fields).toContain('whoever may open this form, and did not write it');
});

it.each([
	['what is of another branch', 'acme/shop@staging', [asked(1, 'web')]],
	['what begins with the same letters', 'acme/shop@main/we', [asked(1, 'web')]],
	['what has expired', '', [asked(1, 'web', { expires_at: '2026-11-27T12:00:00Z' })]],
	['what was given already', '', [asked(1, 'web', { state: 'given' })]],
	['nothing', 'acme/shop@main', []],
	['what is no row', '', [{ id: 1 }, null, 'x']],
])('ends where there is only %s', (_, release, approvals) => {
	expect(page(release, approvals)).toMatchObject({ next: 'end', page: { title: 'Nothing to approve' } });
});

it('says that the table could not be read rather than that nothing waits', () => {
	const step = page('', [{ error: 'no such table' }]);
	expect(step).toMatchObject({ next: 'end', page: { description: expect.stringContaining('cannot be read') } });
});

it('takes only what the page offered: a browser may send anything', () => {
	const { approver } = page('', [asked(1, 'web')]);
	const rows = [asked(1, 'web'), asked(9, 'api')];
	expect(readApprovalAnswers({ chosen: '9', reason: 'x' }, approver, rows).chosen).toEqual([]);
	expect(readApprovalAnswers({ chosen: 'web / production at bbbbbbb' }, approver, rows).chosen).toMatchObject([
		{ rowId: 1 },
	]);
	// Its row is gone by then.
	expect(readApprovalAnswers({ chosen: 'web / production at bbbbbbb' }, approver, []).chosen).toEqual([null]);
	const nothing = readApprovalAnswers({}, approver, rows);
	expect(decidedItems(nothing, [], '2026-11-27T12:00:00Z')).toMatchObject([
		{
			next: 'end',
			page: { title: 'Nothing was approved', description: expect.stringContaining('Nothing was chosen') },
		},
	]);
});

it('says which were approved and which not, and believes the table alone', () => {
	const { approver } = page('', [asked(2, 'api'), asked(1, 'web')]);
	const rows = [asked(2, 'api'), asked(1, 'web')];
	const answers = readApprovalAnswers({ chosen: 'All 2 of acme/shop@main', reason: 'Read it' }, approver, rows);
	const items = decidedItems(
		answers,
		answers.chosen.map((approval) => ({ approval, row: null, refusal: null })),
		'2026-11-27T12:00:00Z',
	);
	expect(items).toMatchObject([
		{ next: 'give', id: 2, givenBy: 'kim@candlefish.ai', reason: 'Read it' },
		{ next: 'give', id: 1 },
	]);
	const written = {
		...asked(2, 'api'),
		state: 'given',
		given_by: 'kim@candlefish.ai',
		given_at: '2026-11-27T12:00:00Z',
	};
	// The other one was given by somebody else in that moment.
	const other = { ...asked(1, 'web'), state: 'given', given_by: 'ada@candlefish.ai', given_at: '2026-11-27T11:59:59Z' };
	const [last] = givenItems(items, [written, other]);
	const description = isRecord(last) && isRecord(last.page) ? String(last.page.description) : '';
	expect(description).toMatch(/api \/ production.* is approved by .*kim@candlefish.ai/);
	expect(description).toMatch(/web \/ production.* was NOT approved: somebody was faster/);
});
