import type { FlyWorld } from './world';

/** A build as flyctl reports it; it happens on the client's own machine, and nothing is built here. */
export interface Build {
	readonly id: string;
	readonly appName: string;
	readonly startedAtMs: number;
	status: string;
}

export function startBuild(world: FlyWorld, appName: string): Build {
	const build = { id: String(world.services.ids.integer()), appName, startedAtMs: world.now(), status: 'started' };
	world.builds.set(build.id, build);
	return build;
}
