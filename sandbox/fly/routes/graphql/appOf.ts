import type { Caller } from '../../fly';
import type { App } from '../../model';
import type { FlyWorld } from '../../world/world';
import { refusal } from './refusal';

/** The apps that one request may see. */
export interface AppOf {
	/** Raises `Could not find App`, for one of another token too. */
	named(name: unknown): App;
	isVisible(name: string): boolean;
	/** Whether the token is the whole organization's, and no app's. */
	readonly seesAll: boolean;
}

export function appsOf(world: FlyWorld, { appName }: Caller): AppOf {
	const isVisible = (name: string): boolean => appName === undefined || appName === name;
	return {
		isVisible,
		seesAll: appName === undefined,
		named(name) {
			const app = typeof name === 'string' && isVisible(name) ? world.apps.get(name) : undefined;
			if (!app) throw refusal('Could not find App', 'NOT_FOUND');
			return app;
		},
	};
}
