import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import axios from 'axios';

import { ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY } from '../../sandbox/aws/account';
import { NEON_TOKEN } from '../../sandbox/neon/neon';
import { waitForExecution } from '../../tools/executionOutcome';
import type { JsonRecord } from '../../tools/json';
import { createContractRecorder, type ContractRecorder } from '../contract/contractValidator';
import { startStack, type TestStack } from '../n8n/realN8n';
import { byId, named, runSteps, slipway, type Step } from './stepsInN8n';
import { textsOfN8n } from './textsOfN8n';

const SECRET = 'candlefish/production/paintbox-web';
/** Every value that no record may hold begins with this. */
const CANARY = 'planted-canary';
const NEON_PROJECT = 'sandbox-paintbox-123456';
const BRANCH = 'preview/pr-7';

let stack: TestStack;
let contract: ContractRecorder;
const planted: string[] = [];

beforeAll(async () => {
	stack = await startStack({ timeScale: 60 });
	contract = createContractRecorder(stack.sandbox);
	const client = new SecretsManagerClient({
		region: REGION,
		endpoint: `${stack.sandbox.origin}/aws`,
		credentials: { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY },
	});
	const values = { API_KEY: `${CANARY}-api-key`, DATABASE_URL: `${CANARY}-url/with+signs==` };
	await client.send(new CreateSecretCommand({ Name: SECRET, SecretString: JSON.stringify(values) }));
	client.destroy();
	planted.push(...Object.values(values));
});

afterAll(async () => {
	await stack?.close();
});

const run = async (name: string, steps: readonly Step[]): Promise<Record<string, JsonRecord[]>> =>
	await runSteps(stack, name, steps);

it('deploys to Fly.io, tells a bad image from a good one, and rolls back', async () => {
	const app = named('paintbox-api');
	const step = (name: string, parameters: JsonRecord, mayFail = false): Step => ({
		name,
		type: slipway('fly'),
		credentials: ['slipwayFlyApi'],
		mayFail,
		parameters: { resource: 'release', app, options: { smokeWatchSeconds: 1 }, ...parameters },
	});
	const ran = await run('Fly.io', [
		step('Deploy', { operation: 'deployImage', image: named('registry.fly.io/paintbox-api:v2') }),
		step(
			'Deploy what no registry has',
			{ operation: 'deployImage', image: named('registry.fly.io/paintbox-api:missing-3') },
			true,
		),
		step('Roll back what was undone', { operation: 'rollBack', badRelease: 'v3', verifiedReleases: '={{ [] }}' }),
		step('Roll back', { operation: 'rollBack', badRelease: 'v2' }),
		step('Machines', { resource: 'machine', operation: 'getMany', returnAll: true }),
	]);
	expect(ran.Deploy).toEqual([expect.objectContaining({ platform: 'fly', state: 'live', verified: true })]);
	expect(ran['Roll back what was undone']).toEqual([
		expect.objectContaining({ version: 'v2', state: 'live', verified: true }),
	]);
	expect(ran['Roll back']).toEqual([
		expect.objectContaining({
			version: 'v4',
			state: 'live',
			verified: true,
			isRollback: true,
			previous: ran.Deploy?.[0]?.id,
		}),
	]);
	// The one that somebody runs by hand is as it was.
	expect(ran.Machines).toContainEqual(
		expect.objectContaining({ id: '9080e6f3a12987', image: expect.stringContaining('postgres:17') }),
	);
	expect(JSON.stringify(ran['Deploy what no registry has'])).toMatch(
		/"error":.*paintbox-api:missing-3.*failed: .*MANIFEST_UNKNOWN.*former configuration again/,
	);
});

it('deploys to AWS ECS, and calls a rolled back deployment a failure', async () => {
	const cluster = named('candlefish');
	const step = (name: string, tag: string, mayFail = false): Step => ({
		name,
		type: slipway('awsEcs'),
		credentials: ['slipwayAwsApi'],
		mayFail,
		parameters: {
			resource: 'service',
			operation: 'deploy',
			cluster,
			service: named('nanda-workers'),
			images: {
				image: [
					{ container: 'nanda-workers', image: `123456789012.dkr.ecr.us-east-1.amazonaws.com/nanda-workers:${tag}` },
				],
			},
		},
	});
	const ran = await run('AWS ECS', [step('Deploy', 'main-2'), step('Deploy what crashes', 'main-crash', true)]);
	expect(ran.Deploy).toEqual([expect.objectContaining({ state: 'live', verified: true })]);
	expect(JSON.stringify(ran['Deploy what crashes'])).toMatch(/"error":.*was rolled back.*exited with 137/);
});

it("makes a Neon branch that n8n's own Postgres node migrates, and leaves its parent alone", async () => {
	const { api, sandbox } = stack;
	const neon = axios.create({
		baseURL: `${sandbox.origin}/neon/api/v2`,
		headers: { authorization: `Bearer ${NEON_TOKEN}` },
		proxy: false,
	});
	const step = (name: string, parameters: JsonRecord, mayFail = false): Step => ({
		name,
		type: slipway('neon'),
		credentials: ['slipwayNeonApi'],
		mayFail,
		parameters: { project: byId(NEON_PROJECT), branch: named(BRANCH), ...parameters },
	});
	const sql = (name: string, query: string): Step => ({
		name,
		type: 'n8n-nodes-base.postgres',
		typeVersion: 2.6,
		credentials: ['postgres'],
		parameters: { operation: 'executeQuery', query, options: {} },
	});
	const made = await run('Neon', [
		step('Branch', { resource: 'branch', operation: 'ensure', name: BRANCH }),
		step('The same branch', { resource: 'branch', operation: 'ensure', name: BRANCH }),
		step('Its address', { resource: 'connectionUri', operation: 'get' }),
	]);
	const address = made['Its address']?.[0];
	expect(made['The same branch']?.[0]?.id).toBe(made.Branch?.[0]?.id);
	// As a person copies it from Neon: the password is in no item.
	const role = String(address?.role);
	const secret = await neon.get<{ password: string }>(
		`/projects/${NEON_PROJECT}/branches/${String(made.Branch?.[0]?.id)}/roles/${role}/reveal_password`,
	);
	planted.push(secret.data.password);
	await api.createCredential({
		type: 'postgres',
		name: 'A branch',
		data: {
			host: address?.host,
			port: address?.port,
			database: address?.database,
			user: role,
			password: secret.data.password,
			maxConnections: 5,
			allowUnauthorizedCerts: false,
			ssl: 'disable',
			sshTunnel: false,
		},
	});
	const ran = await run('Migration', [
		sql(
			'Migrate',
			"CREATE TABLE preview_only (id serial PRIMARY KEY, note text); INSERT INTO preview_only (note) VALUES ('of the branch')",
		),
		sql('Read', 'SELECT note FROM preview_only'),
		step('What it changed', { resource: 'branch', operation: 'compareSchema' }),
		step('The default branch', { resource: 'branch', operation: 'ensure', name: 'main' }, true),
		step('Gone', { resource: 'branch', operation: 'deleteIfExists' }),
	]);
	expect(ran.Read).toEqual([{ note: 'of the branch' }]);
	expect(JSON.stringify(ran['What it changed'])).toContain('preview_only');
	expect(JSON.stringify(ran['The default branch'])).toMatch(/"error":.*default/);
});

it('carries a secret to four platforms without showing it, and says so when a target refuses', async () => {
	const sync = (name: string, parameters: JsonRecord, mayFail = false): Step => ({
		name,
		type: slipway('secretSync'),
		credentials: [
			'slipwayAwsApi',
			'slipwayNetlifyApi',
			'slipwayFlyApi',
			'slipwayGitHubApi',
			'slipwayNeonApi',
			'slipwayUpstashRedisApi',
			'slipwayUpstashManagementApi',
		],
		mayFail,
		parameters: {
			resource: 'secret',
			operation: 'sync',
			source: 'awsSecretsManager',
			secret: named(SECRET),
			...parameters,
		},
	});
	const manager = (name: string, parameters: JsonRecord, mayFail = false): Step => ({
		name,
		type: slipway('awsSecretsManager'),
		credentials: ['slipwayAwsApi'],
		mayFail,
		parameters: { resource: 'secret', ...parameters },
	});
	const ran = await run('Secrets', [
		manager('Masked', { operation: 'get', secret: named(SECRET) }),
		manager('Bootstrap', {
			operation: 'bootstrap',
			prefix: 'candlefish',
			environment: 'production',
			service: 'paintbox-web',
		}),
		sync('To Netlify', { target: 'netlify', site: named('paintbox') }),
		sync('To Fly', { target: 'fly', app: named('paintbox-api') }),
		sync('To GitHub', { target: 'gitHub', repository: named('candlefish-ai/paintbox') }),
		sync('To ECS', {
			target: 'awsEcs',
			taskDefinitionFamily: named('nanda-workers'),
			container: named('nanda-workers'),
		}),
		sync('To nobody', { target: 'fly', app: named('no-such-app') }, true),
		{
			name: 'What Netlify shows',
			type: slipway('netlifyDeployments'),
			credentials: ['slipwayNetlifyApi'],
			parameters: { resource: 'environmentVariable', operation: 'getMany', site: named('paintbox'), returnAll: true },
		},
		{
			name: 'Databases',
			type: slipway('upstash'),
			credentials: ['slipwayUpstashManagementApi', 'slipwayUpstashRedisApi'],
			parameters: { resource: 'database', operation: 'getMany', returnAll: true },
		},
	]);
	for (const target of ['To Netlify', 'To Fly', 'To GitHub', 'To ECS']) {
		expect([target, ran[target]]).toEqual([target, [expect.objectContaining({ added: ['API_KEY', 'DATABASE_URL'] })]]);
	}
	expect(JSON.stringify(ran['To nobody'])).toMatch(/"error":.*no-such-app/);
});

it('starts a workflow when Netlify says that a site was deployed', async () => {
	const { api, sandbox, n8n } = stack;
	const credential = (await api.listCredentials()).find(({ type }) => type === 'slipwayNetlifyApi');
	const trigger = {
		id: 'trigger',
		name: 'When a site is deployed',
		type: slipway('netlifyDeployTrigger'),
		typeVersion: 1,
		position: [0, 0],
		webhookId: 'slipway-test-netlify',
		parameters: { site: named('crown-trophy'), events: ['deploy_created'] },
		credentials: { slipwayNetlifyApi: { id: credential?.id ?? '', name: credential?.name ?? '' } },
	};
	const { id } = await api.createWorkflow({
		name: 'On a deploy',
		nodes: [trigger],
		connections: {},
		settings: { executionOrder: 'v1' },
	});
	await api.publishWorkflow(id);
	let problem = await n8n.session.publicationStatus(id);
	while (problem.status === 'in_progress') problem = await n8n.session.publicationStatus(id);
	expect(problem).toMatchObject({ status: 'published' });
	const built = await run('A build', [
		{
			name: 'Build',
			type: slipway('netlifyDeployments'),
			credentials: ['slipwayNetlifyApi'],
			parameters: { resource: 'deploy', operation: 'triggerBuild', site: named('crown-trophy') },
		},
	]);
	let runs = await api.listExecutions({ workflowId: id });
	for (const deadlineMs = Date.now() + 30_000; runs.length === 0 && Date.now() < deadlineMs;)
		runs = await api.listExecutions({ workflowId: id });
	const execution = await waitForExecution(api, runs[0]?.id ?? '', 30_000);
	expect(execution.status).toBe('success');
	expect(JSON.stringify(execution.data)).toContain(String(built.Build?.[0]?.id));
	expect(JSON.stringify(sandbox.state().netlify)).toContain('slipway-test-netlify');
});

it("asks and answers nothing that the vendors' contracts do not allow", () => {
	for (const [platform, least] of [
		['fly', 20],
		['aws', 20],
		['neon', 20],
		['netlify', 5],
		['github', 5],
	] as const) {
		expect(contract.checked(platform)).toBeGreaterThan(least);
	}
	expect(contract.violations()).toEqual([]);
});

it("keeps every secret out of n8n's database and log", async () => {
	const credentials = [
		'sandbox-github-token',
		'sandbox-netlify-token',
		'sandbox-upstash-token',
		'sandbox-fly-token',
		NEON_TOKEN,
		SECRET_ACCESS_KEY,
		'sandbox-upstash-management-key',
		'sandboxroutingkey0000000000000000',
	];
	const texts = await textsOfN8n(stack);
	// The executions are in there, readable: else nothing would be proven.
	expect(texts.some((text) => text.includes('of the branch'))).toBe(true);
	const forms = [...planted, ...credentials].flatMap((secret) => [
		secret,
		encodeURIComponent(secret),
		Buffer.from(secret).toString('base64').replace(/=+$/, ''),
		Buffer.from(secret).toString('hex'),
	]);
	expect(forms.filter((form) => texts.some((text) => text.includes(form)))).toEqual([]);
	expect(texts.some((text) => text.includes(CANARY))).toBe(false);
});
