import { explain, failureOf, resultAt } from '../ledger/stepResult';
import { stringAt } from '../ledger/record';
import { isRecord, isTrueAt, listAt, textAt } from '../values/jsonFields';
import { redactTokens } from '../values/redactTokens';
import { cutText } from '../values/text';
import type { PreviewInHand } from './previewInHand';
import type { PreviewPartView } from './previewItem';
import { type NoPreview, reasonsForNone } from './previewParts';
import {
	fromPreviewRow,
	previewStates,
	type PreviewEntry,
	type PreviewState,
	type PreviewTableRow,
	toPreviewRow,
} from './previewRow';

/** In characters: a row of the table is read by people, and items stay small. */
const maxReasonLength = 1_000;
const maxLogLength = 3_000;

/** The parts of the preview, after what was done to some of them. */
export interface ConcludedPart extends PreviewPartView {
	/** Whether its row has to be written. */
	readonly isChanged: boolean;
}

/**
 * The parts by the items of a wave: the first lists them all, and each says under `made` how it came out, or under
 * `run` why its run gave no answer. What says nothing stays begun, and is taken up by the next look.
 */
export function concludeParts(items: readonly unknown[], nowIso: string): ConcludedPart[] {
	const parts = items.flatMap((item) => listAt(item, 'parts').flatMap(partViewIn));
	return parts.map((part) => {
		const item = items.find((candidate) => stringAt(candidate, 'key') === part.key);
		const entry = item === undefined ? null : afterItem(part, item, nowIso);
		return entry === null ? { ...part, isChanged: !part.isStored } : { ...part, ...entry, isChanged: true };
	});
}

function afterItem(part: PreviewEntry, item: unknown, nowIso: string): PreviewEntry | null {
	const isRemoval = stringAt(item, 'task') === 'remove';
	const made = resultAt(item, 'made');
	const runFailure = failureOf(resultAt(item, 'run'));
	if (made === null && runFailure === null) return null;
	const isOk = runFailure === null && made !== null && made.ok !== false;
	const state = endOf({ isRemoval, isOk, told: textAt(made, 'state') });
	const reason = runFailure ?? (made === null ? '' : explain(made));
	const told = {
		reason: state === 'ready' || state === 'removed' ? '' : cutText(redactTokens(reason), maxReasonLength),
		logEnd: state === 'failed' ? lastOf(redactTokens(stringAt(made, 'logEnd')), maxLogLength) : '',
		finishedAt: nowIso,
	};
	if (isRemoval)
		return { ...part, ...told, state, ...(state === 'removed' && { url: '', platformId: '', expiresAt: '' }) };
	return {
		...part,
		...told,
		state,
		url: stringAt(made, 'url') || part.url,
		platformId: stringAt(made, 'platformId') || part.platformId,
	};
}

interface End {
	readonly isRemoval: boolean;
	readonly isOk: boolean;
	/** The word that the platform's workflow gave. */
	readonly told: string | null;
}

/** What could not be removed is still to be removed, whatever it is called. */
function endOf({ isRemoval, isOk, told }: End): PreviewState {
	const word = previewStates.find((state) => state === told);
	if (isRemoval) return isOk && (word === undefined || word === 'removed') ? 'removed' : 'removing';
	if (!isOk) return word === 'refused' || word === 'making' ? word : 'failed';
	return word === 'failed' || word === 'refused' || word === 'making' ? word : 'ready';
}

/** The end of a log says why. */
function lastOf(text: string, maxLength: number): string {
	return text.length <= maxLength
		? text
		: `...${text.slice(text.length - maxLength + 3).replace(/^[\uDC00-\uDFFF]/, '')}`;
}

function partViewIn(value: unknown): PreviewPartView[] {
	if (!isRecord(value)) return [];
	const text = (name: string): string => stringAt(value, name);
	const entry = fromPreviewRow({
		...value,
		repository_id: text('repositoryId'),
		platform_id: text('platformId'),
		log_end: text('logEnd'),
		expires_at: text('expiresAt'),
		started_at: text('startedAt'),
		finished_at: text('finishedAt'),
		release_id: text('releaseId'),
	});
	if (entry === null) return [];
	const data = text('data');
	return [
		{
			...entry,
			displayName: text('displayName') || entry.service,
			data: data === 'copy' || data === 'schema-only' ? data : '',
			parentBranch: text('parentBranch'),
			isStored: value.isStored === true,
		},
	];
}

/** The rows that have to be written. */
export function changedRows(parts: readonly ConcludedPart[]) {
	return parts.filter(({ isChanged }) => isChanged).map((part) => toPreviewRow(part));
}

/** How the whole preview stands. */
export type PreviewVerdict = 'none' | 'ready' | 'failed' | 'making' | 'waiting' | 'removing' | 'removed';

/** After a wave the next one follows in the same run: what waits is being made, unless that look finds otherwise. */
function afterWave(verdict: PreviewVerdict, first: unknown): PreviewVerdict {
	return verdict === 'waiting' && stringAt(first, 'next') === 'make' ? 'making' : verdict;
}

function verdictOf(parts: readonly PreviewEntry[], isWanted: boolean): PreviewVerdict {
	const has = (...states: readonly PreviewState[]): boolean => parts.some(({ state }) => states.includes(state));
	if (parts.length === 0) return 'none';
	if (!isWanted) return parts.every(({ state }) => state === 'removed') ? 'removed' : 'removing';
	if (has('failed', 'refused')) return has('making') ? 'making' : 'failed';
	if (has('making', 'removing')) return 'making';
	return has('waiting') ? 'waiting' : 'ready';
}

/** What a pull request is told of its preview. */
export interface ConcludedPreview {
	readonly preview: PreviewInHand;
	readonly parts: readonly ConcludedPart[];
	readonly noPreview: NoPreview | null;
	readonly verdict: PreviewVerdict;
	readonly rows: readonly PreviewTableRow[];
	/** False where GitHub did not tell of the pull request, or has none any more: there is nobody to tell. */
	readonly isTold: boolean;
	/** Whether a comment may be begun. One that is there is always brought up to date. */
	readonly mayBegin: boolean;
	/** Whether nothing of it is left. */
	readonly isOver: boolean;
	/** Of the head's deployment at GitHub; null where there is no preview. */
	readonly status: PreviewStatus | null;
	/** `previewMark` of what was looked at. */
	readonly mark: string;
	readonly lookAgainAt: string;
	/** For n8n's list of executions; empty unless something failed that is not tried again by itself. */
	readonly failure: string;
}

export interface PreviewStatus {
	readonly state: 'pending' | 'in_progress' | 'success' | 'failure';
	readonly description: string;
	readonly environmentUrl: string;
}

/** How the preview stands after a wave, or at the end of a run. */
export function concludePreview(items: readonly unknown[], preview: PreviewInHand, nowIso: string): ConcludedPreview {
	const [first] = items;
	const parts = concludeParts(items, nowIso);
	const word = stringAt(first, 'noPreview');
	const noPreview = reasonsForNone.find((reason) => reason === word) ?? null;
	const isSeen = stringAt(first, 'unseen') === '';
	const verdict = afterWave(verdictOf(parts, noPreview === null), first);
	return {
		preview,
		parts,
		noPreview,
		verdict,
		rows: changedRows(parts),
		isTold: isSeen && noPreview !== 'missing',
		mayBegin: (noPreview === null && verdict !== 'none') || (noPreview === 'fork' && isTrueAt(first, 'isPreviewed')),
		isOver: noPreview !== null && (verdict === 'removed' || verdict === 'none'),
		status: noPreview === null ? statusOf(verdict, parts) : null,
		mark: stringAt(first, 'mark'),
		lookAgainAt: stringAt(first, 'lookAgainAt'),
		failure: verdict === 'failed' ? failureText(preview, parts) : '',
	};
}

function statusOf(verdict: PreviewVerdict, parts: readonly PreviewEntry[]): PreviewStatus | null {
	const served = [...parts].reverse().find(({ part, url }) => part !== 'database' && url !== '');
	const [failed] = failedParts(parts);
	const waits = parts.find(({ state }) => state === 'waiting');
	switch (verdict) {
		case 'none':
			return null;
		case 'ready':
			return { state: 'success', description: 'Ready', environmentUrl: served?.url ?? '' };
		case 'failed':
			return { state: 'failure', description: failed === undefined ? '' : told(failed), environmentUrl: '' };
		case 'waiting':
			return { state: 'pending', description: waits === undefined ? '' : told(waits), environmentUrl: '' };
		default:
			return { state: 'in_progress', description: 'Being made', environmentUrl: '' };
	}
}

function failedParts(parts: readonly PreviewEntry[]): PreviewEntry[] {
	return parts.filter(({ state }) => state === 'failed' || state === 'refused');
}

function told({ service, part, reason }: PreviewEntry): string {
	return `${service} (${part}): ${reason}`;
}

function failureText({ repository, number }: PreviewInHand, parts: readonly PreviewEntry[]): string {
	return cutText(`The preview of ${repository}#${number} failed. ${failedParts(parts).map(told).join('; ')}`, 500);
}
