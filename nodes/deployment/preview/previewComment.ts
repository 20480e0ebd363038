import { markdownBlock, markdownLink, markdownText } from '../values/markdown';
import { redactTokens } from '../values/redactTokens';
import { clockText } from '../values/timeText';
import type { PreviewPartView } from './previewItem';
import type { PreviewInHand } from './previewInHand';
import type { NoPreview } from './previewParts';
import type { PreviewState } from './previewRow';
import type { PreviewVerdict } from './concludePreview';

export interface PreviewCommentFacts {
	readonly preview: PreviewInHand;
	readonly parts: readonly PreviewPartView[];
	readonly noPreview: NoPreview | null;
	readonly verdict: PreviewVerdict;
}

/** The key of the one comment of a pull request, in its hidden marker. */
export const previewCommentKey = 'preview';

const stateWords: Readonly<Record<PreviewState, string>> = {
	waiting: '⏳ waiting',
	making: '🔨 being made',
	ready: '✅ ready',
	failed: '❌ failed',
	refused: '⛔ refused',
	removing: '🧹 being removed',
	removed: '🗑️ removed',
};

const partWords = { database: 'database', app: 'app', site: 'site' } as const;

/** The comment that tells how the preview stands. It says nothing that changes while nothing happens. */
export function previewComment({ preview, parts, noPreview, verdict }: PreviewCommentFacts): string {
	const shown = noPreview === null ? parts : parts.filter(({ state }) => state !== 'removed');
	return [
		`### ${headingOf(verdict, preview, noPreview)}`,
		introOf(verdict, noPreview),
		shown.length === 0 ? '' : tableOf(shown),
		...shown.flatMap(explanationOf),
	]
		.filter((block) => block !== '')
		.join('\n\n');
}

function headingOf(verdict: PreviewVerdict, { head }: PreviewInHand, noPreview: NoPreview | null): string {
	const commit = /^[0-9a-f]{7,}$/.test(head) ? ` of ${head.slice(0, 7)}` : '';
	if (noPreview === 'fork') return 'No preview: this pull request comes from a fork';
	if (noPreview !== null) return verdict === 'removing' ? 'The preview is being removed' : 'The preview was removed';
	switch (verdict) {
		case 'ready':
			return `The preview${commit} is ready`;
		case 'failed':
			return `The preview${commit} failed`;
		case 'waiting':
			return `The preview${commit} is waiting`;
		default:
			return `The preview${commit} is being made`;
	}
}

const removedWhy: Readonly<Record<Exclude<NoPreview, 'fork'>, string>> = {
	merged: 'The pull request was merged',
	closed: 'The pull request was closed',
	missing: 'The pull request is gone',
	draft: 'The pull request is a draft',
};

function introOf(verdict: PreviewVerdict, noPreview: NoPreview | null): string {
	if (noPreview === null) return '';
	if (noPreview === 'fork') {
		return (
			'Its code is of another repository, and nobody has reviewed it: it gets no secrets, no database and no app. ' +
			'For a preview, somebody with access can push the branch to this repository and open the pull request from there.'
		);
	}
	const what =
		verdict === 'removing'
			? 'what is listed below is still to be removed, and is tried again until it is gone.'
			: 'its database branch, apps, deploys, variables and deployment at GitHub are gone.';
	const again = noPreview === 'draft' ? ' Marked as ready for review, it gets a new one.' : '';
	return `${removedWhy[noPreview]}: ${what}${again}`;
}

function tableOf(parts: readonly PreviewPartView[]): string {
	const rows = parts.map(
		(part) => `| ${[nameOf(part), stateWords[part.state], placeOf(part), timeOf(part)].join(' | ')} |`,
	);
	return ['| Part | State | Where | When |', '|---|---|---|---|', ...rows].join('\n');
}

function nameOf({ displayName, part }: PreviewPartView): string {
	return `${markdownText(displayName)} (${partWords[part]})`;
}

/** Which database it is: with or without personal data in it is what people have to know. */
function placeOf({ part, name, url, commit, state, data, parentBranch, expiresAt }: PreviewPartView): string {
	if (part === 'database') {
		const origin = parentBranch === '' ? '' : ` of ${markdownText(parentBranch)}`;
		const what =
			data === 'schema-only' ? `: the tables${origin}, without their rows` : data === 'copy' ? `: a copy${origin}` : '';
		const until = expiresAt === '' || state === 'removing' ? '' : `, until ${clockText(expiresAt)}`;
		return `${markdownText(name)}${what}${until}`;
	}
	if (url === '') return markdownText(name);
	// What failed may serve an earlier commit, or none.
	return `${markdownLink(url)}${state === 'ready' && /^[0-9a-f]{7,}$/.test(commit) ? ` at ${commit.slice(0, 7)}` : ''}`;
}

function timeOf({ startedAt, finishedAt, state }: PreviewPartView): string {
	if (startedAt === '') return '';
	if (finishedAt === '' || state === 'waiting') return state === 'waiting' ? '' : `since ${clockText(startedAt)}`;
	const seconds = Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
	return `${clockText(finishedAt)}${seconds > 0 ? `, in ${durationText(seconds)}` : ''}`;
}

function durationText(seconds: number): string {
	return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function explanationOf(part: PreviewPartView): string[] {
	const { reason, logEnd, state } = part;
	if (state === 'ready' || state === 'removed') return [];
	const log = redactTokens(logEnd).trim();
	return [
		reason === '' ? '' : `**${nameOf(part)}:** ${markdownText(redactTokens(reason))}`,
		log === '' ? '' : `<details><summary>The end of its log</summary>\n\n${markdownBlock(log)}\n\n</details>`,
	];
}
