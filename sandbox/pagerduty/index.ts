import { SandboxHttpError } from '../kernel/platform';
import type {
	SandboxPlatform,
	SandboxRequest,
	SandboxResponse,
	SandboxServices,
} from '../kernel/platform';
import type { ChangeEvent } from './event';
import { isWellFormedJson, readAlertEvent, readChangeEvent } from './eventReader';
import type { ReadResult } from './eventReader';
import { IncidentList } from './incidents';
import { EventRateLimit } from './rateLimit';

/** The only integration of the seed world: "Slipway" on the service "Candlefish production". */
export const sandboxRoutingKey = 'sandboxroutingkey000000000000000';

const maximumEventBytes = 512 * 1024;

const refuse = (status: number, name: string, message: string, errors: readonly string[]): SandboxResponse => ({
	status,
	body: { status: name, message, errors },
});

/** Without Retry-After: "back off for a few minutes" is all that PagerDuty says. */
const throttled = (): SandboxResponse => ({
	status: 429,
	body: { status: 'throttle exceeded', message: 'Requests for this service are arriving too quickly. Please retry later.' },
});

/** `POST /_sandbox/pagerduty/rate-limit` with `{"eventsPerMinute": 0}`. */
function readEventsPerMinute(body: unknown): number {
	const value = typeof body === 'object' && body !== null && 'eventsPerMinute' in body ? body.eventsPerMinute : undefined;
	if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
	throw new SandboxHttpError(400, { message: 'eventsPerMinute must be a whole number from 0' });
}

/** The parsed body, or the vendor's refusal of one that cannot be read at all. */
function readBody(request: SandboxRequest): { body: unknown } | { refused: SandboxResponse } {
	if (request.body.length > maximumEventBytes) {
		return {
			refused: refuse(413, 'invalid event', 'Event object is too large', [
				`The event is larger than ${maximumEventBytes} bytes`,
			]),
		};
	}
	const unreadable = refuse(400, 'Unrecognized object', 'Event object format is unrecognized', [
		'JSON parse error',
	]);
	try {
		const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
		return typeof body === 'object' && body !== null && !Array.isArray(body) && isWellFormedJson(body)
			? { body }
			: { refused: unreadable };
	} catch {
		return { refused: unreadable };
	}
}

function take<Event>(
	request: SandboxRequest,
	read: (body: unknown, routingKey: string) => ReadResult<Event>,
	accept: (event: Event) => SandboxResponse,
	limit: EventRateLimit,
): SandboxResponse {
	if (!limit.take()) return throttled();
	const content = readBody(request);
	if ('refused' in content) return content.refused;
	const result = read(content.body, sandboxRoutingKey);
	return 'event' in result
		? accept(result.event)
		: refuse(400, 'invalid event', 'Event object is invalid', result.errors);
}

/** PagerDuty's Events API v2 at `/pagerduty`: https://developer.pagerduty.com/docs/events-api-v2-overview */
export function createPagerDutyPlatform(services: SandboxServices): SandboxPlatform {
	const incidents = new IncidentList();
	const limit = new EventRateLimit(services.clock);
	let changes: Array<ChangeEvent & { readonly receivedAtMs: number }> = [];
	return {
		name: 'pagerduty',
		secrets: [sandboxRoutingKey],
		routes: [
			{
				method: 'POST',
				pattern: '/v2/enqueue',
				handle: (request) =>
					take(request, readAlertEvent, (event) => {
						const dedupKey = event.dedupKey ?? services.ids.hex(32);
						incidents.apply(event, dedupKey, services.clock.now());
						return {
							status: 202,
							body: { status: 'success', message: 'Event processed', dedup_key: dedupKey },
						};
					}, limit),
			},
			{
				method: 'POST',
				pattern: '/v2/change/enqueue',
				handle: (request) =>
					take(request, readChangeEvent, (event) => {
						changes.push({ ...event, receivedAtMs: services.clock.now() });
						return {
							status: 202,
							body: { status: 'success', message: 'Change event processed' },
						};
					}, limit),
			},
		],
		controlRoutes: [
			{
				method: 'POST',
				pattern: '/rate-limit',
				handle(request) {
					const eventsPerMinute = readEventsPerMinute(request.json());
					limit.set(eventsPerMinute);
					return { status: 200, body: { eventsPerMinute } };
				},
			},
		],
		notFound: () => refuse(404, 'not found', 'Not Found', []),
		state: () => ({
			incidents: incidents.list(),
			changes,
			openCount: incidents.list().filter(({ status }) => status !== 'resolved').length,
		}),
		reset() {
			incidents.clear();
			limit.reset();
			changes = [];
		},
	};
}
