import type { Approval } from '../approval/approval';
import { imageOfCommit } from '../catalog/catalogRow';
import {
	hasFailed,
	isSameArtifact,
	isSameCommit,
	isUnseen,
	leftLiveOf,
	rollbackOf,
	rowUnderWay,
	rowWithoutVerdict,
	verdictOn,
} from '../ledger/ledgerHistory';
import type { LedgerEntry } from '../ledger/ledgerRow';
import { buildLine } from './buildLine';
import type { Decision } from './decision';
import {
	comparisonOf,
	decide,
	isLiveWell,
	isoAfter,
	type LineResult,
	nameOf,
	rollbackBar,
	type ServiceView,
	shortCommit,
	whenSame,
} from './serviceView';

/** So long a deployment is followed from run to run; then nobody waits for its end any more. */
export const longestDeploymentMinutes = 60;

/** A row that can be gone on with: nobody has given it an end that was seen. */
function rowToGoOnWith({ state, rowId }: LedgerEntry): number {
	return state === 'running' || state === 'unknown' ? rowId : 0;
}

/** A deployment of ours is under way: it is followed to its end. */
export function adoptLine(view: ServiceView): LineResult {
	const { live, ledger, nowMs } = view;
	const entry = live.underWay === null ? null : rowUnderWay(ledger, live.underWay);
	if (live.underWay === null || entry === null) return endedUnseenLine(view);
	if (wasFollowedToItsEnd(entry)) return null;
	const { deploymentId } = live.underWay;
	const minutes = (nowMs - (Date.parse(entry.startedAt) || nowMs)) / 60_000;
	if (entry.state === 'unknown' && minutes >= longestDeploymentMinutes) {
		return decide('blocked', `Its deployment ${deploymentId} has been under way for ${Math.round(minutes)} minutes`, {
			lookAgainAt: isoAfter(nowMs, 10),
			saidAs: `underWay:${nameOf(view.row)}:${deploymentId}`,
		});
	}
	return decide('adopt', `The deployment of ${shortCommit(entry.commit)} is under way`, {
		isActing: true,
		commit: entry.commit || live.underWay.commit,
		artifact: entry.artifact || live.underWay.artifact,
		deploymentId,
		rowId: rowToGoOnWith(entry),
		mayRollBack: entry.kind !== 'rollback' && rollbackBar(view, deploymentId) === '',
	});
}

/**
 * It was followed, and seen to fail. A platform that still calls it under way, since it took no word of its end, would
 * have it followed again and again.
 */
function wasFollowedToItsEnd({ decision, state }: LedgerEntry): boolean {
	return decision === 'adopt' && state === 'failed';
}

/** The one that was followed has ended between two runs, and is not live: its platform tells how, before anything is tried anew. */
function endedUnseenLine(view: ServiceView): LineResult {
	const newest = view.ledger.find(({ kind }) => kind !== 'look');
	if (newest?.kind !== 'deploy' || newest.state !== 'running' || newest.deploymentId === '') return null;
	if (newest.deploymentId === view.live.deploymentId) return null;
	return decide('adopt', `The deployment of ${shortCommit(newest.commit)} has ended, and nobody saw how`, {
		isActing: true,
		commit: newest.commit,
		artifact: newest.artifact,
		deploymentId: newest.deploymentId,
		rowId: rowToGoOnWith(newest),
		mayRollBack: rollbackBar(view, newest.deploymentId) === '',
	});
}

/** What is live is ours, and nobody judged it. */
export function verifyLine(view: ServiceView): LineResult {
	const { live, ledger } = view;
	if (!live.isLive) return null;
	const entry = rowWithoutVerdict(ledger, live);
	if (entry === null) return null;
	const waits = lookedInVainLine(view);
	if (waits !== null) return waits;
	return decide('verify', `${shortCommit(view.liveCommit)} is live, and nobody saw yet whether it is healthy`, {
		isActing: true,
		...whatIsLive(view),
		rowId: rowToGoOnWith(entry),
		mayRollBack: entry.kind !== 'rollback' && rollbackBar(view, live.deploymentId) === '',
	});
}

/** How long nobody looks again at what could not be judged: at first, and at most. */
const [firstLookPauseMinutes, longestLookPauseMinutes] = [2, 10];

/** What is live was looked at a moment ago, and could not be judged: looking at once again would see no more. */
function lookedInVainLine({ row, live, ledger, liveCommit, nowMs }: ServiceView): Decision | null {
	const look = ledger.find(({ deploymentId }) => deploymentId === live.deploymentId);
	if (look?.state !== 'unknown' || !judging.includes(look.decision)) return null;
	const endedMs = Date.parse(look.finishedAt);
	const openMinutes = (endedMs - Date.parse(look.startedAt)) / 60_000;
	const pauseMinutes = Math.min(longestLookPauseMinutes, Math.max(firstLookPauseMinutes, openMinutes / 2));
	if (!(nowMs < endedMs + pauseMinutes * 60_000)) return null;
	return decide('blocked', `${shortCommit(liveCommit)} is live, and could not be judged: ${look.reason}`, {
		lookAgainAt: isoAfter(endedMs, pauseMinutes),
		saidAs: `unjudged:${nameOf(row)}:${live.deploymentId}`,
	});
}

/** Decisions by which what is live is judged. */
const judging: readonly string[] = ['verify', 'baseline', 'record'];

/** Something is live, and no row of ours has a verdict. */
export function baselineLine(view: ServiceView): LineResult {
	if (!view.live.isLive || leftLiveOf(view.ledger) !== null) return null;
	const waits = lookedInVainLine(view);
	if (waits !== null) return waits;
	return decide('baseline', `${shortCommit(view.liveCommit)} was live before the first deployment`, {
		isActing: true,
		...whatIsLive(view),
	});
}

/** What is live is not what we left live. */
export function driftLine(view: ServiceView): LineResult {
	const { live, ledger } = view;
	const left = leftLiveOf(ledger, liveIdOf(live));
	if (left === null) return null;
	if (left.id === liveIdOf(live)) return standingDriftLine(view);
	if (live.isLive && isSameArtifact(left.artifact, live.artifact) && isSameCommit(left.commit, view.liveCommit)) {
		return decide('record', `${shortCommit(view.liveCommit)} was deployed again outside`, {
			isActing: true,
			...whatIsLive(view),
		});
	}
	const what = live.isLive ? `${shortCommit(view.liveCommit)} is live` : 'Nothing is live any more';
	return decide('drifted', `${what}, and ${shortCommit(left.commit)} was left live: somebody changed it outside`, {
		isActing: true,
		...whatIsLive(view),
		deploymentId: liveIdOf(live),
		saidAs: driftName(view),
	});
}

/** What the ledger says was left live when nothing was any more. */
const nothingLive = 'none';

function liveIdOf({ isLive, deploymentId }: ServiceView['live']): string {
	return isLive ? deploymentId : nothingLive;
}

function driftName({ row, live }: ServiceView): string {
	return `drifted:${nameOf(row)}:${liveIdOf(live)}`;
}

/** A drift on record holds until the content changes, or a person asks. */
function standingDriftLine(view: ServiceView): LineResult {
	const { live, ledger, wanted } = view;
	const drift = ledger.find(({ state, liveId }) => state === 'drifted' && liveId === liveIdOf(live));
	if (drift === undefined || view.isWished) return null;
	// A deployment, or a verdict, that came after it ended it.
	const ended = ledger.some(
		({ place, liveId, state }) => place > drift.place && state === 'live' && liveId === liveIdOf(live),
	);
	if (ended) return null;
	return whenSame(view, drift.headCommit, wanted.commit, () =>
		decide(
			'drifted',
			`${shortCommit(view.liveCommit)} was deployed outside: nothing is deployed until the content changes, or a person asks`,
			{ ...whatIsLive(view), saidAs: driftName(view) },
		),
	);
}

const skipMarker = '[skip deploy]';

export function skipLine({ wanted }: ServiceView): LineResult {
	const [firstLine = ''] = wanted.message.split('\n', 1);
	if (!firstLine.toLowerCase().includes(skipMarker)) return null;
	return decide('skipped', `The first line of ${shortCommit(wanted.commit)} asks for no deployment`);
}

/** Head and live have the same content. */
export function nothingLine(view: ServiceView): LineResult {
	const { live, wanted, liveCommit, ledger } = view;
	if (!live.isLive) return null;
	return whenSame(view, liveCommit, wanted.commit, () => {
		const isWell = isLiveWell(view);
		if (!isWell && view.isWished) {
			return decide(
				'verify',
				`${shortCommit(liveCommit)} is live and was not seen to be healthy: a person asks to look again`,
				{
					isActing: true,
					...whatIsLive(view),
				},
			);
		}
		const verdict = verdictOn(ledger, live.deploymentId);
		// Left as a drift, or never judged, and wanted by now: what depends on it waits until somebody knows that it is good.
		if (verdict === null || verdict.state === 'drifted') return lookedInVainLine(view) ?? unjudged(view, verdict);
		const what =
			liveCommit === wanted.commit
				? `${shortCommit(liveCommit)} is live`
				: `${shortCommit(liveCommit)} is live, and nothing of this service differs from it at ${shortCommit(wanted.commit)}`;
		const doubt = isWell ? '' : `, though not healthy when last seen: ${verdict.reason}`;
		return decide('nothing', `${what}${doubt}`, { ...whatIsLive(view), isWell });
	});
}

/** The branch came to what somebody put live outside, or a run left there without a look. */
function unjudged(view: ServiceView, drift: LedgerEntry | null): Decision {
	const how = drift === null ? 'is live' : 'was put live outside';
	return decide(
		'record',
		`${shortCommit(view.liveCommit)} ${how}, and is what the branch has by now: nobody saw yet whether it is healthy`,
		{ isActing: true, ...whatIsLive(view) },
	);
}

export function holdLine({ row }: ServiceView): LineResult {
	if (!row.hold) return null;
	return decide('blocked', `A person holds it${row.holdReason === '' ? '' : `: ${row.holdReason}`}`);
}

/** The newest attempt was at the head's content, and failed. */
export function failedLine(view: ServiceView): LineResult {
	const [newest] = view.attempts;
	if (newest === undefined || view.isWished) return null;
	if (hasFailed(view.ledger, newest)) {
		return whenSame(view, commitOf(newest), view.wanted.commit, () =>
			decide(
				'failedBefore',
				`The deployment of ${shortCommit(newest.commit)} failed: ${newest.reason || 'its run died while it was rolled back'}`,
				// Once it was well in between, the branch may come back to it.
				{ saidAs: `failedBefore:${nameOf(view.row)}:${newest.deploymentId || newest.commit}` },
			),
		);
	}
	if (newest.state !== 'skipped') return null;
	return whenSame(view, commitOf(newest), view.wanted.commit, () =>
		decide('skipped', newest.reason || 'The platform saw nothing to deploy', { isWell: isLiveWell(view) }),
	);
}

/** The newest attempt was at the head's content, and was rolled back because another service failed. */
export function compensatedLine(view: ServiceView): LineResult {
	const [newest] = view.attempts;
	if (newest?.state !== 'live' || view.isWished) return null;
	const because = rollbackOf(view.ledger, newest)?.because ?? '';
	if (because === '') return null;
	return whenSame(view, commitOf(newest), view.wanted.commit, () => {
		if (view.others === null || view.others.goesWith(because)) return null;
		return decide('compensated', `It was rolled back since ${because} failed, and goes when that one goes`);
	});
}

/** It depends on something that is not live at the head's content. */
export function dependencyLine({ others, row }: ServiceView): LineResult {
	if (others === null) return null;
	const waits = others.waitsFor(row);
	if (waits !== null) return decide('blocked', waits);
	const failed = row.compensate === 'release' ? others.failed(row) : '';
	return failed === '' ? null : decide('blocked', `It goes with the whole release, and ${failed} failed`);
}

const mostTries = 3;

/** The newest attempts were at the head's content, and nobody saw their ends. */
export function triesLine(view: ServiceView): LineResult {
	if (view.isWished) return null;
	const tries = new Set<string>();
	for (const attempt of view.attempts) {
		if (!isUnseen(attempt)) break;
		const comparison = comparisonOf(view.sight, commitOf(attempt), view.wanted.commit);
		if (comparison !== 'same') {
			if (comparison === 'differs') break;
			return whenSame(view, commitOf(attempt), view.wanted.commit, () => null);
		}
		tries.add(attempt.deploymentId || `row ${attempt.rowId}`);
		if (tries.size >= mostTries) {
			return decide(
				'failedBefore',
				`${mostTries} deployments of ${shortCommit(attempt.commit)} ended without anybody seeing how`,
				{
					saidAs: `gaveUp:${nameOf(view.row)}:${attempt.commit}`,
				},
			);
		}
	}
	return null;
}

/** Somebody else deploys to the same place at this moment. */
export function foreignLine({ live, ledger, nowMs }: ServiceView): LineResult {
	if (live.underWay === null || rowUnderWay(ledger, live.underWay) !== null) return null;
	const startedMs = Date.parse(live.underWay.startedAt) || nowMs;
	if (nowMs - startedMs > longestDeploymentMinutes * 60_000) return null;
	return decide('blocked', `A deployment that is none of ours (${live.underWay.deploymentId}) is under way there`, {
		lookAgainAt: isoAfter(nowMs, 2),
	});
}

/** What is left: it is deployed. */
export function deployLine(
	view: ServiceView,
	{ commit, artifact }: { readonly commit: string; readonly artifact: string },
	approval: Approval | null,
): Decision {
	const { live, liveCommit } = view;
	const over = live.isLive ? `over ${shortCommit(liveCommit)}` : 'as the first deployment';
	const approved = approval === null ? '' : `, approved by ${approval.givenBy}`;
	return decide('deploy', `${shortCommit(commit)} is deployed ${over}${approved}`, {
		isActing: true,
		commit,
		artifact,
		mayRollBack: rollbackBar(view, '') === '',
	});
}

/** What goes live: the head; of images the newest commit with the head's content that was built. */
export function artifactOrLine(
	view: ServiceView,
): { readonly commit: string; readonly artifact: string } | Exclude<LineResult, null> {
	const { row, wanted } = view;
	// Named by its file, so that another schema that goes live meanwhile is not taken for it.
	if (row.schema !== '') return { commit: wanted.commit, artifact: `${row.schema}@${wanted.commit}` };
	if (row.image === '') return { commit: wanted.commit, artifact: '' };
	if (row.buildWorkflow === '' || !row.image.includes('{commit}')) {
		return { commit: wanted.commit, artifact: imageOfCommit(row.image, wanted.commit) };
	}
	return buildLine(view);
}

function whatIsLive({ live, liveCommit }: ServiceView): Pick<Decision, 'commit' | 'artifact' | 'deploymentId'> {
	return { commit: liveCommit, artifact: live.artifact, deploymentId: live.deploymentId };
}

function commitOf({ commit, headCommit }: LedgerEntry): string {
	return commit || headCommit;
}
