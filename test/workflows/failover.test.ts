import { FailoverWorld, LEAD, NAME, PRIMARY, PRIMARY_PATH, STANDBY, STANDBY_PATH } from './failoverWorld';

jest.setTimeout(300_000);

const site = new FailoverWorld();
beforeAll(async () => await site.start());
afterAll(async () => await site.world.close());
beforeEach(async () => await site.renew());

describe('A name whose primary is down', () => {
	it('is led to the standby within 30 s of the third bad ask, told once, and led back after ten good minutes', async () => {
		const before = site.runs();
		site.takeDown(PRIMARY_PATH);
		const badAtMs: number[] = [];
		const stop = site.world.engine.sandbox.onExchange(({ path, status }) => {
			if (path === `${PRIMARY_PATH}/health` && status === 503) badAtMs.push(site.world.engine.clock.nodes.now());
		});
		await site.minutes(2);
		stop();
		expect(site.record().content).toBe(STANDBY);
		expect(Date.parse(String(site.record().modified_on)) - (badAtMs[2] ?? 0)).toBeLessThanOrEqual(30_000);
		expect(site.incident()).toMatchObject({ status: 'triggered', triggerCount: 1 });
		expect(String(site.incident()?.summary)).toContain(`points to ${STANDBY} now`);
		expect(site.runs() - before).toBe(1);
		site.bringUp();
		await site.minutes(9);
		expect(site.record().content).toBe(STANDBY);
		await site.minutes(4);
		expect(site.record().content).toBe(PRIMARY);
		expect(site.incident()).toMatchObject({ status: 'resolved' });
		expect(site.writes()).toBe(2);
		expect(await site.world.leftovers()).toEqual([]);
	});

	it('is rolled back, not swapped, where it was deployed minutes before', async () => {
		const earlier = (await site.world.state('paintbox-api')).commit;
		await site.world.push({ touches: ['paintbox-api'] });
		await site.minutes(4);
		expect((await site.world.state('paintbox-api')).commit).not.toBe(earlier);
		site.takeDown(PRIMARY_PATH);
		const stop = site.world.engine.sandbox.onExchange(({ platform, method, path }) => {
			if (platform === 'fly' && method === 'POST' && /\/machines\/\w+$/.test(path)) site.bringUp();
		});
		await site.minutes(4);
		stop();
		expect((await site.world.state('paintbox-api')).commit).toBe(earlier);
		expect(site.record().content).toBe(PRIMARY);
		expect(site.writes()).toBe(0);
		expect(site.world.ledger('paintbox-api').at(-1)).toMatchObject({
			kind: 'rollback',
			state: 'live',
			actor: 'Health Watch',
		});
		const [row] = site.world.engine.tables.rows('slipway_services').filter(({ service }) => service === 'paintbox-api');
		expect(row).toMatchObject({ hold: true });
		expect(String(site.incident()?.summary)).toContain('its newest deployment was rolled back');
		await site.minutes(13);
		expect(site.incident()).toMatchObject({ status: 'resolved' });
		expect(await site.world.leftovers()).toEqual([]);
	});

	it('is swapped where rolling back did not help', async () => {
		await site.world.push({ touches: ['paintbox-api'] });
		await site.minutes(4);
		site.takeDown(PRIMARY_PATH);
		await site.minutes(12);
		expect(site.record().content).toBe(STANDBY);
		expect(site.world.ledger('paintbox-api').filter(({ kind }) => kind === 'rollback')).toHaveLength(1);
	});

	it('is swapped later where Cloudflare is away at first, and each is said', async () => {
		const fault = { platform: 'cloudflare', kind: 'status', status: 503, times: 'always' } as const;
		const away = site.world.engine.sandbox.addFault(fault);
		site.takeDown(PRIMARY_PATH);
		await site.minutes(2);
		expect(site.record().content).toBe(PRIMARY);
		expect(String(site.incident()?.summary)).toContain(`could not be pointed to ${STANDBY}`);
		site.world.engine.sandbox.removeFault(away);
		await site.minutes(4);
		expect(site.record().content).toBe(STANDBY);
		expect(site.incident()).toMatchObject({ triggerCount: 2 });
	});

	it.each([
		['the standby is down, too', () => site.takeDown(STANDBY_PATH), 'The standby does not answer either', PRIMARY],
		['somebody pointed it elsewhere', pointElsewhere, 'points to by-hand.fly.dev', 'by-hand.fly.dev'],
	])('is told, and left, where %s', async (_what, arrange, words, content) => {
		await arrange();
		site.takeDown(PRIMARY_PATH);
		await site.minutes(3);
		expect(String(site.incident()?.summary)).toContain(words);
		expect(site.record().content).toBe(content);
		site.bringUp();
	});

	it('is swapped though no table can be read', async () => {
		for (const step of ['Read the ledger', 'Read the catalog']) {
			site.world.engine.faults.fail(LEAD, step);
		}
		site.takeDown(PRIMARY_PATH);
		await site.minutes(3);
		expect(site.record().content).toBe(STANDBY);
	});
});

describe("A name that Grafana's alert is about", () => {
	it('is led to the standby at the third bad ask, though nobody else watches, and told once', async () => {
		const before = site.runs();
		site.takeDown(PRIMARY_PATH);
		site.notify();
		await site.world.minute();
		await site.world.minute();
		expect(site.record().content).toBe(STANDBY);
		expect(site.writes()).toBe(1);
		expect(site.incident()).toMatchObject({ status: 'triggered' });
		expect(String(site.incident()?.summary)).toContain(`points to ${STANDBY} now`);
		expect(JSON.stringify(site.incident())).toContain('if workflow 33 saw it down, too');
		const told = site.incident()?.triggerCount;
		site.notify();
		await site.world.minute();
		expect(site.incident()?.triggerCount).toBe(told);
		expect(site.runs()).toBe(before);
		expect(await site.world.leftovers()).toEqual([]);
	});

	it.each([
		['answers well', (): void => undefined, {}],
		['is down, and the alert is resolved', () => site.takeDown(PRIMARY_PATH), { status: 'resolved' }],
		['is down, and the alert is of another service', () => site.takeDown(PRIMARY_PATH), { service: 'gateway' }],
	] as const)('is left where it is, and nobody is told, where it %s', async (_what, arrange, alert) => {
		const before = site.world.engine.runsOf(LEAD).length;
		arrange();
		site.notify(alert);
		await site.world.minute();
		expect(site.alertRun()).toBe('success');
		expect(site.world.engine.runsOf(LEAD)).toHaveLength(before);
		expect(site.writes()).toBe(0);
		expect(site.incident()).toBeUndefined();
	});

	it('is swapped and told once where Health Watch sees it, too, and led back by it', async () => {
		site.takeDown(PRIMARY_PATH);
		site.notify();
		await site.minutes(3);
		expect(site.record().content).toBe(STANDBY);
		expect(site.writes()).toBe(1);
		expect(site.incident()).toMatchObject({ status: 'triggered', triggerCount: 1 });
		site.bringUp();
		await site.minutes(13);
		expect(site.record().content).toBe(PRIMARY);
		expect(site.writes()).toBe(2);
		expect(site.incident()).toMatchObject({ status: 'resolved' });
		expect(await site.world.leftovers()).toEqual([]);
	});

	it('points to the standby, with one incident, where several decide in the same moment', async () => {
		site.takeDown(PRIMARY_PATH);
		// Five of five of its own come 24 s after the third that is enough with the alert.
		site.pollBeside();
		await site.world.engine.clock.pass(24_000);
		site.notify();
		site.notify();
		await site.minutes(3);
		expect(site.record().content).toBe(STANDBY);
		expect(site.incidents()).toHaveLength(1);
		expect(String(site.incident()?.summary)).toContain(`points to ${STANDBY} now`);
	});

	it('is rolled back once where it was deployed minutes before, though both see it', async () => {
		await site.world.push({ touches: ['paintbox-api'] });
		await site.minutes(4);
		site.takeDown(PRIMARY_PATH);
		const stop = site.world.engine.sandbox.onExchange(({ platform, method, path }) => {
			if (platform === 'fly' && method === 'POST' && /\/machines\/\w+$/.test(path)) site.bringUp();
		});
		site.notify();
		await site.minutes(4);
		stop();
		const rollbacks = site.world.ledger('paintbox-api').filter(({ kind }) => kind === 'rollback');
		expect(rollbacks).toMatchObject([{ state: 'live', actor: 'Grafana' }]);
		expect(site.writes()).toBe(0);
		expect(String(site.incident()?.summary)).toContain('its newest deployment was rolled back');
	});
});

it('starts nothing and changes nothing in a noisy hour', async () => {
	const before = site.runs();
	for (let minute = 0; minute < 60; minute++) {
		const path = `${PRIMARY_PATH}/health`;
		site.world.engine.sandbox.addFault({
			platform: 'public',
			path,
			kind: 'status',
			status: 503,
			times: 1 + (minute % 2),
		});
		await site.minutes(1);
	}
	expect(site.runs()).toBe(before);
	expect(site.writes()).toBe(0);
	expect(site.incident()).toBeUndefined();
});

async function pointElsewhere(): Promise<void> {
	await site.world.engine.clouds.control('/cloudflare/records/change', {
		name: NAME,
		type: 'CNAME',
		content: 'by-hand.fly.dev',
	});
}
