import { isRecord, isTrueAt, numberAt, textAt, valueAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import { OperationFailure } from '../../shared/operation/errors';
import type { PlatformClient } from '../../shared/http/platformClient';

/** One attempt to deliver an event. */
export interface DeliveryAttempt {
	/** A string: GitHub's IDs outgrow the integers that JSON numbers hold exactly. */
	readonly id: string;
	/** The same for all attempts at one event. */
	readonly guid: string;
	readonly event: string;
	readonly action: string | null;
	readonly status: string;
	readonly statusCode: number;
	readonly successful: boolean;
	readonly redelivery: boolean;
	readonly deliveredAt: string;
	readonly durationSeconds: number;
}

const pageSize = 100;
const maxPages = 500;

/**
 * A hook's attempts, newest first, until `enough` is true of those read. GitHub keeps three days of them
 * and pages by a cursor in the Link header (docs.github.com/rest/repos/webhooks).
 */
export async function listDeliveries(
	client: PlatformClient,
	deliveriesPath: string,
	enough: (read: readonly DeliveryAttempt[]) => boolean,
): Promise<DeliveryAttempt[]> {
	const attempts: DeliveryAttempt[] = [];
	let cursor: string | undefined;
	for (let page = 1; page <= maxPages; page++) {
		const { body, headers } = await client.request({
			method: 'GET',
			path: deliveriesPath,
			query: { per_page: pageSize, ...(cursor !== undefined && { cursor }) },
		});
		attempts.push(...attemptsIn(body, deliveriesPath));
		cursor = nextCursor(headers.link);
		if (cursor === undefined || enough(attempts)) return attempts;
	}
	throw new OperationFailure(
		`GitHub returned ${maxPages} pages of deliveries without an end`,
		'Set Since to a later time',
	);
}

export async function redeliver(client: PlatformClient, deliveriesPath: string, deliveryId: string): Promise<void> {
	await client.request({
		method: 'POST',
		path: `${deliveriesPath}${path`/${deliveryId}/attempts`}`,
		// Whoever receives deliveries must expect one to come twice: GitHub says so.
		safeToRepeat: true,
	});
}

function attemptsIn(body: unknown, deliveriesPath: string): DeliveryAttempt[] {
	if (Array.isArray(body)) return body.filter(isRecord).map(attemptOf);
	throw new OperationFailure(
		`GitHub answered GET ${deliveriesPath} without a list`,
		'Look at githubstatus.com, then run this again',
	);
}

function attemptOf(delivery: unknown): DeliveryAttempt {
	const statusCode = numberAt(delivery, 'status_code') ?? 0;
	return {
		id: String(valueAt(delivery, 'id') ?? ''),
		guid: textAt(delivery, 'guid') ?? '',
		event: textAt(delivery, 'event') ?? '',
		action: textAt(delivery, 'action'),
		status: textAt(delivery, 'status') ?? '',
		statusCode,
		successful: statusCode >= 200 && statusCode < 300,
		redelivery: isTrueAt(delivery, 'redelivery'),
		deliveredAt: textAt(delivery, 'delivered_at') ?? '',
		durationSeconds: numberAt(delivery, 'duration') ?? 0,
	};
}

function nextCursor(link: string | undefined): string | undefined {
	const next = /<([^>]+)>;\s*rel="?next"?/.exec(link ?? '')?.[1];
	if (next === undefined || !URL.canParse(next)) return undefined;
	return new URL(next).searchParams.get('cursor') ?? undefined;
}
