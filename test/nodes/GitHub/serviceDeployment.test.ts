import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { concludeDeployment } from '../../../nodes/deployment/ledger/concludeDeployment';
import { readEvidence } from '../../../nodes/deployment/ledger/evidence';
import { readRecord } from '../../../nodes/deployment/ledger/record';
import { GitHubDeployments } from '../../../nodes/GitHub/GitHubDeployments.node';
import { replaceClock } from '../../../nodes/shared/waiting/clock';
import { createManualClock } from '../../../sandbox/kernel/clock';
import { runNodeForJson } from '../../n8n/nodeHarness';
import { type HealthServer, startHealthServer } from '../HealthCheck/healthServer';

const node = new GitHubDeployments();
const COMMIT = 'c'.repeat(40);
const planned = {
	service: 'paintbox',
	environment: 'production',
	platform: 'netlify',
	target: 'paintbox',
	repository: 'candlefish-ai/paintbox',
	sha: COMMIT,
	branch: 'main',
	sender: 'kim',
	releaseId: 'd/1',
	healthUrl: '/health',
	versionUrl: '/version.json',
	lock: { ok: true, acquired: true, owner: 'execution-1' },
};
const row = { id: 4, service: 'paintbox', environment: 'production', hold: false };

/** Without any credential: none is asked for, and none is there. */
async function run(
	resource: string,
	operation: string,
	item: IDataObject,
	parameters: INodeParameters = {},
): Promise<IDataObject> {
	const [json = {}, ...others] = await runNodeForJson({
		node,
		items: [{ json: item }],
		parameters: { resource, operation, ...parameters },
	});
	expect(others).toEqual([]);
	return json;
}

const deployment = (operation: string, item: IDataObject, parameters: INodeParameters = {}) =>
	run('serviceDeployment', operation, item, { deployment: item as INodeParameters, ...parameters });
const begin = () =>
	deployment('begin', planned, {
		kind: 'deploy',
		catalogRows: [{ json: row }] as never,
		ledgerRows: [{ json: {} }] as never,
	});

it('begins, concludes and confirms a deployment that went well', async () => {
	const begun = await begin();
	expect(begun).toMatchObject({ kind: 'deploy', state: 'running', commit: COMMIT, lock: { owner: 'execution-1' } });
	expect(begun).not.toHaveProperty('sha');
	const concluded = await deployment('conclude', {
		...begun,
		error: 'of a run that died, and is dealt with',
		live: { ok: true, url: 'https://paintbox.example', publishedDeployId: 'zero', publishedCommit: 'ab0' },
		freshness: { ok: true, deploy: true },
		gitHub: { ok: true, id: 17 },
		published: { ok: true, id: 'one', verified: true, state: 'live' },
		health: { ok: true, isNeeded: true, healthy: true },
	});
	expect(concluded).toMatchObject({
		state: 'live',
		verified: true,
		deploymentId: 'one',
		previousId: 'zero',
		gitHubDeploymentId: '17',
		recorded: false,
		told: false,
		published: { id: 'one' },
		announcement: {
			page: {
				action: 'resolve',
				key: 'slipway/paintbox/production',
				runUrl: expect.stringMatching(/\/workflow\/.*\/executions\//),
			},
			gitHub: { need: 'status', state: 'success' },
			change: { summary: 'Deployed paintbox ccccccc to production' },
			row: { state: 'live', verified: true, finished_at: expect.stringMatching(/Z$/) },
			keep: [
				'HSET',
				'slipway:rows',
				expect.stringMatching(/^d\/1\/paintbox\/production\/deploy\/.+Z$/),
				expect.stringContaining('"state":"live"'),
			],
		},
	});
	expect(concluded).not.toHaveProperty('error');
	const confirmed = await deployment('confirm', {
		...concluded,
		page: { told: true, problem: '' },
		inLedger: { id: 1, release_id: 'd/1', createdAt: 'then' },
	});
	expect(confirmed).toMatchObject({ state: 'live', recorded: true, told: true, problems: '' });
	expect(confirmed).not.toHaveProperty('announcement');
	expect(confirmed).not.toHaveProperty('page');
});

describe('what a release decided', () => {
	const decided = {
		kind: 'deploy',
		decision: 'deploy',
		task: 'deploy',
		state: 'running',
		releaseId: 'd/1',
		service: 'gateway',
		environment: 'production',
		platform: 'ecs',
		target: 'candlefish/gateway',
		repository: 'candlefish-ai/candlefish',
		branch: 'main',
		commit: COMMIT,
		artifact: `gateway:${COMMIT}`,
		actor: 'kim',
		waitSeconds: 200,
		live: { ok: true, deploymentId: 'zero', commit: 'ab0', url: 'https://gateway.example' },
	};
	const itsRow = { ...decided, id: 4, enabled: true, hold: false };
	const beginDecided = (item: IDataObject, row: IDataObject) =>
		deployment('begin', item, { kind: 'deploy', catalogRows: [{ json: row }] as never });

	const concludedOf = (item: IDataObject) => {
		const record = readRecord(item);
		return record && concludeDeployment(readEvidence(record, item));
	};

	it('begins with its row and its deployment on GitHub to be written first', async () => {
		expect(await beginDecided(decided, itsRow)).toMatchObject({
			state: 'running',
			task: 'deploy',
			waitSeconds: 200,
			previousId: 'zero',
			announcement: {
				page: null,
				table: 'slipway_deployments',
				row: { id: 0, state: 'running', decision: 'deploy', artifact: `gateway:${COMMIT}`, finished_at: null },
				gitHub: {
					need: 'deployment',
					state: 'in_progress',
					environment: 'production: gateway',
					key: 'd/1/gateway/production',
					ref: COMMIT,
				},
				change: null,
			},
		});
	});

	it('does nothing on the platform when a person holds it by now, and opens nothing on GitHub', async () => {
		expect(await beginDecided(decided, { ...itsRow, hold: true, hold_reason: 'a party' })).toMatchObject({
			state: 'held',
			task: 'nothing',
			announcement: { row: { state: 'held' }, gitHub: { need: 'nothing' } },
		});
	});

	it('takes what was live before for nothing that was seen at its end', async () => {
		const begun = await beginDecided(decided, itsRow);
		const published = { ok: true, id: 'one', verified: true, state: 'live', commit: COMMIT };
		const health = { ok: true, isNeeded: true, healthy: true };
		// The step that looks died, and handed on what it was given.
		const error = 'Execution was cancelled';
		expect(concludedOf({ ...begun, error, published, health })).toMatchObject({
			state: 'live',
			liveId: 'one',
			liveCommit: COMMIT,
		});
		const look = await beginDecided({ ...decided, kind: 'look', decision: 'verify', deploymentId: 'zero' }, itsRow);
		expect(concludedOf({ ...look, error, health })).toMatchObject({ state: 'unknown', liveId: '' });
	});

	it('keeps the row that was written before, and what was opened on GitHub, until its end', async () => {
		const begun = await beginDecided({ ...decided, rowId: 9 }, itsRow);
		expect(begun).toMatchObject({ announcement: { row: { id: 9 } } });
		const confirmed = await deployment('confirm', {
			...begun,
			inLedger: { id: 9, release_id: 'd/1', createdAt: 'then' },
			opened: { ok: true, id: 17 },
		});
		expect(confirmed).toMatchObject({ rowId: 9, gitHubDeploymentId: '17', recorded: true, state: 'running' });
		const unwritten = await deployment('confirm', { ...begun, inLedger: {}, kept: { ok: true, result: 1 } });
		expect(unwritten).toMatchObject({ rowId: 9, recorded: true });
	});
});

it('begins the roll back of a deployment that went bad, and lists what it can go back to', async () => {
	const bad = {
		...(await begin()),
		verifiedDeployments: ['zero'],
		live: { ok: true, url: 'https://paintbox.example', publishedDeployId: 'zero' },
		published: { ok: true, id: 'one', verified: true, state: 'live' },
		health: {
			ok: false,
			isNeeded: true,
			healthy: false,
			reason: 'answers 503',
			error: { message: 'answers 503', advice: '' },
		},
	};
	const begun = await deployment('begin', bad, { kind: 'rollback' });
	expect(begun).toMatchObject({
		kind: 'rollback',
		isPart: true,
		badDeploymentId: 'one',
		lockOwner: 'execution-1',
		verifiedDeployments: ['zero'],
		reason: 'The health check of ccccccc failed: answers 503',
	});
	expect(begun).not.toHaveProperty('published');
	const rows = [{ json: { id: 1, service: 'paintbox', verified: true, deployment_id: 'older' } }];
	expect(await deployment('rollbackOptions', begun, { ledgerRows: rows as never })).toMatchObject({
		verifiedDeployments: ['zero', 'older'],
		options: { isReadable: true },
	});
	// What came is no row: the ledger could not be read, and what this run saw is left.
	expect(await deployment('rollbackOptions', begun, { ledgerRows: [{ json: begun }] as never })).toMatchObject({
		verifiedDeployments: ['zero'],
		options: { isReadable: false },
	});
});

it.each([
	['begin', { kind: 'deploy', deployment: { service: '' } }, /names no service/],
	['begin', { kind: 'rollback', deployment: 'text' }, /not JSON|not an object/],
	['conclude', { deployment: { service: 'paintbox' } }, /no record/],
	['checkHealth', { deployment: { service: 'paintbox' } }, /no record/],
])('refuses for %s what holds no deployment, also with a result field', async (operation, parameters, message) => {
	await expect(run('serviceDeployment', operation, {}, { ...parameters, putResultInField: 'x' })).rejects.toThrow(
		message,
	);
});

describe('Check Health', () => {
	const servers: HealthServer[] = [];
	const clock = createManualClock();
	let restoreClock: () => void;
	beforeAll(() => {
		restoreClock = replaceClock({
			now: () => clock.now(),
			random: () => 0.5,
			sleep: async (durationMs) => void clock.advance(durationMs),
		});
	});
	afterAll(async () => {
		restoreClock();
		for (const server of servers) await server.close();
	});

	async function check(more: IDataObject, status = 200): Promise<IDataObject> {
		const server = await startHealthServer((request, response) => {
			response.statusCode = status;
			response.end(request.url === '/version.json' ? JSON.stringify({ commit: COMMIT }) : 'ok');
		});
		servers.push(server);
		const item = {
			...(await begin()),
			live: { ok: true, url: `${server.origin}/`, publishedDeployId: 'zero' },
			...more,
		};
		const ran = await deployment('checkHealth', item, {
			consecutiveSuccesses: 3,
			intervalSeconds: 2,
			timeoutSeconds: 60,
			putResultInField: 'health',
		});
		return ran.health as IDataObject;
	}
	const published = { ok: true, id: 'one', verified: true, state: 'live' };

	it('asks what went live for health and commit', async () => {
		expect(await check({ published })).toMatchObject({
			ok: true,
			isNeeded: true,
			healthy: true,
			version: COMMIT,
			consecutive: 3,
		});
	});

	it('takes another commit, or an error, for not healthy', async () => {
		expect(await check({ published, commit: 'd'.repeat(40) })).toMatchObject({
			ok: false,
			healthy: false,
			reason: expect.stringContaining('ccccccc'),
		});
		expect(await check({ published }, 503)).toMatchObject({
			ok: false,
			healthy: false,
			reason: expect.stringContaining('503'),
			error: { message: expect.stringContaining('503') },
		});
	});

	it('asks whatever else went live meanwhile', async () => {
		const unproven = {
			published: { ok: false, state: 'superseded', verified: false },
			liveAfter: { ok: true, publishedDeployId: 'other', publishedCommit: COMMIT },
		};
		expect(await check(unproven)).toMatchObject({ isNeeded: true, healthy: true });
	});

	it('asks nothing when nothing went live', async () => {
		const failed = {
			published: { ok: false, state: 'failed', verified: false },
			liveAfter: { ok: true, publishedDeployId: 'zero' },
		};
		expect(await check(failed)).toEqual({
			ok: true,
			isNeeded: false,
			healthy: false,
			reason: 'Nothing went live',
			isRollbackNeeded: false,
		});
	});

	it('asks what is live at the end, by one look in the shape of every platform', async () => {
		const looked = async (more: IDataObject, status = 200) => {
			const server = await startHealthServer((request, response) => {
				response.statusCode = status;
				response.end(request.url === '/version.json' ? JSON.stringify({ commit: COMMIT }) : 'ok');
			});
			servers.push(server);
			const live = { ok: true, isLive: true, deploymentId: 'one', commit: COMMIT, url: server.origin };
			const item = { ...(await begin()), decision: 'deploy', previousId: 'zero', live, published, ...more };
			const parameters = { consecutiveSuccesses: 3, intervalSeconds: 2, timeoutSeconds: 10 };
			return await deployment('checkHealth', item, parameters);
		};
		expect(await looked({})).toMatchObject({ isNeeded: true, healthy: true, isRollbackNeeded: false });
		expect(await looked({}, 503)).toMatchObject({ isNeeded: true, healthy: false, isRollbackNeeded: true });
		expect(await looked({ decision: 'baseline' }, 503)).toMatchObject({ healthy: false, isRollbackNeeded: false });
		expect(await looked({ decision: 'drifted' }, 503)).toEqual({
			isNeeded: false,
			healthy: false,
			reason: 'It was deployed outside, and is left',
			isRollbackNeeded: false,
		});
		// A metric that nobody can ask is no pass, and no reason to roll back.
		expect(await looked({ gateQuery: 'up > 0 for 60s' })).toMatchObject({
			healthy: false,
			isRollbackNeeded: false,
			reason: expect.stringContaining('Metric Workflow is empty'),
			metric: { passed: null },
		});
		const worker = { ok: true, isLive: true, deploymentId: 'one', commit: COMMIT, url: '' };
		expect(await looked({ live: worker, healthUrl: '', versionUrl: '' }, 503)).toMatchObject({ healthy: true });
		// A path without an address to put it below: a fault of the catalog, and no fault of the workflow.
		expect(await looked({ live: worker })).toMatchObject({
			healthy: false,
			reason: expect.stringContaining('/health'),
		});
	});

	it('calls an address of the catalog that cannot be asked not healthy, and not a fault of the workflow', async () => {
		expect(await check({ published, healthUrl: 'https://' })).toMatchObject({
			ok: false,
			isNeeded: true,
			healthy: false,
			reason: expect.stringContaining('URL'),
		});
	});
});

it('begins and concludes a release', async () => {
	const event = {
		event: 'push',
		deliveryId: 'd',
		repository: { fullName: 'candlefish-ai/paintbox' },
		ref: 'refs/heads/main',
		branch: 'main',
		sha: COMMIT,
		sender: 'kim',
		message: 'Fix it',
	};
	const begun = await run('serviceRelease', 'begin', event, { event });
	expect(begun).toMatchObject({ state: 'running', actor: 'kim', row: { state: 'running', sender: 'kim' } });
	const deployments = [
		{ json: { service: 'paintbox', environment: 'production', state: 'live' } },
		{ json: { service: 'api', environment: 'production', error: 'Planted' } },
	];
	const ended = await run('serviceRelease', 'conclude', begun, {
		release: begun as INodeParameters,
		deployments: deployments as never,
		planned: 2,
	});
	expect(ended).toMatchObject({
		state: 'failed',
		told: false,
		key: 'slipway/api/production',
		reason: 'paintbox: live; api: failed (Planted)',
		row: { services: 'paintbox, api', finished_at: expect.any(String) },
	});
	await expect(run('serviceRelease', 'begin', {}, { event: { event: 'push' } })).rejects.toThrow(
		/none of the GitHub Deploy Trigger/,
	);
});
