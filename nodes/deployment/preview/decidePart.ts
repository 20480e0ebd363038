import { contextPattern, productionContext } from '../catalog/deploymentContext';
import { imageOfCommit } from '../catalog/catalogRow';
import { targetKeyOf } from '../catalog/deploymentTarget';
import { passes } from '../values/globs/globFilter';
import { servedPart, type WantedPart } from './previewParts';
import type { PreviewEntry, PreviewState } from './previewRow';
import type { PreviewBuild, PreviewSight, PullRequest } from './previewSight';

/** What is to be done about one part, and its row as it is from now on. */
export interface PartDecision {
	readonly step: 'make' | 'remove' | 'nothing';
	readonly entry: PreviewEntry;
	/** When somebody has to look again, should nothing happen before; ISO 8601, empty for never. */
	readonly lookAgainAt: string;
	/** Null for what is only removed. */
	readonly wanted: WantedPart | null;
}

/** What a part is decided by, besides what is seen. */
export interface PartContext {
	readonly sight: PreviewSight;
	readonly pullRequest: PullRequest;
	readonly nowMs: number;
	/** The decisions about the parts before it. */
	readonly decided: ReadonlyMap<string, PartDecision>;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** How long a database branch stands when nobody looks; each look in its second half gives it the whole time again. */
export const expiryMs = 14 * dayMs;

/** What is not there after so long has failed, however often it says that it is under way. */
const longestMakingMs = 30 * minuteMs;

/** So long after the head was seen a build may begin. */
const buildPatienceMs = 10 * minuteMs;

/** An event that says that an image is there may be lost: looked for as often as this. */
const buildLookMs = 10 * minuteMs;

/** What keeps a part from being made. */
interface Obstacle {
	readonly state: Extract<PreviewState, 'waiting' | 'failed' | 'refused'>;
	readonly reason: string;
	readonly lookAgainAt: string;
}

/** What is to be done about a part that the preview of the head has. */
export function decidePart(wanted: WantedPart, context: PartContext): PartDecision {
	const before = context.sight.entries.find((entry) => partName(entry) === partName(wanted));
	const here = before !== undefined && isSamePlace(wanted, before) ? before : undefined;
	// What a person holds, and what the catalog does not tell clearly, stays as it is.
	const stop = stopOf(wanted);
	if (stop !== null) {
		const isThere = before !== undefined && before.state !== 'removed';
		const entry = isThere ? before : withObstacle(entryOf(wanted, { before, here: undefined }, context), stop);
		return { step: 'nothing', entry, lookAgainAt: '', wanted };
	}
	// The head branch was renamed, or the row names another place: what is at the old one goes first.
	if (before !== undefined && here === undefined && isPerhapsThere(before)) return removal(before, context, wanted);
	const entry = entryOf(wanted, { before, here }, context);
	if (here !== undefined && isDone(here, wanted, context)) {
		const lookAgainAt = here.expiresAt === '' ? '' : isoAt(Date.parse(here.expiresAt) - expiryMs / 2);
		return { step: 'nothing', entry: here, lookAgainAt, wanted };
	}
	const obstacle = refusalOf(wanted, context) ?? waitFor(wanted, context);
	if (obstacle !== null) {
		return { step: 'nothing', entry: withObstacle(entry, obstacle), lookAgainAt: obstacle.lookAgainAt, wanted };
	}
	if (here !== undefined && isGivenUp(here, context)) return { step: 'nothing', entry: here, lookAgainAt: '', wanted };
	return make(entry, here, wanted, context);
}

function make(
	entry: PreviewEntry,
	here: PreviewEntry | undefined,
	wanted: WantedPart,
	{ sight, pullRequest, nowMs }: PartContext,
): PartDecision {
	const isSameTry = here?.state === 'making' && here.commit === pullRequest.headCommit && here.startedAt !== '';
	if (isSameTry && nowMs - Date.parse(here.startedAt) > longestMakingMs) {
		const reason = `It was not there ${longestMakingMs / minuteMs} minutes after it was begun${here.reason === '' ? '' : `: ${here.reason}`}`;
		const failed = { ...here, state: 'failed' as const, reason, finishedAt: isoAt(nowMs) };
		return { step: 'nothing', entry: failed, lookAgainAt: '', wanted };
	}
	const making: PreviewEntry = {
		...entry,
		state: 'making',
		commit: pullRequest.headCommit,
		reason: isSameTry ? here.reason : '',
		logEnd: '',
		startedAt: isSameTry ? here.startedAt : isoAt(nowMs),
		finishedAt: '',
		expiresAt: wanted.part === 'database' ? isoAt(nowMs + expiryMs) : '',
		releaseId: sight.preview.releaseId,
	};
	return { step: 'make', entry: making, lookAgainAt: isoAt(nowMs + 2 * minuteMs), wanted };
}

/** What is removed: once in a run, and again by the next look, until it is gone. */
export function removal(
	before: PreviewEntry,
	{ sight: { preview }, nowMs }: Pick<PartContext, 'sight' | 'nowMs'>,
	wanted: WantedPart | null = null,
): PartDecision {
	if (!isPerhapsThere(before)) {
		const gone = before.state === 'removed' ? before : { ...before, state: 'removed' as const, reason: '', logEnd: '' };
		return { step: 'nothing', entry: gone, lookAgainAt: '', wanted };
	}
	const isBegun = before.state === 'removing';
	if (isBegun && before.finishedAt !== '' && before.finishedAt >= preview.runStartedAt) {
		const ageMs = nowMs - (Date.parse(before.startedAt) || nowMs);
		const waitMs = Math.min(Math.max(ageMs / 2, 2 * minuteMs), dayMs / 4);
		return { step: 'nothing', entry: before, lookAgainAt: isoAt(nowMs + waitMs), wanted };
	}
	const removing: PreviewEntry = {
		...before,
		state: 'removing',
		startedAt: isBegun && before.startedAt !== '' ? before.startedAt : isoAt(nowMs),
		finishedAt: '',
		releaseId: preview.releaseId,
	};
	return { step: 'remove', entry: removing, lookAgainAt: isoAt(nowMs + 2 * minuteMs), wanted };
}

/** Whether anything may be there: a row without a beginning only waited. */
export function isPerhapsThere({ state, startedAt }: PreviewEntry): boolean {
	return state !== 'removed' && startedAt !== '';
}

/** A part among those of one preview. The key of its row is not it: that keeps a repository's former name. */
export function partName({ part, service }: Pick<PreviewEntry, 'part' | 'service'>): string {
	return `${part}/${service}`;
}

function isSamePlace(wanted: WantedPart, entry: PreviewEntry): boolean {
	return entry.platform === wanted.platform && entry.target === wanted.target && entry.name === wanted.name;
}

/** A database is the preview's, whatever its head is; apps and sites are of a commit. */
function isDone(here: PreviewEntry, { part }: WantedPart, { pullRequest, nowMs }: PartContext): boolean {
	if (here.state !== 'ready') return false;
	if (part !== 'database') return here.commit === pullRequest.headCommit;
	return here.expiresAt !== '' && Date.parse(here.expiresAt) - nowMs > expiryMs / 2;
}

/** What a platform refused or failed at this head is not tried again, unless a person asks, or the head moves. */
function isGivenUp({ state, commit, finishedAt }: PreviewEntry, { sight, pullRequest }: PartContext): boolean {
	if ((state !== 'failed' && state !== 'refused') || finishedAt === '') return false;
	return commit === pullRequest.headCommit && finishedAt >= sight.preview.wishedAt;
}

/** What the table says of a part, and whether that is of the place where it is wanted. */
interface KnownRow {
	readonly before: PreviewEntry | undefined;
	readonly here: PreviewEntry | undefined;
}

/** The row of a part; what is known of its place is kept. */
function entryOf(wanted: WantedPart, { before, here }: KnownRow, { pullRequest, sight }: PartContext): PreviewEntry {
	const { part, platform, target, name, service } = wanted;
	const isThere = here !== undefined && here.state !== 'removed';
	return {
		key: before?.key ?? wanted.key,
		// As it was asked for: the table is read by this name.
		repository: sight.preview.repository,
		repositoryId: pullRequest.repositoryId,
		number: sight.preview.number,
		service,
		part,
		platform,
		target,
		name,
		platformId: isThere ? here.platformId : '',
		url: isThere ? here.url : '',
		commit: isThere ? here.commit : '',
		branch: pullRequest.headBranch,
		state: isThere ? here.state : 'waiting',
		reason: isThere ? here.reason : '',
		logEnd: isThere ? here.logEnd : '',
		expiresAt: isThere ? here.expiresAt : '',
		startedAt: isThere ? here.startedAt : '',
		finishedAt: isThere ? here.finishedAt : '',
		releaseId: isThere ? here.releaseId : sight.preview.releaseId,
	};
}

/** Decided anew at each look, so it has no end of its own; what was begun stays known as begun. */
function withObstacle(entry: PreviewEntry, { state, reason }: Obstacle): PreviewEntry {
	return { ...entry, state, reason, logEnd: '', finishedAt: '' };
}

function stopOf({ row, issue }: WantedPart): Obstacle | null {
	if (issue !== '') return { state: 'refused', reason: `Its row of the catalog is faulty: ${issue}`, lookAgainAt: '' };
	if (!row.hold) return null;
	const reason = row.holdReason === '' ? 'The service is held' : `The service is held: ${row.holdReason}`;
	return { state: 'waiting', reason, lookAgainAt: '' };
}

/** What no look changes: it needs another branch, or another row. */
function refusalOf(wanted: WantedPart, context: PartContext): Obstacle | null {
	const reason = wanted.part === 'site' ? siteRefusal(wanted, context) : '';
	return reason === '' ? null : { state: 'refused', reason, lookAgainAt: '' };
}

function siteRefusal(wanted: WantedPart, { sight, pullRequest }: PartContext): string {
	const { headBranch, defaultBranch } = pullRequest;
	if (!contextPattern.test(wanted.name)) return `"${headBranch}" cannot be the name of a branch at Netlify: rename it`;
	if (headBranch === defaultBranch) {
		return `${headBranch} is the repository's default branch, which is no preview's: open the pull request from a branch of its own`;
	}
	const place = targetKeyOf({ ...wanted.row, context: '' });
	const taken = sight.branchRows.find(
		(row) =>
			row.enabled &&
			row.platform === 'netlify' &&
			targetKeyOf({ ...row, context: '' }) === place &&
			(row.context === wanted.name ||
				(row.context === productionContext && passes({ include: row.branches, exclude: [] }, headBranch))),
	);
	if (taken !== undefined) {
		return `${headBranch} is deployed as ${taken.service}/${taken.environment}, which is no preview's: open the pull request from a branch of its own`;
	}
	const other = sight.others.find((entry) => isSamePlace(wanted, entry) && isPerhapsThere(entry));
	return other === undefined
		? ''
		: `Pull request #${other.number} is of the same branch, and its preview stands at this place: close one of the two`;
}

function waitFor(wanted: WantedPart, context: PartContext): Obstacle | null {
	if (wanted.part === 'database') return null;
	return waitForParts(wanted, context) ?? (wanted.part === 'app' ? waitForImage(wanted, context) : null);
}

/** A database has to be there; of the services that it depends on, the address. */
function waitForParts({ row }: WantedPart, { decided }: PartContext): Obstacle | null {
	const all = [...decided.values()].filter(({ wanted }) => wanted !== null);
	const database = all.find(({ entry }) => entry.part === 'database' && entry.service === row.service);
	if (database !== undefined && (database.entry.state !== 'ready' || database.step !== 'nothing')) {
		return waiting(`It waits for its database, ${toldState(database.entry)}`);
	}
	for (const service of row.dependsOn) {
		if (service === row.service) continue;
		const other = all.find(
			({ entry, wanted }) => wanted !== null && entry.service === service && entry.part === servedPart(wanted.row),
		);
		if (other === undefined || hasAddress(other.entry)) continue;
		return waiting(`It waits for ${service}, ${toldState(other.entry)}`);
	}
	return null;
}

/** An app keeps its address while it is made anew. */
export function hasAddress({ state, url }: PreviewEntry): boolean {
	return url !== '' && state !== 'removed' && state !== 'removing';
}

function toldState({ state, reason }: PreviewEntry): string {
	const words: Readonly<Record<PreviewState, string>> = {
		waiting: 'which waits itself',
		making: 'which is being made',
		ready: 'which is there',
		failed: 'which failed',
		refused: 'which cannot be made',
		removing: 'which is being removed',
		removed: 'which is not there yet',
	};
	return `${words[state]}${reason === '' ? '' : `: ${reason}`}`;
}

function waiting(reason: string, lookAgainAt = ''): Obstacle {
	return { state: 'waiting', reason, lookAgainAt };
}

/** The image that Actions built for the head. One without a workflow, or without a commit in it, is taken as there. */
function waitForImage({ row }: WantedPart, { sight, pullRequest, nowMs }: PartContext): Obstacle | null {
	if (row.image === '') {
		return {
			state: 'refused',
			reason: 'Its row of the catalog names no image: fill in the column image',
			lookAgainAt: '',
		};
	}
	const { buildWorkflow } = row;
	if (imageOfCommit(row.image, '') === row.image || buildWorkflow === '') return null;
	const seen = sight.builds.get(buildWorkflow);
	if (seen === undefined || !seen.isSeen) {
		const why = seen === undefined ? 'GitHub was not asked about it' : seen.reason;
		return waiting(`Whether ${buildWorkflow} built its image could not be seen: ${why}`, isoAt(nowMs + 2 * minuteMs));
	}
	if (seen.builds.some(({ state }) => state === 'succeeded')) return null;
	const running = seen.builds.find(({ state }) => state === 'running');
	if (running !== undefined) return whileBuilding(running, row, nowMs);
	const [failed] = seen.builds;
	const commit = pullRequest.headCommit.slice(0, 7);
	if (failed !== undefined) {
		return { state: 'failed', reason: `${buildWorkflow} failed at ${commit}: ${failed.url}`, lookAgainAt: '' };
	}
	const sinceMs = Date.parse(sight.preview.notes.headSeenAt) || nowMs;
	if (nowMs - sinceMs < buildPatienceMs) {
		return waiting(`No run of ${buildWorkflow} builds the image of ${commit} yet`, isoAt(sinceMs + buildPatienceMs));
	}
	return {
		state: 'failed',
		reason: `There is no image of ${commit}: ${buildWorkflow} did not run within ${buildPatienceMs / minuteMs} minutes. Let it run for pull requests, and push again`,
		lookAgainAt: '',
	};
}

function whileBuilding(
	{ startedAt, url }: PreviewBuild,
	{ buildWorkflow, buildTimeoutMinutes }: WantedPart['row'],
	nowMs: number,
): Obstacle {
	const deadlineMs = (Date.parse(startedAt) || nowMs) + buildTimeoutMinutes * minuteMs;
	if (nowMs >= deadlineMs) {
		const reason = `${buildWorkflow} has run for more than ${buildTimeoutMinutes} minutes: ${url}`;
		return { state: 'failed', reason, lookAgainAt: '' };
	}
	return waiting(`${buildWorkflow} builds its image: ${url}`, isoAt(Math.min(deadlineMs, nowMs + buildLookMs)));
}

function isoAt(timeMs: number): string {
	return new Date(timeMs).toISOString();
}
