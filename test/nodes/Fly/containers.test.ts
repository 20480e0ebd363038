import type { INodeParameters } from 'n8n-workflow';

import { chooseContainers } from '../../../nodes/Fly/state/containerChoice';
import { useManualClock } from '../../n8n/sandboxClock';
import { deployOf, type FlyDriver, listAt, named, textAt, valueAt, useFlyDriver } from './flyDriver';

const image = (tag: string) => `registry.fly.io/multi:${tag}`;
const nginx = { name: 'nginx', image: 'nginx:1.27', depends_on: [{ name: 'echo', condition: 'healthy' }] };
const echo = {
	name: 'echo',
	image: image('v1'),
	env: { ECHO: '1' },
	healthchecks: [{ http: { port: 8080, path: '/health', scheme: 'http' }, interval: 10 }],
};

describe('The container that gets the image', () => {
	const config = (containers: object[], own?: string) =>
		({ ...(own !== undefined && { image: own }), containers }) as never;
	const both = [nginx, echo];

	it.each<[string, object[], string | undefined, string[], readonly string[]]>([
		['none of a machine without containers', [], image('v1'), [], []],
		['the one that is named', both, image('v1'), ['nginx'], ['nginx']],
		['those that are named', both, image('v1'), ['echo', 'nginx'], ['echo', 'nginx']],
		[
			'the one called app, wherever it stands',
			[nginx, { name: 'app', image: 'ghcr.io/acme/x:1' }, echo],
			image('v1'),
			[],
			['app'],
		],
		['the only one, whatever its image', [{ name: 'web', image: 'ghcr.io/acme/x:1' }], undefined, [], ['web']],
		['the one that runs this repository', both, undefined, [], ['echo']],
		[
			"the one that runs the machine's own image",
			[nginx, { name: 'web', image: 'ghcr.io/acme/x:1' }],
			'ghcr.io/acme/x:1',
			[],
			['web'],
		],
	])('is %s', (_name, containers, own, wanted, names) => {
		expect(chooseContainers(config(containers, own), image('v2'), wanted)).toEqual({ ok: true, names });
	});

	it.each<[string, object[], string[], RegExp]>([
		['a name that is not there', both, ['web'], /no container "web": it has nginx, echo/],
		[
			'two with the same repository',
			[echo, { ...echo, name: 'worker' }],
			[],
			/echo and worker run images of the same repository/,
		],
		[
			'none with that repository',
			[nginx, { name: 'log', image: 'timberio/vector:1' }],
			[],
			/none of them runs an image of that repository/,
		],
	])('is not guessed from %s', (_name, containers, wanted, reason) => {
		const choice = chooseContainers(config(containers), image('v2'), wanted);
		expect(choice.ok ? '' : choice.reason).toMatch(reason);
	});
});

describe('Machines with several containers', () => {
	const clock = useManualClock();
	let fly: FlyDriver;

	useFlyDriver(clock, (driver) => (fly = driver));

	const addApp = async (containers: object[] = [nginx, echo], machines = 2) =>
		await fly.control('/apps', { name: 'multi', image: image('v1'), machines, containers });
	const deploy = (tag: string, more: INodeParameters = {}) =>
		deployOf(tag, { app: named('multi'), image: named(image(tag)), ...more });
	const imagesOf = async (): Promise<string[][]> =>
		listAt({ all: await fly.api('/apps/multi/machines') }, 'all')
			.filter((machine) => textAt(machine, 'state') !== 'destroying')
			.map((machine) => listAt(machine, 'config', 'containers').map((container) => textAt(container, 'image') ?? ''));
	/** What answers requests now. */
	const served = async () =>
		valueAt(await (await fetch(`${fly.sandbox.origin}/apps/multi/version.json`)).json(), 'version');

	it.each(['rolling', 'canary', 'bluegreen', 'immediate'])(
		"get the image in the app's container, which is what is proven: %s",
		async (strategy) => {
			await addApp();
			const release = await fly.run(deploy('v2', { strategy }));
			expect(release).toMatchObject({ verified: true, state: 'live', undo: 'notNeeded' });
			expect(await imagesOf()).toEqual(
				Array(2).fill(['nginx:1.27', expect.stringMatching(/^registry\.fly\.io\/multi:v2@sha256:/)]),
			);
			expect(await served()).toBe('v2');
			expect(listAt(release, 'machines')[0]).toMatchObject({
				image: expect.stringContaining(`${image('v2')}@`),
				containers: [
					{ name: 'nginx', image: 'nginx:1.27' },
					{ name: 'echo', image: expect.stringContaining('v2@sha256') },
				],
			});
			expect(await fly.run({ operation: 'wait', app: named('multi') })).toMatchObject({ verified: true });
		},
	);

	it('keep the rest of each container', async () => {
		await addApp();
		await fly.run(deploy('v2'));
		const [machine] = listAt({ all: await fly.api('/apps/multi/machines') }, 'all');
		const [first, second] = listAt(machine, 'config', 'containers');
		expect(first).toEqual(nginx);
		expect(second).toEqual({ ...echo, image: expect.stringContaining('v2') });
	});

	it('are not said to run what another container got', async () => {
		await addApp([{ name: 'app', image: 'ghcr.io/acme/api:1' }, echo]);
		const release = await fly.run(deploy('v2', { containers: 'echo' }));
		expect(await imagesOf()).toEqual(Array(2).fill(['ghcr.io/acme/api:1', expect.stringContaining('multi:v2@')]));
		expect(listAt(release, 'machines')[0]).toMatchObject({ image: expect.stringContaining('multi:v2@') });
	});

	it('without an image of their own get none', async () => {
		await addApp();
		const [id = ''] = listAt({ all: await fly.api('/apps/multi/machines') }, 'all').map(
			(machine) => textAt(machine, 'id') ?? '',
		);
		const config = valueAt(await fly.api(`/apps/multi/machines/${id}`), 'config') as Record<string, unknown>;
		delete config.image;
		await fly.api(`/apps/multi/machines/${id}`, { config });
		clock.advance(30_000);
		expect(await fly.run(deploy('v2'))).toMatchObject({ verified: true });
		expect(valueAt(await fly.api(`/apps/multi/machines/${id}`), 'config', 'image')).toBeUndefined();
	});

	it('are reverted, each container as it was, when the release fails', async () => {
		await addApp();
		const error = await fly.failure(deploy('unhealthy', { options: { machineTimeoutSeconds: 30 } }));
		expect(error.data).toMatchObject({ undo: 'done', release: { state: 'failed' } });
		clock.advance(20_000);
		expect(await imagesOf()).toEqual(Array(2).fill(['nginx:1.27', expect.stringMatching(/multi:v1/)]));
		expect(await served()).toBe('v1');
	});

	it('are rolled back, and boot with new secrets', async () => {
		await addApp();
		await fly.run(deploy('v2'));
		await fly.run(deploy('v3'));
		expect(await fly.run({ operation: 'rollBack', app: named('multi') })).toMatchObject({
			verified: true,
			version: 'v4',
		});
		expect(await served()).toBe('v2');
		await fly.run({
			resource: 'secret',
			operation: 'set',
			app: named('multi'),
			specifySecrets: 'json',
			secretsJson: '{"A":"planted-1"}',
		});
		expect(await served()).toBe('v2');
		expect(await imagesOf()).toEqual(Array(2).fill(['nginx:1.27', expect.stringMatching(/multi:v2@/)]));
	});

	it("run a release command in the image alone, with the container's environment", async () => {
		await addApp();
		await fly.run(deploy('v2', { releaseCommand: 'node migrate.js' }));
		const [create] = fly.requests('POST', /\/machines$/);
		const body: unknown = typeof create?.body === 'string' ? JSON.parse(create.body) : create?.body;
		expect(valueAt(body, 'config', 'containers')).toBeUndefined();
		expect(valueAt(body, 'config', 'image')).toEqual(expect.stringContaining('multi:v2@'));
		expect(Object.keys(valueAt(body, 'config', 'env') as object)).toContain('ECHO');
	});

	it.each<[string, object[], INodeParameters, string]>([
		[
			'nobody can tell which',
			[
				{ name: 'nginx', image: 'nginx:1.27' },
				{ name: 'log', image: 'timberio/vector:1' },
			],
			{},
			'it has several containers (nginx, log)',
		],
		[
			'the named one is not there',
			[nginx, echo],
			{ containers: 'web' },
			'it has no container "web": it has nginx, echo',
		],
	])('are not touched where %s', async (_name, containers, parameters, message) => {
		await addApp(containers);
		const error = await fly.failure(deploy('v2', parameters));
		expect(error.message).toContain(message);
		expect(error.advice).toContain('Name it in Containers');
		expect(fly.writes()).toEqual([]);
	});

	it('are not touched for an image whose digest Fly does not know', async () => {
		await addApp();
		const error = await fly.failure(deploy('missing'));
		expect(error.message).toContain(`does not know the digest of image ${image('missing')}`);
		expect(fly.writes()).toEqual([]);
	});

	it('are not there in an app of plain machines', async () => {
		const error = await fly.failure(deployOf('v2', { containers: 'web' }));
		expect(error.message).toContain('have no containers');
	});

	it('are planned', async () => {
		await addApp();
		const plan = await fly.run(deploy('v2', { dryRun: true }));
		expect(Object.values(valueAt(plan, 'plan', 'containers') as object)).toEqual([['echo'], ['echo']]);
	});
});
