import { type SandboxHandler, SandboxHttpError, type SandboxRoute } from '../kernel/platform';
import type { PagerDutyWorld } from './world';

/** `POST /_sandbox/pagerduty/rate-limit` with `{"eventsPerMinute": 0}`. */
export function controlRoutes(world: PagerDutyWorld): SandboxRoute[] {
	const setRateLimit: SandboxHandler = (request) => {
		const eventsPerMinute = readEventsPerMinute(request.json());
		world.limit.set(eventsPerMinute);
		return { status: 200, body: { eventsPerMinute } };
	};
	return [{ method: 'POST', pattern: '/rate-limit', handle: setRateLimit }];
}

function readEventsPerMinute(body: unknown): number {
	const value =
		typeof body === 'object' && body !== null && 'eventsPerMinute' in body ? body.eventsPerMinute : undefined;
	if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
	throw new SandboxHttpError(400, { message: 'eventsPerMinute must be a whole number from 0' });
}
