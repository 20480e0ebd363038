import { readableRows } from '../byHand/chooseStep';
import { bold, choice, details, ending, type FormPage, question } from '../byHand/formPage';
import { type Choice, distinctChoices } from '../byHand/hand';
import { type CatalogRow, readCatalogRow } from '../catalog/catalogRow';
import { rowKey } from '../catalog/catalogDependencies';
import { stringAt } from '../ledger/record';
import { escapeHtml } from '../values/html';
import { isRecord, listAt, textAt, valueAt } from '../values/jsonFields';
import { clockText, timeText } from '../values/timeText';
import { type Approval, approvalsOf } from './approval';
import type { Refusal } from './refusal';

/** What is known of a person who approves, from page to page. */
export interface Approver {
	/** In lower case; empty when n8n did not tell. */
	readonly email: string;
	/** What the page offers: the ids of the approvals, separated by commas. */
	readonly choices: readonly Choice[];
}

/** `ask` shows `page` and goes on with its answers; `end` shows it and is over. */
export interface ApprovalStep {
	readonly next: 'ask' | 'end';
	readonly page: FormPage;
	readonly approver: Approver;
}

/** The page on which a person chooses what to approve: of what `release` names in the form's address, or all. */
export function approvalPage(
	item: unknown,
	rows: { readonly approvals: readonly unknown[]; readonly catalog: readonly unknown[] },
	nowMs: number,
): ApprovalStep {
	const approver: Approver = { email: (textAt(item, 'user', 'email') ?? '').toLowerCase(), choices: [] };
	const end = (...texts: string[]): ApprovalStep => ({
		next: 'end',
		page: ending('Nothing to approve', ...texts),
		approver,
	});
	const readable = readableRows(rows.approvals);
	if (readable === null) return end('The table slipway_approvals cannot be read, so nothing can be approved now.');
	const about = stringAt(item, 'release').trim().toLowerCase();
	const waiting = approvalsOf(readable).filter(
		({ state, expiresAt, key }) => state === 'asked' && Date.parse(expiresAt) > nowMs && isAbout(key, about),
	);
	if (waiting.length === 0) {
		return end(
			about === '' ? 'No deployment waits for an approval.' : `Nothing of ${bold(about)} waits for an approval.`,
			'Somebody may have approved it already, or the branch moved on. You can close this page.',
		);
	}
	const choices = choicesOf(waiting);
	const fields = [
		details(
			'What waits',
			waiting.map((approval) => ({
				title: `${approval.service} / ${approval.environment}`,
				lines: [
					['Commit', `${approval.commit.slice(0, 7)} ${approval.message}`],
					['Image', approval.artifact || 'built by the platform'],
					['Asked', timeText(approval.askedAt, nowMs)],
					['Expires', clockText(approval.expiresAt)],
					['May approve', approversText(catalogRowOf(approval, rows.catalog))],
				],
			})),
		),
		choice(
			'chosen',
			'Approve',
			choices.map(({ label }) => label),
			'radio',
		),
		{ fieldName: 'reason', fieldLabel: 'Why?', fieldType: 'text', placeholder: 'What you looked at' } as const,
	];
	const words = [
		...[...new Set(waiting.map(changesLink))],
		'An approval holds for exactly this commit and image. When the branch moves on before it is deployed, it is void.',
	];
	return {
		next: 'ask',
		page: question('Approve a deployment', words.join('\n'), fields, 'Approve'),
		approver: { ...approver, choices },
	};
}

/** `release` is a repository and branch, or with a service and environment behind it. */
function isAbout(key: string, about: string): boolean {
	return about === '' || key.toLowerCase() === about || key.toLowerCase().startsWith(`${about}/`);
}

/** All of a repository and branch at once, where several wait; then each. */
function choicesOf(waiting: readonly Approval[]): Choice[] {
	const byPlace = new Map<string, Approval[]>();
	for (const approval of waiting) {
		const place = `${approval.repository}@${approval.branch}`;
		byPlace.set(place, [...(byPlace.get(place) ?? []), approval]);
	}
	const together = [...byPlace]
		.filter(([, approvals]) => approvals.length > 1)
		.map(([place, approvals]) => ({
			label: `All ${approvals.length} of ${place}`,
			value: approvals.map(({ rowId }) => rowId).join(','),
		}));
	const each = waiting.map(({ service, environment, commit, rowId }) => ({
		label: `${service} / ${environment} at ${commit.slice(0, 7)}`,
		value: String(rowId),
	}));
	return distinctChoices([...together, ...each]);
}

function changesLink({ repository, liveCommit, commit }: Approval): string {
	const [path, text] =
		liveCommit === '' ? [`commit/${commit}`, 'The commit'] : [`compare/${liveCommit}...${commit}`, 'What changes'];
	return `<a href="https://github.com/${escapeHtml(repository)}/${escapeHtml(path)}" target="_blank">${text} in ${escapeHtml(repository)}</a>`;
}

function approversText(row: CatalogRow | null): string {
	const who = row === null || row.approvers.length === 0 ? 'whoever may open this form' : row.approvers.join(', ');
	return row?.approval === 'four-eyes' ? `${who}, and did not write it` : who;
}

/** The row of the catalog that an approval is about, as it is now. */
export function catalogRowOf({ service, environment }: Approval, rows: readonly unknown[]): CatalogRow | null {
	const key = rowKey(service, environment);
	const found = rows
		.filter(isRecord)
		.find((row) => rowKey(stringAt(row, 'service'), stringAt(row, 'environment')) === key);
	return found === undefined ? null : readCatalogRow(found, 1).row;
}

/** What was sent from the page. */
export interface ApprovalAnswers {
	readonly approver: Approver;
	readonly reason: string;
	/** As the table has them now; null for a row that is gone. Empty when nothing on the page was chosen. */
	readonly chosen: ReadonlyArray<Approval | null>;
}

/** Takes up the answers; `approver` is what the page before knew, since a browser may send anything. */
export function readApprovalAnswers(item: unknown, approver: unknown, rows: readonly unknown[]): ApprovalAnswers {
	const choices = listAt(approver, 'choices').map((entry) => ({
		label: stringAt(entry, 'label'),
		value: stringAt(entry, 'value'),
	}));
	const ids = choices.find(({ label }) => label === stringAt(item, 'chosen'))?.value.split(',') ?? [];
	const approvals = approvalsOf(rows);
	return {
		approver: { email: stringAt(approver, 'email'), choices },
		reason: stringAt(item, 'reason').trim(),
		chosen: ids.map((id) => approvals.find(({ rowId }) => String(rowId) === id) ?? null),
	};
}

/** An approval with why it is not given; null when it is. */
export interface Decided {
	readonly approval: Approval | null;
	readonly row: CatalogRow | null;
	readonly refusal: Refusal | null;
}

type Item = Readonly<Record<string, unknown>>;

/** `give`: an item for each approval to be written. `look`: one that has its branch looked at. `end`: one with the last page. */
export function decidedItems(
	{ approver, reason }: ApprovalAnswers,
	decided: readonly Decided[],
	nowIso: string,
): Item[] {
	const refused = decided.flatMap(({ approval, refusal }) =>
		refusal === null ? [] : `${approvalName(approval)}: ${escapeHtml(refusal.text)}.`,
	);
	const given = decided.filter(({ refusal }) => refusal === null);
	if (given.length > 0) {
		return given.map(({ approval, row }) => ({
			next: 'give',
			id: approval?.rowId ?? 0,
			state: 'given',
			givenBy: approver.email,
			givenAt: nowIso,
			reason,
			ask: askOf(approval, row, approver),
			name: approvalName(approval),
			refused,
		}));
	}
	const page = ending('Nothing was approved', ...(refused.length > 0 ? refused : [nothingChosen]));
	const look = decided.find(({ refusal }) => refusal?.isLookNeeded === true);
	return look === undefined
		? [{ next: 'end', page }]
		: [{ ...askOf(look.approval, look.row, approver), next: 'look', page }];
}

const nothingChosen =
	'Nothing was chosen within 30 minutes, or what was sent is not one of the choices on the page. Open the form again.';

/** The looks at the branches whose services were approved, with the last page. `written` are the rows that the table changed. */
export function givenItems(items: readonly unknown[], written: readonly unknown[]): Item[] {
	const isWritten = (item: unknown): boolean =>
		approvalsOf(written).some(
			({ rowId, state, givenBy, givenAt }) =>
				String(rowId) === stringAt(item, 'id') &&
				state === 'given' &&
				givenBy === stringAt(item, 'givenBy') &&
				givenAt === stringAt(item, 'givenAt'),
		);
	const [done, failed] = [items.filter(isWritten), items.filter((item) => !isWritten(item))];
	const texts = [
		...done.map((item) => `${stringAt(item, 'name')} is approved by ${bold(stringAt(item, 'givenBy'))}.`),
		...failed.map(
			(item) =>
				`${stringAt(item, 'name')} was NOT approved: somebody was faster, or the table slipway_approvals could not be written. Open the form again.`,
		),
		...listAt(items[0], 'refused').filter((text): text is string => typeof text === 'string'),
	];
	if (done.length === 0) return [{ next: 'end', page: ending('Nothing was approved', ...texts) }];
	const page = ending('Approved', ...texts, 'What nothing else holds back is deployed right now.');
	const asks = new Map(done.map((item) => [askKey(valueAt(item, 'ask')), valueAt(item, 'ask')]));
	return [...asks.values()].filter(isRecord).map((ask) => ({ ...ask, next: 'look', page }));
}

function askKey(ask: unknown): string {
	return `${stringAt(ask, 'repository')}@${stringAt(ask, 'branch')}`;
}

/** What has 02 look at the branch. */
function askOf(approval: Approval | null, row: CatalogRow | null, { email }: Approver): Item {
	return {
		repository: approval?.repository ?? '',
		repositoryId: row?.repositoryId ?? '',
		branch: approval?.branch ?? '',
		why: 'approved',
		actor: email,
		wish: false,
	};
}

function approvalName(approval: Approval | null): string {
	if (approval === null) return 'What you chose';
	return `${bold(`${approval.service} / ${approval.environment}`)} at ${bold(approval.commit.slice(0, 7))}`;
}
