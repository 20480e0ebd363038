import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what is slow to make is kept between runs: `$SLIPWAY_CACHE`, else `slipway` in the user's cache folder. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
	if (environment.SLIPWAY_CACHE) return environment.SLIPWAY_CACHE;
	return join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'slipway');
}
