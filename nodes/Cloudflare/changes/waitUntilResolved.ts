import { pollUntil } from '../../shared/waiting/pollUntil';
import { messageOf, PlatformRequestError } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { clock } from '../../shared/waiting/clock';
import type { Resolver } from '../api/resolver';
import type { CloudflareRecord, ResolvedAnswer } from '../api/types';
import { assessResolution, canBeResolved } from '../state/resolution';

export interface Resolution {
	/** Null where nobody can say: the resolver did not answer, or the record is proxied and resolves to Cloudflare. */
	readonly isResolved: boolean | null;
	/** What the resolver said last; or why it was not, or could not be, asked. */
	readonly seen: string;
	readonly waitedMs: number;
}

/**
 * Waits until a public resolver gives what the record says, as the TTL of what it said before runs out. Never throws:
 * the record is swapped, whatever a resolver says.
 */
export async function waitUntilResolved(
	resolve: Resolver,
	record: CloudflareRecord,
	timeoutMs: number,
	cancelSignal: AbortSignal | undefined,
): Promise<Resolution> {
	if (!canBeResolved(record)) return { isResolved: null, seen: 'proxied', waitedMs: 0 };
	const startedAtMs = clock.now();
	const waited = await attempt(
		pollUntil<readonly ResolvedAnswer[]>({
			what: `${record.name} at the resolver`,
			timeoutMs,
			read: async () => await resolved(resolve, record),
			assess: (answers) => assessResolution(record, answers),
			...(cancelSignal && { cancelSignal }),
		}),
	);
	if (!waited.ok) return { isResolved: null, seen: messageOf(waited.error), waitedMs: clock.now() - startedAtMs };
	const { outcome, value, waitedMs } = waited.value;
	return { isResolved: outcome === 'succeeded', seen: assessResolution(record, value).seen, waitedMs };
}

/** A resolver that is away for a moment is asked again. */
async function resolved(resolve: Resolver, { name, type }: CloudflareRecord): Promise<readonly ResolvedAnswer[]> {
	const answered = await attempt(resolve(name, type));
	if (answered.ok) return answered.value;
	throw new PlatformRequestError('The resolver', `GET ${name} ${type}`, null, 'no DNS answer', null, 'noAnswer');
}
