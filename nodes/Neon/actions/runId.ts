import { randomBytes } from 'node:crypto';

/** Random, to tell this run from every other one. */
export function newRunId(bytes = 8): string {
	return randomBytes(bytes).toString('hex');
}
