import { createHash } from 'node:crypto';

import type { NetlifyBuildHook } from '../api/types';

/** What names a hook without letting anybody use it: its id is the secret part of its address. */
export function fingerprintOf(hook: NetlifyBuildHook): string {
	return createHash('sha256').update(hook.id).digest('hex').slice(0, 16);
}
