import { effectiveWaves, rowKey } from '../catalog/catalogDependencies';
import { waveOfPart } from './previewItem';
import type { PreviewInHand } from './previewInHand';
import { decidePart, type PartDecision, partName, removal } from './decidePart';
import { type NoPreview, partsOfService, servicesOf, type WantedPart, whyNoPreview } from './previewParts';
import type { PreviewEntry } from './previewRow';
import type { PreviewSight, PullRequest } from './previewSight';

/**
 * `make`, `remove`: the parts in `due`. `handOver`: this run's time is over, and another goes on. `wait`: for
 * something that comes. `refuse`: a fork's pull request. `conclude`: all is as it can be.
 */
export type PreviewStep = 'make' | 'remove' | 'wait' | 'refuse' | 'handOver' | 'conclude';

/** What a turn does next, by all that is seen. */
export interface ReconciledPreview {
	/** With the pull request's words as they are after this look. */
	readonly preview: PreviewInHand;
	readonly pullRequest: PullRequest | null;
	/** Null for one that has a preview, and where GitHub did not tell. */
	readonly noPreview: NoPreview | null;
	/** Why GitHub did not tell of the pull request; empty where it did. */
	readonly unseen: string;
	/** In the order in which they are made. */
	readonly parts: readonly PartDecision[];
	readonly next: PreviewStep;
	/** The lowest wave of what is to be made, or the highest of what is to be removed; empty for other steps. */
	readonly due: readonly PartDecision[];
	readonly waitSeconds: number;
	/** ISO 8601; empty for never. */
	readonly lookAgainAt: string;
	readonly nowIso: string;
}

export interface PreviewSettings {
	/** ISO 8601, UTC. */
	readonly nowIso: string;
	readonly longestRunSeconds: number;
}

/** A turn that is not over after so many looks ends, and is looked at again. */
const mostRounds = 20;
const minuteMs = 60_000;

/**
 * What is to be done about a pull request's preview, by state alone: an open one of the repository's own code that
 * is no draft has a preview of its head, and nothing else has one.
 */
export function reconcilePreviews(sight: PreviewSight, settings: PreviewSettings): ReconciledPreview {
	const nowMs = Date.parse(settings.nowIso);
	const seen = sight.pullRequest;
	if (!seen.isSeen) return unseenPreview(sight, seen.reason, settings);
	const { pullRequest } = seen;
	const noted: PreviewSight = { ...sight, preview: withNotes(sight.preview, pullRequest, settings.nowIso) };
	const noPreview = whyNoPreview(pullRequest);
	const parts =
		pullRequest === null || noPreview !== null
			? withOrphans(noted, settings.nowIso).map((entry) => removal(entry, { sight: noted, nowMs }))
			: decideAll(noted, pullRequest, nowMs);
	const due = dueNow(parts);
	const next = nextStep({ due, noPreview, preview: noted.preview, parts, settings });
	return {
		preview: noted.preview,
		pullRequest,
		noPreview,
		unseen: '',
		parts,
		next,
		due: next === 'make' || next === 'remove' ? due : [],
		waitSeconds: waitSecondsOf(noted.preview, settings),
		lookAgainAt: earliest(parts),
		nowIso: settings.nowIso,
	};
}

/** Nothing is done about what cannot be seen; the longer it lasts, the less often it is looked at. */
function unseenPreview(sight: PreviewSight, reason: string, settings: PreviewSettings): ReconciledPreview {
	const { nowIso } = settings;
	const unseenSince = sight.preview.notes.unseenSince || nowIso;
	const lastedMs = Date.parse(nowIso) - Date.parse(unseenSince);
	const waitMs = Math.min(Math.max(lastedMs / 2, 2 * minuteMs), 60 * minuteMs);
	return {
		preview: { ...sight.preview, notes: { ...sight.preview.notes, unseenSince } },
		pullRequest: null,
		noPreview: null,
		unseen: reason,
		parts: sight.entries.map((entry) => ({ step: 'nothing', entry, lookAgainAt: '', wanted: null })),
		next: 'wait',
		due: [],
		waitSeconds: waitSecondsOf(sight.preview, settings),
		lookAgainAt: new Date(Date.parse(nowIso) + waitMs).toISOString(),
		nowIso,
	};
}

/** What is known of the pull request now, under the name that its repository has by now. */
function withNotes(preview: PreviewInHand, pullRequest: PullRequest | null, nowIso: string): PreviewInHand {
	const notes = { ...preview.notes, unseenSince: '' };
	if (pullRequest === null) return { ...preview, notes };
	const { headCommit: head, headBranch, title, author, url, repositoryId } = pullRequest;
	const isNew = notes.head !== head || notes.headSeenAt === '';
	return {
		...preview,
		repositoryId,
		head,
		headBranch,
		title,
		author,
		url,
		notes: isNew ? { ...notes, head, headSeenAt: nowIso } : notes,
	};
}

/**
 * What the sweep found of services that no row knows, to be removed under the names that ours have. A database is
 * never named otherwise, so nothing of anybody else's is.
 */
function orphans({ preview, services, entries }: PreviewSight, nowIso: string): PreviewEntry[] {
	const { repository, repositoryId, number, releaseId, runStartedAt, headBranch: branch } = preview;
	return services
		.filter(({ row, issue }) => issue === '' && preview.services.includes(row.service))
		.flatMap((service) => partsOfService(service, preview, branch))
		.filter((part) => {
			const known = entries.find((entry) => partName(entry) === partName(part));
			return part.part !== 'site' && (known === undefined || isGoneBefore(known, runStartedAt));
		})
		.map(({ key, service, part, platform, target, name }) => ({
			...{ key, repository, repositoryId, number, service, part, platform, target, name, branch, releaseId },
			...{ platformId: '', url: '', commit: '', reason: '', logEnd: '', expiresAt: '', finishedAt: '' },
			state: 'making' as const,
			startedAt: nowIso,
		}));
}

function withOrphans(sight: PreviewSight, nowIso: string): PreviewEntry[] {
	const found = orphans(sight, nowIso);
	const names = found.map(partName);
	return [...sight.entries.filter((entry) => !names.includes(partName(entry))), ...found];
}

function isGoneBefore({ state, finishedAt }: PreviewEntry, runStartedAt: string): boolean {
	return state === 'removed' && finishedAt < runStartedAt;
}

/** What the preview of the head has, and what is there besides. */
function decideAll(sight: PreviewSight, pullRequest: PullRequest, nowMs: number): PartDecision[] {
	const services = servicesOf(sight, pullRequest);
	const waves = effectiveWaves(services.map(({ row }) => row));
	const waveOf = ({ row }: WantedPart): number => waves.get(rowKey(row.service, row.environment)) ?? row.wave;
	const wanted = services
		.flatMap((service) => partsOfService(service, nameOf(sight.preview, pullRequest), pullRequest.headBranch))
		.sort(
			(one, other) => one.wave - other.wave || waveOf(one) - waveOf(other) || one.row.rowNumber - other.row.rowNumber,
		);
	const decided = new Map<string, PartDecision>();
	for (const part of wanted) decided.set(partName(part), decidePart(part, { sight, pullRequest, nowMs, decided }));
	const others = sight.entries.filter((entry) => !decided.has(partName(entry)));
	return [...decided.values(), ...others.map((entry) => removal(entry, { sight, nowMs }))];
}

/** Keys and turn keep the name that was asked for: a rename of the repository changes neither. */
function nameOf({ repository, number }: PreviewInHand, { repositoryId }: PullRequest) {
	return { repository, repositoryId, number };
}

/** What is done now: what has to go first, from the last wave down; else the lowest wave of what is to be made. */
function dueNow(parts: readonly PartDecision[]): PartDecision[] {
	const waves = (list: readonly PartDecision[]): number[] => list.map(({ entry }) => waveOfPart[entry.part]);
	const removed = parts.filter(({ step }) => step === 'remove');
	const made = parts.filter(({ step }) => step === 'make');
	const [list, wave] = removed.length > 0 ? [removed, Math.max(...waves(removed))] : [made, Math.min(...waves(made))];
	return list.filter(({ entry }) => waveOfPart[entry.part] === wave);
}

interface Situation {
	readonly due: readonly PartDecision[];
	readonly parts: readonly PartDecision[];
	readonly noPreview: NoPreview | null;
	readonly preview: PreviewInHand;
	readonly settings: PreviewSettings;
}

/** Each run does at least one thing before it hands over. */
function nextStep({ due, parts, noPreview, preview, settings }: Situation): PreviewStep {
	const [first] = due;
	if (first === undefined) {
		if (noPreview === 'fork') return 'refuse';
		return parts.some(({ entry }) => entry.state === 'waiting' || entry.state === 'removing') ? 'wait' : 'conclude';
	}
	if (preview.round >= mostRounds) return 'wait';
	if (preview.round > 0 && secondsLeft(preview, settings) < settings.longestRunSeconds / 2) return 'handOver';
	return first.step === 'remove' ? 'remove' : 'make';
}

function secondsLeft({ runStartedAt }: PreviewInHand, { nowIso, longestRunSeconds }: PreviewSettings): number {
	const runMs = Date.parse(nowIso) - (Date.parse(runStartedAt) || Date.parse(nowIso));
	return longestRunSeconds - runMs / 1000;
}

/** How much of a run is left for what comes after the platform was waited for. */
const longestReserveSeconds = 40;

function waitSecondsOf(preview: PreviewInHand, settings: PreviewSettings): number {
	const reserve = Math.min(longestReserveSeconds, settings.longestRunSeconds / 4);
	return Math.max(1, Math.floor(secondsLeft(preview, settings) - reserve));
}

function earliest(parts: readonly PartDecision[]): string {
	return (
		parts
			.map(({ lookAgainAt }) => lookAgainAt)
			.filter((time) => time !== '')
			.sort()[0] ?? ''
	);
}
