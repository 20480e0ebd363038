import { dependenciesOf, effectiveWaves, rowKey, type RowsByKey, rowsByKey } from '../catalog/catalogDependencies';
import type { CatalogRow } from '../catalog/catalogRow';
import { carriedLooks } from './carriedLooks';
import { type Compensation, compensationOf } from './compensation';
import { decideService } from './decideService';
import { type Ending, endingsOf } from './endings';
import type { Decision, DecisionWord } from './decision';
import type { ReconciledService } from './reconciledService';
import type { ReleaseInHand } from './releaseInHand';
import {
	type DecisionContext,
	isDecision,
	isoAfter,
	nameOf,
	type OtherServices,
	unseen,
	unseenAtGitHub,
} from './serviceView';
import type { HeadSight, ServiceSight, SightQuestions, WantedCommit } from './sight';
import type { TurnNotes } from './turnNotes';

export type NextStep = 'deploy' | 'compensate' | 'handOver' | 'conclude';

/** What a turn does next, by all that is seen. */
export interface ReconciledRelease {
	/** With head, message and notes as they are after this look. */
	readonly release: ReleaseInHand;
	/** In the order of waves, then of the catalog. */
	readonly services: readonly ReconciledService[];
	readonly compensation: Compensation;
	readonly next: NextStep;
	/** The lowest wave that has something to do; empty unless `next` is `deploy`. */
	readonly due: readonly ReconciledService[];
	/** Rows that nobody goes on with, which get their end; empty unless `next` is `deploy`. */
	readonly endings: readonly Ending[];
	/** Whether something is left to do, and the release ends nonetheless, since it went on for too many rounds. */
	readonly isCutShort: boolean;
	/** How long the platform may be waited for. */
	readonly waitSeconds: number;
	/** When somebody has to look again, should nothing happen before; ISO 8601, empty for never. */
	readonly lookAgainAt: string;
	/** ISO 8601, UTC. */
	readonly nowIso: string;
}

export interface ReconcileSettings {
	/** ISO 8601, UTC. */
	readonly nowIso: string;
	/** No run lasts longer. */
	readonly longestRunSeconds: number;
}

/** A release that is not over after so many looks says so, and ends. */
const mostRounds = 20;

/** What GitHub still has to be asked about a service. Asked anew after each answer, until nothing is left. */
export function questionsOf(sight: ServiceSight, release: ReleaseInHand, nowIso: string): SightQuestions {
	const result = decideService(sight, { release, nowMs: Date.parse(nowIso), others: null });
	return isDecision(result) ? { pairs: [], builds: false } : result;
}

/** What is to be done, by state alone: the same sights give the same answer, whatever event led here. */
export function reconcile(
	sights: readonly ServiceSight[],
	release: ReleaseInHand,
	settings: ReconcileSettings,
): ReconciledRelease {
	const { nowIso } = settings;
	const noted = withNotes(sights, release, nowIso);
	const services = decideAll(sights, noted, Date.parse(nowIso));
	const compensation = compensationOf(sights);
	const seen = { ...noted, notes: withUnseen(noted.notes, services, nowIso) };
	const due = dueNow(services);
	const endings = services.flatMap((service) => endingsOf(service, nowIso));
	const next = nextStep({ due, endings, compensation, release: seen, settings });
	const hasWork = due.length > 0 || compensation.entries.length > 0;
	return {
		// A release that is over has no next round: what is asked of its turn then is looked at anew.
		release: { ...seen, carried: next === 'conclude' ? {} : carriedLooks(services, seen.releaseId) },
		services,
		compensation,
		next,
		due: next === 'deploy' ? due : [],
		endings: next === 'deploy' ? endings : [],
		isCutShort: next === 'conclude' && hasWork,
		waitSeconds: waitSecondsOf(seen, settings),
		lookAgainAt: earliest([
			...services.map(({ decision }) => decision.lookAgainAt),
			...compensation.left.filter(({ isPending }) => isPending).map(() => isoAfter(Date.parse(nowIso), 2)),
		]),
		nowIso,
	};
}

/** Since when a head is the head: what waits for its build counts from there. */
function withNotes(sights: readonly ServiceSight[], release: ReleaseInHand, nowIso: string): ReleaseInHand {
	const { notes } = release;
	const branchHead = wantedOf(sights, 'branch');
	const released = wantedOf(sights, 'release');
	const shown = branchHead ?? released;
	// Empty for a branch that is gone, or GitHub Watch would ask about it again and again.
	const head = branchHead?.commit ?? (isGone(sights) ? '' : notes.head);
	return {
		...release,
		head: shown?.commit ?? release.head,
		headMessage: shown === null ? release.headMessage : firstLine(shown.message),
		notes: {
			...notes,
			...(head !== notes.head && { head, headSeenAt: nowIso }),
			...(released !== null &&
				released.commit !== notes.releasedCommit && { releasedCommit: released.commit, releasedSeenAt: nowIso }),
		},
	};
}

function isGone(sights: readonly ServiceSight[]): boolean {
	return sights.some(({ row, head }) => row.deployFrom === 'branch' && head.isSeen && head.wanted === null);
}

function wantedOf(sights: readonly ServiceSight[], deployFrom: CatalogRow['deployFrom']): WantedCommit | null {
	const seen = (head: HeadSight): WantedCommit | null => (head.isSeen ? head.wanted : null);
	const sight = sights.find(({ row, head }) => row.deployFrom === deployFrom && seen(head) !== null);
	return sight === undefined ? null : seen(sight.head);
}

/** In characters. */
const maxMessageLength = 200;

function firstLine(message: string): string {
	const [line = ''] = message.split('\n', 1);
	return [...line].slice(0, maxMessageLength).join('');
}

function withUnseen(notes: TurnNotes, services: readonly ReconciledService[], nowIso: string): TurnNotes {
	const isUnseen = services.some(({ decision }) => decision.decision === 'unseen');
	return { ...notes, unseenSince: isUnseen ? notes.unseenSince || nowIso : '' };
}

/** Every service with its decision, in the order in which they go. */
function decideAll(sights: readonly ServiceSight[], release: ReleaseInHand, nowMs: number): ReconciledService[] {
	const rows = sights.map(({ row }) => row);
	const waves = effectiveWaves(rows);
	const waveOf = (row: CatalogRow): number => waves.get(rowKey(row.service, row.environment)) ?? row.wave;
	const ordered = [...sights].sort(
		(left, right) => waveOf(left.row) - waveOf(right.row) || left.row.rowNumber - right.row.rowNumber,
	);
	const decisions = settle(ordered, rowsByKey(rows), { release, nowMs });
	return ordered.map((sight) => ({
		sight,
		wave: waveOf(sight.row),
		decision: decisions.get(keyOf(sight.row)) ?? unseen({ release, nowMs, others: null }, 'It was not decided'),
	}));
}

/**
 * Decisions that hang on each other. What was rolled back because of another goes with that one, and that one
 * may wait for it: so all of them go at first, and those whose other does not go are taken back, until
 * nothing changes. Each pass takes back at least one, so it ends.
 */
function settle(
	ordered: readonly ServiceSight[],
	byKey: RowsByKey,
	base: Omit<DecisionContext, 'others'>,
): ReadonlyMap<string, Decision> {
	let going: ReadonlySet<string> | null = null;
	for (;;) {
		const decisions = decidePass(ordered, byKey, base, going);
		const goes = new Set([...decisions].filter(([, decision]) => isGoing(decision)).map(([key]) => key));
		const before: ReadonlySet<string> | null = going;
		if (before !== null && goes.size >= before.size) return decisions;
		going = goes;
	}
}

/** Whether it is well at the head's content, or comes there in this plan. */
function isGoing({ decision, isWell }: Decision): boolean {
	return decision === 'deploy' || decision === 'adopt' || decision === 'verify' || (decision === 'nothing' && isWell);
}

function decidePass(
	ordered: readonly ServiceSight[],
	byKey: RowsByKey,
	base: Omit<DecisionContext, 'others'>,
	going: ReadonlySet<string> | null,
): Map<string, Decision> {
	const decisions = new Map<string, Decision>();
	const others: OtherServices = {
		waitsFor: (row) => waitsFor(row, byKey, decisions),
		goesWith(because) {
			const other = [...byKey.values()].find((row) => nameOf(row) === because);
			if (other === undefined || !other.enabled) return true;
			return going === null || going.has(keyOf(other));
		},
		failed(row) {
			const failed = [...decisions].find(([key, { decision }]) => decision === 'failedBefore' && key !== keyOf(row));
			return failed === undefined ? '' : nameIn(byKey, failed[0]);
		},
	};
	for (const sight of ordered) {
		const result = decideService(sight, { ...base, others });
		const decision = isDecision(result)
			? result
			: unseenAtGitHub({ ...base, others }, 'GitHub was not asked about its commits');
		decisions.set(keyOf(sight.row), decision);
	}
	return decisions;
}

/** Decisions after which a service is live at the head's content, or will be in an earlier wave. */
const arriving: readonly DecisionWord[] = ['deploy', 'adopt'];

/** What a service has to wait for. What is switched off is not waited for: nobody here deploys it. */
function waitsFor(row: CatalogRow, byKey: RowsByKey, decisions: ReadonlyMap<string, Decision>): string | null {
	for (const dependency of dependenciesOf(row, byKey)) {
		if (!dependency.enabled) continue;
		const decision = decisions.get(keyOf(dependency));
		if (decision === undefined || (decision.decision === 'nothing' && decision.isWell)) {
			const below = buildsBelow(dependency, byKey, decisions, new Set([keyOf(row)]));
			if (below !== null) return below;
			continue;
		}
		if (arriving.includes(decision.decision)) continue;
		return `It waits for ${nameOf(dependency)}, which is not live at the head's content: ${decision.decision}, ${decision.reason}`;
	}
	return null;
}

/**
 * What is still built under a service that is well as it is. The order holds through that one, too: else a site went
 * live before the gateway under its API, only because that gateway's image took longer.
 */
function buildsBelow(
	row: CatalogRow,
	byKey: RowsByKey,
	decisions: ReadonlyMap<string, Decision>,
	above: ReadonlySet<string>,
): string | null {
	// Dependencies that go in a circle are an issue of their own.
	if (above.has(keyOf(row))) return null;
	for (const dependency of dependenciesOf(row, byKey)) {
		if (!dependency.enabled) continue;
		const decision = decisions.get(keyOf(dependency));
		if (decision?.decision === 'waiting') {
			return `It waits for ${nameOf(dependency)}, which ${nameOf(row)} depends on: ${decision.decision}, ${decision.reason}`;
		}
		const below = buildsBelow(dependency, byKey, decisions, new Set([...above, keyOf(row)]));
		if (below !== null) return below;
	}
	return null;
}

function keyOf({ service, environment }: CatalogRow): string {
	return rowKey(service, environment);
}

function nameIn(byKey: RowsByKey, key: string): string {
	const row = byKey.get(key);
	return row === undefined ? key : nameOf(row);
}

/** Decisions that change nothing: they are done first, wherever they stand, since they only look. */
const looking: readonly DecisionWord[] = ['verify', 'baseline', 'record', 'drifted'];

/** What is done now: what only looks, of every wave; else the lowest wave that has something to do. */
function dueNow(services: readonly ReconciledService[]): ReconciledService[] {
	const acting = services.filter(({ decision }) => decision.isActing);
	const looks = acting.filter(({ decision }) => looking.includes(decision.decision));
	if (looks.length > 0) return looks;
	const [first] = acting;
	return acting.filter(({ wave }) => wave === first?.wave);
}

/** How much of a run the gate and a roll back may need after the platform was waited for. */
const longestReserveSeconds = 60;

function reserveSecondsOf(longestRunSeconds: number): number {
	return Math.min(longestReserveSeconds, longestRunSeconds / 4);
}

function secondsLeft({ runStartedAt }: ReleaseInHand, { nowIso, longestRunSeconds }: ReconcileSettings): number {
	const runMs = Date.parse(nowIso) - (Date.parse(runStartedAt) || Date.parse(nowIso));
	return longestRunSeconds - runMs / 1000;
}

/** A run that is short of time waits for one look: what is under way then is followed by the next one. */
function waitSecondsOf(release: ReleaseInHand, settings: ReconcileSettings): number {
	const seconds = secondsLeft(release, settings) - reserveSecondsOf(settings.longestRunSeconds);
	return Math.max(1, Math.floor(seconds));
}

interface Situation {
	readonly due: readonly ReconciledService[];
	readonly endings: readonly Ending[];
	readonly compensation: Compensation;
	readonly release: ReleaseInHand;
	readonly settings: ReconcileSettings;
}

/** The list of a release that failed comes before anything else. Each run does at least one thing before it hands over. */
function nextStep({ due, endings, compensation, release, settings }: Situation): NextStep {
	const isCompensating = compensation.entries.length > 0;
	// A ledger that takes no rows would have them ended again and again.
	const hasEndings = endings.length > 0 && release.round < mostRounds / 2;
	if (!isCompensating && !hasEndings && due.length === 0) return 'conclude';
	if (release.round >= mostRounds) return 'conclude';
	// What an earlier round saw may have changed since: the next run looks at all of it, before anything is done by it.
	const acted = [...due, ...endings.map(({ service }) => service), ...compensation.entries];
	if (acted.some(({ sight }) => sight.isCarried === true)) return 'handOver';
	const left = secondsLeft(release, settings);
	// A roll back that is cut off in the middle is worse than one that begins a moment later.
	const needed = settings.longestRunSeconds * (isCompensating ? 5 / 8 : 1 / 2);
	if (release.round > 0 && left < needed) return 'handOver';
	return isCompensating ? 'compensate' : 'deploy';
}

function earliest(times: readonly string[]): string {
	return times.filter((time) => time !== '').sort()[0] ?? '';
}
