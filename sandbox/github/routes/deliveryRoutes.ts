import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { numberParameter } from '../context';
import { representDelivery, representFullDelivery } from '../present/delivery';
import { apiError, notFound } from '../http/errors';
import { pageUrl, readPerPage } from '../http/pagination';
import type { DeliveryRecord } from '../model';
import { HOOK_PREFIXES, requestedHook } from './hookRoutes';

/** GitHub keeps deliveries, and redelivers them, for three days. */
const KEPT_MS = 3 * 24 * 60 * 60 * 1000;

function hasOutcome(delivery: DeliveryRecord, outcome: string | null): boolean {
	if (outcome === 'success') return delivery.statusCode >= 200 && delivery.statusCode < 400;
	if (outcome === 'failure') return delivery.statusCode >= 400 && delivery.statusCode < 600;
	return true;
}

/** https://docs.github.com/rest/repos/webhooks: deliveries, newest first, paged by cursor. */
export function deliveryRoutes(context: GitHubContext): SandboxRoute[] {
	function keptDeliveries(request: SandboxRequest): DeliveryRecord[] {
		const hook = requestedHook(context, request);
		const oldestMs = context.services.clock.now() - KEPT_MS;
		return context.world.deliveries
			.filter((delivery) => delivery.hookId === hook.id && delivery.deliveredAtMs >= oldestMs)
			.reverse();
	}

	function requestedDelivery(request: SandboxRequest): DeliveryRecord {
		const id = numberParameter(request, 'deliveryId');
		const delivery = keptDeliveries(request).find((candidate) => candidate.id === id);
		if (!delivery) throw notFound();
		return delivery;
	}

	function list(request: SandboxRequest): SandboxResponse {
		const outcome = request.query.get('status');
		if (outcome !== null && outcome !== 'success' && outcome !== 'failure') {
			throw apiError(422, `Invalid status: ${outcome}`);
		}
		const cursor = request.query.get('cursor');
		const found = keptDeliveries(request).filter((delivery) => hasOutcome(delivery, outcome));
		const start =
			cursor === null ? 0 : found.findIndex((delivery) => `v1_${delivery.id}` === cursor);
		if (start < 0) throw apiError(400, 'Invalid cursor');
		const perPage = readPerPage(request);
		const next = found[start + perPage];
		return {
			status: 200,
			...(next
				? { headers: { link: `<${pageUrl(request, { cursor: `v1_${next.id}` })}>; rel="next"` } }
				: {}),
			body: found.slice(start, start + perPage).map(representDelivery),
		};
	}

	return HOOK_PREFIXES.flatMap((prefix): SandboxRoute[] => {
		const pattern = `${prefix}/:hookId/deliveries`;
		return [
			{ method: 'GET', pattern, handle: list },
			{
				method: 'GET',
				pattern: `${pattern}/:deliveryId`,
				handle: (request) => ({
					status: 200,
					body: representFullDelivery(requestedDelivery(request)),
				}),
			},
			{
				method: 'POST',
				pattern: `${pattern}/:deliveryId/attempts`,
				handle: (request) => {
					const delivery = requestedDelivery(request);
					context.webhooks.deliverLater(
						requestedHook(context, request),
						delivery.event,
						delivery.request.payload,
						{ guid: delivery.guid, redelivery: true },
					);
					return { status: 202, body: {} };
				},
			},
		];
	});
}
