import { listAt, textAt } from '../../../nodes/deployment/values/jsonFields';
import { useManualClock } from '../../n8n/sandboxClock';
import { byId, named, SecretSyncDriver } from './secretSyncDriver';

const clock = useManualClock();
const source = 'candlefish/production/paintbox-web';
const siteId = '7a1e0001-5b0c-4c1f-9d00-000000000001';
let driver: SecretSyncDriver;

beforeAll(async () => {
	driver = await SecretSyncDriver.start(clock);
});
afterAll(async () => await driver.sandbox.close());
beforeEach(async () => await driver.reset());

const toNetlify = { secret: named(source), site: byId(siteId), isSecret: false };

async function variable(key: string): Promise<unknown> {
	return await driver.api(
		'sandbox-netlify-token',
		'GET',
		`/netlify/api/v1/accounts/candlefish/env/${key}?site_id=${siteId}`,
	);
}

async function valueOf(key: string): Promise<string | null> {
	return textAt(listAt(await variable(key), 'values')[0], 'value');
}

/** Numbers that a double changes, as other people's secrets held them. */
const secretString =
	'{"CLIENT_ID":106242075399214372653,"VERSION":1.10,"PIN":1e3,"DB_PORT":5432,"TS":1754110382,"FLAG":true,"COMMIT":7052e12,"HUGE":12e4567,"ZERO":-0,"NESTED":{"id":106242075399214372653,"v":1.0,"10":"b","2":"a"}}';

it('sends a number as it was written, and finds it there again', async () => {
	await driver.createSecret(source, secretString);
	const synced = await driver.run(toNetlify);
	expect(synced).toMatchObject({ unchanged: [] });
	for (const [key, expected] of Object.entries({
		CLIENT_ID: '106242075399214372653',
		VERSION: '1.10',
		PIN: '1e3',
		DB_PORT: '5432',
		TS: '1754110382',
		FLAG: 'true',
		COMMIT: '7052e12',
		HUGE: '12e4567',
		ZERO: '-0',
		NESTED: '{"id":106242075399214372653,"v":1.0,"10":"b","2":"a"}',
	})) {
		expect([key, await valueOf(key)]).toEqual([key, expected]);
	}
	expect(await driver.run(toNetlify)).toMatchObject({ needsChange: false });
});

it('sees a change in the last digit of a long number', async () => {
	await driver.createSecret(source, secretString);
	await driver.run(toNetlify);
	await driver.putSecret(
		source,
		secretString.replace('106242075399214372653,"VERSION', '106242075399214372654,"VERSION'),
	);
	expect(await driver.run(toNetlify)).toMatchObject({ changed: ['CLIENT_ID'] });
	expect(await valueOf('CLIENT_ID')).toBe('106242075399214372654');
});

it('reads a secret behind a byte order mark', async () => {
	await driver.createSecret(source, '\uFEFF{"API_KEY":"a-value"}');
	await driver.run(toNetlify);
	expect(await valueOf('API_KEY')).toBe('a-value');
});

describe('the context of one branch', () => {
	const inContexts = (contexts: string[], contextBranch = '') => ({ ...toNetlify, contexts, contextBranch });

	beforeEach(async () => await driver.createSecret(source, '{"DATABASE_URL":"first"}'));

	it('gives two open pull requests values of their own', async () => {
		await driver.run(inContexts(['branch:feature/login']));
		await driver.putSecret(source, '{"DATABASE_URL":"second"}');
		await driver.run(inContexts(['branch'], 'feature/cart'));
		const values = listAt(await variable('DATABASE_URL'), 'values').map((value) => [
			textAt(value, 'context'),
			textAt(value, 'context_parameter'),
			textAt(value, 'value'),
		]);
		expect(values.sort()).toEqual([
			['branch', 'feature/cart', 'second'],
			['branch', 'feature/login', 'first'],
		]);
	});

	it('does the same for secrets, and leaves other contexts alone', async () => {
		await driver.run({ ...inContexts(['branch:feature/login']), isSecret: true });
		expect(listAt(await variable('DATABASE_URL'), 'values').map((value) => textAt(value, 'context'))).toEqual([
			'branch',
		]);
	});

	it.each([
		[['branch'], '', /Branch of the Context is empty/],
		[['branch:'], '', /"branch:" is not a deploy context/],
		[['preview'], '', /"preview" is not a deploy context/],
	])('refuses %j before anything is written', async (contexts, branch, message) => {
		const before = driver.writes('netlify').length;
		const failed = await driver.failure(inContexts(contexts, branch));
		expect(failed.message).toMatch(message);
		expect(driver.writes('netlify')).toHaveLength(before);
	});
});

describe('what a target does not take', () => {
	it.each(['AWS_ACCESS_KEY_ID', 'AWS_REGION', 'URL', 'SITE_ID', 'LAMBDA_TASK_ROOT', 'K'.repeat(256)])(
		'refuses what Netlify keeps for itself (%#) in plan and sync, before anything is written',
		async (key) => {
			await driver.createSecret(source, JSON.stringify({ [key]: 'v', GOOD: 'g' }));
			const before = driver.writes('netlify').length;
			for (const operation of ['plan', 'sync']) {
				const failed = await driver.failure({ ...toNetlify, operation });
				expect(failed.message).toMatch(/Netlify reserves|Netlify accepts 255/);
			}
			expect(driver.writes('netlify')).toHaveLength(before);
			expect(await driver.run({ ...toNetlify, exclude: key })).toMatchObject({ added: ['GOOD'] });
		},
	);

	it('takes the one name of Lambda that is open, and refuses a value that is too long', async () => {
		await driver.createSecret(source, JSON.stringify({ AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x', LONG: 'v'.repeat(5_001) }));
		const failed = await driver.failure(toNetlify);
		expect(failed.message).toMatch(/The value for environment variable LONG has 5001 characters/);
		expect(await driver.run({ ...toNetlify, exclude: 'LONG' })).toMatchObject({ added: ['AWS_LAMBDA_JS_RUNTIME'] });
	});

	it('refuses more secrets than GitHub keeps', async () => {
		await driver.createSecret(
			source,
			JSON.stringify(Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`KEY_${index}`, 'v']))),
		);
		const failed = await driver.failure({
			secret: named(source),
			target: 'gitHub',
			repository: named('candlefish-ai/paintbox'),
		});
		expect(failed.message).toMatch(/exceed the 100 that GitHub allows there/);
		expect(driver.writes('github')).toEqual([]);
	});
});
