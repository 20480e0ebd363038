import { admitDecided } from '../../../nodes/deployment/ledger/admitDecided';
import { announceBeginning, announceEnd } from '../../../nodes/deployment/ledger/announcement';
import { beginRollback } from '../../../nodes/deployment/ledger/beginRollback';
import { concludeDeployment } from '../../../nodes/deployment/ledger/concludeDeployment';
import { readEvidence } from '../../../nodes/deployment/ledger/evidence';
import { gateOf, isRollbackNeeded } from '../../../nodes/deployment/ledger/gate';
import { type DeploymentRecord, readRecord } from '../../../nodes/deployment/ledger/record';
import { resultAt } from '../../../nodes/deployment/ledger/stepResult';
import { questionsOf, reconcile, type ReconciledRelease } from '../../../nodes/deployment/plan/reconcile';
import { readReleaseInHand, type ReleaseInHand } from '../../../nodes/deployment/plan/releaseInHand';
import { releaseItems } from '../../../nodes/deployment/plan/releaseItems';
import { itemsToSee, sightsOf } from '../../../nodes/deployment/plan/seeServices';
import { type BuildRun, type HeadSight, pairKey, type ServiceSight } from '../../../nodes/deployment/plan/sight';
import { numberAt, textAt, valueAt } from '../../../nodes/deployment/values/jsonFields';
import { catalogRow } from '../catalog/catalogRows';
import { commit } from './sights';

/*
 * A small model of GitHub, of platforms, and of the workflows 02, 03 and 04 around the domain, whose functions
 * do all the deciding. Time passes only where something takes time.
 */

type Row = Readonly<Record<string, string | number | boolean | null>>;
type Item = Readonly<Record<string, unknown>>;

/** n8n died at a step. */
export class Crash extends Error {}

interface PlatformDeployment {
	readonly id: string;
	readonly commit: string;
	readonly isHealthy: boolean;
	readonly startedMs: number;
	readonly endsMs: number;
	readonly fails: boolean;
	readonly publishedMs: number;
}

interface Place {
	live: PlatformDeployment | null;
	underWay: PlatformDeployment | null;
	readonly past: Map<string, PlatformDeployment>;
	/** What was live, in order. */
	readonly history: string[];
	isAway: boolean;
}

export interface ModelPage {
	readonly key: string;
	readonly severity: string;
	readonly summary: string;
}

export interface RunEnd {
	readonly state: string;
	readonly reason: string;
	readonly rounds: number;
	readonly runs: number;
	readonly decisions: Readonly<Record<string, string>>;
	readonly lookAgainAt: string;
}

export class ReleaseWorld {
	nowMs = Date.parse('2026-11-27T06:00:00.000Z');
	readonly rows: Row[] = [];
	readonly ledger: Item[] = [];
	readonly releases: Item[] = [];
	readonly pages: ModelPage[] = [];
	readonly openPages = new Set<string>();
	/** Words of commits, as they came to the branch. */
	head: string | null = null;
	message = '';
	isGitHubAway = false;
	/** Services that are bad at a commit, as `service@word`. */
	readonly bad = new Set<string>();
	/** Builds that fail on the platform, as `service@word`. */
	readonly failingBuilds = new Set<string>();
	readonly runsOfBuilds = new Map<string, BuildRun[]>();
	buildSeconds = 10;
	longestRunSeconds = 240;
	/** Netlify builds the head of the moment at which the build begins. */
	buildsHeadOfTheMoment = false;
	/** Called before each step; throws `Crash` where n8n dies. */
	beforeStep: (step: string) => void = () => undefined;
	/** Called while a platform builds. */
	duringBuild: (service: string) => void = () => undefined;
	deployments = 0;
	rollbacks = 0;
	private readonly places = new Map<string, Place>();
	private readonly contents = new Map<string, Map<string, string>>();
	private notes: unknown = null;
	private wishedAt = '';
	/** What Leave got: it goes on with it when it was asked again. */
	concludedItem: Item = {};
	private execution = 0;
	private releaseCount = 0;
	private rowCount = 0;
	private idCount = 0;

	addService(service: string, changes: Row = {}): void {
		this.rows.push(
			catalogRow({ id: this.rows.length + 1, repository_id: '7', service, paths: `${service}/**`, ...changes }),
		);
		this.places.set(service, { live: null, underWay: null, past: new Map(), history: [], isAway: false });
	}

	changeRow(service: string, changes: Row): void {
		const index = this.rows.findIndex((row) => row.service === service);
		this.rows[index] = { ...this.rows[index], ...changes };
	}

	place(service: string): Place {
		const place = this.places.get(service);
		if (place === undefined) throw new Error(`no ${service}`);
		return place;
	}

	/** A commit on top of the head, or of another, that changes services; it becomes the head. */
	push(word: string, changed: readonly string[], on: string | null = this.head): void {
		this.addCommit(word, changed, on);
		this.head = word;
		this.message = `Change ${changed.join(', ') || 'nothing'}`;
	}

	addCommit(word: string, changed: readonly string[], on: string | null): void {
		const before = on === null ? new Map<string, string>() : (this.contents.get(on) ?? new Map<string, string>());
		this.contents.set(word, new Map([...before, ...changed.map((service): [string, string] => [service, word])]));
	}

	/** A commit with the content of another. */
	revertTo(word: string, like: string): void {
		this.contents.set(word, new Map(this.contents.get(like) ?? []));
		this.head = word;
	}

	contentOf(service: string, word: string): string {
		return this.contents.get(word)?.get(service) ?? '';
	}

	private wordOf(wanted: string): string {
		return [...this.contents.keys()].find((word) => commit(word) === wanted) ?? '';
	}

	/** The word of the commit that is live; empty when nothing is. */
	live(service: string): string {
		this.settle(service);
		return this.wordOf(this.place(service).live?.commit ?? '');
	}

	/** Somebody deploys without Slipway. */
	deployOutside(service: string, word: string): string {
		const deployment = this.newDeployment(service, word, 0);
		this.publish(service, deployment);
		return deployment.id;
	}

	/** Somebody puts back what was live before, without Slipway. */
	restoreOutside(service: string, id: string): void {
		const deployment = this.place(service).past.get(id);
		if (deployment === undefined) throw new Error(`no ${id}`);
		this.publish(service, deployment);
	}

	build(service: string, word: string, state: BuildRun['state'] = 'succeeded', event = 'push'): void {
		const run = { commit: commit(word), state, startedAt: this.iso(), event };
		const runs = this.runsOfBuilds.get(service) ?? [];
		this.runsOfBuilds.set(service, [run, ...runs.filter((other) => other.commit !== run.commit)]);
	}

	iso(): string {
		return new Date(this.nowMs).toISOString();
	}

	pass(minutes: number): void {
		this.nowMs += minutes * 60_000;
	}

	wish(): void {
		this.wishedAt = this.iso();
	}

	private newDeployment(service: string, word: string, seconds: number): PlatformDeployment {
		this.idCount++;
		const deployment = {
			id: `${service}-${this.idCount}`,
			commit: commit(word),
			isHealthy: !this.bad.has(`${service}@${word}`),
			fails: this.failingBuilds.has(`${service}@${word}`),
			startedMs: this.nowMs,
			endsMs: this.nowMs + seconds * 1000,
			publishedMs: this.nowMs + seconds * 1000,
		};
		this.place(service).past.set(deployment.id, deployment);
		return deployment;
	}

	private publish(service: string, deployment: PlatformDeployment): void {
		const place = this.place(service);
		place.live = deployment;
		if (place.underWay?.id === deployment.id) place.underWay = null;
		place.history.push(deployment.id);
	}

	/** What has ended by now has gone live. */
	private settle(service: string): void {
		const { underWay } = this.place(service);
		if (underWay === null || underWay.endsMs > this.nowMs) return;
		if (underWay.fails) this.place(service).underWay = null;
		else this.publish(service, underWay);
	}

	private look(service: string): Item {
		const place = this.place(service);
		this.settle(service);
		if (place.isAway) return { ok: false, error: { message: `${service} did not answer`, advice: '' } };
		const { live, underWay } = place;
		return {
			ok: true,
			platform: 'netlify',
			target: service,
			context: 'production',
			isLive: live !== null,
			deploymentId: live?.id ?? '',
			artifact: live?.id ?? '',
			commit: live?.commit ?? '',
			url: `https://${service}.example`,
			version: '',
			publishedAt: live === null ? '' : new Date(live.publishedMs).toISOString(),
			underWay:
				underWay === null
					? null
					: {
							deploymentId: underWay.id,
							commit: underWay.commit,
							artifact: '',
							startedAt: new Date(underWay.startedMs).toISOString(),
						},
		};
	}

	/** One release: the runs of 02, hand-overs included, until it concludes. A crash comes out of it. */
	release(ask: Item = {}): RunEnd {
		this.releaseCount++;
		this.nowMs += 1_000;
		let item: Item = {
			repository: 'acme/shop',
			repositoryId: '7',
			branch: 'main',
			why: 'push',
			actor: 'kim',
			releaseId: `d/${this.releaseCount}`,
			turn: { notes: this.notes },
			wishedAt: this.wishedAt,
			...ask,
		};
		for (let runs = 1; runs <= 100; runs++) {
			const end = this.run(item, runs);
			if ('state' in end) return end;
			item = end.next;
		}
		throw new Error('It goes on for ever');
	}

	/** The same release after n8n died. */
	takeUp(): RunEnd {
		this.releaseCount--;
		return this.release();
	}

	/** The same run, which was asked again before it left its turn. */
	takeUpAgain(): RunEnd {
		this.releaseCount--;
		return this.release({ ...this.concludedItem });
	}

	private run(ask: Item, runs: number): RunEnd | { readonly next: Item } {
		this.execution++;
		let item = ask;
		for (let round = 0; ; round++) {
			this.beforeStep('02 look');
			const release = readReleaseInHand({ ...item, round }, String(this.execution), this.iso());
			if (release === null) throw new Error('no release');
			const { items, reconciled } = this.lookAndDecide(release);
			const [first = {}] = items;
			switch (first.next) {
				case 'deploy':
					for (const each of items) this.deploy(copy(each));
					break;
				case 'compensate':
					this.beforeStep('02 note');
					this.record(valueAt(first, 'announcement', 'row'));
					for (const each of items) this.rollBack(copy(each));
					break;
				case 'handOver':
					return { next: copy(first) };
				default:
					return this.conclude(copy(first), reconciled, { rounds: round + 1, runs });
			}
			item = { ...copy(first), wishedAt: this.wishedAt };
		}
	}

	lookAndDecide(release: ReleaseInHand): { readonly items: Item[]; readonly reconciled: ReconciledRelease } {
		const seen = itemsToSee(release, this.rows, [], this.iso()).map((each) =>
			valueAt(each, 'task') === 'look' ? { ...each, live: this.look(textAt(each, 'service') ?? '') } : each,
		);
		const branch: HeadSight = this.isGitHubAway
			? { isSeen: false, reason: 'GitHub did not answer' }
			: {
					isSeen: true,
					wanted: this.head === null ? null : { commit: commit(this.head), message: this.message, actor: 'kim' },
				};
		const heads = { branch, release: null };
		const sights = sightsOf(release, { items: seen, catalogRows: this.rows, ledgerRows: this.ledger }, heads);
		const answered = sights.map((sight) => this.answer(sight, release));
		const reconciled = reconcile(answered, release, { nowIso: this.iso(), longestRunSeconds: this.longestRunSeconds });
		const items = releaseItems(reconciled, {
			runUrl: 'https://n8n.example/1',
			formUrl: 'https://n8n.example/form/slipway-approve',
			catalogRows: this.rows,
		});
		return { items: items.map(copy), reconciled };
	}

	private answer(sight: ServiceSight, release: ReleaseInHand): ServiceSight {
		let answered = sight;
		for (let pass = 0; pass < 20; pass++) {
			const { pairs, builds } = questionsOf(answered, release, this.iso());
			if (pairs.length === 0 && !builds) return answered;
			const { service } = sight.row;
			answered = {
				...answered,
				comparisons: new Map([
					...answered.comparisons,
					...pairs.map((pair): [string, 'same' | 'differs'] => [
						pairKey(pair),
						this.contentOf(service, this.wordOf(pair.base)) === this.contentOf(service, this.wordOf(pair.head)) &&
						this.wordOf(pair.base) !== ''
							? 'same'
							: 'differs',
					]),
				]),
				builds: builds ? { isSeen: true, runs: this.runsOfBuilds.get(service) ?? [] } : answered.builds,
			};
		}
		throw new Error('Questions without end');
	}

	private conclude(
		item: Item,
		{ services, lookAgainAt }: ReconciledRelease,
		counts: { rounds: number; runs: number },
	): RunEnd {
		this.beforeStep('02 record');
		this.tell(valueAt(item, 'announcement', 'page'));
		this.record(valueAt(item, 'announcement', 'row'));
		this.beforeStep('02 leave');
		this.notes = valueAt(item, 'turn', 'notes');
		this.wishedAt = '';
		this.concludedItem = item;
		return {
			state: textAt(item, 'state') ?? '',
			reason: textAt(item, 'reason') ?? '',
			...counts,
			decisions: Object.fromEntries(services.map(({ sight, decision }) => [sight.row.service, decision.decision])),
			lookAgainAt,
		};
	}

	/** 03. */
	private deploy(item: Item): void {
		const service = textAt(item, 'service') ?? '';
		const decided = readRecord(item);
		if (decided === null) throw new Error('no record');
		this.beforeStep('03 begin');
		const row = this.rows.filter((each) => each.service === service);
		const begun = admitDecided(decided, row, resultAt(item, 'live'), this.iso());
		const rowId = this.write(announceBeginning(begun).row, begun.rowId);
		const record = { ...begun, rowId };
		this.beforeStep('03 platform');
		const task = record.state === 'running' ? textAt(item, 'task') : 'nothing';
		const published = this.publishBy(task, record, numberAt(item, 'waitSeconds') ?? 0);
		this.beforeStep('03 see');
		let seen: Item = { ...item, ...record, ...(published !== null && { published }), live: this.look(service) };
		this.beforeStep('03 gate');
		seen = { ...seen, health: this.gate(record, seen) };
		if (valueAt(seen, 'health', 'isRollbackNeeded') === true) {
			this.beforeStep('03 roll back');
			seen = { ...seen, rollback: this.rollBack(copy(seen)) };
		}
		this.beforeStep('03 conclude');
		const concluded = concludeDeployment(readEvidence(record, seen));
		this.tell(announceEnd(concluded, this.iso(), '').page);
		this.beforeStep('03 record');
		this.write(announceEnd(concluded, this.iso(), '').row, rowId);
		this.beforeStep('03 end');
	}

	/** 04. */
	rollBack(item: Item): Item {
		const begun = beginRollback(item, this.iso());
		const { service } = begun;
		this.beforeStep('04 begin');
		const rowId = this.write(announceBeginning(begun).row, begun.rowId);
		const record = { ...begun, rowId };
		this.beforeStep('04 platform');
		const published = this.restore(record);
		this.beforeStep('04 see');
		const seen: Item = { ...record, published, live: this.look(service) };
		this.beforeStep('04 gate');
		const concluded = concludeDeployment(readEvidence(record, { ...seen, health: this.gate(record, seen) }));
		this.beforeStep('04 record');
		this.tell(announceEnd(concluded, this.iso(), '').page);
		this.write(announceEnd(concluded, this.iso(), '').row, rowId);
		this.beforeStep('04 end');
		return { ...concluded };
	}

	private gate(record: DeploymentRecord, item: Item): Item {
		const evidence = readEvidence(record, item);
		if (gateOf(evidence).kind !== 'ask')
			return { isNeeded: false, healthy: false, isRollbackNeeded: false, reason: 'Nothing went live' };
		this.nowMs += 6_000;
		if (this.place(record.service).live?.isHealthy === true) {
			return { ok: true, isNeeded: true, healthy: true, reason: '', isRollbackNeeded: false };
		}
		const health = { ok: false, isNeeded: true, healthy: false, reason: 'answers 503' };
		return { ...health, isRollbackNeeded: isRollbackNeeded({ ...evidence, health }) };
	}

	private publishBy(task: string | null, record: DeploymentRecord, waitSeconds: number): Item | null {
		const place = this.place(record.service);
		if (task === 'deploy') {
			this.deployments++;
			const asked = this.wordOf(record.commit);
			this.duringBuild(record.service);
			const word = this.buildsHeadOfTheMoment ? (this.head ?? asked) : asked;
			place.underWay = this.newDeployment(record.service, word, this.buildSeconds);
			this.beforeStep('03 platform began');
		} else if (task !== 'adopt') {
			return null;
		}
		const followed = place.underWay;
		if (followed === null) return this.resultOf(record.service, record.deploymentId);
		this.nowMs += Math.min(waitSeconds * 1000, Math.max(0, followed.endsMs - this.nowMs));
		this.settle(record.service);
		return this.resultOf(record.service, followed.id);
	}

	private resultOf(service: string, id: string): Item {
		const { live, underWay, past } = this.place(service);
		const known = past.get(id);
		const base = { id, commit: known?.commit ?? '' };
		if (underWay?.id === id)
			return { ...base, ok: false, verified: false, state: 'building', reason: 'It has not finished' };
		if (live?.id === id) return { ...base, ok: true, verified: true, state: 'live', reason: '' };
		return {
			...base,
			ok: false,
			verified: false,
			state: known?.fails === true ? 'failed' : 'superseded',
			reason: 'The build failed',
		};
	}

	private restore(record: DeploymentRecord): Item {
		const place = this.place(record.service);
		if (place.isAway) return { ok: false, error: { message: 'The platform did not answer' } };
		if (record.badDeploymentId !== '' && place.live?.id !== record.badDeploymentId) {
			return { ok: false, state: 'superseded', reason: 'Something else is live' };
		}
		const ids = [record.toDeploymentId, ...record.verifiedDeployments].filter((id) => id !== '');
		const target = ids.map((id) => place.past.get(id)).find((each) => each !== undefined && each.id !== place.live?.id);
		if (target === undefined) return { ok: false, state: 'failed', reason: 'No earlier deployment is verified' };
		this.rollbacks++;
		const previous = place.live?.id ?? '';
		this.publish(record.service, target);
		return { ok: true, verified: true, state: 'live', id: target.id, commit: target.commit, previous };
	}

	private write(row: unknown, rowId: number): number {
		const id = rowId > 0 ? rowId : ++this.rowCount;
		const written = { ...(row as Item), id };
		const index = this.ledger.findIndex((each) => each.id === id);
		if (index < 0) this.ledger.push(written);
		else this.ledger[index] = written;
		return id;
	}

	private record(row: unknown): void {
		if (row !== null) this.releases.push(row as Item);
	}

	private tell(page: unknown): void {
		const key = textAt(page, 'key');
		if (key === null) return;
		if (textAt(page, 'action') === 'resolve') {
			this.openPages.delete(key);
			return;
		}
		this.openPages.add(key);
		this.pages.push({ key, severity: textAt(page, 'severity') ?? '', summary: textAt(page, 'summary') ?? '' });
	}
}

function copy(item: Item): Item {
	return JSON.parse(JSON.stringify(item)) as Item;
}
