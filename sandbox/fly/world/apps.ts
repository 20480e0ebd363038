import type { MachineLifecycle } from '../lifecycle/lifecycle';
import type { App } from '../model';
import type { FlyWorld } from './world';

/** Removes the app with its machines and volumes; its tokens end. */
export function removeApp(world: FlyWorld, lifecycle: MachineLifecycle, app: App): void {
	for (const machine of world.machinesOf(app)) {
		lifecycle.freeze(machine);
		world.machines.delete(machine.id);
	}
	for (const volume of world.volumesOf(app)) world.volumes.delete(volume.id);
	for (const token of world.tokens) if (token.appName === app.name) token.revokedAtMs ??= world.now();
	world.apps.delete(app.name);
}
