import type { INodeParameters } from 'n8n-workflow';

import type { FaultSpecification } from '../../../sandbox/index';
import { useManualClock } from '../../n8n/sandboxClock';
import { everyTarget } from './everyTarget';
import { exposedParts } from './exposure';
import { byId, named, SecretSyncDriver } from './secretSyncDriver';

const clock = useManualClock();
const source = 'candlefish/production/canary';
const plain = 'Wq8-zT4"q\\uoted"-kX1-Jm2pL7vB9';
const pem = '-----BEGIN KEY-----\nHd5rN3yC6Wq8zT4kX1\nJm2pL7vB9Hd5rN3yC6==\n-----END KEY-----\n';
const long = Array.from({ length: 60 }, (_, index) => `Pz${index}xQ`).join('-');
const values = { PLAIN: plain, PEM: pem, LONG: long };
let driver: SecretSyncDriver;

beforeAll(async () => {
	driver = await SecretSyncDriver.start(clock);
});
afterAll(async () => await driver.sandbox.close());
beforeEach(async () => {
	await driver.reset();
	await driver.createSecret(source, JSON.stringify(values));
	for (const value of Object.values(values)) driver.planted.add(value);
});
afterEach(() => driver.expectNoExposure());

/** Bodies as a platform may answer with that quotes what it was sent. */
const echoes: ReadonlyArray<readonly [string, unknown]> = [
	['in a message', { message: `cannot set ${plain} or ${pem}`, error: `cannot set ${plain}` }],
	['as the whole request', { message: JSON.stringify({ values }), error: JSON.stringify({ values }) }],
	['cut short', { message: `value too long: ${long.slice(0, 37)}`, error: `bad: ${pem.slice(25, 60)}` }],
	['twice in JSON', { message: JSON.stringify(JSON.stringify(values)), error: JSON.stringify(JSON.stringify(values)) }],
	['in a query', { message: `/env?value=${encodeURIComponent(plain)}`, error: encodeURIComponent(pem) }],
	['as a code', { message: 'no', error: 'no', code: plain }],
	['in fields of errors', { errors: [{ message: plain, input: pem }] }],
];

describe.each(everyTarget.filter(({ platform }) => platform !== 'aws'))('$name', ({ platform, parameters }) => {
	const sync: INodeParameters = { secret: named(source), ...parameters };
	const fault = (method: string, more: Omit<FaultSpecification, 'platform' | 'method' | 'path'>) =>
		driver.sandbox.addFault({ platform, method, path: '/**', times: 'always', ...more });

	it('shows no value when it works', async () => {
		const done = await driver.run(sync);
		expect(done.added).toEqual(['PLAIN', 'PEM', 'LONG']);
		expect(exposedParts(done, driver.planted)).toEqual([]);
	});

	it.each([422, 500].flatMap((status) => echoes.map(([how, body]) => [status, how, body] as const)))(
		'shows no value when a write is answered with %i and the values %s',
		async (status, _, body) => {
			for (const method of ['POST', 'PUT', 'PATCH']) fault(method, { kind: 'status', status, body });
			const { message } = await driver.failure(sync);
			expect(message).toContain('PLAIN, PEM, LONG');
		},
	);

	it.each(['lostReply', 'reset', 'malformed'] as const)('shows no value when writes end in a %s', async (kind) => {
		for (const method of ['POST', 'PUT', 'PATCH']) fault(method, { kind });
		const outcome = await driver.failure(sync).catch((error: unknown) => String(error));
		// What was carried out all the same may be found to be there, which is no failure.
		expect(exposedParts(outcome, driver.planted)).toEqual([]);
	});

	it.each(['reset', 'malformed'] as const)(
		'shows no value when the look after the write ends in a %s',
		async (kind) => {
			const looksBefore = platform === 'netlify' ? 2 : platform === 'github' ? 1 : 1;
			fault('GET', { kind, afterRequests: looksBefore });
			const { message } = await driver.failure(sync);
			expect(message).toMatch(/did not answer|not JSON/);
		},
	);

	it('shows no value when a change, a removal or another of two fails', async () => {
		await driver.run(sync);
		clock.advance(60_000);
		await driver.putSecret(source, JSON.stringify({ PLAIN: `${plain}-Gt7` }));
		for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
			const id = fault(method, { kind: 'status', status: 500, body: { message: `was ${plain}`, error: pem } });
			await driver.failure({ ...sync, prune: true }).catch((error: unknown) => {
				if (!String(error).includes('It did not fail')) throw error;
			});
			driver.sandbox.removeFault(id);
		}
	});
});

it('quotes nothing of what another key of the target holds, when its list cannot be read', async () => {
	const theirs = 'Kd4-theirs-Sx2-Mn6';
	driver.planted.add(theirs);
	await driver.api(
		'sandbox-netlify-token',
		'POST',
		'/netlify/api/v1/accounts/candlefish/env?site_id=7a1e0001-5b0c-4c1f-9d00-000000000001',
		[{ key: 'THEIRS', values: [{ context: 'all', value: theirs }] }],
	);
	driver.sandbox.addFault({ platform: 'netlify', method: 'GET', path: '/**/env', kind: 'malformed', times: 'always' });
	const { message } = await driver.failure({ secret: named(source), ...everyTarget[0]?.parameters });
	expect(message).toMatch(/the answer is not JSON$/);
});

describe('ECS', () => {
	const sync = { secret: named(source), ...everyTarget[3]?.parameters };

	it.each([
		['ClientException', 400],
		['ServerException', 500],
		['InvalidParameterException', 400],
	])('shows no value when %s quotes one', async (code, status) => {
		await driver.api('', 'POST', '/_sandbox/aws/faults', {
			operation: 'ecs.RegisterTaskDefinition',
			code,
			status,
			message: `bad ${plain} ${long.slice(9, 50)}`,
			times: 9,
		});
		await driver.failure(sync);
	});

	it('sends no value to ECS at all', async () => {
		await driver.run(sync);
		const sent = driver.sandbox
			.requests()
			.filter(({ headers }) => headers['x-amz-target']?.includes('EC2ContainerService'));
		expect(sent.length).toBeGreaterThan(1);
		expect(
			exposedParts(
				sent.map(({ body }) => JSON.stringify(body)),
				driver.planted,
			),
		).toEqual([]);
	});
});

describe('a source whose answer cannot be read', () => {
	const target = { target: 'gitHub', repository: named('candlefish-ai/paintbox') };
	const neon = { source: 'neon', project: byId('sandbox-paintbox-123456'), branch: byId('br-quiet-hill-a1b2c3d4') };
	const upstash = { source: 'upstashDatabase', redisDatabase: byId('5a4d6b0c-0000-4000-8000-000000000001') };

	it.each<readonly [string, string, INodeParameters]>([
		['aws', '/**', { secret: named(source) }],
		['neon', '/**/connection_uri', neon],
		['upstash-management', '/**', upstash],
	])('%s: is not quoted', async (platform, path, parameters) => {
		const answer = await driver.api(
			'sandbox-neon-token',
			'GET',
			'/neon/api/v2/projects/sandbox-paintbox-123456/connection_uri?branch_id=br-quiet-hill-a1b2c3d4&database_name=neondb&role_name=neondb_owner',
		);
		const { password } = new URL(
			typeof answer === 'object' && answer !== null ? String(Reflect.get(answer, 'uri')) : '',
		);
		expect(password.length).toBeGreaterThan(8);
		driver.planted.add(password);
		driver.sandbox.addFault({ platform, path, kind: 'malformed', times: 'always' });
		const { message } = await driver.failure({ ...parameters, ...target });
		expect(message).toMatch(/the answer (is not JSON|cannot be read)|is not an answer of AWS/);
		expect(driver.writes('github')).toEqual([]);
	});
});
