import { mayHaveHappened, messageOf, OperationFailure } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import type { CloudflareClient } from '../api/client';
import { patchRecord, readRecord } from '../api/records';
import type { CloudflareRecord, CloudflareZone } from '../api/types';
import { contentOf, differences, isSameContent, type RecordWish } from '../state/recordWish';
import { assertSame } from './assertWritten';
import { bodyOf } from './ensureRecord';
import { namedRecord } from './namedRecord';

export interface Swap {
	/** In full. */
	readonly name: string;
	readonly type: string;
	/** What it must say now. */
	readonly from: string;
	/** What it shall say. */
	readonly to: string;
}

export interface SwapPlan {
	readonly record: CloudflareRecord;
	readonly wish: RecordWish;
	/** False where it says so already, as after an answer that was lost. */
	readonly isNeeded: boolean;
}

/**
 * What a swap would do.
 *
 * @throws OperationFailure where there is no such record, there are several, or it says neither the one nor the other:
 * then somebody else pointed it there.
 */
export async function planSwap(client: CloudflareClient, zone: CloudflareZone, swap: Swap): Promise<SwapPlan> {
	const { name, type, from, to } = swap;
	const record = await namedRecord(client, zone, name, type);
	if (record === undefined) {
		throw new OperationFailure(
			`${zone.name} has no ${type} record ${name}`,
			'Check the name and the type: a name that is an A record at Cloudflare cannot be swapped as a CNAME',
			{ state: 'absent' },
		);
	}
	const { ttl = 1, proxied = false } = record;
	const wish = { name, type, content: to, ttl, proxied };
	if (isSameContent(type, contentOf(record), to)) return { record, wish, isNeeded: false };
	if (isSameContent(type, contentOf(record), from)) return { record, wish, isNeeded: true };
	throw new OperationFailure(
		`${name} points to ${contentOf(record)}, not to ${from}: nothing was changed`,
		`Somebody else pointed it there. Find out who, then swap it from ${contentOf(record)}, or set it by hand`,
		{ state: 'pointsElsewhere', content: contentOf(record) },
	);
}

/**
 * Carries it out and reads it back: the record decides, also where Cloudflare's answer was lost. Saying it twice does
 * no harm.
 *
 * @throws OperationFailure where nobody can tell whether it was done.
 */
export async function swapRecord(
	client: CloudflareClient,
	zone: CloudflareZone,
	plan: SwapPlan,
): Promise<CloudflareRecord> {
	if (!plan.isNeeded) return plan.record;
	const written = await attempt(patchRecord(client, zone, plan.record.id, bodyOf(plan.wish)));
	if (!written.ok && !mayHaveHappened(written.error)) throw written.error;
	const read = await attempt(readRecord(client, zone, plan.record.id));
	if (!read.ok) {
		throw new OperationFailure(
			`${plan.wish.name} may point to ${plan.wish.content} by now: its record could not be read after the change. ${messageOf(read.error)}`,
			'Look at the record in Cloudflare, then run this again: saying it twice does no harm',
			{ state: 'unknown' },
		);
	}
	if (!written.ok && differences(read.value, plan.wish).length > 0) throw written.error;
	assertSame(read.value, plan.wish);
	return read.value;
}
