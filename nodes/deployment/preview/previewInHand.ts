import { stringAt } from '../ledger/record';
import { numberAt, textAt, valueAt } from '../values/jsonFields';
import { type PreviewAsk, readPreviewAsk } from './previewAsk';

/** The preview that a run works on: in every item under `preview`. Times are ISO 8601, UTC; empty where not known. */
export interface PreviewInHand extends PreviewAsk {
	/** The owner of the turn. */
	readonly releaseId: string;
	/** When a person asked: what failed before that is tried again. */
	readonly wishedAt: string;
	/** Of the pull request, as it was seen last. */
	readonly title: string;
	readonly author: string;
	readonly url: string;
	readonly head: string;
	readonly headBranch: string;
	readonly runStartedAt: string;
	readonly executionId: string;
	/** How often this run has looked before. */
	readonly round: number;
	readonly notes: PreviewNotes;
}

/** What the turn of a pull request remembers between its runs. */
export interface PreviewNotes {
	readonly head: string;
	/** When that head was seen first: what waits for its image counts from there. */
	readonly headSeenAt: string;
	/** Since when GitHub does not tell of the pull request; empty while it does. */
	readonly unseenSince: string;
}

/**
 * The preview by what the turn handed on: the ask at first, the preview itself, in `preview`, in later rounds and
 * after a hand-over. A run that lost it began, at the latest, when it took the turn.
 */
export function readPreviewInHand(item: unknown, executionId: string, nowIso: string): PreviewInHand | null {
	const before = valueAt(item, 'preview');
	const ask = readPreviewAsk(textAt(before, 'repository') === null ? item : before);
	if (ask === null) return null;
	const isSameRun = stringAt(before, 'executionId') === executionId && stringAt(before, 'runStartedAt') !== '';
	const wishedAt = [stringAt(item, 'wishedAt'), stringAt(before, 'wishedAt')].sort().at(-1) ?? '';
	const notes = valueAt(before, 'notes') ?? valueAt(item, 'turn', 'notes');
	return {
		...ask,
		releaseId:
			stringAt(item, 'turn', 'owner') ||
			stringAt(before, 'releaseId') ||
			stringAt(item, 'releaseId') ||
			`${ask.deliveryId || ask.why}/${executionId}`,
		wishedAt: wishedAt === '' && ask.wish ? nowIso : wishedAt,
		title: stringAt(before, 'title'),
		author: stringAt(before, 'author'),
		url: stringAt(before, 'url'),
		head: stringAt(before, 'head'),
		headBranch: stringAt(before, 'headBranch'),
		runStartedAt: isSameRun ? stringAt(before, 'runStartedAt') : stringAt(item, 'turn', 'takenAt') || nowIso,
		executionId,
		round: isSameRun ? (numberAt(before, 'round') ?? 0) + 1 : 0,
		notes: {
			head: stringAt(notes, 'head'),
			headSeenAt: stringAt(notes, 'headSeenAt'),
			unseenSince: stringAt(notes, 'unseenSince'),
		},
	};
}
