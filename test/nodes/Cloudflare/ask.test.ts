import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { createCloudflarePlatform } from '../../../sandbox/cloudflare';
import { type AlertOptions, grafanaAlert } from '../../../sandbox/grafana/alertNotification';
import type { SandboxPlatform } from '../../../sandbox/kernel/platform';
import { useManualClock } from '../../n8n/sandboxClock';
import { CloudflareDriver } from './cloudflareDriver';

const clock = useManualClock();

/** What the primary answers, one ask after the other, the last one for good; and the standby. */
let answers: number[] = [];
let standby = 200;
let asks = 0;
const served: SandboxPlatform = {
	name: 'served',
	routes: [],
	state: () => ({}),
	reset: () => undefined,
	publicRoutes: [
		{
			method: 'GET',
			pattern: '/primary/health',
			handle: () => ({ status: answers[Math.min(asks++, answers.length - 1)] ?? 200, body: 'x' }),
		},
		{ method: 'GET', pattern: '/standby/health', handle: () => ({ status: standby, body: 'x' }) },
	],
};

const cloudflare = new CloudflareDriver(clock, [createCloudflarePlatform, () => served]);
beforeAll(async () => await cloudflare.start());
beforeEach(() => {
	answers = [200];
	standby = 200;
	asks = 0;
});
afterAll(async () => await cloudflare.sandbox.close());

function parameters(alert: unknown, more: INodeParameters): INodeParameters {
	const { origin } = cloudflare.sandbox;
	return {
		resource: 'failover',
		operation: 'ask',
		name: 'api.candlefish.ai',
		zone: 'candlefish.ai',
		type: 'CNAME',
		primary: 'paintbox-api.fly.dev',
		address: `${origin}/primary/health`,
		standby: 'paintbox-api-standby.fly.dev',
		standbyAddress: `${origin}/standby/health`,
		service: 'paintbox-api',
		environment: 'production',
		alert: JSON.stringify(alert),
		...more,
	};
}

const asked = async (alert: AlertOptions = {}, more: INodeParameters = {}): Promise<IDataObject> =>
	await cloudflare.run(parameters(grafanaAlert(alert), more));

describe('Failover: Ask', () => {
	it('says down at the third bad ask, as Health Watch says it, and who saw it', async () => {
		answers = [503];
		const before = clock.now();
		expect(await asked()).toEqual({
			signal: 'down',
			name: 'api.candlefish.ai',
			zone: 'candlefish.ai',
			type: 'CNAME',
			primary: 'paintbox-api.fly.dev',
			standby: 'paintbox-api-standby.fly.dev',
			service: 'paintbox-api',
			environment: 'production',
			isStandbyGood: true,
			since: new Date(before + 24_000).toISOString(),
			reason: 'answers 503, not 200-299',
			seenBy: 'Grafana',
			because: "Grafana's alert API errors fires, and 3 of 3 asks were bad",
		});
		expect(asks).toBe(3);
	});

	it.each([
		['three of five bad, the last one, too', [503, 200, 503, 200, 503], 'down', 5],
		['three bad ones that end before', [503, 503, 200, 503, 200], 'down', 4],
		['two of five', [503, 200, 503, 200, 200], 'none', 5],
		['well at the end', [503, 503, 200, 200, 200], 'none', 5],
		['well all the time', [200], 'none', 5],
		['led elsewhere, to what is not followed', [302], 'down', 3],
	])('%s', async (_what, given, signal, count) => {
		answers = given;
		expect(await asked()).toMatchObject({ signal });
		expect(asks).toBe(count);
	});

	it('says that the standby is down, too, and what of a server that is away', async () => {
		standby = 503;
		expect(await asked({}, { address: 'http://127.0.0.1:9/health' })).toMatchObject({
			signal: 'down',
			isStandbyGood: false,
			reason: expect.stringMatching(/refused|reach|connect/i),
		});
	});

	it.each([
		['is resolved', { status: 'resolved' }, "Grafana's alert of paintbox-api is resolved"],
		['is of another service', { service: 'gateway' }, 'No alert is of paintbox-api in production'],
		['had no data', { alertname: 'DatasourceNoData' }, 'Grafana could not evaluate its alert of paintbox-api'],
	] as const)('asks nobody where the alert %s', async (_what, alert, because) => {
		answers = [503];
		expect(await asked(alert)).toMatchObject({ signal: 'none', because });
		expect(asks).toBe(0);
	});

	it('says what the asks saw where they do not confirm the alert', async () => {
		expect((await asked()).because).toBe("Grafana's alert API errors fires, and paintbox-api.fly.dev answers well");
		answers = [200, 200, 200, 503, 503];
		asks = 0;
		expect((await asked()).because).toContain('paintbox-api.fly.dev failed only 2 of 5 asks');
	});

	it.each([
		['the name is empty', { name: '' }, 'Name is empty'],
		['the service is empty', { service: '' }, 'Service is empty'],
		['no address is given', { address: '' }, 'Primary Address is empty'],
		['the name itself is asked', { address: 'https://api.candlefish.ai/health' }, 'api.candlefish.ai itself'],
	])('refuses to ask where %s', async (_what, more, words) => {
		const failure = await cloudflare.failure(parameters(grafanaAlert({}), more));
		expect(failure.message).toContain(words);
		expect(asks).toBe(0);
	});

	it('refuses what Grafana did not send', async () => {
		for (const body of [{}, [], { alerts: 'x' }]) {
			expect((await cloudflare.failure(parameters(body, {}))).message).toBe('Alert is not what Grafana sends');
		}
	});
});
