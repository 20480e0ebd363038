import type { Page } from '../../ledger/page';
import { sentences } from '../../ledger/stepResult';
import type { ReconciledRelease } from '../reconcile';
import type { ReconciledService } from '../reconciledService';
import { nameOf, shortCommit } from '../serviceView';
import type { TurnNotes } from '../turnNotes';
import { watchOf } from '../../catalog/watchList';
import { isRecord, textAt } from '../../values/jsonFields';
import { cutText } from '../../values/text';
import { approvalChanges } from './approvalChanges';
import { waitsOf, withLink } from './waits';
import { announcementOf, pageOfRelease } from './announcement';
import { type DecidedReleaseState, type ReleaseOutcome, releaseOutcome } from './releaseOutcome';

type Item = Readonly<Record<string, unknown>>;

/** What its links lead to, and the whole catalog. */
export interface ConclusionSurroundings {
	readonly runUrl: string;
	/** The form that approves. */
	readonly formUrl: string;
	readonly catalogRows: readonly unknown[];
}

/** The end of a release: how it ended, what is told of it, and what the turn remembers. */
export function conclusionItem(
	reconciled: ReconciledRelease,
	{ runUrl, formUrl, catalogRows }: ConclusionSurroundings,
): Item & { readonly turn: Item & { readonly notes: TurnNotes } } {
	const { release, lookAgainAt } = reconciled;
	const hasCatalog = reconciled.services.length > 0 || catalogRows.some((row) => (textAt(row, 'service') ?? '') !== '');
	const ended = releaseOutcome(reconciled);
	const outcome = hasCatalog ? ended : { ...ended, reason: emptyCatalog.text };
	const said = hasCatalog ? namesToSay(reconciled, outcome) : [emptyCatalog];
	const news = said.filter(({ name }) => !release.notes.said.includes(name));
	const page = pageOfConclusion(reconciled, outcome, news, runUrl);
	const waits = waitsOf(reconciled);
	const notes: TurnNotes = { ...release.notes, said: keptNames(reconciled, said), waits: waits.notes };
	const isBad = badStates.includes(outcome.state);
	return {
		state: outcome.state,
		reason: outcome.reason,
		announcement: announcementOf(reconciled, outcome, page),
		waits: [
			...approvalChanges(reconciled),
			...waits.statuses.map((status) => ({ kind: 'status', ...withLink(status, { formUrl, runUrl }) })),
		],
		turn: {
			notes,
			// What was really seen: a head that could not be read is still to be looked at.
			head: notes.head,
			lookAgainAt,
			watch: watchOf(catalogRows.filter(isRecord), release),
			failure: isBad && page !== null ? `${page.summary}. The person on call was told.` : '',
		},
	};
}

const badStates: readonly DecidedReleaseState[] = ['failed', 'compensationFailed', 'unknown'];

/** In characters: what a pager shows is shorter still. */
const maxNewsLength = 1_500;

interface Said {
	readonly name: string;
	readonly text: string;
}

/** Nothing would be due any more, whatever is pushed. */
const emptyCatalog: Said = {
	name: 'emptyCatalog',
	text: 'The catalog is empty, so nothing is deployed. Run "Slipway 00: Set up", or put its rows back',
};

/** What the person on call has to know once, besides a failed deployment. */
function namesToSay({ services, compensation, release }: ReconciledRelease, { failed }: ReleaseOutcome): Said[] {
	const byDecision = services.flatMap((service): Said[] => {
		const { sight, decision } = service;
		if (decision.saidAs === '') return [];
		// Of what failed in this release, its own page tells.
		const isTold = failed.some((entry) => nameOf(entry) === nameOf(sight.row));
		return [{ name: decision.saidAs, text: isTold ? '' : `${nameOf(sight.row)}: ${reasonToSay(service)}` }];
	});
	// Left when its release failed, that release tells of it.
	const byList =
		failed.length > 0
			? []
			: compensation.left
					.filter(({ isPending }) => !isPending)
					.map(({ sight, undone, reason }): Said => ({
						name: `left:${nameOf(sight.row)}:${undone.deploymentId}`,
						text: `${nameOf(sight.row)} was not rolled back: ${reason}`,
					}));
	const renamed = services
		.filter(({ sight: { row } }) => row.enabled && row.repository.toLowerCase() !== release.repository.toLowerCase())
		.map(({ sight: { row } }): Said => ({
			name: `renamed:${nameOf(row)}`,
			text: `${row.repository} is now called ${release.repository}: correct the row of ${nameOf(row)}`,
		}));
	return uniqueNames([...byDecision, ...byList, ...renamed]);
}

function reasonToSay({ decision }: ReconciledService): string {
	return decision.decision === 'failedBefore'
		? sentences(decision.reason, 'It is not deployed again until something of it changes, or a person tries it again')
		: decision.reason;
}

function uniqueNames(said: readonly Said[]): Said[] {
	return said.filter(({ name }, index) => said.findIndex((other) => other.name === name) === index);
}

/** What was said stays said while it holds, and while nobody can tell whether it does. */
function keptNames({ services, release }: ReconciledRelease, said: readonly Said[]): string[] {
	const unclear = services.filter(({ decision }) => decision.decision === 'unseen' || decision.decision === 'waiting');
	const isUnclear = (name: string): boolean => unclear.some(({ sight }) => name.includes(`:${nameOf(sight.row)}`));
	return [...new Set([...said.map(({ name }) => name), ...release.notes.said.filter(isUnclear)])];
}

function pageOfConclusion(
	reconciled: ReconciledRelease,
	outcome: ReleaseOutcome,
	news: readonly Said[],
	runUrl: string,
): Page | null {
	const { release } = reconciled;
	const newTexts = cutText(sentences(...news.map(({ text }) => text)), maxNewsLength);
	const more = sentences(outcome.reason, newTexts);
	const trigger = (severity: Page['severity'], headline: string, text: string): Page =>
		pageOfRelease(reconciled, outcome, { action: 'trigger', severity, headline, more: text, runUrl });
	const what = `the release of ${shortCommit(release.head)}`;
	switch (outcome.state) {
		case 'compensationFailed':
			return trigger('critical', `${what} failed, and could not be rolled back everywhere`, more);
		case 'failed':
			return trigger(isAllBack(outcome, reconciled.services) ? 'error' : 'critical', `${what} failed`, more);
		case 'unknown':
			return trigger('critical', `it is not known how ${what} ended`, more);
		default:
			break;
	}
	if (news.length > 0) {
		return trigger('warning', 'somebody should look', newTexts);
	}
	if (!outcome.isWell) return null;
	return pageOfRelease(reconciled, outcome, {
		action: 'resolve',
		severity: 'error',
		headline: `${shortCommit(release.head)} is live and healthy`,
		more: '',
		runUrl,
	});
}

/** Whether nothing bad is live: what failed went back by itself. */
function isAllBack({ failed }: ReleaseOutcome, services: readonly ReconciledService[]): boolean {
	return failed.length > 0 && failed.every(({ state }) => state === 'rolledBack') && services.length > 0;
}
