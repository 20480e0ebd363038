import { commit } from '../../deployment/plan/sights';
import type { Flow, Instance } from './instance';
import type { Item } from './tables';

/** One deployment at its platform. */
export interface PlatformDeployment {
	readonly id: string;
	/** The commit's word, and what the service is at it. */
	readonly word: string;
	readonly content: string;
	readonly isHealthy: boolean;
	/** Whether its build fails. */
	readonly fails: boolean;
	readonly by: 'slipway' | 'outside';
	readonly startedMs: number;
	endsMs: number;
	publishedMs: number;
	isCancelled: boolean;
}

/** What a platform is to do. */
export interface PlatformTask {
	readonly task: string;
	readonly word: string;
	readonly waitSeconds: number;
	/** Of *adopt*: what is followed. */
	readonly deploymentId: string;
}

export interface RollBackTask {
	readonly toIds: readonly string[];
	/** What must be live for it to change anything; empty for whatever is. */
	readonly badId: string;
}

type Newcomer = Pick<PlatformDeployment, 'word' | 'content' | 'isHealthy' | 'fails' | 'by'>;

/** What a service runs on: Netlify, whose roll back puts the same deploy live again, or Fly.io, where it is a new one. */
export class Place {
	live: PlatformDeployment | null = null;
	underWay: PlatformDeployment | null = null;
	/** All there ever were, oldest first. */
	readonly past: PlatformDeployment[] = [];
	/** Who changed last what is live. */
	changedBy: 'slipway' | 'outside' = 'slipway';
	isAway = false;
	/** Contents that it was asked to deploy, and never began to, since it was away. */
	readonly refused = new Set<string>();
	/** Whether the answer to the next call that changes something is lost. */
	losesAnswer = false;
	/** Whether the next build goes on for hours. */
	hangs = false;
	buildSeconds = 20;

	constructor(
		private readonly n8n: Instance,
		readonly service: string,
		readonly platform: 'netlify' | 'fly',
	) {}

	byId(id: string): PlatformDeployment | undefined {
		return this.past.find((deployment) => deployment.id === id);
	}

	/** What has ended by now has gone live. */
	settle(): void {
		const { underWay } = this;
		if (underWay === null || underWay.endsMs > this.n8n.nowMs) return;
		if (underWay.fails) this.underWay = null;
		else this.publish(underWay, underWay.endsMs);
	}

	add(newcomer: Newcomer, seconds: number): PlatformDeployment {
		const { nowMs } = this.n8n;
		const endsMs = nowMs + seconds * 1000;
		const id = `${this.service}-${this.past.length + 1}`;
		const deployment = { ...newcomer, id, startedMs: nowMs, endsMs, publishedMs: endsMs, isCancelled: false };
		this.past.push(deployment);
		return deployment;
	}

	publish(deployment: PlatformDeployment, atMs = this.n8n.nowMs): void {
		this.live = deployment;
		deployment.publishedMs = this.platform === 'netlify' ? deployment.publishedMs : atMs;
		this.changedBy = deployment.by;
		if (this.underWay?.id === deployment.id) this.underWay = null;
	}

	private artifactOf({ id, word }: PlatformDeployment): string {
		return this.platform === 'netlify' ? id : `registry.fly.io/${this.service}:${commit(word)}`;
	}

	private readonly away: Item = { ok: false, error: { message: 'The platform did not answer', canRetry: true } };

	/** As *Get Live* tells it. */
	look(): Item {
		this.settle();
		if (this.isAway) return this.away;
		const { live, underWay, platform, service } = this;
		return {
			ok: true,
			platform,
			target: service,
			context: platform === 'netlify' ? 'production' : '',
			isLive: live !== null,
			deploymentId: live?.id ?? '',
			artifact: live === null ? '' : this.artifactOf(live),
			commit: live === null ? '' : commit(live.word),
			url: `https://${service}.example`,
			version: '',
			publishedAt: live === null ? '' : new Date(live.publishedMs).toISOString(),
			underWay:
				underWay === null
					? null
					: {
							deploymentId: underWay.id,
							commit: commit(underWay.word),
							artifact: platform === 'fly' ? this.artifactOf(underWay) : '',
							startedAt: new Date(underWay.startedMs).toISOString(),
						},
		};
	}

	/** Deploys, or follows what is under way, for as long as may be waited. */
	async *deploy({ task, waitSeconds, deploymentId }: PlatformTask, newcomer: Newcomer): Flow<Item> {
		let followed = this.byId(deploymentId);
		if (this.isAway) {
			if (task === 'deploy') this.refused.add(newcomer.content);
			return this.away;
		}
		if (task === 'deploy') {
			this.settle();
			followed = this.add(newcomer, this.hangs ? 3 * 60 * 60 : this.buildSeconds);
			this.hangs = false;
			this.underWay = followed;
			yield { at: 'it has begun' };
			if (this.losesAnswer || this.isAway) {
				this.losesAnswer = false;
				return { ...this.away, state: 'unknown', verified: false };
			}
		}
		if (followed === undefined)
			return { ok: false, state: 'failed', verified: false, reason: 'There is no such deployment' };
		const deadlineMs = this.n8n.nowMs + waitSeconds * 1000;
		const { id } = followed;
		const isOver = (): boolean => this.underWay?.id !== id;
		while (this.underWay?.id === id && this.n8n.nowMs < deadlineMs) {
			yield { at: 'the platform works', wakeAtMs: Math.min(deadlineMs, followed.endsMs), until: isOver };
			this.settle();
		}
		return this.isAway ? { ...this.away, ...this.resultOf(followed), state: 'unknown' } : this.resultOf(followed);
	}

	private resultOf({ id, word, fails, isCancelled }: PlatformDeployment): Item {
		this.settle();
		const base = { id, commit: commit(word), ok: false, verified: false };
		if (this.underWay?.id === id) return { ...base, state: 'building', reason: 'It has not finished' };
		if (this.live?.id === id) return { ...base, ok: true, verified: true, state: 'live', reason: '' };
		if (isCancelled) return { ...base, state: 'cancelled', reason: 'It was cancelled' };
		if (fails) return { ...base, state: 'failed', reason: 'The build failed' };
		return { ...base, state: 'superseded', reason: 'Something else is live' };
	}

	/** Puts an earlier one live; what is under way is cancelled. */
	async *rollBack({ toIds, badId }: RollBackTask): Flow<Item> {
		if (this.isAway) return this.away;
		this.settle();
		if (badId !== '' && this.live?.id !== badId)
			return { ok: false, state: 'superseded', reason: 'Something else is live' };
		const target = toIds.map((id) => this.byId(id)).find((each) => each !== undefined && each.id !== this.live?.id);
		if (target === undefined) return { ok: false, state: 'failed', reason: 'No earlier deployment is verified' };
		if (this.underWay !== null) this.underWay.isCancelled = true;
		this.underWay = null;
		const previous = this.live?.id ?? '';
		const back = this.platform === 'netlify' ? target : this.add({ ...target, by: 'slipway', fails: false }, 0);
		this.publish(back);
		this.changedBy = 'slipway';
		yield { at: 'it went back' };
		if (this.losesAnswer || this.isAway) {
			this.losesAnswer = false;
			return { ...this.away, state: 'unknown', verified: false };
		}
		return { ok: true, verified: true, state: 'live', id: back.id, commit: commit(back.word), previous };
	}
}
