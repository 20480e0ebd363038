import type { INodeParameters, NodeParameterValueType } from 'n8n-workflow';

import { SlipwayPagerDutyApi } from '../../../credentials/SlipwayPagerDutyApi.credentials';
import { PagerDutyEvents } from '../../../nodes/PagerDuty/PagerDutyEvents.node';
import { createSandbox, type Sandbox } from '../../../sandbox';
import type { ManualClock } from '../../../sandbox/kernel/clock';
import { sandboxRoutingKey } from '../../../sandbox/pagerduty';
import { isRecord, type JsonRecord, readRecords } from '../../../tools/json';
import { type ContractRecorder, createContractRecorder } from '../../contract/contractRecorder';
import { runNodeForJson } from '../../n8n/nodeHarness';
import { useManualClock } from '../../n8n/sandboxClock';

/** An alert that pages. */
export const page = {
	resource: 'alert',
	operation: 'trigger',
	dedupKey: 'slipway/paintbox/production',
	summary: 'paintbox: the deploy of abc1234 failed',
	source: 'paintbox',
	severity: 'critical',
};

/** PagerDuty in the sandbox, and this package's node against it. */
export class PagerDutyDriver {
	private running: { readonly sandbox: Sandbox; readonly recorder: ContractRecorder } | undefined;

	constructor(readonly clock: ManualClock) {}

	get sandbox(): Sandbox {
		if (!this.running) throw new Error('The driver has not been started');
		return this.running.sandbox;
	}

	async start(): Promise<void> {
		const sandbox = await createSandbox({ clock: this.clock, redisUrl: '' });
		this.running = { sandbox, recorder: createContractRecorder(sandbox) };
	}

	/** The node's only item. The parameters may hold what only an expression gives. */
	async run(parameters: Record<string, unknown>, routingKey = sandboxRoutingKey): Promise<JsonRecord> {
		const [item] = await runNodeForJson({
			node: new PagerDutyEvents(),
			parameters: parameters as Record<string, NodeParameterValueType> as INodeParameters,
			credentials: [
				{ type: new SlipwayPagerDutyApi(), data: { routingKey, baseUrl: `${this.sandbox.origin}/pagerduty` } },
			],
		});
		return item ?? {};
	}

	incidents(): JsonRecord[] {
		return readRecords(this.state(), 'incidents');
	}

	changes(): JsonRecord[] {
		return readRecords(this.state(), 'changes');
	}

	/** The custom details of the first incident. */
	details(): JsonRecord {
		const found = this.incidents()[0]?.customDetails;
		return isRecord(found) ? found : {};
	}

	/** From now on the platform fails so, and comes back after that time. */
	failFor(
		durationMs: number,
		fault: { status?: number; kind?: 'status' | 'reset' | 'malformed'; body?: unknown },
	): void {
		const id = this.sandbox.addFault({ platform: 'pagerduty', kind: 'status', times: 'always', ...fault });
		this.clock.after(durationMs, () => void this.sandbox.removeFault(id));
	}

	/** Where the vendor's contract is at hand, at least so many requests were held against it. */
	expectContractKept(moreThan: number): void {
		const recorder = this.running?.recorder;
		expect(recorder?.violations()).toEqual([]);
		if (recorder?.skipped.pagerduty === undefined) expect(recorder?.checked('pagerduty')).toBeGreaterThan(moreThan);
	}

	private state(): JsonRecord {
		const found = this.sandbox.state().pagerduty;
		return isRecord(found) ? found : {};
	}
}

/** A driver for one test file, reset before each test. */
export function usePagerDuty(): PagerDutyDriver {
	const pagerDuty = new PagerDutyDriver(useManualClock());
	beforeAll(async () => await pagerDuty.start());
	afterAll(async () => await pagerDuty.sandbox.close());
	beforeEach(async () => await pagerDuty.sandbox.reset());
	return pagerDuty;
}
