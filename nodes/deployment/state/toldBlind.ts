import { parseJson } from '../values/json';
import { numberAt } from '../values/jsonFields';

/** What GitHub Watch cannot look at for so long it tells the person on call, once. */
export const blindPatienceMs = 30 * 60_000;

/**
 * Whether the Watch has told that it cannot look at a repository, by what it remembers of its page (`blind`) and of
 * the repository (`seen`), as JSON: a page that was sent before this repository had failed for so long is of others.
 */
export function isToldBlind(blind: string, seen: string): boolean {
	const toldAtMs = timeIn(blind, 'atMs');
	const failingSinceMs = timeIn(seen, 'failingSinceMs');
	return toldAtMs > 0 && failingSinceMs > 0 && toldAtMs - failingSinceMs >= blindPatienceMs;
}

function timeIn(json: string, field: string): number {
	const read = parseJson(json);
	return read.ok ? (numberAt(read.value, field) ?? 0) : 0;
}
