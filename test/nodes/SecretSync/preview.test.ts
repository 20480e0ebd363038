import { listAt, textAt, valueAt } from '../../../nodes/deployment/values/jsonFields';
import { whyAnotherEnvironment } from '../../../nodes/SecretSync/state/secretEnvironment';
import { useManualClock } from '../../n8n/sandboxClock';
import { byId, named, SecretSyncDriver } from './secretSyncDriver';

describe('A secret is of an environment by the words of its name', () => {
	it.each([
		['candlefish/preview/paintbox-api', 'preview', null],
		['candlefish/Preview/paintbox-api', 'preview', null],
		['paintbox_preview', 'preview', null],
		['arn:aws:secretsmanager:us-east-1:123456789012:secret:candlefish/preview/api-AbCdEf', 'preview', null],
		['candlefish/pre-prod/api', 'pre-prod', null],
		['candlefish/production/api', 'production', null],
		['candlefish/production/paintbox-api', 'preview', 'its name says "production"'],
		['candlefish/preview/production-copy', 'preview', 'its name says "production"'],
		['prod/preview/api', 'preview', 'its name says "prod"'],
		['candlefish/previews-of-nobody/api', 'preview', 'no part of its name is "preview"'],
		['paintbox-api', 'preview', 'no part of its name is "preview"'],
		['candlefish/preview/api', '-', 'no part of its name is "-"'],
	])('%s of %s', (secret, environment, why) => expect(whyAnotherEnvironment(secret, environment)).toBe(why));
});

describe('Preview: AWS Secret and Neon Branch', () => {
	const clock = useManualClock();
	const secret = 'candlefish/preview/paintbox-api';
	const project = 'sandbox-paintbox-123456';
	const main = 'br-quiet-hill-a1b2c3d4';
	const branchName = 'preview/pr-7-k3f9';
	let driver: SecretSyncDriver;
	let branchId: string;

	beforeAll(async () => {
		driver = await SecretSyncDriver.start(clock);
	});
	afterAll(async () => {
		expect(driver.recorder.violations()).toEqual([]);
		await driver.sandbox.close();
	});
	beforeEach(async () => {
		await driver.reset();
		await driver.putSecret(secret, JSON.stringify({ API_KEY: 'Wq8-zT4-first-kX1', DATABASE_URL: 'Jm2-old-vB9' }));
		const made = await neon('POST', `/projects/${project}/branches`, {
			branch: { name: branchName, parent_id: main },
			endpoints: [{ type: 'read_write' }],
		});
		branchId = textAt(made, 'branch', 'id') ?? '';
		clock.advance(60_000);
	});
	afterEach(() => driver.expectNoExposure());

	const neon = async (method: string, path: string, body?: unknown) =>
		await driver.api('sandbox-neon-token', method, `/neon/api/v2${path}`, body);
	const parameters = () => ({
		source: 'preview',
		secret: named(secret),
		secretEnvironment: 'preview',
		project: byId(project),
		branch: byId(branchName),
		target: 'fly',
		app: named('paintbox-api'),
		apply: 'stage',
	});
	const held = async () => {
		const answer = await driver.api('sandbox-fly-token', 'GET', '/fly/v1/apps/paintbox-api/secrets?show_secrets=true');
		return Object.fromEntries(
			listAt(answer, 'secrets').map((each) => [textAt(each, 'name') ?? '', String(valueAt(each, 'value'))]),
		);
	};

	it("gives the app its environment's secret and the branch's address, which takes the place of the same key", async () => {
		const done = await driver.run(parameters());
		expect(done).toMatchObject({
			needsChange: true,
			added: ['API_KEY', 'DATABASE_URL', 'DATABASE_URL_UNPOOLED'],
			source: { platform: 'preview', secret, project, branch: branchId },
			versions: { target: 1 },
			warnings: [],
		});
		const secrets = await held();
		expect(Object.keys(secrets).sort()).toEqual(['API_KEY', 'DATABASE_URL', 'DATABASE_URL_UNPOOLED']);
		expect(secrets.API_KEY).toBe('Wq8-zT4-first-kX1');
		expect(secrets.DATABASE_URL).toMatch(/^postgres(ql)?:\/\//);
		expect(secrets.DATABASE_URL).not.toBe(secrets.DATABASE_URL_UNPOOLED);
	});

	it('takes the branch by its id, and leaves a new version behind each time, since nothing is remembered', async () => {
		expect(await driver.run({ ...parameters(), branch: byId(branchId) })).toMatchObject({ versions: { target: 1 } });
		expect(await driver.run(parameters())).toMatchObject({ unchanged: expect.any(Array), versions: { target: 2 } });
		expect(driver.memory).not.toContain('secretSync');
	});

	it.each(['default', 'protected'] as const)('refuses a branch that is %s, and writes nothing', async (guard) => {
		if (guard === 'protected') {
			await neon('PATCH', `/projects/${project}/branches/${branchId}`, { branch: { protected: true } });
		}
		const chosen = guard === 'default' ? byId(main) : byId(branchName);
		const { message, advice } = await driver.failure({ ...parameters(), branch: chosen });
		expect(message).toMatch(/was not given to a preview: it is (the default branch of its project|a protected branch)/);
		expect(advice).toContain('Branch: Ensure');
		expect(driver.writes('fly')).toEqual([]);
	});

	it('looks at the branch after its address was read, so that one which became the default meanwhile is refused', async () => {
		await driver.run(parameters());
		const asked = driver.sandbox.requests({ platform: 'neon' }).map(({ method, path }) => `${method} ${path}`);
		expect(asked.at(-1)).toBe(`GET /api/v2/projects/${project}/branches/${branchId}`);
		expect(asked.at(-2)).toContain('/connection_uri');
	});

	it.each(['candlefish/production/paintbox-fleet', 'paintbox-api-keys'])(
		'refuses the secret %s before it is read',
		async (name) => {
			await driver.createSecret(name, JSON.stringify({ API_KEY: 'Zz9-qT4r-Qq1' }));
			const { message, advice } = await driver.failure({ ...parameters(), secret: named(name) });
			expect(message).toContain(`Secret ${name} was not given to a preview: `);
			expect(advice).toContain('a secret of its own');
			expect(driver.sandbox.requests({ platform: 'neon' }).filter(({ path }) => /uri/.test(path))).toEqual([]);
			expect(driver.writes('fly')).toEqual([]);
		},
	);

	it('takes a secret that is not there for none only where that is said', async () => {
		const missing = { ...parameters(), secret: named('candlefish/preview/nobody') };
		expect((await driver.failure(missing)).message).toContain('ResourceNotFound');
		expect(driver.writes('fly')).toEqual([]);
		expect(await driver.run({ ...missing, secretMayBeMissing: true })).toMatchObject({
			added: ['DATABASE_URL', 'DATABASE_URL_UNPOOLED'],
			warnings: ['There is no secret candlefish/preview/nobody: the preview gets none of it'],
		});
	});

	it('gives the secret alone where there is no database, and the address alone where there is no secret', async () => {
		const none = byId('');
		expect(await driver.run({ ...parameters(), project: none, branch: none })).toMatchObject({
			added: ['API_KEY', 'DATABASE_URL'],
		});
		expect(await driver.run({ ...parameters(), secret: named('') })).toMatchObject({
			added: ['DATABASE_URL_UNPOOLED'],
		});
	});

	it('does nothing, and fails nothing, for a preview without either', async () => {
		const none = byId('');
		expect(await driver.run({ ...parameters(), secret: named(''), project: none, branch: none })).toMatchObject({
			needsChange: false,
			added: [],
			versions: { source: null },
		});
		expect(driver.writes('fly')).toEqual([]);
	});

	it('is refused with a project and no branch', async () => {
		const { message } = await driver.failure({ ...parameters(), branch: byId('') });
		expect(message).toContain('The database of the preview has no branch');
	});

	it('plans without a write, and shows no value', async () => {
		expect(await driver.run({ ...parameters(), operation: 'plan' })).toMatchObject({ dryRun: true, needsChange: true });
		expect(driver.writes('fly')).toEqual([]);
	});

	it('gives no references to ECS: an address cannot be referred to', async () => {
		const { message } = await driver.failure({ ...parameters(), target: 'awsEcs', family: named('nanda-workers') });
		expect(message).toContain('cannot be referred to');
	});
});

describe('Neon Connection URI with Only an Unguarded Branch', () => {
	const clock = useManualClock();
	let driver: SecretSyncDriver;
	beforeAll(async () => {
		driver = await SecretSyncDriver.start(clock);
	});
	afterAll(async () => await driver.sandbox.close());
	beforeEach(async () => await driver.reset());

	it('refuses the default branch; without it nothing is refused, as before', async () => {
		const neon = {
			source: 'neon',
			project: byId('sandbox-paintbox-123456'),
			branch: byId('br-quiet-hill-a1b2c3d4'),
			target: 'fly',
			app: named('paintbox-api'),
		};
		const { message } = await driver.failure({ ...neon, onlyUnguardedBranch: true });
		expect(message).toContain('was not given to a preview: it is the default branch of its project');
		expect(driver.writes('fly')).toEqual([]);
		expect(await driver.run(neon)).toMatchObject({ added: ['DATABASE_URL', 'DATABASE_URL_UNPOOLED'] });
	});
});
