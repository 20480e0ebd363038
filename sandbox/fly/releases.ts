import type { App, Release } from './model';
import type { FlyWorld } from './world';

/** A release as flyctl makes one before it touches machines; its own client moves its status on. */
export function addRelease(
	world: FlyWorld,
	app: App,
	options: {
		readonly image: string;
		readonly strategy: string;
		readonly definition: unknown;
		readonly status?: string;
	},
): Release {
	const release: Release = {
		id: world.services.ids.hex(20),
		version: (app.releases[0]?.version ?? 0) + 1,
		image: options.image,
		strategy: options.strategy,
		definition: options.definition,
		createdAtMs: world.now(),
		updatedAtMs: world.now(),
		status: options.status ?? 'pending',
		metadata: null,
	};
	app.releases.unshift(release);
	return release;
}

export function findRelease(
	world: FlyWorld,
	id: string,
): { readonly app: App; readonly release: Release } | undefined {
	for (const app of world.apps.values()) {
		const release = app.releases.find((candidate) => candidate.id === id);
		if (release) return { app, release };
	}
	return undefined;
}
