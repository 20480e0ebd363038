import { textAt, valueAt } from '../../../deployment/values/jsonFields';

/** The package that was published; older servers send it under another name. */
export function packageOf(payload: unknown): unknown {
	return valueAt(payload, 'registry_package') ?? valueAt(payload, 'package');
}

/** A commit; null for the forty zeros that stand for "none". */
export function commitAt(payload: unknown, ...names: string[]): string | null {
	const sha = textAt(payload, ...names);
	return sha === null || /^0+$/.test(sha) ? null : sha;
}

/** ISO 8601 in UTC, from that or from seconds since the epoch, as GitHub mixes both. */
export function isoTime(value: unknown): string | null {
	const ms = typeof value === 'number' ? value * 1000 : typeof value === 'string' ? Date.parse(value) : NaN;
	return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}

/** The tag that a full reference names; null for any other. */
export function tagIn(ref: string | null): string | null {
	return nameIn(ref, 'refs/tags/');
}

/** The branch that a full reference names; null for any other. */
export function branchIn(ref: string | null): string | null {
	return nameIn(ref, 'refs/heads/');
}

function nameIn(ref: string | null, prefix: string): string | null {
	return ref?.startsWith(prefix) ? ref.slice(prefix.length) : null;
}
