import type { DeliveryRecord, JsonObject } from '../model';

/** A delivery as lists show it. */
export function representDelivery(delivery: DeliveryRecord): JsonObject {
	return {
		id: delivery.id,
		guid: delivery.guid,
		delivered_at: new Date(delivery.deliveredAtMs).toISOString(),
		redelivery: delivery.redelivery,
		duration: delivery.durationSeconds,
		status: delivery.status,
		status_code: delivery.statusCode,
		event: delivery.event,
		action: delivery.action,
		installation_id: null,
		repository_id: delivery.repositoryId,
		throttled_at: null,
	};
}

/** One delivery with what was sent and what came back. */
export function representFullDelivery(delivery: DeliveryRecord): JsonObject {
	return {
		...representDelivery(delivery),
		url: delivery.url,
		request: delivery.request,
		response: delivery.response,
	};
}
