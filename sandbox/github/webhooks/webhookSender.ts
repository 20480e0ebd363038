import type { SandboxServices } from '../../kernel/platform';
import { deliveryBody, deliveryHeaders } from './signedDelivery';
import { userId } from '../world/accounts';
import { postWebhook } from './postWebhook';
import type { DeliveryRecord, HookRecord, JsonObject, RepositoryRecord } from '../model';
import type { GitHubWorld } from '../world/world';

export interface WebhookSender {
	/**
	 * Delivers an event to every active hook that listens: of the repository and of its organization. The
	 * records come once every hook has answered or failed; nothing is tried again.
	 */
	emit(
		record: RepositoryRecord,
		event: string,
		payload: JsonObject,
		deliveryId?: string,
	): Promise<DeliveryRecord[]>;
	/** As `emit`, for a route that answers before its event is delivered. */
	emitLater(record: RepositoryRecord, event: string, payload: JsonObject): void;
	deliver(
		hook: HookRecord,
		event: string,
		payload: JsonObject,
		options?: { readonly guid?: string; readonly redelivery?: boolean },
	): Promise<DeliveryRecord>;
	/** As `deliver`, without waiting. */
	deliverLater(...delivery: Parameters<WebhookSender['deliver']>): void;
	hooksFor(record: RepositoryRecord, event: string): HookRecord[];
	/** Settles once no delivery is under way. */
	idle(): Promise<void>;
	/** Cuts every delivery under way. */
	abort(): void;
}

export interface WebhookSenderOptions {
	/** Wall milliseconds a receiver has; GitHub gives ten seconds. */
	readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;

export function createWebhookSender(
	services: SandboxServices,
	world: GitHubWorld,
	{ timeoutMs = DEFAULT_TIMEOUT_MS }: WebhookSenderOptions = {},
): WebhookSender {
	const underWay = new Set<Promise<unknown>>();
	let aborter = new AbortController();

	function track(work: Promise<unknown>): void {
		underWay.add(work);
		void work.finally(() => underWay.delete(work));
	}

	function hooksFor(record: RepositoryRecord, event: string): HookRecord[] {
		return world.hooks.filter(
			(hook) =>
				hook.active &&
				(hook.events.includes(event) || hook.events.includes('*')) &&
				(hook.kind === 'repository'
					? hook.owner === record.fullName
					: hook.owner.toLowerCase() === record.owner.toLowerCase()),
		);
	}

	async function deliver(
		hook: HookRecord,
		event: string,
		payload: JsonObject,
		options: { readonly guid?: string; readonly redelivery?: boolean } = {},
	): Promise<DeliveryRecord> {
		const { signal } = aborter;
		const repositoryId = repositoryIdOf(payload);
		const body = deliveryBody(payload, hook.contentType);
		const guid = options.guid ?? services.ids.uuid();
		const headers = deliveryHeaders({
			event,
			deliveryId: guid,
			body,
			secret: hook.secret,
			hookId: hook.id,
			targetId:
				hook.kind === 'repository'
					? (world.repository(hook.owner)?.id ?? 0)
					: userId(hook.owner),
			targetType: hook.kind,
			contentType: hook.contentType,
		});
		const deliveredAtMs = services.clock.now();
		const answer = await postWebhook(hook.url, headers, body, { timeoutMs, signal });
		const delivery: DeliveryRecord = {
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
		if (signal.aborted) return delivery;
		world.deliveries.push(delivery);
		hook.lastResponse = {
			code: answer.statusCode,
			status: answer.status === 'OK' ? 'active' : answer.status.replaceAll(' ', '_'),
			message: answer.status,
		};
		return delivery;
	}

	const sender: WebhookSender = {
		hooksFor,
		deliver(...delivery) {
			const work = deliver(...delivery);
			track(work);
			return work;
		},
		deliverLater(...delivery) {
			track(deliver(...delivery));
		},
		async emit(record, event, payload, deliveryId) {
			return await Promise.all(
				hooksFor(record, event).map((hook) =>
					sender.deliver(hook, event, payload, deliveryId ? { guid: deliveryId } : {}),
				),
			);
		},
		emitLater(record, event, payload) {
			for (const hook of hooksFor(record, event)) sender.deliverLater(hook, event, payload);
		},
		async idle() {
			while (underWay.size > 0) await Promise.all(underWay);
		},
		abort() {
			aborter.abort();
			aborter = new AbortController();
		},
	};
	return sender;
}

function repositoryIdOf(payload: JsonObject): number | null {
	const repository = payload['repository'];
	if (typeof repository !== 'object' || repository === null || !('id' in repository)) return null;
	return typeof repository.id === 'number' ? repository.id : null;
}
