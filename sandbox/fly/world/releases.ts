import type { App, Release } from '../model';
import { isoTime } from '../present/present';
import type { FlyWorld } from './world';
import { USER } from './world';

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

export function findRelease(world: FlyWorld, id: string): { readonly app: App; readonly release: Release } | undefined {
	for (const app of world.apps.values()) {
		const release = app.releases.find((candidate) => candidate.id === id);
		if (release) return { app, release };
	}
	return undefined;
}

/** Without a status the release keeps its own; the same for its metadata. */
export function updateRelease(
	world: FlyWorld,
	release: Release,
	change: { readonly status?: string | undefined; readonly metadata?: unknown },
): void {
	release.status = change.status || release.status;
	if (change.metadata !== undefined && change.metadata !== null) release.metadata = change.metadata;
	release.updatedAtMs = world.now();
}

export const isStable = ({ status }: Release): boolean => status === 'complete';
export const isInProgress = ({ status }: Release): boolean => status === 'pending' || status === 'running';

/** As today's flyctl reads it over REST (superfly/flyctl, internal/uiex/releases.go); GraphQL has the same release. */
export function presentRelease(release: Release): Record<string, unknown> {
	return {
		id: release.id,
		version: release.version,
		stable: isStable(release),
		in_progress: isInProgress(release),
		status: release.status,
		strategy: release.strategy,
		user: USER.email,
		created_at: isoTime(release.createdAtMs),
		image_ref: release.image,
	};
}
