import { HealthCheck } from '../../../nodes/HealthCheck/HealthCheck.node';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';
import { createNetlifyPlatform } from '../../../sandbox/netlify/index';
import { runNodeForJson } from '../../n8n/nodeHarness';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ platforms: [createNetlifyPlatform], timeScale: Infinity });
});

afterAll(async () => {
	await sandbox.close();
});

it.each([true, false])('tells whether a deployed site serves the commit that was asked for: %s', async (isLive) => {
	const live = sandbox.services.repositories.resolve('candlefish-ai/candlefish', 'main')?.sha ?? '';
	const expected = isLive ? live : 'f'.repeat(40);
	const [result] = await runNodeForJson({
		node: new HealthCheck(),
		parameters: {
			url: `${sandbox.origin}/sites/paintbox/health`,
			method: 'GET',
			expectedStatus: '200',
			bodyMatch: 'jsonPathEquals',
			bodyJsonPath: 'status',
			bodyJsonValue: 'ok',
			versionMatch: 'jsonPath',
			versionJsonPath: 'commit',
			versionUrl: `${sandbox.origin}/sites/paintbox/version.json`,
			expectedVersion: expected,
			consecutiveSuccesses: 2,
			intervalSeconds: 0,
			// Where it is right it needs two answers, however slow the machine is.
			timeoutSeconds: isLive ? 20 : 1,
			requestTimeoutSeconds: 5,
			maxLatencyMs: 0,
			followRedirects: true,
			onBadEnd: 'return',
		},
	});
	expect(result).toMatchObject({ healthy: isLive, version: live });
	if (!isLive) expect(result?.reason).toBe(`serves ${live}, not ${expected}`);
});
