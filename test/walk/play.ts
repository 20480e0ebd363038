import type { Command, Part, WalkSettings } from './commands';
import { silentlyNotDeployed, wrongAtTheEnd } from './rules/atTheEnd';
import { Violation } from './rules/violation';
import { leftBehind, startAfterDeath } from './workflows/afterDeath';
import { lift, startRollBackByHand, tryAgain } from './workflows/byHand';
import { startRelease } from './workflows/release';
import { pollWatch } from './workflows/watch';
import { type Service, services, World } from './world/world';
import { commit } from '../deployment/plan/sights';

const minuteMs = 60_000;

/** An image's build takes so long. */
const buildMs = 3 * minuteMs;

/** A walk through a world, command by command. */
export class Walk {
	readonly world: World;
	private nextPollMs: number;
	private pushCount = 0;
	private deliveryCount = 0;
	private readonly builds: Array<{ service: Service; word: string; endsMs: number; state: 'succeeded' | 'failed' }> =
		[];
	private lastStartMs = 0;

	constructor(private readonly settings: WalkSettings) {
		this.world = new World(settings);
		this.nextPollMs = this.world.n8n.nowMs + minuteMs;
		this.world.n8n.onFailure = (execution) => {
			if (execution.workflow.startsWith('Slipway 07')) return;
			startAfterDeath(this.world, execution, execution.error);
		};
	}

	/** What is there before the walk. */
	async begin(): Promise<void> {
		const { world, settings } = this;
		this.push({ kind: 'push', changed: services, bad: [], failing: [], build: 'succeeded', skips: false });
		for (const service of services) {
			if (settings.first === 'outside')
				world.place(service).publish(world.place(service).add(world.newcomer(service, 'c1', 'outside'), 0));
		}
		if (settings.first === 'nothing') return;
		this.deliver();
		await this.pass(20, 1);
	}

	async do(command: Command): Promise<void> {
		const { world } = this;
		switch (command.kind) {
			case 'push':
				this.push(command);
				return;
			case 'force': {
				const { words, head } = world.repository;
				const place = head === null ? words.length : words.indexOf(head);
				world.repository.force(words[Math.max(0, place - command.back)] ?? 'c1', 'Forced');
				return;
			}
			case 'branchGone':
				world.repository.head = null;
				return;
			case 'deliver':
				for (let index = 0; index < command.times; index++) this.deliver();
				return;
			case 'run':
				await this.advance(world.n8n.nowMs + 5 * minuteMs, command.order, command.steps);
				return;
			case 'pass':
				await this.pass(command.minutes, command.order);
				return;
			case 'crash':
				for (const died of world.n8n.crash()) if (command.isNoticed) startAfterDeath(world, died, leftBehind);
				return;
			case 'cutOff': {
				const { running } = world.n8n;
				const cut = running[command.which % Math.max(1, running.length)];
				if (cut === undefined) return;
				world.n8n.cutOff(cut);
				if (command.isNoticed) startAfterDeath(world, cut, 'The execution was cancelled because it timed out');
				return;
			}
			case 'away':
				this.setAway(command.part, true);
				return;
			case 'allBack':
				this.allBack();
				return;
			default:
				this.atService(command);
		}
	}

	private atService(command: Extract<Command, { readonly service: Service }>): void {
		const { world } = this;
		const { service } = command;
		const place = world.place(service);
		place.settle();
		switch (command.kind) {
			case 'loseAnswer':
				place.losesAnswer = true;
				return;
			case 'hang':
				place.hangs = true;
				return;
			case 'deployOutside': {
				const { words } = world.repository;
				place.publish(place.add(world.newcomer(service, words.at(-1) ?? 'c1', 'outside'), 0));
				return;
			}
			case 'restoreOutside': {
				const earlier = place.past.filter((each) => each.id !== place.live?.id && !each.isCancelled && !each.fails);
				const target = earlier[command.which % Math.max(1, earlier.length)];
				if (target === undefined || place.underWay?.id === target.id) return;
				place.publish(place.platform === 'netlify' ? target : place.add({ ...target, by: 'outside' }, 0));
				place.changedBy = 'outside';
				return;
			}
			case 'hold':
				world.hold(service, 'kim looks');
				return;
			case 'lift':
				lift(world, service);
				return;
			case 'tryAgain':
				tryAgain(world, service);
				return;
			case 'rollBack':
				startRollBackByHand(world, service);
				return;
		}
	}

	private push({ changed, bad, failing, build, skips }: Extract<Command, { readonly kind: 'push' }>): void {
		const { world } = this;
		const word = `c${++this.pushCount}`;
		world.repository.push(word, changed, skips ? 'Prepare [skip deploy]' : `Change ${changed.join(', ')}`);
		for (const service of changed) {
			if (bad.includes(service)) world.bad.add(`${service}@${word}`);
			if (failing.includes(service)) world.failing.add(`${service}@${word}`);
			if (build === 'never' || world.place(service).platform !== 'fly') continue;
			world.repository.build(service, word, 'running', world.n8n.iso());
			this.builds.push({ service, word, endsMs: world.n8n.nowMs + buildMs, state: build });
		}
	}

	private deliver(): void {
		const { head } = this.world.repository;
		const deliveryId = `delivery-${++this.deliveryCount}`;
		startRelease(this.world, { why: 'push', actor: 'kim', deliveryId, commit: head === null ? '' : commit(head) });
	}

	private setAway(part: Part, isAway: boolean): void {
		const { world } = this;
		if (part === 'GitHub') world.repository.isAway = isAway;
		else if (part === 'Redis') world.redis.isAway = isAway;
		else if (part === 'the ledger') world.tables.isFull = isAway;
		else if (part === 'PagerDuty') world.pager.isAway = isAway;
		else world.place(part).isAway = isAway;
	}

	private allBack(): void {
		for (const part of ['GitHub', 'Redis', 'the ledger', 'PagerDuty', ...services] as const) this.setAway(part, false);
	}

	private settleBuilds(): void {
		const { world } = this;
		for (const each of this.builds.filter(({ endsMs }) => endsMs <= world.n8n.nowMs)) {
			this.builds.splice(this.builds.indexOf(each), 1);
			world.repository.build(each.service, each.word, each.state, new Date(each.endsMs - buildMs).toISOString());
		}
	}

	private async pass(minutes: number, order: number): Promise<void> {
		await this.advance(this.world.n8n.nowMs + minutes * minuteMs, order, 5_000);
	}

	/** Lets everything run until then, or for so many steps; GitHub Watch polls each minute. */
	private async advance(untilMs: number, order: number, steps: number): Promise<void> {
		const { n8n } = this.world;
		let left = steps;
		for (let index = 1; left > 0; index++) {
			this.settleBuilds();
			const wakesAtMs = n8n.wakesAtMs;
			if (wakesAtMs <= n8n.nowMs) {
				await n8n.step(Math.imul(order + index, 2_654_435_761) >>> 8);
				left--;
				this.lastStartMs = n8n.nowMs;
				continue;
			}
			const nextMs = Math.min(wakesAtMs, this.nextPollMs);
			if (nextMs >= untilMs) break;
			n8n.nowMs = Math.max(n8n.nowMs, nextMs);
			if (n8n.nowMs >= this.nextPollMs) {
				this.nextPollMs = n8n.nowMs + minuteMs;
				await pollWatch(this.world);
			}
		}
		if (left > 0) n8n.nowMs = Math.max(n8n.nowMs, untilMs);
	}

	/** Everything is back, every build ends, and nobody does anything any more: what is wrong then. */
	async calmDown(): Promise<string[]> {
		const { world } = this;
		this.allBack();
		for (const service of services) {
			const place = world.place(service);
			place.losesAnswer = false;
			place.hangs = false;
			if (place.underWay !== null) place.underWay.endsMs = Math.min(place.underWay.endsMs, world.n8n.nowMs + 20_000);
		}
		await this.quiet();
		if (this.settings.isLifted) for (const service of world.heldSinceMs.keys()) lift(world, service);
		await this.quiet();
		if (world.pager.told.some(({ summary }) => summary.includes('is not taken up any more'))) {
			this.deliver();
			await this.quiet();
		}
		const neverDeployed = silentlyNotDeployed(world);
		// What somebody did outside is seen once a day, by when nobody is at a roll back any more that says it runs.
		await this.pass(60, 7);
		startRelease(world, { why: 'daily' });
		await this.quiet();
		return [...new Set([...neverDeployed, ...wrongAtTheEnd(world)])];
	}

	/** Until nothing has happened for longer than anything is waited for. */
	private async quiet(): Promise<void> {
		const { n8n } = this.world;
		const endMs = n8n.nowMs + 12 * 60 * minuteMs;
		while (n8n.nowMs < endMs) {
			await this.pass(15, 7);
			if (n8n.running.length === 0 && n8n.nowMs - this.lastStartMs > 25 * minuteMs) return;
		}
	}
}

/** Plays a walk. @throws Violation with all that is wrong. */
export async function play(settings: WalkSettings, commands: ReadonlyArray<Command | null>): Promise<void> {
	const walk = new Walk(settings);
	await walk.begin();
	for (const command of commands) if (command !== null) await walk.do(command);
	const wrong = await walk.calmDown();
	if (wrong.length > 0) throw new Violation(wrong.join('\n'));
}
