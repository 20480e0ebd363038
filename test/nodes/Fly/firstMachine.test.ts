import type { FlyMachine } from '../../../nodes/Fly/api/types';
import { machineTemplate } from '../../../nodes/Fly/state/machineTemplate';
import { useManualClock } from '../../n8n/sandboxClock';
import { app1, deployOf, named, textAt, valueAt, useFlyDriver, type FlyDriver } from './flyDriver';

const app = 'paintbox-api-pr-7-k3f9';
const previewToken = 'sandbox-fly-preview-token';

const machineOf = (id: string, config: Record<string, unknown>, more: Partial<FlyMachine> = {}): FlyMachine =>
	({
		id,
		region: 'ord',
		state: 'started',
		config: { image: 'old', metadata: { fly_platform_version: 'v2' }, ...config },
		...more,
	}) as FlyMachine;

describe('What a first machine is made from', () => {
	it('is the other machine without what is that one alone: marks, volumes, metrics, standbys, schedule', () => {
		const template = machineTemplate([
			machineOf('a', {
				env: { LOG_LEVEL: 'info', FLY_PROCESS_GROUP: 'app' },
				guest: { cpus: 1 },
				init: { cmd: ['serve'] },
				checks: { alive: { type: 'tcp' } },
				restart: { policy: 'on-failure' },
				mounts: [{ volume: 'vol_1', path: '/data' }],
				metrics: { port: 9091, path: '/metrics' },
				standbys: ['b'],
				schedule: 'daily',
				auto_destroy: true,
				disable_machine_autostart: true,
				dns: { skip_registration: true },
				metadata: {
					fly_platform_version: 'v2',
					fly_process_group: 'app',
					fly_release_id: 'r1',
					fly_canary: 'true',
					slipway_launch_id: 'r1/x',
					slipway_secrets_12345678: 'abc.3',
				},
				services: [{ internal_port: 8080, autostop: 'off', min_machines_running: 2, ports: [{ port: 443 }] }],
			}),
		]);
		expect(template?.managed.config).toEqual({
			image: 'old',
			env: { LOG_LEVEL: 'info', FLY_PROCESS_GROUP: 'app' },
			guest: { cpus: 1 },
			init: { cmd: ['serve'] },
			checks: { alive: { type: 'tcp' } },
			restart: { policy: 'on-failure' },
			dns: {},
			metadata: { fly_platform_version: 'v2', fly_process_group: 'app' },
			services: [
				{ internal_port: 8080, autostop: 'stop', autostart: true, min_machines_running: 0, ports: [{ port: 443 }] },
			],
		});
		expect(template?.leftOut).toEqual([]);
	});

	it('has no variable that gives access to what is production', () => {
		const template = machineTemplate([
			machineOf('a', {
				env: {
					DATABASE_URL: 'postgres://app.flycast/main',
					QUEUE: 'amqps://user:pw@queue.example',
					WEBHOOK: 'https://bot:hunter2@hooks.example/x',
					STRIPE_API_KEY: 'sk_live_1',
					JWT_SECRET: 's',
					SENTRY_DSN: 'x',
					PUBLIC_URL: 'https://paintbox.example/a:b@c',
					KEYBOARD: 'de',
					TOKENIZER: 'bpe',
				},
				containers: [{ name: 'web', image: 'w', env: { NPM_TOKEN: 't', PORT: '8080' } }],
			}),
		]);
		expect(template?.leftOut).toEqual([
			'DATABASE_URL',
			'JWT_SECRET',
			'NPM_TOKEN',
			'QUEUE',
			'SENTRY_DSN',
			'STRIPE_API_KEY',
			'WEBHOOK',
		]);
		expect(Object.keys(template?.managed.config.env as object)).toEqual([
			'PUBLIC_URL',
			'KEYBOARD',
			'TOKENIZER',
			'FLY_PROCESS_GROUP',
		]);
		expect(template?.managed.config.containers).toEqual([{ name: 'web', image: 'w', env: { PORT: '8080' } }]);
	});

	const worker = { metadata: { fly_platform_version: 'v2', fly_process_group: 'worker' } };
	const web = { metadata: { fly_platform_version: 'v2', fly_process_group: 'web' }, services: [{}] };
	it.each<[string, FlyMachine[], string | null]>([
		['the default group before one that serves', [machineOf('w', web), machineOf('a', {})], 'a'],
		['one that serves before one that does not', [machineOf('q', worker), machineOf('w', web)], 'w'],
		['one that runs before one at rest', [machineOf('r', {}, { state: 'stopped' }), machineOf('a', {})], 'a'],
		['one at rest where none runs', [machineOf('r', {}, { state: 'stopped' })], 'r'],
		['one whose host answers', [machineOf('u', {}, { config: null }), machineOf('q', worker)], 'q'],
		['none by hand', [machineOf('h', { metadata: {} })], null],
		['none that is gone', [machineOf('g', {}, { state: 'destroyed' })], null],
		['none', [], null],
	])('is taken from %s', (_which, machines, id) => {
		expect(machineTemplate(machines)?.managed.machine.id ?? null).toBe(id);
	});
});

describe('Deploy Image into an app without machines', () => {
	const clock = useManualClock();
	let fly: FlyDriver;
	useFlyDriver(clock, (driver) => (fly = driver));
	beforeEach(async () => {
		await fly.run(
			{
				resource: 'app',
				operation: 'create',
				appName: app,
				organization: 'candlefish-previews',
				sourceApp: named('paintbox-api'),
			},
			previewToken,
		);
	});

	const first = (tag: string, more = {}) =>
		deployOf(tag, { app: named(app), sourceApp: named('paintbox-api'), ...more });
	const creates = () => fly.requests('POST', /\/machines$/).map(({ body }) => body);
	const machines = async () => (await fly.api(`/apps/${app}/machines`)) as unknown[];
	const served = async (path: string) => await fetch(`${fly.sandbox.origin}/apps/${app}${path}`);

	it('makes one machine that serves, in the shape that flyctl gives it', async () => {
		const done = await fly.run(first('v2'), previewToken);
		expect(done).toMatchObject({ verified: true, state: 'live', target: app, version: 'v1' });
		const [body] = creates();
		expect(creates()).toHaveLength(1);
		const source = await fly.machine(app1);
		expect(body).toMatchObject({
			region: 'ord',
			config: {
				guest: valueAt(source, 'config', 'guest'),
				env: { FLY_PROCESS_GROUP: 'app', LOG_LEVEL: 'info', PRIMARY_REGION: 'ord' },
				metadata: { fly_platform_version: 'v2', fly_process_group: 'app', fly_release_version: '1' },
				services: [{ autostop: 'stop', autostart: true, min_machines_running: 0, internal_port: 8080 }],
			},
		});
		expect(valueAt(body, 'skip_service_registration')).toBeUndefined();
		expect(valueAt(body, 'config', 'image')).toMatch(/^registry\.fly\.io\/paintbox-api:v2/);
		expect((await served('/health')).status).toBe(200);
		expect(fly.writes().filter(({ path }) => path.includes('/paintbox-api/'))).toEqual([]);
	});

	it('boots with no older secrets than asked for, and so does the release command', async () => {
		await fly.api(`/apps/${app}/secrets`, { values: { DATABASE_URL: 'postgres://branch' } });
		await fly.run(
			first('v2', { releaseCommand: 'node migrate.js', options: { minSecretsVersion: 1, machineTimeoutSeconds: 60 } }),
			previewToken,
		);
		expect(creates().map((body) => valueAt(body, 'min_secrets_version'))).toEqual([1, 1]);
		expect(creates().map((body) => valueAt(body, 'config', 'env', 'RELEASE_COMMAND'))).toEqual(['1', undefined]);
		expect((await (await served('/version.json')).json()) as unknown).toMatchObject({ secretsVersion: 1 });
	});

	it('changes the machine that is there the next time, and makes no second one', async () => {
		await fly.run(first('v2'), previewToken);
		expect(await fly.run(first('v3'), previewToken)).toMatchObject({ verified: true, version: 'v2' });
		expect(creates()).toHaveLength(1);
		expect(await fly.fleet(app)).toEqual({ [textAt((await machines())[0], 'id') ?? '']: 'v3 started passing' });
	});

	it.each([
		['crash', 'its program ended by itself with exit code 1'],
		['unhealthy', 'it was not healthy after 60 s'],
		['no-pull', 'could not'],
	])('is destroyed again when it is bad (%s)', async (tag, why) => {
		const error = await fly.failure(first(tag), previewToken);
		expect(error.message).toContain(tag === 'no-pull' ? 'failed to pull image' : why);
		expect(error.advice).toContain(`app ${app} has none`);
		clock.advance(30_000);
		expect(await machines()).toEqual([]);
		expect(await fly.run(first('v2'), previewToken)).toMatchObject({ verified: true });
	});

	it('is destroyed again whatever the strategy', async () => {
		await fly.failure(first('crash', { strategy: 'bluegreen' }), previewToken);
		clock.advance(30_000);
		expect(await machines()).toEqual([]);
	});

	it('stays for somebody to look at, where that is asked', async () => {
		await fly.failure(first('unhealthy', { onFailure: 'leave' }), previewToken);
		expect(await machines()).toHaveLength(1);
		expect(await fly.run(first('v2'), previewToken)).toMatchObject({ verified: true });
		expect(await machines()).toHaveLength(1);
	});

	it('is made after the release command, and not at all when that fails', async () => {
		const error = await fly.failure(first('release-fails', { releaseCommand: 'migrate' }), previewToken);
		expect(error.message).toContain('The release command failed, and no machine was changed');
		expect(creates()).toHaveLength(1);
	});

	it.each(['lostReply', 'reset'] as const)('is one when the answer to its create is lost (%s)', async (kind) => {
		fly.sandbox.addFault({ platform: 'fly', method: 'POST', path: '/v1/apps/*/machines', kind });
		expect(await fly.run(first('v2'), previewToken)).toMatchObject({ verified: true });
		expect(await machines()).toHaveLength(1);
	});

	it('is started again with the next image when its program has ended by itself since', async () => {
		await fly.run(first('v2'), previewToken);
		const id = textAt((await machines())[0], 'id') ?? '';
		await fly.control(`/machines/${id}/crash`, { code: 1 });
		await fly.control(`/machines/${id}/state`, { state: 'stopped' });
		expect(await fly.run(first('v3'), previewToken)).toMatchObject({ verified: true, state: 'live' });
		expect(await fly.fleet(app)).toEqual({ [id]: 'v3 started passing' });
	});

	it('stays stopped where nobody named an app that it is like, as any machine does', async () => {
		await fly.run(first('v2'), previewToken);
		const id = textAt((await machines())[0], 'id') ?? '';
		await fly.control(`/machines/${id}/crash`, { code: 1 });
		await fly.control(`/machines/${id}/state`, { state: 'stopped' });
		const error = await fly.failure(deployOf('v3', { app: named(app) }), previewToken);
		expect(error.message).toContain('no machine runs');
	});

	it('goes on with the one of a run whose time was up', async () => {
		const begun = await fly.failure(
			first('slow', { onFailure: 'undoUnlessTimeIsUp', timeoutSeconds: 5 }),
			previewToken,
		);
		expect(begun.message).toContain('the time was up');
		const done = await fly.run(first('slow', { resumeRelease: 'v1', timeoutSeconds: 300 }), previewToken);
		expect(done).toMatchObject({ verified: true, version: 'v1' });
		expect(creates()).toHaveLength(1);
	});

	it('ignores the strategies that spare what serves', async () => {
		for (const strategy of ['bluegreen', 'canary', 'immediate']) {
			expect(await fly.run(first('v2', { strategy, dryRun: true }), previewToken)).toMatchObject({
				machines: [],
				plan: { firstMachine: { app: 'paintbox-api', processGroup: 'app', leftOut: [] } },
			});
		}
		expect(await fly.run(first('v2', { strategy: 'bluegreen' }), previewToken)).toMatchObject({ verified: true });
		expect(await machines()).toHaveLength(1);
	});

	it('is refused where no app is named, and says how', async () => {
		const error = await fly.failure(deployOf('v2', { app: named(app) }), previewToken);
		expect(error.message).toContain(`App ${app} has no machines`);
		expect(error.advice).toContain('Machines From App');
	});

	it('keeps no machine of an app that has some from being deployed as before', async () => {
		await fly.run(deployOf('v2', { sourceApp: named('gone-app') }));
		expect(fly.requests('GET', /gone-app/)).toEqual([]);
	});
});
