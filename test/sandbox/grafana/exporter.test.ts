import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { createGrafanaPlatform, OTLP_INSTANCE, OTLP_TOKEN } from '../../../sandbox/grafana';
import { createScaledClock } from '../../../sandbox/kernel/clock';
import { type Sandbox, startSandbox } from '../../../sandbox/kernel/sandbox';
import { createContractRecorder } from '../../contract/contractRecorder';

/** The npm package `@opentelemetry/exporter-metrics-otlp-http`, unmodified, in a process of its own. */
describe("OpenTelemetry's own exporter", () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox({ clock: createScaledClock(1), platforms: [createGrafanaPlatform] });
	});
	afterAll(async () => await sandbox.close());
	beforeEach(async () => await sandbox.reset());

	async function send(changes: object = {}): Promise<unknown> {
		const wish = {
			endpoint: `${sandbox.origin}/grafana/otlp`,
			authorization: `Basic ${Buffer.from(`${OTLP_INSTANCE}:${OTLP_TOKEN}`).toString('base64')}`,
			isDelta: false,
			counts: [
				{ value: 3, attributes: { route: '/a' } },
				{ value: 4, attributes: { route: '/b' } },
			],
			durations: [0.5, 1.5],
			...changes,
		};
		const { stdout } = await promisify(execFile)(process.execPath, [
			join(__dirname, 'exporterProcess.mjs'),
			JSON.stringify(wish),
		]);
		return JSON.parse(stdout);
	}

	const values = (): unknown => {
		const state = JSON.parse(JSON.stringify(sandbox.state().grafana)) as {
			metrics: Array<{ labels: Record<string, string>; last: { value: number } }>;
		};
		const named = ({ __name__: name = '', route = '' }: Record<string, string>): string => name + route;
		return Object.fromEntries(state.metrics.map(({ labels, last }) => [named(labels), last.value]));
	};

	it('is taken in, as the contract says, under the names that Prometheus has for it', async () => {
		const recorder = createContractRecorder(sandbox);
		expect(await send()).toEqual({ code: 0, error: '' });
		recorder.stop();
		expect(recorder.violations()).toEqual([]);
		expect(values()).toEqual({
			'requests_total/a': 3,
			'requests_total/b': 4,
			request_duration_seconds_count: 2,
			request_duration_seconds_sum: 2,
			load_ratio: 0.25,
		});
	});

	it('is refused with a wrong token, and with what was added instead of what it has come to', async () => {
		expect(await send({ authorization: 'Basic d3Jvbmc6d3Jvbmc=' })).toMatchObject({ code: 1 });
		expect(await send({ isDelta: true })).toMatchObject({ code: 1 });
		expect(values()).toEqual({});
	});

	it('sends again by itself after a 503', async () => {
		sandbox.addFault({ platform: 'grafana', kind: 'status', status: 503, times: 1 });
		expect(await send()).toEqual({ code: 0, error: '' });
		expect(values()).toMatchObject({ 'requests_total/a': 3 });
	});
});
