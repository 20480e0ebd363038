import { imageOfCommit } from '../catalog/catalogRow';
import { dependenciesOf, rowsByKey } from '../catalog/catalogDependencies';
import { hasAddress, type PartDecision } from './decidePart';
import { previewAsk } from './previewAsk';
import { type PreviewPartItem, type PreviewPartView, waveOfPart } from './previewItem';
import { addressVariable, previewMark, servedPart } from './previewParts';
import { type PreviewEntry, toPreviewRow } from './previewRow';
import type { PreviewSight } from './previewSight';
import type { ReconciledPreview } from './reconcilePreviews';

type Item = Readonly<Record<string, unknown>>;

/** What travels on: an item for each part that is made or removed, or one for what comes next. The first has them all. */
export function previewItems(reconciled: ReconciledPreview, sight: PreviewSight): Item[] {
	const { next, due, preview } = reconciled;
	const summary = {
		preview,
		parts: partViews(reconciled, sight.entries),
		// Where no service has previews, nobody is told of one.
		isPreviewed: sight.services.some(({ row }) => row.enabled),
		noPreview: reconciled.noPreview ?? '',
		unseen: reconciled.unseen,
		lookAgainAt: reconciled.lookAgainAt,
		mark: reconciled.unseen === '' ? previewMark(reconciled.pullRequest) : 'unseen',
	};
	if (next === 'handOver') return [{ ...askOfNextRun(reconciled), ...summary }];
	if (next !== 'make' && next !== 'remove') return [{ next, kind: 'preview', ...summary }];
	const [first, ...others] = due.map((decision): Item => ({ ...partItem(next, decision, reconciled) }));
	return [{ ...first, ...summary }, ...others];
}

/** The same turn, in a run with all its time before it. */
function askOfNextRun({ preview }: ReconciledPreview): Item {
	const { repository, repositoryId, number, actor, deliveryId, releaseId, executionId, services } = preview;
	return {
		next: 'handOver',
		...previewAsk({ repository, repositoryId, number, why: 'handOver', actor, deliveryId, services }),
		releaseId,
		previousExecution: executionId,
	};
}

function partItem(
	next: 'make' | 'remove',
	{ entry, wanted }: PartDecision,
	reconciled: ReconciledPreview,
): PreviewPartItem {
	const { preview, waitSeconds } = reconciled;
	const { key, part, service, target, name, repository, repositoryId, number, expiresAt } = entry;
	// What is only removed is no longer what its row wants.
	const row = next === 'make' ? wanted?.row : undefined;
	const commit = preview.head || entry.commit;
	const parent = row?.previewParent ?? null;
	const database = reconciled.parts.find((other) => other.entry.part === 'database' && other.entry.service === service);
	return {
		next,
		kind: 'preview',
		task: next,
		key,
		part,
		wave: waveOfPart[part],
		platform: platformOf(entry),
		service,
		displayName: row?.displayName ?? service,
		target,
		name,
		repository,
		repositoryId,
		number,
		commit,
		branch: entry.branch,
		copyFrom: part === 'app' ? (row?.target ?? '') : '',
		image: part === 'app' && row !== undefined ? imageOfCommit(row.image, commit) : '',
		container: row?.container ?? '',
		releaseCommand: row?.releaseCommand ?? '',
		database:
			parent === null || database === undefined || row === undefined
				? null
				: { project: parent.project, branch: database.entry.name, parentBranch: parent.branch, data: row.previewData },
		secretName: row?.secretName ?? '',
		variables: next === 'make' ? addressesFor({ entry, wanted }, reconciled) : {},
		healthUrl: row?.healthUrl ?? '',
		versionUrl: row?.versionUrl ?? '',
		expiresAt,
		waitSeconds,
		lockKey: `preview/${entry.platform}/${target}/${name}`,
		row: toPreviewRow(entry),
		preview,
	};
}

function platformOf({ part }: PreviewEntry): PreviewPartItem['platform'] {
	return part === 'database' ? 'neon' : part === 'app' ? 'fly' : 'netlify';
}

/** Where the services answer that a part depends on. */
function addressesFor(
	{ entry, wanted }: Pick<PartDecision, 'entry' | 'wanted'>,
	{ parts }: ReconciledPreview,
): Readonly<Record<string, string>> {
	if (wanted === null || entry.part === 'database') return {};
	const rows = parts.flatMap((part) => (part.wanted === null ? [] : [part.wanted.row]));
	const found = dependenciesOf(wanted.row, rowsByKey(rows)).flatMap((row): Array<[string, string]> => {
		const other = parts.find((part) => part.entry.service === row.service && part.entry.part === servedPart(row));
		return other !== undefined && hasAddress(other.entry) ? [[addressVariable(row.service), other.entry.url]] : [];
	});
	return Object.fromEntries(found);
}

/** All parts as they are from now on, for the comment, with what the table does not say yet. */
function partViews({ parts }: ReconciledPreview, stored: readonly PreviewEntry[]): PreviewPartView[] {
	return parts.map(({ entry, wanted }) => ({
		...entry,
		displayName: wanted?.row.displayName ?? entry.service,
		data: entry.part === 'database' ? (wanted?.row.previewData ?? '') : '',
		parentBranch: entry.part === 'database' ? (wanted?.row.previewParent?.branch ?? '') : '',
		isStored: stored.some((other) => isSameRow(other, entry)),
	}));
}

function isSameRow(one: PreviewEntry, other: PreviewEntry): boolean {
	const [left, right] = [toPreviewRow(one), toPreviewRow(other)];
	return (Object.keys(left) as Array<keyof typeof left>).every((column) => left[column] === right[column]);
}

/** A plan for people, without any change: an item for each part. */
export function previewPlan({ parts, preview, next, noPreview, unseen }: ReconciledPreview): Item[] {
	const { repository, number, head, headBranch } = preview;
	const all = parts.map(({ step, entry, lookAgainAt }) => ({
		repository,
		number,
		step,
		part: entry.part,
		service: entry.service,
		platform: entry.platform,
		target: entry.target,
		name: entry.name,
		state: entry.state,
		reason: entry.reason,
		lookAgainAt,
		head,
		headBranch,
		next,
		noPreview: noPreview ?? '',
		unseen,
	}));
	return all.length > 0
		? all
		: [{ repository, number, step: 'nothing', head, headBranch, next, noPreview: noPreview ?? '', unseen }];
}
