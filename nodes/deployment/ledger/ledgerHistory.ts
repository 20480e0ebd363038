import type { DeploymentUnderWay, LiveDeployment } from '../state/liveDeployment';
import type { LedgerEntry } from './ledgerRow';
import type { LedgerState } from './ledgerState';
import { ownActor } from './record';

/*
 * What the rows of one service and environment tell together. They come newest first (`rowOrder.ts`).
 */

type Entries = readonly LedgerEntry[];

/** What was seen to be live at the end of the newest concluded row. */
export interface LeftLive {
	readonly id: string;
	readonly artifact: string;
	readonly commit: string;
	readonly entry: LedgerEntry;
}

/** Begun, and without an end that anybody saw: its run died, or looked in vain, or a person stopped it. */
const unseenEnds: readonly LedgerState[] = ['running', 'unknown', 'stoppedByPerson'];

/**
 * What we left live: by the newest concluded row that says so; null when none does. Where the rows leave it open, and
 * `liveId` is one of what they may have left live, it is that: nobody from outside put it there.
 */
export function leftLiveOf(entries: Entries, liveId = ''): LeftLive | null {
	const concluded = entries.filter(({ state }) => state !== 'running').sort(byEnd);
	const [newest] = concluded.flatMap((entry) => leftBy(entry) ?? []);
	if (newest === undefined || newest.id === liveId) return newest ?? null;
	const index = concluded.indexOf(newest.entry);
	const blind = concluded.slice(0, index).find((entry) => endedBlind(entry) && entry.deploymentId === liveId);
	if (blind !== undefined) {
		return { id: blind.deploymentId, artifact: blind.artifact, commit: blind.commit, entry: blind };
	}
	// Begun later and ended earlier than the newest end, which may tell of a look from before.
	const between = concluded.slice(index + 1).filter(({ place }) => place > newest.entry.place);
	return between.flatMap((entry) => leftBy(entry) ?? []).find(({ id }) => id === liveId) ?? newest;
}

function leftBy(entry: LedgerEntry): LeftLive | null {
	if (entry.liveId !== '') {
		return { id: entry.liveId, artifact: entry.liveArtifact, commit: entry.liveCommit, entry };
	}
	// Rows from before the ledger had these columns: a good one left itself live.
	if (entry.state === 'live' && entry.deploymentId !== '') {
		return { id: entry.deploymentId, artifact: entry.artifact, commit: entry.commit, entry };
	}
	return null;
}

/** It failed, and nobody saw what was live then: its platform was away by the time it was to go back. */
function endedBlind({ kind, state, deploymentId, liveId }: LedgerEntry): boolean {
	return kind !== 'look' && state === 'failed' && deploymentId !== '' && liveId === '';
}

/** The newest end first. A row that was taken up again ends later than younger ones. */
function byEnd(left: LedgerEntry, right: LedgerEntry): number {
	return endOf(right) - endOf(left) || right.place - left.place;
}

function endOf({ finishedAt, startedAt }: LedgerEntry): number {
	return Date.parse(finishedAt) || Date.parse(startedAt) || 0;
}

/** The row of ours that put live what is live, and has no verdict about it; null when there is none. */
export function rowWithoutVerdict(entries: Entries, live: LiveDeployment): LedgerEntry | null {
	const left = leftLiveOf(entries);
	const unseenOne = entries.find((entry) => isWithoutId(entry) && isItsWork(entry, live, { left, entries })) ?? null;
	const named = entries.find(
		({ kind, state, deploymentId }) =>
			deploymentId !== '' && deploymentId === live.deploymentId && !(kind === 'look' && unseenEnds.includes(state)),
	);
	// Netlify's roll back puts live what has a row already, which knows nothing of that.
	if (unseenOne?.kind === 'rollback' && unseenOne.place > (named?.place ?? 0)) return unseenOne;
	if (named !== undefined) {
		const isUnseen =
			unseenEnds.includes(named.state) || (named.state === 'superseded' && named.liveId !== named.deploymentId);
		return isUnseen ? named : null;
	}
	return left?.id === live.deploymentId ? null : unseenOne;
}

function isWithoutId({ state, deploymentId }: LedgerEntry): boolean {
	return deploymentId === '' && unseenEnds.includes(state);
}

/** Whether a run that died before it could note the platform's id put this live, by what it was to do and when. */
function isItsWork(
	entry: LedgerEntry,
	live: LiveDeployment,
	{ left, entries }: { readonly left: LeftLive | null; readonly entries: Entries },
): boolean {
	const isOver = left !== null && left.entry.place > entry.place;
	if (isOver || live.deploymentId === entry.previousId) return false;
	// What a roll back puts live is new to some platforms, but its commit or its image was good before.
	if (entry.kind === 'rollback') return entries.some((good) => good.verified && isSameContent(good, live));
	return isOf(entry, { ...live, startedAt: live.publishedAt });
}

/**
 * Whether something on the platform comes from a run that died before it could note its id: it has the commit,
 * or the image; or the platform builds by itself, which may have been a newer head by then.
 */
function isOf(
	{ commit, artifact, startedAt }: LedgerEntry,
	found: { readonly commit: string; readonly artifact: string; readonly startedAt: string },
): boolean {
	const isSame = isSameCommit(commit, found.commit) || isSameArtifact(artifact, found.artifact);
	if (isSame) return isNotBefore(found.startedAt, startedAt);
	return artifact === '' && Date.parse(found.startedAt) >= Date.parse(startedAt);
}

function isSameContent({ commit, artifact, liveArtifact }: LedgerEntry, live: LiveDeployment): boolean {
	return (
		isSameCommit(commit, live.commit) || [artifact, liveArtifact].some((one) => isSameArtifact(one, live.artifact))
	);
}

/**
 * The row of ours whose deployment is under way; null when it is somebody else's. A look says what it saw, whoever
 * put it there: GraphOS serves a schema while the contract variants still build with it.
 */
export function rowUnderWay(entries: Entries, underWay: DeploymentUnderWay): LedgerEntry | null {
	const own = entries.filter(({ kind }) => kind !== 'look');
	const named = own.find(({ deploymentId }) => deploymentId !== '' && deploymentId === underWay.deploymentId);
	if (named !== undefined) return named;
	const [newest, before] = own;
	if (newest === undefined || !isWithoutId(newest)) return null;
	if (newest.kind === 'rollback' && before !== undefined && isStillIts(before, underWay)) return before;
	const isIts = newest.kind === 'rollback' ? isNotBefore(underWay.startedAt, newest.startedAt) : isOf(newest, underWay);
	return isIts ? newest : null;
}

/** A roll back was begun over a deployment before that had noted its id: what is under way is still that one. */
function isStillIts({ kind, deploymentId, commit, artifact }: LedgerEntry, underWay: DeploymentUnderWay): boolean {
	if (kind !== 'deploy' || deploymentId !== '') return false;
	return isSameCommit(commit, underWay.commit) || isSameArtifact(artifact, underWay.artifact);
}

/** Platforms round to seconds, and their clocks are not ours. */
const clockToleranceMs = 60_000;

function isNotBefore(later: string, earlier: string): boolean {
	const [laterMs, earlierMs] = [Date.parse(later), Date.parse(earlier)];
	return Number.isNaN(laterMs) || Number.isNaN(earlierMs) || laterMs >= earlierMs - clockToleranceMs;
}

const shortCommitLength = 7;

/** Whether two commits are the same, one of which may be written in short; empty ones never are. */
export function isSameCommit(one: string, other: string): boolean {
	if (Math.min(one.length, other.length) < shortCommitLength) return false;
	return one.length < other.length ? other.startsWith(one) : one.startsWith(other);
}

function isSameText(one: string, other: string): boolean {
	return one !== '' && one === other;
}

/** Whether two artifacts are the same, byte for byte: by their digest where both have one. */
export function isSameArtifact(one: string, other: string): boolean {
	return isSameText(digestIn(one) || one, digestIn(other) || other);
}

function digestIn(artifact: string): string {
	return /sha256:[0-9a-f]{64}/.exec(artifact)?.[0] ?? '';
}

/** The newest verdict about a deployment; null when nobody judged it. */
export function verdictOn(entries: Entries, deploymentId: string): LedgerEntry | null {
	return (
		entries.find(
			({ state, liveId, deploymentId: own }) =>
				(own === deploymentId && !unseenEnds.includes(state)) || (state === 'live' && liveId === deploymentId),
		) ?? null
	);
}

/** Ends of rows that never came to the platform, when they name no deployment there. */
const refusedEnds: readonly LedgerState[] = ['skipped', 'superseded'];

/** The attempts to deploy something, newest first: a roll back is none, and neither is what never began. */
export function attemptsIn(entries: Entries): LedgerEntry[] {
	return entries.filter(
		({ kind, state, deploymentId }) =>
			kind === 'deploy' && state !== 'held' && !(deploymentId === '' && refusedEnds.includes(state)),
	);
}

/** The roll back that took an attempt's deployment out again; null when none did. */
export function rollbackOf(entries: Entries, attempt: LedgerEntry): LedgerEntry | null {
	const after = entries.filter(
		({ kind, state, place }) => kind === 'rollback' && state === 'live' && place > attempt.place,
	);
	return (
		after.find(
			({ previousId, because }) => previousId === attempt.deploymentId || (previousId === '' && because !== ''),
		) ?? null
	);
}

/** Roll backs that did not come to their platform, as far as is known. */
const neverDone: readonly LedgerState[] = ['running', 'held', 'superseded'];

/** Whether it was rolled back before, well or badly: it is not done twice. */
export function wasRolledBack(entries: Entries, deploymentId: string): boolean {
	return entries.some(
		({ kind, state, previousId }) => kind === 'rollback' && !neverDone.includes(state) && previousId === deploymentId,
	);
}

/** Whether nobody saw how an attempt ended, and nothing but that is known of it. */
export function isUnseen({ state }: LedgerEntry): boolean {
	return unseenEnds.includes(state) || state === 'superseded';
}

/**
 * Whether an attempt failed: by its row, or since it was being rolled back when its run died, which happens
 * to bad ones only. A person's roll back is no failure of it.
 */
export function hasFailed(entries: Entries, attempt: LedgerEntry): boolean {
	if (attempt.state === 'failed' || attempt.state === 'rolledBack') return true;
	return (attempt.state === 'running' || attempt.state === 'unknown') && ownRollbackOf(entries, attempt) !== null;
}

/** The newest roll back that a deployment's own run began, since it was bad; null when there was none. */
export function ownRollbackOf(entries: Entries, attempt: LedgerEntry): LedgerEntry | null {
	return (
		entries.find(
			({ kind, place, previousId, actor, because }) =>
				kind === 'rollback' &&
				place > attempt.place &&
				actor === ownActor &&
				because === '' &&
				// A run that died may not have noted the platform's id of what it deployed.
				(previousId === attempt.deploymentId || attempt.deploymentId === ''),
		) ?? null
	);
}

/**
 * The platform's ids of what passed its checks, newest first, each once: what may be gone back to. What a
 * roll back took out is none, unless it passed again later.
 */
export function verifiedIdsOf(
	entries: ReadonlyArray<{
		readonly kind: string;
		readonly state: string;
		readonly verified: boolean;
		readonly deploymentId: string;
		readonly previousId: string;
	}>,
): string[] {
	const takenOut = new Set<string>();
	const verified = new Set<string>();
	for (const { kind, state, verified: isVerified, deploymentId, previousId } of entries) {
		if (isVerified && deploymentId !== '' && !takenOut.has(deploymentId)) verified.add(deploymentId);
		if (kind === 'rollback' && state === 'live' && !verified.has(previousId)) takenOut.add(previousId);
	}
	return [...verified];
}
