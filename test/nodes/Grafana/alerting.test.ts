import type { IDataObject } from 'n8n-workflow';

import { useManualClock } from '../../n8n/sandboxClock';
import { byId, dataSource, none, useGrafana } from './grafanaDriver';

const clock = useManualClock();
const grafana = useGrafana(clock);

const silence = {
	resource: 'silence',
	operation: 'create',
	matchers: 'service=paintbox-api\nalertname=~"Disk.*"',
	minutes: 30,
	comment: 'Release 4711',
	createdBy: 'Slipway',
};
const alerts = { resource: 'alert', operation: 'getMany', filter: '', includeSilenced: true };
const ids = async () => await grafana.search('searchSilences');

describe('Silence', () => {
	it('silences the alerts that fit, until it is ended', async () => {
		expect(await grafana.run(alerts)).toMatchObject({ name: 'DiskWillFill', state: 'active' });
		const made = await grafana.run(silence);
		expect(made).toMatchObject({ state: 'active', matchers: ['service=paintbox-api', 'alertname=~Disk.*'] });
		expect(await grafana.run(alerts)).toMatchObject({ state: 'suppressed', silencedBy: [made.id] });
		expect(await grafana.items({ ...alerts, includeSilenced: false })).toEqual([]);
		const expire = { resource: 'silence', operation: 'expire', silence: byId(String(made.id)) };
		expect(await grafana.run({ ...expire, dryRun: true })).toMatchObject({ state: 'active' });
		expect(await grafana.run(expire)).toMatchObject({ expired: true });
		expect(await grafana.run(expire)).toMatchObject({ expired: false });
		expect(await grafana.run(alerts)).toMatchObject({ state: 'active' });
	});

	it('ends by itself', async () => {
		await grafana.run(silence);
		clock.advance(31 * 60_000);
		expect(await ids()).toEqual([]);
	});

	it.each<[string, IDataObject]>([
		['lost', { kind: 'lostReply', method: 'POST' }],
		['cut off', { kind: 'malformed', method: 'POST' }],
		['503', { status: 503, method: 'POST' }],
		['a reset', { kind: 'reset', method: 'POST' }],
	])('makes one silence where the answer is %s', async (_what, fault) => {
		grafana.fault(fault);
		await grafana.run(silence);
		expect(await ids()).toHaveLength(1);
	});

	it('is no success where the end was not carried out', async () => {
		const { id } = await grafana.run(silence);
		grafana.fault({ status: 400, method: 'DELETE', times: 10 });
		const failure = await grafana.failure({ resource: 'silence', operation: 'expire', silence: byId(String(id)) });
		expect(failure.message).toContain('did not end the silence');
	});

	it.each<[string, IDataObject, RegExp]>([
		['no matcher', { matchers: 'service' }, /"service" is not a matcher/],
		['no matchers', { matchers: ' ' }, /Matchers is empty/],
		['no comment', { comment: '' }, /Comment is empty/],
		['no time', { minutes: 0 }, /For \(Minutes\)/],
	])('refuses %s before any call', async (_what, parameters, message) => {
		expect((await grafana.failure({ ...silence, ...(parameters as typeof silence) })).message).toMatch(message);
		expect(grafana.writes()).toEqual([]);
	});
});

describe('Alert: Get Many', () => {
	it('lists by matchers, and none is no error', async () => {
		await grafana.control('/alerts', {
			labels: { alertname: 'High', service: 'paintbox' },
			summary: 'Too many errors',
		});
		const names = async (filter: string) => (await grafana.items({ ...alerts, filter })).map(({ name }) => name);
		expect(await names('')).toEqual(['DiskWillFill', 'High']);
		expect(await names('service=paintbox')).toEqual(['High']);
		expect(await names('service=~paint.*\nalertname!=High')).toEqual(['DiskWillFill']);
		expect(await names('service=nobody')).toEqual([]);
		expect((await grafana.failure({ ...alerts, filter: 'nonsense' })).message).toContain('is not a matcher');
	});
});

describe('Dashboard: Ensure', () => {
	const ensure = {
		resource: 'dashboard',
		operation: 'ensure',
		dataSource,
		uid: 'slipway-deployments',
		title: 'Slipway: deployments',
		folder: none,
		requestRate: 'sum(rate(http_requests_total[5m]))',
		errorRate: 'vector(0)',
		latency: 'http_request_duration_p99_seconds',
	};

	it('makes it, leaves it alone, then changes what differs', async () => {
		expect(await grafana.run({ ...ensure, dryRun: true })).toMatchObject({ action: 'create' });
		expect(await grafana.run(ensure)).toMatchObject({
			action: 'created',
			version: 1,
			url: expect.stringContaining('/d/slipway-deployments/'),
		});
		expect(await grafana.run(ensure)).toMatchObject({ action: 'unchanged', version: 1 });
		expect(grafana.writes()).toHaveLength(1);
		expect(await grafana.run({ ...ensure, latency: 'vector(1)', dryRun: true })).toMatchObject({
			action: 'change',
			changes: ['panels'],
		});
		expect(await grafana.run({ ...ensure, latency: 'vector(1)' })).toMatchObject({ action: 'changed', version: 2 });
		expect(await grafana.search('searchDashboards', 'slipway')).toEqual(['Slipway: deployments']);
		expect(await grafana.search('searchFolders')).toEqual(['Deployments']);
	});

	it.each<[string, IDataObject]>([
		['lost', { kind: 'lostReply', method: 'POST' }],
		['cut off', { kind: 'malformed', method: 'POST' }],
		['503', { status: 503, method: 'POST' }],
	])('saves it once where the answer is %s', async (_what, fault) => {
		grafana.fault(fault);
		expect(await grafana.run(ensure)).toMatchObject({ version: 1 });
	});

	it('says that somebody else saved it meanwhile', async () => {
		grafana.fault({
			status: 412,
			method: 'POST',
			body: { message: 'The dashboard has been changed by someone else', status: 'version-mismatch' },
		});
		const failure = await grafana.failure(ensure);
		expect(failure.message).toContain('changed by someone else');
		expect(failure.advice).toContain('Run this again');
	});
});
