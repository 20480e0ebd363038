import type { CatalogRow } from '../catalog/catalogRow';
import { productionContext } from '../catalog/deploymentContext';
import type { LedgerEntry } from '../ledger/ledgerRow';
import { attemptsIn, isSameCommit, leftLiveOf, verdictOn, wasRolledBack } from '../ledger/ledgerHistory';
import type { LiveDeployment } from '../state/liveDeployment';
import type { Decision, DecisionWord } from './decision';
import type { ReleaseInHand } from './releaseInHand';
import { type Comparison, pairKey, type ServiceSight, type SightQuestions, type WantedCommit } from './sight';

/** What the decisions about other services tell about one; null while only the questions to GitHub are of interest. */
export interface OtherServices {
	/** What it waits for, of the services it depends on; null when it may go. */
	readonly waitsFor: (row: CatalogRow) => string | null;
	/** Whether the service whose failure had it rolled back goes with it, or is well by now. */
	readonly goesWith: (because: string) => boolean;
	/** A service before it that failed at the head's content; empty when none did. */
	readonly failed: (row: CatalogRow) => string;
}

export interface DecisionContext {
	readonly release: ReleaseInHand;
	readonly nowMs: number;
	readonly others: OtherServices | null;
}

/** A service of which head and platform were seen, with what follows from its rows. */
export interface ServiceView extends DecisionContext {
	readonly sight: ServiceSight;
	readonly row: CatalogRow;
	readonly wanted: WantedCommit;
	readonly live: LiveDeployment;
	readonly ledger: readonly LedgerEntry[];
	readonly attempts: readonly LedgerEntry[];
	/** The commit that is live: by the platform, else by the row that left it. */
	readonly liveCommit: string;
	/** Whether a person asks, and nothing was tried since. */
	readonly isWished: boolean;
}

/** What a line says: a decision, nothing, or what GitHub has to be asked first. */
export type LineResult = Decision | SightQuestions | null;

export function serviceView(
	sight: ServiceSight,
	{ wanted, live }: { readonly wanted: WantedCommit; readonly live: LiveDeployment },
	context: DecisionContext,
): ServiceView {
	const { row, ledger } = sight;
	const left = leftLiveOf(ledger, live.deploymentId);
	const liveCommit = live.commit || (left?.id === live.deploymentId ? left.commit : '');
	return {
		...context,
		sight,
		row,
		wanted,
		live,
		ledger,
		attempts: attemptsIn(ledger),
		liveCommit,
		isWished: isWished(sight, context.release),
	};
}

/** A wish is answered once: by an attempt, or by a look at what is live. */
function isWished({ row, ledger }: ServiceSight, { wish, wishedAt, services }: ReleaseInHand): boolean {
	const isNamed =
		services.length === 0 || services.includes(row.service) || services.includes(`${row.service}/${row.environment}`);
	const wishedMs = Date.parse(wishedAt);
	const isAnswered = ledger.some(
		({ kind, decision, startedAt }) =>
			kind !== 'rollback' && decision !== 'drifted' && decision !== 'baseline' && Date.parse(startedAt) >= wishedMs,
	);
	return wish && isNamed && !isAnswered;
}

const noDecision: Omit<Decision, 'decision' | 'reason'> = {
	isActing: false,
	commit: '',
	artifact: '',
	deploymentId: '',
	rowId: 0,
	mayRollBack: false,
	liveCommit: '',
	lookAgainAt: '',
	isTimed: false,
	saidAs: '',
	isWell: false,
};

export function decide(decision: DecisionWord, reason: string, more: Partial<Decision> = {}): Decision {
	return { ...noDecision, decision, reason, ...more };
}

export function isDecision(result: object | null): result is Decision {
	return result !== null && 'decision' in result;
}

/** A service as people and pages name it. */
export function nameOf({ service, environment }: Pick<CatalogRow, 'service' | 'environment'>): string {
	return `${service}/${environment}`;
}

export function shortCommit(commit: string): string {
	return commit === '' ? 'an unknown commit' : commit.slice(0, 7);
}

export function isoAfter(nowMs: number, minutes: number): string {
	return new Date(nowMs + minutes * 60_000).toISOString();
}

/** How two commits stand to each other in the files of the service; undefined when GitHub was not asked. */
export function comparisonOf({ comparisons }: ServiceSight, base: string, head: string): Comparison | undefined {
	if (isSameCommit(base, head)) return 'same';
	if (base === '' || head === '') return 'differs';
	return comparisons.get(pairKey({ base, head }));
}

/** A line that holds where two commits have the same content. */
export function whenSame(view: ServiceView, base: string, head: string, then: () => LineResult): LineResult {
	switch (comparisonOf(view.sight, base, head)) {
		case 'same':
			return then();
		case 'differs':
			return null;
		case 'unknown':
			return unseenAtGitHub(view, `GitHub could not compare ${shortCommit(base)} with ${shortCommit(head)}`);
		case undefined:
			return { pairs: [{ base, head }], builds: false };
	}
}

/** After so long the person on call is told that nobody sees what is to be done. */
const unseenPatienceMinutes = 30;

/** What GitHub does not show its Watch cannot see either, and tells first: this much later it would have. */
const unseenAtGitHubPatienceMinutes = 35;

/** Nothing is done; it is looked again soon, then less often. */
export function unseen(
	{ release, nowMs }: DecisionContext,
	reason: string,
	patienceMinutes = unseenPatienceMinutes,
): Decision {
	const sinceMs = Date.parse(release.notes.unseenSince) || nowMs;
	const minutes = (nowMs - sinceMs) / 60_000;
	return decide('unseen', reason, {
		lookAgainAt: isoAfter(nowMs, Math.min(10, Math.max(2, minutes / 2))),
		saidAs: minutes >= patienceMinutes ? 'unseen' : '',
	});
}

/** The same of what GitHub would have to show: one incident, told by GitHub Watch where that is blind as well. */
export function unseenAtGitHub(context: DecisionContext, reason: string): Decision {
	return unseen(context, reason, context.release.toldByWatch ? Infinity : unseenAtGitHubPatienceMinutes);
}

/** Why what is live may not be rolled back when it is bad; empty when it may. */
export function rollbackBar({ row, ledger }: Pick<ServiceSight, 'row' | 'ledger'>, deploymentId: string): string {
	if (row.hold) {
		return `A person holds this service${row.holdReason === '' ? '' : ` (${row.holdReason})`}, so it was not rolled back`;
	}
	if (deploymentId !== '' && wasRolledBack(ledger, deploymentId)) {
		return 'It was rolled back before, and is live again: it was not rolled back once more';
	}
	return platformBar(row, ledger);
}

/** Netlify restores only what was published on production. */
export function platformBar(row: CatalogRow, ledger: readonly LedgerEntry[]): string {
	if (row.platform !== 'netlify' || row.context === '' || row.context === productionContext) return '';
	const good = ledger.find(({ verified, url }) => verified && url !== '');
	return `It is still live: Netlify cannot restore the deploy of a branch${good === undefined ? '' : `. The last verified deployment is at ${good.url}`}`;
}

/** Whether what is live passed its checks, by the ledger. */
export function isLiveWell({ ledger, live }: ServiceView): boolean {
	return verdictOn(ledger, live.deploymentId)?.state === 'live';
}
