import { useManualClock } from '../../n8n/sandboxClock';
import { everyTarget, type TestedTarget } from './everyTarget';
import { named, SecretSyncDriver } from './secretSyncDriver';

const clock = useManualClock();
const source = 'candlefish/production/ten-keys';
const keys = Array.from({ length: 10 }, (_, index) => `KEY_${index}`);
const valueOf = (key: string, round: string): string => `${key.slice(-1)}Qz-${round}-Wv8-${key.slice(-1)}Lp3`;
const secretOf = (round: string): string =>
	JSON.stringify(Object.fromEntries(keys.map((key) => [key, valueOf(key, round)])));
let driver: SecretSyncDriver;

beforeAll(async () => {
	driver = await SecretSyncDriver.start(clock);
});
afterAll(async () => await driver.sandbox.close());
beforeEach(async () => {
	await driver.reset();
	await driver.createSecret(source, secretOf('first'));
});
afterEach(() => {
	driver.expectNoExposure();
	expect(driver.recorder.violations()).toEqual([]);
});

const target = (platform: string): TestedTarget => {
	const found = everyTarget.find((each) => each.platform === platform);
	if (!found) throw new Error(`No target ${platform}`);
	return found;
};
const unknownBody = { message: 'Validation Failed', errors: [{ field: 'encrypted_value', code: 'invalid' }] };

it('GitHub refuses the fifth of ten keys: says which are done, and goes on with the others later', async () => {
	const parameters = { secret: named(source), ...target('github').parameters };
	driver.sandbox.addFault({
		platform: 'github',
		method: 'PUT',
		path: '/repos/*/*/actions/secrets/KEY_4',
		kind: 'status',
		status: 422,
		body: unknownBody,
		times: 2,
	});
	const first = await driver.failure(parameters);
	expect(first.message).toMatch(
		/^Only part reached GitHub repository candlefish-ai\/paintbox: KEY_0, KEY_1, KEY_2, KEY_3 are done, KEY_4, KEY_5, KEY_6, KEY_7, KEY_8, KEY_9 not\. GitHub answered PUT .*\/KEY_4 with 422: Validation Failed/,
	);
	expect(first.advice).toContain('run this again');
	expect(first.data).toEqual({ done: keys.slice(0, 4), notDone: keys.slice(4) });
	// As bad the second time: what is done is not done again.
	clock.advance(60_000);
	const second = await driver.failure(parameters);
	expect(second.message).toMatch(/^No key is known to have reached .*: KEY_4, .* are not done\. /);
	expect(await driver.run(parameters)).toMatchObject({
		added: keys.slice(4),
		unchanged: keys.slice(0, 4),
		written: [],
	});
	expect(await driver.run(parameters)).toMatchObject({ needsChange: false, unchanged: keys });
});

it('GitHub loses the answer to a change: the key is written again and not taken for unchanged', async () => {
	const parameters = { secret: named(source), ...target('github').parameters };
	await driver.run(parameters);
	clock.advance(60_000);
	await driver.putSecret(source, secretOf('second'));
	const fault = driver.sandbox.addFault({
		platform: 'github',
		method: 'PUT',
		path: '/repos/*/*/actions/secrets/KEY_4',
		kind: 'lostReply',
		times: 'always',
	});
	const failure = await driver.failure(parameters);
	expect(failure.message).toMatch(/KEY_3 are done, KEY_4, .* not\. GitHub did not answer/);
	expect(failure.advice).toContain('may have been carried out all the same');
	driver.sandbox.removeFault(fault);
	const again = await driver.run({ ...parameters, operation: 'plan' });
	expect(again).toMatchObject({ unchanged: keys.slice(0, 4), written: ['KEY_4'], changed: keys.slice(5) });
});

it('Netlify refuses a change in the middle', async () => {
	const parameters = { secret: named(source), ...target('netlify').parameters };
	await driver.run(parameters);
	clock.advance(60_000);
	await driver.putSecret(source, secretOf('second'));
	driver.sandbox.addFault({
		platform: 'netlify',
		method: 'PATCH',
		path: '/**/env/KEY_4',
		kind: 'status',
		status: 422,
		body: { message: `invalid value ${valueOf('KEY_4', 'second')}` },
	});
	const failure = await driver.failure(parameters);
	expect(failure.message).toMatch(
		/KEY_3 are done, KEY_4, KEY_5, .*, KEY_9 not\. Netlify answered PATCH .*\/KEY_4 with 422: invalid value \*\*\*/,
	);
	expect(await driver.run(parameters)).toMatchObject({ changed: keys.slice(4), unchanged: keys.slice(0, 4) });
});

it('Netlify changes one of three contexts of a key and then fails: the key is not done, and run again it is', async () => {
	const parameters = { secret: named(source), ...target('netlify').parameters, include: 'KEY_4' };
	await driver.run(parameters);
	clock.advance(60_000);
	await driver.putSecret(source, secretOf('second'));
	driver.sandbox.addFault({
		platform: 'netlify',
		method: 'PATCH',
		path: '/**/env/KEY_4',
		kind: 'status',
		status: 422,
		body: { message: 'no' },
		afterRequests: 1,
	});
	expect((await driver.failure(parameters)).message).toMatch(/KEY_4 is not done/);
	const again = await driver.run(parameters);
	expect(again).toMatchObject({ unchanged: [], needsChange: true });
});

it('Fly sets all keys or none', async () => {
	const parameters = { secret: named(source), ...target('fly').parameters };
	driver.sandbox.addFault({
		platform: 'fly',
		method: 'POST',
		path: '/**/secrets',
		kind: 'status',
		status: 422,
		body: { error: `bad ${valueOf('KEY_4', 'first')}` },
	});
	const failure = await driver.failure(parameters);
	expect(failure.message).toMatch(/^No key is known to have reached Fly\.io app paintbox-api: KEY_0, .*bad \*\*\*/);
	expect(await target('fly').keys(driver)).toEqual([]);
	expect(await driver.run(parameters)).toMatchObject({ added: keys });
});

it('Fly fails at a removal, after the others are set', async () => {
	const parameters = { secret: named(source), ...target('fly').parameters, prune: true };
	await driver.run(parameters);
	await driver.putSecret(source, JSON.stringify({ KEY_0: valueOf('KEY_0', 'second') }));
	driver.sandbox.addFault({
		platform: 'fly',
		method: 'DELETE',
		path: '/**/secrets/KEY_3',
		kind: 'status',
		status: 422,
		body: { error: 'no' },
	});
	const failure = await driver.failure(parameters);
	expect(failure.message).toMatch(/KEY_0, KEY_1, KEY_2 are done, KEY_3, KEY_4, .*KEY_9 not\./);
	expect(await driver.run(parameters)).toMatchObject({ unchanged: ['KEY_0'], removed: keys.slice(3) });
	expect(await target('fly').keys(driver)).toEqual(['KEY_0']);
});

it('ECS makes one revision for all keys, once, also when the answer is an error after the fact', async () => {
	const parameters = { secret: named(source), ...target('aws').parameters };
	await driver.api('', 'POST', '/_sandbox/aws/faults', {
		operation: 'ecs.RegisterTaskDefinition',
		code: 'ServerException',
		carriedOut: true,
	});
	const done = await driver.run(parameters);
	expect(done).toMatchObject({ added: keys });
	expect(driver.writes('aws').filter((write) => write.endsWith('RegisterTaskDefinition'))).toHaveLength(1);
	expect((await driver.newestContainer()).secrets?.map(({ name }) => name)).toEqual(expect.arrayContaining(keys));
	expect(await driver.run(parameters)).toMatchObject({ needsChange: false });
});

it('GitHub has a key that somebody else wrote while the others were written: says so, and does not take it for its own', async () => {
	const parameters = { secret: named(source), ...target('github').parameters };
	clock.advance(60_000);
	// Time for the other one.
	driver.sandbox.addFault({ platform: 'github', method: 'PUT', path: '/**/KEY_8', kind: 'delay', delayMs: 500 });
	let isOver = false;
	const meddler = (async () => {
		// As soon as the second key is there, the first is overwritten.
		while (!isOver && !(await target('github').keys(driver)).includes('KEY_2'))
			await new Promise((resolve) => setImmediate(resolve));
		clock.advance(5_000);
		await target('github').setByHand(driver, 'KEY_0');
	})();
	const failure = await driver.failure(parameters).finally(() => {
		isOver = true;
	});
	await meddler;
	expect(failure.message).toBe(
		'KEY_0 of GitHub repository candlefish-ai/paintbox is not as asked: it was written, and somebody else has changed it since',
	);
	expect(failure.advice).toContain('run this again');
	expect(await driver.run({ ...parameters, operation: 'plan' })).toMatchObject({
		written: ['KEY_0'],
		unchanged: keys.slice(1),
	});
});
