import { useManualClock } from '../../n8n/sandboxClock';
import { everyTarget } from './everyTarget';
import { byId, named, SecretSyncDriver } from './secretSyncDriver';

const clock = useManualClock();
const source = 'candlefish/production/everywhere';
let driver: SecretSyncDriver;

beforeAll(async () => {
	driver = await SecretSyncDriver.start(clock);
});
afterAll(async () => await driver.sandbox.close());
beforeEach(async () => {
	await driver.reset();
	await driver.createSecret(
		source,
		JSON.stringify({ API_KEY: 'Wq8-zT4-first-kX1', OLD: 'Jm2-pL7-second-vB9', OLDER: 'Hd5-rN3-third-yC6' }),
	);
});
afterEach(() => {
	driver.expectNoExposure();
	expect(driver.recorder.violations()).toEqual([]);
});

const keepsOne = JSON.stringify({ API_KEY: 'Wq8-zT4-first-kX1' });

describe.each(everyTarget)('$name', (target) => {
	const parameters = { secret: named(source), ...target.parameters };

	it('writes nothing in a plan or a dry run, and says what it would do', async () => {
		const before = driver.writes(target.platform);
		for (const dry of [{ operation: 'plan' }, { dryRun: true }, { dryRun: true, prune: true }]) {
			const found = await driver.run({ ...parameters, ...dry });
			expect(found).toMatchObject({ dryRun: true, needsChange: true, added: ['API_KEY', 'OLD', 'OLDER'], removed: [] });
			expect(found.takesEffect).toEqual(expect.any(String));
		}
		expect(driver.writes(target.platform)).toEqual(before);
		expect(await target.keys(driver)).not.toContain('API_KEY');
		expect(driver.memory).not.toContain('API_KEY');
	});

	it('prunes what it made and the source lost, and nothing that somebody else made or touched', async () => {
		await target.setByHand(driver, 'THEIRS');
		await driver.run(parameters);
		clock.advance(60_000);
		if (target.platform === 'github') await target.setByHand(driver, 'OLDER');
		await driver.putSecret(source, keepsOne);
		const unpruned = await driver.run(parameters);
		expect(unpruned).toMatchObject({ removed: [], kept: [{ key: 'OLD' }, { key: 'OLDER' }] });
		const planned = await driver.run({ ...parameters, prune: true, dryRun: true });
		expect(planned.removed).toContain('OLD');
		expect(await target.keys(driver)).toEqual(expect.arrayContaining(['OLD', 'OLDER', 'THEIRS']));
		const pruned = await driver.run({ ...parameters, prune: true });
		expect(pruned).toMatchObject({ removed: target.platform === 'github' ? ['OLD'] : ['OLD', 'OLDER'] });
		const left = await target.keys(driver);
		expect(left).toEqual(expect.arrayContaining(['API_KEY', 'THEIRS']));
		expect(left).not.toContain('OLD');
		expect(left.includes('OLDER')).toBe(target.platform === 'github');
		expect(await driver.run({ ...parameters, prune: true })).toMatchObject({ needsChange: false, removed: [] });
	});

	it('refuses to prune everything when the source has become empty', async () => {
		await driver.run(parameters);
		await driver.putSecret(source, '{}');
		const before = driver.writes(target.platform).length;
		const { message, advice } = await driver.failure({ ...parameters, prune: true });
		expect(message).toBe(`No key of secret ${source} is left to sync`);
		expect(advice).toContain('Nothing was written or removed');
		expect(driver.writes(target.platform)).toHaveLength(before);
		expect(await target.keys(driver)).toEqual(expect.arrayContaining(['API_KEY', 'OLD', 'OLDER']));
	});

	it('gives keys a prefix, and other names to those that are mapped', async () => {
		const named = await driver.run({
			...parameters,
			prefix: 'WEB_',
			exclude: 'OLDER',
			keyMapping: { keys: [{ sourceKey: 'OLD', targetKey: 'FORMER' }] },
		});
		expect(named).toMatchObject({ added: ['WEB_API_KEY', 'FORMER'] });
		expect(await target.keys(driver)).toEqual(expect.arrayContaining(['WEB_API_KEY', 'FORMER']));
		expect(await target.keys(driver)).not.toContain('API_KEY');
	});

	it('does not know what a key had before where the target does not tell, and does not claim to', async () => {
		await target.setByHand(driver, 'API_KEY');
		const planned = await driver.run({ ...parameters, operation: 'plan', include: 'API_KEY' });
		const isTold = target.platform === 'aws' || target.platform === 'netlify';
		expect(planned).toMatchObject({ [isTold ? 'changed' : 'written']: ['API_KEY'], unchanged: [] });
	});

	it('claims no comparison with what a former token recorded', async () => {
		await driver.run({ ...parameters, include: 'API_KEY' });
		driver.changedCredentials = {
			slipwayNetlifyApi: { note: 'new' },
			slipwayGitHubApi: { note: 'new' },
			slipwayFlyApi: { note: 'new' },
		};
		const planned = await driver.run({ ...parameters, operation: 'plan', include: 'API_KEY' });
		expect(planned).toMatchObject({ [target.platform === 'aws' ? 'unchanged' : 'written']: ['API_KEY'], changed: [] });
	});

	it.each([
		[
			'two keys that get one name',
			{ keyMapping: { keys: [{ sourceKey: 'OLD', targetKey: 'API_KEY' }] } },
			/Keys "API_KEY" and "OLD" would both become "API_KEY"/,
			/Exclude one of them, or give it another name/,
		],
		[
			'a name with a dash',
			{ keyMapping: { keys: [{ sourceKey: 'OLD', targetKey: 'A-B' }] } },
			/"A-B" cannot be the (name|key) of/,
			/Key Mapping, with letters, digits and underscores/,
		],
		[
			'a name that begins with a digit',
			{ prefix: '1' },
			/"1API_KEY" cannot be the (name|key) of/,
			/not beginning with a digit/,
		],
		[
			'a mapped key that is not there',
			{ keyMapping: { keys: [{ sourceKey: 'NOBODY', targetKey: 'A' }] } },
			/has no key "NOBODY"; it has API_KEY, OLD, OLDER/,
			/Correct Include or Key Mapping/,
		],
		[
			'half a mapping',
			{ keyMapping: { keys: [{ sourceKey: 'OLD', targetKey: '' }] } },
			/has no Key in Target for "OLD"/,
			/Fill in both names/,
		],
	])('refuses %s before it writes anything', async (_, more, message, advice) => {
		const failure = await driver.failure({ ...parameters, ...more });
		expect(failure.message).toMatch(message);
		expect(failure.advice).toMatch(advice);
		expect(driver.writes(target.platform).filter((write) => !/secretsmanager/.test(write))).toEqual([]);
	});
});

it.each(['GITHUB_TOKEN', 'github_sha'])('refuses GitHub the name %s, which it keeps to itself', async (targetKey) => {
	const { message, advice } = await driver.failure({
		secret: named(source),
		...everyTarget[2]?.parameters,
		keyMapping: { keys: [{ sourceKey: 'OLD', targetKey }] },
	});
	expect(message).toBe(`"${targetKey}" cannot be the name of a GitHub Actions secret`);
	expect(advice).toContain('or GITHUB_');
});

it('sees two names that GitHub takes for one', async () => {
	await driver.putSecret(source, JSON.stringify({ api_key: 'Wq8-zT4-first-kX1', API_KEY: 'Jm2-pL7-second-vB9' }));
	const { message } = await driver.failure({ secret: named(source), ...everyTarget[2]?.parameters });
	expect(message).toBe('Keys "api_key" and "API_KEY" would both become "API_KEY" in the target');
});

describe('a token that may read and not write', () => {
	const refusal: ReadonlyArray<readonly [string, object, RegExp, RegExp]> = [
		[
			'netlify',
			{ method: 'POST', path: '/**', status: 403, body: { code: 403, message: 'Forbidden' } },
			/403: Forbidden/,
			/token of a member of the team candlefish who may change environment variables/,
		],
		[
			'fly',
			{ method: 'POST', path: '/**', status: 403, body: { error: 'permission_denied: unauthorized' } },
			/403: /,
			/a read-only token sees secrets and sets none/,
		],
		[
			'github',
			{
				method: 'PUT',
				path: '/**',
				status: 403,
				body: { message: 'Resource not accessible by personal access token' },
			},
			/Resource not accessible by personal access token/,
			/"Secrets: Read and write"/,
		],
	];
	it.each(refusal)('%s', async (platform, fault, message, advice) => {
		const target = everyTarget.find((each) => each.platform === platform);
		driver.sandbox.addFault({ platform, kind: 'status', times: 'always', ...fault });
		const failure = await driver.failure({ secret: named(source), ...target?.parameters });
		expect(failure.message).toMatch(/^No key is known to have reached .+: API_KEY, OLD, OLDER are not done\. /);
		expect(failure.message).toMatch(message);
		expect(failure.advice).toMatch(advice);
		expect(failure.data).toEqual({ done: [], notDone: ['API_KEY', 'OLD', 'OLDER'] });
		expect(await target?.keys(driver)).not.toContain('API_KEY');
	});

	it.each([
		[401, /could read, but was refused now.*a read-only token sees secrets and sets none/],
		[429, /rate limit is used up.*run this again before the next deploy/],
		[503, /may have been carried out all the same/],
		[404, /a read-only token sees secrets and sets none/],
	])('is told from other refusals of a write (%i)', async (status, advice) => {
		driver.sandbox.addFault({
			platform: 'fly',
			method: 'POST',
			path: '/**/secrets',
			kind: 'status',
			status,
			body: { error: 'no' },
			times: 'always',
		});
		const failure = await driver.failure({ secret: named(source), ...everyTarget[1]?.parameters });
		expect(failure.advice).toMatch(advice);
	});

	it('aws', async () => {
		await driver.api('', 'POST', '/_sandbox/aws/faults', {
			operation: 'ecs.RegisterTaskDefinition',
			code: 'AccessDeniedException',
			message:
				'User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ecs:RegisterTaskDefinition on resource: * because no identity-based policy allows it',
		});
		const failure = await driver.failure({ secret: named(source), ...everyTarget[3]?.parameters });
		expect(failure.message).toContain('No key is known to have reached container nanda-workers');
		expect(failure.advice).toMatch(/ecs:RegisterTaskDefinition/);
	});

	it.each([
		['slipwayNetlifyApi', 0],
		['slipwayFlyApi', 1],
		['slipwayGitHubApi', 2],
	])('an expired %s', async (type, index) => {
		driver.changedCredentials = { [type]: { accessToken: 'expired-0123456789' } };
		const failure = await driver.failure({ secret: named(source), ...everyTarget[index]?.parameters });
		expect(failure.message).toMatch(/40[13]/);
		expect(failure.advice).toMatch(/credential|token/i);
		expect(failure.message + failure.advice).not.toContain('expired-01');
	});
});

it.each([
	['plain text', 'Tn4-plain-text-secret-Zb8', /is plain text, not a JSON object with keys/],
	['a JSON list', '["Tn4-plain-text-secret-Zb8"]', /is a JSON list, not a JSON object with keys/],
	['a JSON string', '"Tn4-plain-text-secret-Zb8"', /is a JSON string, not a JSON object with keys/],
	['broken JSON', '{"API_KEY": "Tn4-plain-text-secret-Zb8"', /is plain text, not a JSON object with keys/],
	['JSON null', 'null', /is JSON null, not a JSON object with keys/],
	['a key without a value', '{"API_KEY": null}', /Key "API_KEY" of secret .* has an empty value/],
])('refuses %s where keys are wanted, on every target', async (_, text, message) => {
	await driver.putSecret(source, text);
	for (const target of everyTarget) {
		const failure = await driver.failure({ secret: named(source), ...target.parameters });
		expect(failure.message).toMatch(message);
		expect(failure.advice).toMatch(/\{"DATABASE_URL": "..."\}|exclude it/);
	}
});

it('says what to check where the target is not there, or may not even be read', async () => {
	const parameters = { secret: named(source), ...everyTarget[2]?.parameters };
	const missing = await driver.failure({ ...parameters, environment: named('nobody') });
	expect(missing.message).toMatch(/GitHub answered GET .*\/environments\/nobody\/secrets with 404/);
	expect(missing.advice).toMatch(
		/^Nothing was written\. Check that GitHub repository candlefish-ai\/paintbox, environment nobody exists\. Give the token .*"Environments: Read and write"/,
	);
	driver.sandbox.addFault({
		platform: 'github',
		method: 'GET',
		path: '/**/secrets',
		kind: 'status',
		status: 403,
		body: { message: 'Resource not accessible by personal access token' },
	});
	expect((await driver.failure(parameters)).advice).toMatch(/"Secrets: Read and write"/);
	expect(driver.writes('github')).toEqual([]);
});

it('refuses a task definition without an execution role, which could not fetch the values', async () => {
	await driver.registerContainer((container) => container, { executionRoleArn: undefined });
	const before = driver.writes('aws').length;
	const { message, advice } = await driver.failure({ secret: named(source), ...everyTarget[3]?.parameters });
	expect(message).toBe(
		'Task definition nanda-workers has no execution role, and ECS needs one to fetch the values of secrets',
	);
	expect(advice).toContain('secretsmanager:GetSecretValue');
	expect(driver.writes('aws')).toHaveLength(before);
});

it('refuses a source without a secret, and a locator left empty', async () => {
	const missing = await driver.failure({ secret: named('candlefish/nobody'), ...everyTarget[0]?.parameters });
	expect(missing.message).toContain('GetSecretValue');
	const empty = await driver.failure({ secret: named(source), target: 'netlify', site: byId('') });
	expect(empty.message).toBe('Site is empty');
});
