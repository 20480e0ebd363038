import type { Caller } from '../../fly';
import type { App } from '../../model';
import type { Organization } from '../../world/organizations';
import type { FlyWorld } from '../../world/world';
import { refusal } from './refusal';

/** The apps that one request may see. */
export interface AppOf {
	/** Raises `Could not find App`, for one of another token too. */
	named(name: unknown): App;
	isVisible(name: string): boolean;
	/** Whether the token is the whole organization's, and no app's. */
	readonly seesAll: boolean;
	mayWorkIn(organization: Organization): boolean;
}

/** Those that a caller may read, or also change. */
export function appsOf(world: FlyWorld, { appName, organization: own }: Caller, access: 'read' | 'change'): AppOf {
	const mayWorkIn = (organization: Organization): boolean => own === undefined || own === organization;
	const isVisible = (name: string): boolean => {
		if (appName !== undefined && appName !== name) return false;
		const app = world.apps.get(name);
		return access === 'read' || app === undefined || mayWorkIn(app.organization);
	};
	return {
		isVisible,
		mayWorkIn,
		seesAll: appName === undefined,
		named(name) {
			const app = typeof name === 'string' && isVisible(name) ? world.apps.get(name) : undefined;
			if (!app) throw refusal('Could not find App', 'NOT_FOUND');
			return app;
		},
	};
}
