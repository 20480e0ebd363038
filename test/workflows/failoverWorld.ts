import { type AlertOptions, grafanaAlert } from '../../sandbox/grafana/alertNotification';
import type { JsonRecord } from '../../tools/json';
import { isRecord, readRecords } from '../../tools/json';
import { createReleaseWorld, type ReleaseWorld } from './releaseWorld';

const FAILOVER = 'slipway33failover';
const BY_ALERT = 'slipway50alert';
export const LEAD = 'slipway49lead';
export const NAME = 'api.candlefish.ai';
export const PRIMARY = 'paintbox-api.fly.dev';
export const STANDBY = 'paintbox-api-standby.fly.dev';
export const PRIMARY_PATH = '/apps/paintbox-api';
export const STANDBY_PATH = '/ecs/candlefish/gateway';

/** Workflows 33 and 50 filled in: a name whose primary is the sandbox's API, and whose standby is its gateway. */
export class FailoverWorld {
	private started: ReleaseWorld | undefined;
	private readonly faults: string[] = [];

	async start(): Promise<void> {
		this.use(await createReleaseWorld({ platformSpeed: 60, services: ['paintbox-api'] }));
	}

	/** The same in a world that is there already. */
	use(world: ReleaseWorld): void {
		this.started = world;
		this.faults.length = 0;
		const { workflows, sandbox } = world.engine;
		for (const workflow of [FAILOVER, BY_ALERT]) {
			const asks = workflows.get(workflow)?.nodes.find(({ type }) => /cloudflare/.test(type));
			Object.assign(asks?.parameters ?? {}, {
				name: NAME,
				address: `${sandbox.origin}${PRIMARY_PATH}/health`,
				standbyAddress: `${sandbox.origin}${STANDBY_PATH}/health`,
			});
		}
	}

	get world(): ReleaseWorld {
		if (this.started) return this.started;
		throw new Error('The world has not started yet');
	}

	/** As at the start, with all well and looked at. */
	async renew(): Promise<void> {
		this.faults.length = 0;
		await this.world.renew();
		await this.world.calm();
		await this.minutes(3);
	}

	/** Minutes of n8n's, in each of which the name's watch polls. */
	async minutes(count: number): Promise<void> {
		for (let minute = 0; minute < count; minute++) {
			this.pollBeside();
			await this.world.minute();
		}
	}

	pollBeside(): void {
		this.world.engine.pollBeside(FAILOVER);
	}

	/** Grafana posts to the first step of 50. */
	notify(alert: AlertOptions = {}): void {
		const { runner, workflows } = this.world.engine;
		const workflow = workflows.get(BY_ALERT);
		if (workflow === undefined) throw new Error('Workflow 50 is not there');
		runner.inBackground(runner.run(workflow, 'webhook', [{ json: { headers: {}, body: grafanaAlert(alert) } }]));
	}

	takeDown(path: string): void {
		const { sandbox } = this.world.engine;
		this.faults.push(sandbox.addFault({ platform: 'public', path, kind: 'status', status: 503, times: 'always' }));
	}

	bringUp(): void {
		for (const id of this.faults.splice(0)) this.world.engine.sandbox.removeFault(id);
	}

	record(): JsonRecord {
		const { cloudflare } = this.world.engine.sandbox.state();
		if (!isRecord(cloudflare)) return {};
		return readRecords(cloudflare, 'records').find(({ name }) => name === NAME) ?? {};
	}

	/** Runs that Health Watch started. */
	runs(): number {
		return this.world.engine.runsOf(FAILOVER).length;
	}

	/** What became of the last alert: the status of its run. */
	alertRun(): string | undefined {
		return this.world.engine.runsOf(BY_ALERT).at(-1)?.status;
	}

	/** Changes of records. */
	writes(): number {
		const requests = this.world.engine.sandbox.requests({ platform: 'cloudflare' });
		return requests.filter(({ method }) => method === 'PATCH').length;
	}

	incidents(): JsonRecord[] {
		return this.world.engine.incidents().filter(({ dedupKey }) => dedupKey === `slipway/name/${NAME}`);
	}

	incident(): JsonRecord | undefined {
		return this.incidents()[0];
	}
}
