import type { SandboxHandler, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { accepted, refuse, throttled } from '../present';
import type { PagerDutyWorld } from '../world';
import { readAlertEvent } from './alertEvent';
import { readChangeEvent } from './changeEvent';
import type { ReadResult } from './checks';
import { readBody } from './requestBody';

/** https://developer.pagerduty.com/docs/events-api-v2-overview */
export function eventRoutes(world: PagerDutyWorld): SandboxRoute[] {
	const alert = received(world, readAlertEvent, (event) =>
		accepted('Event processed', { dedup_key: world.receiveAlert(event) }),
	);
	const change = received(world, readChangeEvent, (event) => {
		world.receiveChange(event);
		return accepted('Change event processed');
	});
	return [
		{ method: 'POST', pattern: '/v2/enqueue', handle: alert },
		{ method: 'POST', pattern: '/v2/change/enqueue', handle: change },
	];
}

function received<Event>(
	{ limit }: PagerDutyWorld,
	read: (body: unknown) => ReadResult<Event>,
	accept: (event: Event) => SandboxResponse,
): SandboxHandler {
	return (request) => {
		if (!limit.accept()) return throttled();
		const content = readBody(request);
		if ('refused' in content) return content.refused;
		const result = read(content.body);
		return 'event' in result
			? accept(result.event)
			: refuse(400, 'invalid event', 'Event object is invalid', result.errors);
	};
}
