import type { INodeParameters } from 'n8n-workflow';

import { managedGroup } from '../../../nodes/Fly/state/processGroup';
import { useManualClock } from '../../n8n/sandboxClock';
import {
	byId,
	deployOf,
	type FlyDriver,
	imageOf,
	listAt,
	managed,
	named,
	textAt,
	unmanaged,
	valueAt,
	useFlyDriver,
} from './flyDriver';

describe('The process group of a machine', () => {
	it.each<[string, Record<string, string>, string | null]>([
		['as today', { fly_platform_version: 'v2', fly_process_group: 'worker' }, 'worker'],
		['by the older key', { fly_platform_version: 'v2', process_group: 'worker' }, 'worker'],
		['by both keys', { fly_platform_version: 'v2', process_group: 'old', fly_process_group: 'worker' }, 'worker'],
		['of none', { fly_platform_version: 'v2' }, 'app'],
		['of an empty one', { fly_platform_version: 'v2', fly_process_group: '' }, 'app'],
		['of a console', { fly_platform_version: 'v2', fly_process_group: 'fly_app_console' }, null],
		['of a test', { fly_platform_version: 'v2', fly_process_group: 'fly_app_test_machine_command' }, null],
		['of a release command', { fly_platform_version: 'v2', fly_process_group: 'fly_app_release_command' }, null],
		['of a release command of once', { fly_platform_version: 'v2', process_group: 'release_command' }, null],
		['of a reserved group that is new', { fly_platform_version: 'v2', fly_process_group: 'fly_app_shell' }, null],
		['of another platform version', { fly_platform_version: 'v1', fly_process_group: 'app' }, null],
		['of no platform', { fly_process_group: 'app' }, null],
	])('%s', (_name, metadata, group) => {
		expect(managedGroup({ id: 'm', config: { metadata } })).toBe(group);
		// So it is while the host does not answer, and only a part of the configuration is known.
		expect(managedGroup({ id: 'm', incomplete_config: { metadata } } as { id: string })).toBe(group);
	});
});

describe("Machines that are not the release's", () => {
	const clock = useManualClock();
	let fly: FlyDriver;

	useFlyDriver(clock, (driver) => (fly = driver));

	const addConsole = async (kind = 'console'): Promise<string> =>
		textAt(await fly.control('/flyctl-machines', { kind }), 'id') ?? '';
	const versionOf = async (id: string) => textAt(await fly.machine(id), 'instance_id');

	it.each<INodeParameters>([
		deployOf('v2'),
		deployOf('v2', { strategy: 'bluegreen' }),
		deployOf('v2', { strategy: 'canary' }),
		{ operation: 'rollBack', release: byId('v1') },
	])('stay as they are, and are named: %j', async (parameters) => {
		if (parameters.operation === 'rollBack') await fly.deploy('v3');
		const open = await addConsole();
		const test = await addConsole('test');
		const before = [await versionOf(open), await versionOf(test)];
		const release = await fly.run(parameters);
		expect(release).toMatchObject({ verified: true, state: 'live' });
		expect([await versionOf(open), await versionOf(test)]).toEqual(before);
		expect(textAt(await fly.machine(open), 'state')).toBe('started');
		expect(release.leftOut).toEqual([
			{ id: unmanaged, name: 'paintbox-api-console', why: expect.stringContaining('no deploy manages it') },
			{ id: open, name: expect.any(String), why: 'it is an open console (fly console)' },
			{ id: test, name: expect.any(String), why: expect.stringContaining('it runs a test of a deploy') },
		]);
		expect(fly.requests('POST', new RegExp(`${open}/lease`))).toEqual([]);
	});

	it('a console that is closed in the middle breaks nothing', async () => {
		const open = await addConsole();
		clock.after(16_000, () => void fly.control(`/machines/${open}/crash`, { code: 0 }));
		expect(await fly.deploy('v2')).toMatchObject({ verified: true, undo: 'notNeeded' });
		expect(await fly.fleet()).toMatchObject(Object.fromEntries(managed.map((id) => [id, 'v2 started passing'])));
	});

	it('are neither waited for nor booted with secrets', async () => {
		const open = await addConsole();
		expect(await fly.run({ operation: 'wait', timeoutSeconds: 20 })).toMatchObject({ verified: true, version: 'v1' });
		const before = await versionOf(open);
		const set = await fly.run({
			resource: 'secret',
			operation: 'set',
			specifySecrets: 'json',
			secretsJson: '{"A":"planted-1"}',
		});
		expect(await versionOf(open)).toBe(before);
		expect(set.leftOut).toMatchObject([{ id: unmanaged }, { id: open }]);
	});

	it('are named when there is nothing else', async () => {
		await fly.control('/apps', { name: 'empty' });
		const open = textAt(await fly.control('/flyctl-machines', { app: 'empty', image: imageOf('v1') }), 'id') ?? '';
		const error = await fly.failure(deployOf('v2', { app: named('empty') }));
		expect(error.message).toContain(`${open}: it is an open console`);
		expect(fly.writes()).toEqual([]);
	});

	it.each(['process_group', 'none'])('but machines with the older key, or none, are: %s', async (groupKey) => {
		await fly.control('/apps', { name: 'old', machines: groupKey === 'none' ? 2 : { app: 1, worker: 1 }, groupKey });
		const release = await fly.run(deployOf('v2', { app: named('old') }));
		expect(release).toMatchObject({ verified: true, leftOut: [] });
		expect(listAt(release, 'machines').map((machine) => textAt(machine, 'processGroup'))).toEqual(
			groupKey === 'none' ? ['app', 'app'] : ['app', 'worker'],
		);
		// As flyctl does, they are given the key of today.
		const groups = listAt({ all: await fly.api('/apps/old/machines') }, 'all').map((machine) =>
			valueAt(machine, 'config', 'metadata', 'fly_process_group'),
		);
		expect(groups).toEqual(groupKey === 'none' ? ['app', 'app'] : ['app', 'worker']);
	});

	it('a console is not restarted by accident, and the error says what it is', async () => {
		const open = await addConsole();
		const error = await fly.failure({ resource: 'machine', operation: 'restart', machine: byId(open) });
		expect(error.message).toContain('it is an open console');
	});
});
