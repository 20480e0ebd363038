import type { IDataObject } from 'n8n-workflow';

import { isRecord, type JsonRecord, readRecords } from '../../tools/json';
import { createEngine, type Engine } from '../n8n/engine/engine';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { startHealthServer } from '../nodes/HealthCheck/healthServer';

jest.setTimeout(300_000);

const AUDIT = 'slipway35audit';
const REPOSITORY = 'candlefish-ai/candlefish';
const dayMs = 86_400_000;

interface Finding {
	readonly line: string;
	readonly subject: string;
	readonly what: string;
	readonly isSevere: boolean;
}

describeOnEngine('the security audit', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine(undefined, { services: ['paintbox-frontend', 'paintbox-api', 'gateway'] });
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => await engine.reset());

	const control = async (path: string, body: JsonRecord): Promise<void> => {
		const answer = await fetch(`${engine.sandbox.origin}/_sandbox/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		expect({ path, status: answer.status, text: answer.ok ? '' : await answer.text() }).toMatchObject({ text: '' });
	};
	const audit = async (): Promise<JsonRecord> => {
		const run = await engine.start(AUDIT, {}, 'integrated');
		expect(run).toMatchObject({ status: 'success', error: undefined });
		const row = engine.tables.rows('slipway_audits').at(-1);
		if (row === undefined) throw new Error('No audit was kept');
		return row;
	};
	const parsed = (row: JsonRecord, column: string): unknown => JSON.parse(String(row[column]));
	const findings = (row: JsonRecord): Finding[] => parsed(row, 'findings') as Finding[];
	const severe = (row: JsonRecord): string[] => parsed(row, 'severe') as string[];
	const verdicts = (row: JsonRecord): Record<string, string> =>
		Object.fromEntries(
			(parsed(row, 'lines') as Array<{ line: string; verdict: string }>).map(({ line, verdict }) => [line, verdict]),
		);
	const audits = () => engine.tables.rows('slipway_audits');
	const pages = () =>
		engine
			.openIncidents()
			.map(({ dedupKey }) => String(dedupKey))
			.filter((key) => key.includes('/audit/'));

	it('looks at all of the catalog, says what could not be checked, and pages nobody where nothing is severe', async () => {
		await control('github/security', { repository: REPOSITORY, protected: true });
		const row = await audit();
		expect(severe(row)).toEqual([]);
		expect(pages()).toEqual([]);
		expect(verdicts(row)).toMatchObject({
			// No secret of these services is there yet, and no address of the sandbox has the headers of a real one.
			headers: 'failed',
			cors: 'unknown',
			rateLimits: 'unknown',
			dependencies: 'passed',
			twoFactor: 'unknown',
			staging: 'failed',
			codeBackup: 'unknown',
		});
		const report = String(row.report);
		for (const words of [REPOSITORY, 'No API tells whether a second factor', 'requests in', 'Dependabot is on']) {
			expect(report).toContain(words);
		}
		expect(Number(row.passed)).toBeGreaterThan(8);
		expect(engine.runsOf('slipway37subject').every(({ status }) => status === 'success')).toBe(true);
		// Weekly, of a whole catalog: small enough for a table of 200 MiB and for an item.
		expect(JSON.stringify(row).length).toBeLessThan(64_000);
		expect(JSON.stringify(row)).not.toContain('sandbox-');
	});

	it('asks nothing but reads, and a public address a dozen times in a row at most', async () => {
		const before = engine.sandbox.requests().length;
		await audit();
		const asked = engine.sandbox.requests().slice(before);
		const writes = asked.filter(
			({ method, platform }) =>
				!['GET', 'HEAD'].includes(method) && !['aws', 'upstash', 'pagerduty'].includes(String(platform)),
		);
		expect(writes.filter(({ path }) => !path.endsWith('/graphql'))).toEqual([]);
		const public_ = asked.filter(({ platform }) => platform === 'public');
		const byPath = new Map<string, number>();
		for (const { path } of public_) byPath.set(path, (byPath.get(path) ?? 0) + 1);
		expect(byPath.size).toBeGreaterThan(1);
		expect(Math.max(...byPath.values())).toBeLessThanOrEqual(14);
	});

	it('pages what is new and severe once, and ends the page when it is seen to be well', async () => {
		await control('github/security', {
			repository: REPOSITORY,
			dependabot: { alerts: [{ severity: 'critical', name: 'log4j' }] },
		});
		const site = await siteId('paintbox');
		await control(`netlify/sites/${site}/certificate`, { days: 6 });
		await control('aws/image-scans', { repository: 'gateway', findings: [{ name: 'CVE-2026-1', severity: 'HIGH' }] });
		const first = await audit();
		expect(severe(first).sort()).toEqual([
			'containers/candlefish/gateway/image of gateway',
			`dependencies/${REPOSITORY}/dependencies`,
			'tls/paintbox/certificate paintbox.candlefish.ai',
		]);
		expect(pages().sort()).toEqual(
			severe(first)
				.map((key) => `slipway/audit/${key}`)
				.sort(),
		);
		expect(findings(first).find(({ line }) => line === 'dependencies')?.what).toContain('1 critical: log4j');
		await audit();
		expect(engine.incidents().filter(({ triggerCount }) => Number(triggerCount) > 1)).toEqual([]);
		// Renewed; GitHub cannot be asked this time, which says nothing of the alert.
		await control(`netlify/sites/${site}/certificate`, { days: 80 });
		const fault = engine.sandbox.addFault({
			platform: 'github',
			path: `/repos/${REPOSITORY}/dependabot/alerts`,
			kind: 'status',
			status: 500,
			times: 'always',
		});
		const third = await audit();
		engine.sandbox.removeFault(fault);
		expect(pages().sort()).toEqual([
			'slipway/audit/containers/candlefish/gateway/image of gateway',
			`slipway/audit/dependencies/${REPOSITORY}/dependencies`,
		]);
		expect(verdicts(third).dependencies).toBe('unknown');
		await control('github/security', { repository: REPOSITORY, dependabot: { alerts: [] } });
		await audit();
		expect(pages()).toEqual(['slipway/audit/containers/candlefish/gateway/image of gateway']);
	});

	it('takes a service that is ill and platforms that are away for "could not be checked"', async () => {
		const well = verdicts(await audit());
		const ill = engine.sandbox.addFault({
			platform: 'public',
			path: '/apps/paintbox-api',
			kind: 'status',
			status: 503,
			times: 'always',
		});
		const away = ['netlify', 'aws', 'neon'].map((platform) =>
			engine.sandbox.addFault({ platform, kind: 'status', status: 500, times: 'always' }),
		);
		const row = await audit();
		[ill, ...away].forEach((id) => engine.sandbox.removeFault(id));
		expect(severe(row)).toEqual([]);
		expect(String(row.report)).toContain('It answered 503');
		expect(verdicts(row)).toMatchObject({ containers: 'unknown', database: 'unknown', secretVersions: 'unknown' });
		const better = Object.entries(verdicts(row)).filter(
			([line, verdict]) => verdict === 'passed' && well[line] !== 'passed',
		);
		expect(better).toEqual([]);
	});

	it('reads headers that came twice, and asks no other host that an address leads to', async () => {
		const other = await startHealthServer((_request, response) => response.end());
		const server = await startHealthServer((request, response) => {
			if (request.url === '/away') response.writeHead(302, { Location: `${other.origin}/` });
			else if (request.url === '/twice')
				response.setHeader('Access-Control-Allow-Origin', ['*', 'https://candlefish.ai']);
			response.end();
		});
		const at = async (path: string): Promise<string> => {
			engine.tables.change('slipway_services', ({ service }) => service === 'gateway', {
				health_url: `${server.origin}${path}`,
			});
			return String((await audit()).report);
		};
		try {
			expect(await at('/away')).toContain(
				`It leads to another host, ${new URL(other.origin).host}, which was not asked`,
			);
			expect(other.asked).toEqual([]);
			expect(await at('/twice')).toContain('came with several values ("\\*, https://candlefish.ai")');
		} finally {
			await server.close();
			await other.close();
		}
	});

	it('tells a scan that is off from one that found nothing, and from one that may not be seen', async () => {
		await control('github/security', {
			repository: REPOSITORY,
			dependabot: { access: 'off' },
			codeScanning: { access: 'hidden' },
		});
		await control('aws/image-scans', { repository: 'gateway', status: 'none' });
		const row = await audit();
		expect(severe(row)).toEqual([]);
		for (const words of [
			`**FAILED** ${REPOSITORY}: Dependabot is switched off`,
			`**could not be checked** ${REPOSITORY}: Code scanning could not be asked`,
			`**passed** ${REPOSITORY}: Secret scanning is on, and has nothing open`,
			'**FAILED** candlefish/gateway: ECR never scanned',
		]) {
			expect(String(row.report)).toContain(words);
		}
	});

	it('says of a look that fails, or whose run dies, that it could not be checked, and goes on with the others', async () => {
		engine.faults.fail('slipway37subject', 'What is it?', 1);
		engine.faults.fail('slipway37subject', 'Look at the app');
		const row = await audit();
		engine.faults.mend();
		expect(String(row.report)).toContain('The run that looks at it died');
		expect(verdicts(row)).toMatchObject({ tls: 'unknown', staging: 'unknown' });
		expect(Number(row.passed)).toBeGreaterThan(5);
	});

	it('pages all that is severe where the last audit cannot be read, and keeps nothing where the table is full', async () => {
		await control('aws/image-scans', { repository: 'gateway', findings: [{ name: 'CVE-2026-1', severity: 'HIGH' }] });
		engine.faults.fail(AUDIT, 'Read the last audit');
		expect(severe(await audit())).toHaveLength(1);
		engine.faults.mend();
		expect(pages()).toHaveLength(1);
		engine.faults.fail(AUDIT, 'Keep the report');
		const run = await engine.start(AUDIT, {}, 'integrated');
		expect(run.status).toBe('error');
		expect(audits()).toHaveLength(1);
	});

	it('forgets what is older than a year, and stops with a sentence where the catalog cannot be read', async () => {
		const started_at = new Date(engine.clock.sandbox.now() - 400 * dayMs).toISOString();
		engine.tables.insert('slipway_audits', { audit_id: 'old', started_at, severe: '[]' });
		await audit();
		expect(audits().map(({ audit_id }) => audit_id)).not.toContain('old');
		engine.faults.fail(AUDIT, 'Read the catalog');
		const run = await engine.start(AUDIT, {}, 'integrated');
		expect(run.status).toBe('error');
		expect(audits()).toHaveLength(1);
	});

	it('stands on the board, with until when certificates last', async () => {
		await audit();
		const run = await engine.start('slipway10board', {}, 'trigger');
		const [item] = run.data?.resultData.runData['Make the page']?.at(-1)?.data?.main?.[0] ?? [];
		const html = String((item?.json.board as IDataObject | undefined)?.html);
		expect(html).toContain('id="security"');
		expect(html).toContain('paintbox.candlefish.ai');
		expect(html).not.toContain('could not be read');
	});

	async function siteId(name: string): Promise<string> {
		const { netlify } = engine.sandbox.state();
		const site = isRecord(netlify)
			? readRecords(netlify, 'sites').find((candidate) => candidate.name === name)
			: undefined;
		return String(site?.id);
	}
});
