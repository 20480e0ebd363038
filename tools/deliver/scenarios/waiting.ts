import {
	check,
	describeRows,
	gitHubSays,
	isAccepted,
	ledgerHas,
	madeDeploysOf,
	nothingHeld,
	nothingOpen,
	pages,
	serves,
} from '../checks';
import { type Observation, serviceIn } from '../observation';
import type { CommitStatus } from '../sandboxShapes';
import { type Check, commitOf, type DeliveryResult, type Scenario } from '../scenario';
import { acted } from './oneService';

const SITE = 'paintbox-frontend';
const CONTEXT = `slipway/${SITE}/production`;
const REASON = 'Read the change';
const MINUTE_MS = 60_000;

/** A push that has to wait: for a person, or for the time. */
export const waitingScenarios: readonly Scenario[] = [
	{
		name: 'approve',
		story:
			'the site needs an approval: the push waits, GitHub says so, a person approves in the form, and it goes live',
		timeoutSeconds: 300,
		async play(actor) {
			await actor.changeRow(SITE, { approval: 'required' });
			const before = serviceIn(await actor.look(), SITE).commit;
			const pushed = await actor.push({ touches: [SITE] });
			await actor.until('GitHub says that it waits for an approval', (now) =>
				/Waits for an approval/.test(statusOf(now, pushed.commit)?.description ?? ''),
			);
			await actor.settled();
			const waiting = await actor.look();
			if (serviceIn(waiting, SITE).commit !== before) throw new Error('The site changed before anybody approved it.');
			const title = await actor.approve(statusOf(waiting, pushed.commit)?.url ?? '', REASON);
			if (title !== 'Approved') throw new Error(`The form did not approve it: ${title}`);
			await actor.until('the site serves it', (now) => serviceIn(now, SITE).commit === pushed.commit);
			return acted(pushed);
		},
		checks: (result) => {
			const commit = commitOf(result, 'pushed');
			return [
				...wentLiveOnce(result, commit),
				isApprovedOnce(result, commit),
				statusEndsWell(result, commit, 'approved by'),
			];
		},
	},
	{
		name: 'outside-window',
		story: 'the window of the site is closed: the push waits, GitHub says until when, and it goes live when it opens',
		timeoutSeconds: 420,
		async play(actor) {
			const opensAtMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS + 2 * MINUTE_MS;
			await actor.changeRow(SITE, { window: `${clockText(opensAtMs)}-${clockText(opensAtMs + 180 * MINUTE_MS)} UTC` });
			const pushed = await actor.push({ touches: [SITE] });
			await actor.until('GitHub says that its window is closed', (now) =>
				/Its window is closed/.test(statusOf(now, pushed.commit)?.description ?? ''),
			);
			await actor.until('the site serves it', (now) => serviceIn(now, SITE).commit === pushed.commit);
			return { ...acted(pushed), moments: { opens: opensAtMs } };
		},
		checks: (result) => {
			const commit = commitOf(result, 'pushed');
			return [
				...wentLiveOnce(result, commit),
				beganAfter(result, 'opens', commit),
				statusEndsWell(result, commit, 'live'),
			];
		},
	},
];

function wentLiveOnce(result: DeliveryResult, commit: string): Check[] {
	return [
		isAccepted(result),
		madeDeploysOf(result, SITE, commit, 1),
		serves(result, SITE, commit),
		gitHubSays(result, [SITE], commit, ['success']),
		pages(result, 0),
		nothingOpen(result),
		ledgerHas(result, SITE, commit, 'live'),
		nothingHeld(result),
	];
}

/** The newest status of the site at that commit. */
function statusOf({ commitStatuses }: Observation, commit: string): CommitStatus | undefined {
	return commitStatuses.filter((status) => status.commit === commit && status.context === CONTEXT).at(-1);
}

function statusEndsWell({ after }: DeliveryResult, commit: string, words: string): Check {
	const status = statusOf(after, commit);
	return check(
		`GitHub's status of the commit ends with success, and says "${words}"`,
		status?.state === 'success' && status.description.includes(words),
		status ? `${status.state}: ${status.description}` : 'no status',
	);
}

function isApprovedOnce({ books }: DeliveryResult, commit: string): Check {
	const rows = books.approvals.filter((row) => row.service === SITE);
	return check(
		'the table of approvals has one of this commit: used, by whom, and why',
		rows.length === 1 &&
			rows.every(
				(row) => row.commit === commit && row.state === 'used' && row.givenBy.includes('@') && row.reason === REASON,
			),
		rows.map(({ state, givenBy, reason }) => `${state} ${givenBy} ${reason}`).join('; ') || 'no row',
	);
}

/** Its deployment did not begin before that moment. */
function beganAfter({ books, moments }: DeliveryResult, moment: string, commit: string): Check {
	const rows = books.ledger.filter((row) => row.kind === 'deploy' && row.commit === commit);
	const dueMs = moments?.[moment];
	if (dueMs === undefined) throw new Error(`The scenario has no moment called "${moment}".`);
	return check(
		`its deployment began after ${new Date(dueMs).toISOString()}`,
		rows.length > 0 && rows.every(({ startedAt }) => Date.parse(startedAt) >= dueMs),
		rows.map(({ startedAt }) => startedAt).join(', ') || describeRows(rows),
	);
}

/** The time of day in UTC, such as `09:00`. */
function clockText(atMs: number): string {
	return new Date(atMs).toISOString().slice(11, 16);
}
