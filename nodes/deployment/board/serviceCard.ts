import type { CatalogRow } from '../catalog/catalogRow';
import { attemptsIn, hasFailed, isUnseen, leftLiveOf, rollbackOf, verdictOn } from '../ledger/ledgerHistory';
import type { LedgerEntry } from '../ledger/ledgerRow';
import { type Attempt, newestAttempts } from './sparkLine';

/** What the last look at a service said. */
export type Health = 'healthy' | 'unhealthy' | 'outside' | 'unseen' | 'none';

/** What is live of a service, as the ledger left it. */
export interface LiveVersion {
	readonly commit: string;
	readonly artifact: string;
	/** First line of the commit's message; empty where no release tells it. */
	readonly message: string;
	/** ISO 8601: since when; empty where nobody knows. */
	readonly since: string;
	readonly actor: string;
	readonly url: string;
}

/** One service in one environment, as the board shows it. */
export interface ServiceCard {
	readonly row: CatalogRow;
	readonly branch: string;
	readonly live: LiveVersion | null;
	readonly health: Health;
	/** When that was seen. */
	readonly checkedAt: string;
	readonly attempts: readonly Attempt[];
	readonly underWay: LedgerEntry | null;
	/** Whether the newest attempt did not go live, or went back. */
	readonly canTryAgain: boolean;
	/** What somebody has to look at; null when all is well. */
	readonly problem: Problem | null;
}

export interface Problem {
	readonly severity: 'bad' | 'warning';
	/** What is wrong, as a sentence without a stop. */
	readonly what: string;
	readonly reason: string;
	/** ISO 8601. */
	readonly at: string;
}

/** What the releases tell of a commit: the first line of its message. */
export type Messages = ReadonlyMap<string, string>;

/** A run that is silent for longer than that has died. */
const longestRunMs = 60 * 60_000;

/** `entries` are the service's own, newest first. */
export function serviceCard(
	row: CatalogRow,
	entries: readonly LedgerEntry[],
	{ messages, nowMs }: { readonly messages: Messages; readonly nowMs: number },
): ServiceCard {
	const left = leftLiveOf(entries);
	const verdict = left === null ? null : verdictOn(entries, left.id);
	const isLive = left !== null && left.id !== 'none';
	return {
		row,
		branch: row.branches.join(', '),
		live: isLive ? liveVersion(left, entries, messages) : null,
		health: left === null ? 'none' : healthOf(verdict, left.id),
		checkedAt: verdict?.finishedAt ?? '',
		attempts: newestAttempts(entries),
		underWay: entries.find((entry) => entry.state === 'running' && isRecent(entry, nowMs)) ?? null,
		canTryAgain: canTryAgain(entries),
		problem: problemOf(entries, left, nowMs),
	};
}

function liveVersion(
	left: NonNullable<ReturnType<typeof leftLiveOf>>,
	entries: readonly LedgerEntry[],
	messages: Messages,
): LiveVersion {
	const put = putLive(left.id, entries) ?? left.entry;
	return {
		commit: left.commit,
		artifact: left.artifact,
		message: messages.get(left.commit) ?? '',
		since: put.finishedAt || put.startedAt,
		actor: put.actor,
		url: left.entry.url || put.url,
	};
}

/** The row since which this has been live: the first of the newest ones that all left it live. */
function putLive(liveId: string, entries: readonly LedgerEntry[]): LedgerEntry | undefined {
	const concluded = entries.filter(({ state }) => state !== 'running');
	const other = concluded.findIndex((entry) => {
		const id = leftIdOf(entry);
		return id !== '' && id !== liveId;
	});
	const since = other < 0 ? concluded : concluded.slice(0, other);
	return since.filter((entry) => leftIdOf(entry) === liveId).at(-1);
}

function leftIdOf({ liveId, state, deploymentId }: LedgerEntry): string {
	return liveId !== '' ? liveId : state === 'live' ? deploymentId : '';
}

function healthOf(verdict: LedgerEntry | null, liveId: string): Health {
	if (liveId === 'none') return 'outside';
	switch (verdict?.state) {
		case 'live':
			return 'healthy';
		case 'drifted':
			return 'outside';
		case 'failed':
		case 'unhealthy':
		case 'rolledBack':
			return 'unhealthy';
		default:
			return 'unseen';
	}
}

function isRecent({ startedAt }: LedgerEntry, nowMs: number): boolean {
	return nowMs - Date.parse(startedAt) < longestRunMs;
}

/** The newest end that is not well, unless something better came after it. */
function problemOf(
	entries: readonly LedgerEntry[],
	left: ReturnType<typeof leftLiveOf>,
	nowMs: number,
): Problem | null {
	const newest = entries.find(({ state }) => !['held', 'skipped', 'superseded'].includes(state));
	if (newest === undefined || (newest.state === 'running' && isRecent(newest, nowMs))) return null;
	const problem = (severity: Problem['severity'], what: string, reason = newest.reason): Problem => ({
		severity,
		what,
		reason,
		at: newest.finishedAt || newest.startedAt,
	});
	if (left?.id === 'none') return problem('bad', 'Nothing is live any more');
	switch (newest.state) {
		case 'drifted':
			return problem('warning', 'Deployed or rolled back outside of Slipway');
		case 'unhealthy':
			return problem('bad', 'Not healthy, and left as it is');
		case 'running':
		case 'unknown':
		case 'stoppedByPerson':
			return problem('warning', 'Nobody saw how the last change ended');
		case 'rolledBack':
			return problem('warning', badWords);
		case 'failed':
			return problem('bad', failedWords(newest));
		default:
			return newest.kind === 'rollback' ? rolledBackProblem(entries, newest) : null;
	}
}

/** A person who rolls back holds the service, which is said in its own place. */
function rolledBackProblem(entries: readonly LedgerEntry[], rollback: LedgerEntry): Problem | null {
	const at = rollback.finishedAt;
	if (rollback.because !== '') {
		return { severity: 'warning', what: `Rolled back because ${rollback.because} failed`, reason: rollback.reason, at };
	}
	const [attempt] = attemptsIn(entries);
	return attempt?.state === 'rolledBack' ? { severity: 'warning', what: badWords, reason: attempt.reason, at } : null;
}

const badWords = 'The last deployment was bad, and was rolled back';

function failedWords({ kind, liveId, deploymentId }: LedgerEntry): string {
	if (kind === 'rollback') return 'The roll back failed';
	return liveId !== '' && liveId === deploymentId
		? 'The last deployment failed, and is still live'
		: 'The last deployment failed';
}

/** Whether the newest attempt did not go live, or went back. One that is under way is left to its end. */
function canTryAgain(entries: readonly LedgerEntry[]): boolean {
	const [newest] = attemptsIn(entries);
	if (newest === undefined || newest.state === 'running') return false;
	return hasFailed(entries, newest) || isUnseen(newest) || rollbackOf(entries, newest) !== null;
}
