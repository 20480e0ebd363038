import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { numberParameter } from '../context';
import { apiError, notFound } from '../http/errors';
import { pageUrl, readPerPage } from '../http/pagination';
import { routeTable } from '../http/routeTable';
import type { DeliveryRecord } from '../model';
import { representDelivery, representFullDelivery } from '../present/delivery';
import { HOOK_PREFIXES, requestedHook } from './requestedHook';

/** GitHub keeps deliveries, and redelivers them, for three days. */
const KEPT_MS = 3 * 24 * 60 * 60 * 1000;

/** https://docs.github.com/rest/repos/webhooks: deliveries, newest first, paged by cursor. */
export function deliveryRoutes(context: GitHubContext): SandboxRoute[] {
	return HOOK_PREFIXES.flatMap((prefix) => {
		const pattern = `${prefix}/:hookId/deliveries`;
		return routeTable(context, [
			['GET', pattern, listDeliveries],
			['GET', `${pattern}/:deliveryId`, getDelivery],
			['POST', `${pattern}/:deliveryId/attempts`, redeliver],
		]);
	});
}

function listDeliveries(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	const status = request.query.get('status');
	if (status !== null && status !== 'success' && status !== 'failure') {
		throw apiError(422, `Invalid status: ${status}`);
	}
	const cursor = request.query.get('cursor');
	const found = keptDeliveries(context, request).filter((delivery) => hasStatus(delivery, status));
	const start = cursor === null ? 0 : found.findIndex((delivery) => `v1_${delivery.id}` === cursor);
	if (start < 0) throw apiError(400, 'Invalid cursor');
	const perPage = readPerPage(request);
	const next = found[start + perPage];
	return {
		status: 200,
		...(next ? { headers: { link: `<${pageUrl(request, { cursor: `v1_${next.id}` })}>; rel="next"` } } : {}),
		body: found.slice(start, start + perPage).map(representDelivery),
	};
}

function getDelivery(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	return { status: 200, body: representFullDelivery(requestedDelivery(context, request)) };
}

function redeliver(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	const { event, guid, request: sent } = requestedDelivery(context, request);
	context.webhooks.deliverLater(requestedHook(context, request), event, sent.payload, { guid, redelivery: true });
	return { status: 202, body: {} };
}

function keptDeliveries(context: GitHubContext, request: SandboxRequest): DeliveryRecord[] {
	const hook = requestedHook(context, request);
	const oldestMs = context.services.clock.now() - KEPT_MS;
	return context.world.deliveries
		.filter((delivery) => delivery.hookId === hook.id && delivery.deliveredAtMs >= oldestMs)
		.reverse();
}

function requestedDelivery(context: GitHubContext, request: SandboxRequest): DeliveryRecord {
	const id = numberParameter(request, 'deliveryId');
	const delivery = keptDeliveries(context, request).find((candidate) => candidate.id === id);
	if (!delivery) throw notFound();
	return delivery;
}

function hasStatus({ statusCode }: DeliveryRecord, status: string | null): boolean {
	if (status === 'success') return statusCode >= 200 && statusCode < 400;
	if (status === 'failure') return statusCode >= 400 && statusCode < 600;
	return true;
}
