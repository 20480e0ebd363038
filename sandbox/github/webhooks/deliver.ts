import type { SandboxServices } from '../../kernel/platform';
import type { DeliveryRecord, HookRecord, JsonObject } from '../model';
import { userId } from '../world/accounts';
import type { GitHubWorld } from '../world/world';
import { notConnected, postWebhook } from './postWebhook';
import { deliveryBody, deliveryHeaders } from './signedDelivery';

export interface DeliveryOptions {
	readonly guid?: string;
	readonly redelivery?: boolean;
	/** The receiver never gets it. */
	readonly isLost?: boolean;
}

/** Posts one event to one hook; the record of it, not stored yet. */
export async function deliver(
	{ services, world }: { readonly services: SandboxServices; readonly world: GitHubWorld },
	{ hook, event, payload }: { readonly hook: HookRecord; readonly event: string; readonly payload: JsonObject },
	options: DeliveryOptions,
	limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<DeliveryRecord> {
	const body = deliveryBody(payload, hook.contentType);
	const guid = options.guid ?? services.ids.uuid();
	const headers = deliveryHeaders({
		event,
		deliveryId: guid,
		body,
		secret: hook.secret,
		hookId: hook.id,
		targetId: hook.kind === 'repository' ? (world.repository(hook.owner)?.id ?? 0) : userId(hook.owner),
		targetType: hook.kind,
		contentType: hook.contentType,
	});
	const repositoryId = repositoryIdOf(payload);
	const deliveredAtMs = services.clock.now();
	const answer = options.isLost === true ? notConnected : await postWebhook(hook.url, headers, body, limits);
	return {
		id: services.ids.integer(),
		guid,
		hookId: hook.id,
		url: hook.url,
		event,
		action: typeof payload['action'] === 'string' ? payload['action'] : null,
		redelivery: options.redelivery ?? false,
		deliveredAtMs,
		repositoryId,
		durationSeconds: answer.durationSeconds,
		status: answer.status,
		statusCode: answer.statusCode,
		request: { headers, payload },
		response: { headers: answer.headers, payload: answer.body },
	};
}

function repositoryIdOf(payload: JsonObject): number | null {
	const repository = payload['repository'];
	if (typeof repository !== 'object' || repository === null || !('id' in repository)) return null;
	return typeof repository.id === 'number' ? repository.id : null;
}
