import { concludePreview } from '../../../nodes/deployment/preview/concludePreview';
import { previewComment } from '../../../nodes/deployment/preview/previewComment';
import { previewAsk, type PreviewReason } from '../../../nodes/deployment/preview/previewAsk';
import { readPreviewInHand } from '../../../nodes/deployment/preview/previewInHand';
import { previewItems } from '../../../nodes/deployment/preview/previewItems';
import type { PreviewBuild, PullRequest, PullRequestSight } from '../../../nodes/deployment/preview/previewSight';
import { reconcilePreviews } from '../../../nodes/deployment/preview/reconcilePreviews';
import { neededBuilds, previewSight } from '../../../nodes/deployment/preview/seePreview';
import { sweepPreviews } from '../../../nodes/deployment/preview/sweepPreviews';
import { valueAt } from '../../../nodes/deployment/values/jsonFields';
import { catalogRow } from '../catalog/catalogRows';

type Item = Readonly<Record<string, unknown>>;

export const repository = 'acme/shop';
const repositoryId = '4711';

/** The API with a database and an image, and the site that depends on it. */
export const previewCatalog = [
	catalogRow({
		id: 1,
		service: 'api',
		display_name: 'API',
		environment: 'preview',
		platform: 'fly',
		target: 'shop-api',
		wave: 1,
		image: 'registry.fly.io/shop-api:{commit}',
		build_workflow: 'build-api.yml',
		repository_id: repositoryId,
		release_command: 'migrate',
		preview_org: 'acme-previews',
		preview_parent: 'shop/preview-data',
	}),
	catalogRow({ id: 2, environment: 'preview', depends_on: 'api', repository_id: repositoryId }),
	catalogRow({ id: 3, environment: 'production' }),
	catalogRow({ id: 4, environment: 'staging', branch: 'staging', context: 'branch:staging' }),
];

/** A run that died in the middle. */
class Died extends Error {}

export type Doing = (item: Item) => Item | 'dies before' | 'dies after';

/** Pull requests, the three platforms, the table and the turn's notes, without n8n: 06 as a loop. */
export class PreviewWorld {
	nowMs = Date.parse('2026-11-27T09:00:00Z');
	catalog: readonly Item[] = previewCatalog;
	readonly pulls = new Map<number, PullRequest>();
	readonly rows = new Map<string, Item>();
	/** What is there: the commit by `platform/target/name`. */
	readonly things = new Map<string, string>();
	/** First lines of all that was told, oldest first. */
	readonly headings: string[] = [];

	readonly comments = new Map<number, string[]>();
	readonly builds = new Map<string, PreviewBuild[]>();
	readonly turns = new Map<number, unknown>();
	/** What each step was, in order. */
	readonly steps: string[] = [];
	isGitHubAway = false;
	private executions = 0;

	open(number: number, more: Partial<PullRequest> = {}): PullRequest {
		const pull: PullRequest = {
			repository,
			repositoryId,
			number,
			state: 'open',
			isMerged: false,
			isDraft: false,
			isFork: false,
			headRepository: repository,
			headBranch: `feature/${number}`,
			headCommit: commitOf(number, 1),
			baseBranch: 'main',
			defaultBranch: 'main',
			title: `Change ${number}`,
			author: 'patrick',
			url: `https://github.com/${repository}/pull/${number}`,
			updatedAt: '',
			...more,
		};
		this.pulls.set(number, pull);
		this.build(pull.headCommit, 'succeeded');
		return pull;
	}

	change(number: number, change: Partial<PullRequest>): void {
		const pull = this.pulls.get(number);
		if (pull !== undefined) this.pulls.set(number, { ...pull, ...change });
		if (change.headCommit !== undefined) this.build(change.headCommit, 'succeeded');
	}

	build(commit: string, state: PreviewBuild['state']): void {
		this.builds.set(commit, [{ state, startedAt: this.nowIso, url: 'https://github.com/run/1' }]);
	}

	get nowIso(): string {
		return new Date(this.nowMs).toISOString();
	}

	/** One run of 06: what it was at its end, or `died`. */
	run(
		number: number,
		why: PreviewReason = 'pullRequest',
		doing: Doing = () => ({ ok: true }),
		more: Item = {},
	): string {
		try {
			return this.rounds(number, { ...previewAsk({ repository, repositoryId, number, why }), ...more }, doing);
		} catch (error) {
			if (error instanceof Died) return 'died';
			throw error;
		}
	}

	private rounds(number: number, ask: Item, doing: Doing): string {
		const execution = String(++this.executions);
		let item: Item = { ...ask, turn: { owner: `x/${execution}`, takenAt: this.nowIso, notes: this.turns.get(number) } };
		for (let round = 0; round < 30; round++) {
			const items = this.decide(item, execution);
			const next = String(items[0]?.next);
			this.steps.push(`${next} ${items.map(({ part }) => String(part ?? '')).join('+')}`.trim());
			if (next === 'handOver') return next;
			const isActing = next === 'make' || next === 'remove';
			const done = isActing ? items.map((one) => this.act(one, doing)) : items;
			item = this.tell(done);
			if (!isActing) return next;
		}
		return 'endless';
	}

	decide(item: Item, execution: string): Item[] {
		const preview = readPreviewInHand(item, execution, this.nowIso);
		if (preview === null) throw new Error('It names no pull request');
		const pullRequest: PullRequestSight = this.isGitHubAway
			? { isSeen: false, reason: 'GitHub is away' }
			: { isSeen: true, pullRequest: this.pulls.get(preview.number) ?? null };
		const tables = { catalogRows: this.catalog, previewRows: this.rowsFor(preview.number) };
		const sight = previewSight(preview, pullRequest, tables);
		const { workflows, commit } = neededBuilds(sight);
		const builds = workflows.map(
			(workflow) => [workflow, { isSeen: true, builds: this.builds.get(commit) ?? [] }] as const,
		);
		const settings = { nowIso: this.nowIso, longestRunSeconds: 240 };
		// As through n8n: items are JSON.
		const items = previewItems(reconcilePreviews({ ...sight, builds: new Map(builds) }, settings), sight);
		return JSON.parse(JSON.stringify(items)) as Item[];
	}

	/** As 06 reads them: of others only what is not removed, and here only of a few, for speed. */
	private rowsFor(number: number): Item[] {
		return [...this.rows.values()].filter((row) => Math.abs(Number(row.number) - number) < 3);
	}

	private act(item: Item, doing: Doing): Item {
		this.nowMs += 1_000;
		this.keep(item.row);
		const made = doing(item);
		if (made === 'dies before') throw new Died();
		const place = [item.platform, item.target, item.name].map(String).join('/');
		const isRemoval = item.task === 'remove';
		if (made === 'dies after' || made.ok === true) {
			if (isRemoval) this.things.delete(place);
			else this.things.set(place, item.part === 'database' ? 'database' : String(item.commit));
		}
		if (made === 'dies after') throw new Died();
		const url =
			isRemoval || item.part === 'database' ? '' : `https://${String(item.service)}-${String(item.number)}.example`;
		return { ...item, made: { url: made.ok === true ? url : '', ...made } };
	}

	private tell(items: readonly Item[]): Item {
		const [first] = items;
		const preview = readPreviewInHand(first, String(valueAt(first, 'preview', 'executionId')), this.nowIso);
		if (preview === null) throw new Error('It carries no preview');
		const concluded = concludePreview(items, { ...preview, round: preview.round - 1 }, this.nowIso);
		concluded.rows.forEach((row) => this.keep(row));
		this.headings.push(previewComment(concluded).split('\n', 1)[0] ?? '');
		const there = this.comments.get(preview.number) ?? [];
		if (concluded.isTold && (there.length > 0 || concluded.mayBegin)) {
			this.comments.set(preview.number, [previewComment(concluded), ...there.slice(1)]);
		}
		this.turns.set(preview.number, concluded.preview.notes);
		return JSON.parse(JSON.stringify({ preview: concluded.preview })) as Item;
	}

	private keep(row: unknown): void {
		const key = String(valueAt(row, 'key'));
		this.rows.set(key, { id: this.rows.size + 1, ...(row as Item) });
	}

	sweep() {
		return sweepPreviews({
			catalogRows: this.catalog,
			previewRows: [...this.rows.values()],
			names: [...this.things.keys()].map((place) => place.split('/').slice(2).join('/')),
			open: new Map([[repository, [...this.pulls.values()].filter(({ state }) => state === 'open')]]),
			nowMs: this.nowMs,
		});
	}

	statesOf(number: number): string[] {
		return [...this.rows.values()]
			.filter((row) => row.number === number)
			.map((row) => `${String(row.part)} ${String(row.state)}`)
			.sort();
	}

	thingsOf(number: number): string[] {
		return [...this.things].flatMap(([place, commit]) =>
			place.includes(`pr-${number}-`) || place.endsWith(`branch:feature/${number}`)
				? [`${place.split('/')[0] ?? ''} ${commit}`]
				: [],
		);
	}

	comment(number: number): string {
		return this.comments.get(number)?.[0] ?? '';
	}
}

export function commitOf(number: number, push: number): string {
	return `${number.toString(16).padStart(6, '0')}${push.toString(16).padStart(2, '0')}`.padEnd(40, 'a');
}
