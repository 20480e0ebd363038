import type { SandboxServices } from '../../kernel/platform';
import type { DeliveryRecord, HookRecord, JsonObject, RepositoryRecord } from '../model';
import type { GitHubWorld } from '../world/world';
import { deliver, type DeliveryOptions } from './deliver';
import { createLostDeliveries, type LostDeliveries } from './lostDeliveries';

export interface WebhookSender {
	/**
	 * Delivers an event to every active hook that listens: of the repository and of its organization. The
	 * records come once every hook has answered or failed; nothing is retried.
	 */
	emit(record: RepositoryRecord, event: string, payload: JsonObject, deliveryId?: string): Promise<DeliveryRecord[]>;
	/** As `emit`, for a route that answers before its event is delivered. */
	emitLater(record: RepositoryRecord, event: string, payload: JsonObject): void;
	deliver(hook: HookRecord, event: string, payload: JsonObject, options?: DeliveryOptions): Promise<DeliveryRecord>;
	/** As `deliver`, without waiting. */
	deliverLater(...delivery: Parameters<WebhookSender['deliver']>): void;
	hooksFor(record: RepositoryRecord, event: string): HookRecord[];
	/** Which deliveries get lost. */
	readonly lost: LostDeliveries;
	/** Resolves once no delivery is under way. */
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
	const lost = createLostDeliveries(services.ids);
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

	async function deliverAndRecord(
		hook: HookRecord,
		event: string,
		payload: JsonObject,
		options: DeliveryOptions = {},
	): Promise<DeliveryRecord> {
		const { signal } = aborter;
		const isLost = options.redelivery !== true && lost.isLost(event);
		const limits = { timeoutMs, signal };
		const delivery = await deliver({ services, world }, { hook, event, payload }, { ...options, isLost }, limits);
		if (signal.aborted) return delivery;
		world.deliveries.push(delivery);
		hook.lastResponse = {
			code: delivery.statusCode,
			status: delivery.status === 'OK' ? 'active' : delivery.status.replaceAll(' ', '_'),
			message: delivery.status,
		};
		return delivery;
	}

	const sender: WebhookSender = {
		lost,
		hooksFor,
		deliver(...delivery) {
			const work = deliverAndRecord(...delivery);
			track(work);
			return work;
		},
		deliverLater(...delivery) {
			track(deliverAndRecord(...delivery));
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
