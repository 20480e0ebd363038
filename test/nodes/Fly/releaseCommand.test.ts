import { commandWords } from '../../../nodes/Fly/fields/commandField';
import { releaseCommandConfig } from '../../../nodes/Fly/state/releaseCommandConfig';
import { useManualClock } from '../../n8n/sandboxClock';
import { deployOf, type FlyDriver, listAt, managed, textAt, valueAt, useFlyDriver } from './flyDriver';

describe('The words of a release command', () => {
	it.each<[string, string[]]>([
		['node migrate.js --to "latest one" \'a b\'c', ['node', 'migrate.js', '--to', 'latest one', 'a bc']],
		['sh -c "echo \\"hi\\" && true"', ['sh', '-c', 'echo "hi" && true']],
		['a\\ b c', ['a b', 'c']],
		['run "" \'\'', ['run', '', '']],
		['bin/rails db:migrate\n  VERBOSE=1', ['bin/rails', 'db:migrate', 'VERBOSE=1']],
		['echo "it\'s"', ['echo', "it's"]],
		['', []],
	])('%j', (line, words) => expect(commandWords(line)).toEqual(words));

	it.each([
		['node migrate.js --to "latest', 'a quote in it is not closed'],
		["sh -c 'echo", 'a quote in it is not closed'],
		["it's", 'a quote in it is not closed'],
		['node migrate.js \\', 'it ends with a backslash'],
	])('%j is refused', (line, reason) => expect(() => commandWords(line)).toThrow(reason));
});

it("its machine is the app's without what serves, and with nothing in place of the command", () => {
	const config = releaseCommandConfig(
		{
			image: 'old',
			env: { A: '1' },
			metadata: { fly_process_group: 'app', fly_platform_version: 'v2' },
			init: { exec: ['/bin/server'], entrypoint: ['/entry'], cmd: ['serve'], swap_size_mb: 512 },
			dns: { nameservers: ['1.2.3.4'] },
			services: [{}],
			checks: {},
			mounts: [{}],
			containers: [{ name: 'web', env: { B: '2' } }],
			restart: { policy: 'always' },
		},
		'new',
		['migrate'],
		['web'],
	);
	expect(config).toEqual({
		image: 'new',
		env: { A: '1', B: '2', RELEASE_COMMAND: '1', FLY_PROCESS_GROUP: 'fly_app_release_command' },
		metadata: { fly_process_group: 'fly_app_release_command', fly_platform_version: 'v2' },
		init: { entrypoint: ['/entry'], cmd: ['migrate'], swap_size_mb: 512 },
		dns: { nameservers: ['1.2.3.4'], skip_registration: true },
		restart: { policy: 'no' },
		auto_destroy: true,
	});
});

describe("Machines of a release's own", () => {
	const clock = useManualClock();
	let fly: FlyDriver;

	useFlyDriver(clock, (driver) => (fly = driver));

	const listed = async (): Promise<string[]> => {
		const response = await fetch(`${fly.sandbox.origin}/_sandbox/fly/dns/paintbox-api.internal`);
		return listAt(await response.json(), 'addresses')
			.map((address) => textAt(address, 'machine') ?? '')
			.sort();
	};

	it('are listed in no DNS while they run: a canary and a release command', async () => {
		const served = await listed();
		expect(served).toEqual(expect.arrayContaining(managed));
		const seen = new Set<string>();
		for (let atMs = 500; atMs < 30_000; atMs += 500) {
			clock.after(atMs, () => void listed().then((ids) => ids.forEach((id) => seen.add(id))));
		}
		await fly.deploy('v2', { strategy: 'canary', releaseCommand: 'node migrate.js' });
		expect([...seen].filter((id) => !served.includes(id))).toEqual([]);
		const creates = fly
			.requests('POST', /\/machines$/)
			.map(({ body }): unknown => (typeof body === 'string' ? JSON.parse(body) : body));
		expect(creates).toHaveLength(3);
		for (const body of creates) {
			expect(valueAt(body, 'config', 'dns')).toEqual({ skip_registration: true });
			expect(valueAt(body, 'skip_service_registration')).toBe(true);
		}
		// What serves is listed as before.
		for (const id of managed) expect(valueAt(await fly.machine(id), 'config', 'dns')).toBeUndefined();
		expect(await listed()).toEqual(served);
	});

	it('a canary that flyctl left behind is listed again once it is deployed as one of the fleet', async () => {
		const config = valueAt(await fly.machine(managed[1] ?? ''), 'config') as Record<string, object>;
		await fly.api(`/apps/paintbox-api/machines/${managed[1] ?? ''}`, {
			config: {
				...config,
				dns: { skip_registration: true, nameservers: ['1.2.3.4'] },
				metadata: { ...config.metadata, fly_canary: 'true' },
			},
		});
		clock.advance(20_000);
		expect(await listed()).not.toContain(managed[1]);
		await fly.deploy('v2');
		expect(await listed()).toContain(managed[1]);
		expect(valueAt(await fly.machine(managed[1] ?? ''), 'config', 'dns')).toEqual({ nameservers: ['1.2.3.4'] });
	});

	it('an open quote is an error before anything is touched', async () => {
		for (const dryRun of [true, false]) {
			const error = await fly.failure(deployOf('v2', { releaseCommand: 'node migrate.js "x', dryRun }));
			expect(error.message).toContain('a quote in it is not closed');
			expect(error.advice).toContain('Close every quote');
		}
		expect(fly.requests()).toEqual([]);
	});

	it('whose create was answered by nobody is looked for, and removed', async () => {
		fly.sandbox.addFault({
			platform: 'fly',
			method: 'POST',
			path: '/v1/apps/paintbox-api/machines',
			kind: 'lostReply',
			times: 2,
		});
		fly.sandbox.addFault({
			platform: 'fly',
			method: 'GET',
			path: '/v1/apps/*/machines',
			kind: 'status',
			status: 503,
			times: 16,
			afterRequests: 1,
		});
		const error = await fly.failure(deployOf('v2', { releaseCommand: 'node migrate.js' }));
		expect(error.message).toContain('How the release command ended was not seen, and no machine was changed');
		expect(error.message).toContain('(a migration, say) stays');
		clock.advance(30_000);
		expect(Object.keys(await fly.fleet())).toEqual(managed);
	});

	it('that does not end in its time is removed, and that it may have worked is said', async () => {
		const error = await fly.failure(
			deployOf('never-starts', { releaseCommand: 'node migrate.js', options: { releaseCommandTimeoutSeconds: 20 } }),
		);
		expect(error.message).toContain('it had not ended after 20 s, last seen: starting');
		expect(error.message).toContain('stays');
		clock.advance(5_000);
		expect(await fly.fleet()).toEqual(Object.fromEntries(managed.map((id) => [id, 'v1 started passing'])));
	});
});
