import { durationMs } from '../json';
import type { App } from '../model';
import { badRequest } from '../errors';
import type { FlyWorld } from './world';

/** A token that somebody made with another one. */
export interface AccessToken {
	readonly id: string;
	readonly name: string;
	/** What follows `FlyV1` in a request. */
	readonly secret: string;
	/** The only app that it may work on; without one the whole organization's. */
	readonly appName: string | undefined;
	readonly expiresAtMs: number;
	revokedAtMs: number | undefined;
}

/** 20 years, as flyctl asks for. */
const defaultLife = '175200h';

/** Raises 400 for a lifetime that is not a duration. */
export function createToken(
	world: FlyWorld,
	wanted: { readonly name: string; readonly app?: App | undefined; readonly expiry?: string | undefined },
): AccessToken {
	const expiry = wanted.expiry || defaultLife;
	const lifeMs = durationMs(expiry);
	if (!lifeMs) throw badRequest(`invalid expiry "${expiry}"`);
	const token: AccessToken = {
		id: world.services.ids.hex(20),
		name: wanted.name,
		secret: `fm2_${world.services.ids.hex(48)}`,
		appName: wanted.app?.name,
		expiresAtMs: world.now() + lifeMs,
		revokedAtMs: undefined,
	};
	world.tokens.push(token);
	return token;
}

export const isLive = (world: FlyWorld, token: AccessToken): boolean =>
	token.revokedAtMs === undefined && token.expiresAtMs > world.now();
