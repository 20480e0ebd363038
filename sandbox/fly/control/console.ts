import type { JsonObject } from '../json';
import type { MachineLifecycle } from '../lifecycle/lifecycle';
import type { App, Machine } from '../model';
import type { FlyWorld } from '../world/world';

/** Machines that flyctl makes for one person or one command: no release deploys them. */
export const flyctlMachines = {
	console: { group: 'fly_app_console', init: { exec: ['/bin/sleep', 'inf'] }, env: {} },
	test: {
		group: 'fly_app_test_machine_command',
		init: { cmd: ['curl', 'http://[::1]:8080'] },
		env: { FLY_TEST_COMMAND: '1' },
	},
} as const;

export type FlyctlMachine = keyof typeof flyctlMachines;

export const isFlyctlMachine = (word: unknown): word is FlyctlMachine =>
	typeof word === 'string' && Object.hasOwn(flyctlMachines, word);

/** As `fly console` and `machine_checks` leave them: of the app platform, destroyed when their command ends. */
export function addFlyctlMachine(
	world: FlyWorld,
	lifecycle: MachineLifecycle,
	app: App,
	kind: FlyctlMachine,
	image: string,
): Machine {
	const { group, init, env } = flyctlMachines[kind];
	const config: JsonObject = {
		image,
		init,
		restart: { policy: 'no' },
		auto_destroy: true,
		dns: { skip_registration: true },
		guest: { cpu_kind: 'shared', cpus: 1, memory_mb: 256 },
		env: { FLY_PROCESS_GROUP: group, ...env },
		metadata: { fly_platform_version: 'v2', fly_process_group: group },
	};
	const machine = world.addMachine(app, { config });
	lifecycle.settle(machine);
	return machine;
}
