import { createHash, createHmac } from 'node:crypto';

import type { Deploy, HookDelivery, NotificationHook } from '../model';
import { presentDeploy } from '../present/deploy';
import type { NetlifyWorld } from '../world/world';
import { readText } from '../http/requestBody';

export const DEPLOY_EVENTS = [
	'deploy_building',
	'deploy_created',
	'deploy_failed',
	'deploy_deleted',
	'deploy_locked',
	'deploy_unlocked',
	'deploy_restored',
	'deploy_request_pending',
	'deploy_request_accepted',
	'deploy_request_rejected',
] as const;

export type DeployEvent = (typeof DEPLOY_EVENTS)[number];

export const HOOK_EVENTS: readonly string[] = [...DEPLOY_EVENTS, 'submission_created'];

/** Netlify switches an outgoing webhook off once it has failed this often in a row. */
const FAILURES_UNTIL_DISABLED = 6;
const DELIVERY_TIMEOUT_MS = 10_000;
const DELIVERIES_KEPT = 1000;

const base64Url = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

/**
 * The JWS of `X-Webhook-Signature`: HS256 over `{"iss":"netlify","sha256":<hex digest of the body>}`.
 * https://docs.netlify.com/deploy/deploy-notifications/#payload-signature
 */
export function signPayload(body: string, secret: string): string {
	const sha256 = createHash('sha256').update(body).digest('hex');
	const signed = [
		base64Url(JSON.stringify({ alg: 'HS256', typ: 'JWT' })),
		base64Url(JSON.stringify({ iss: 'netlify', sha256 })),
	].join('.');
	return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** Tells the registered URLs what happened to deploys. A failed delivery is recorded, never raised. */
export class Notifications {
	private abort = new AbortController();

	constructor(private readonly world: NetlifyWorld) {}

	emit(event: DeployEvent, deploy: Deploy): void {
		for (const hook of this.world.hooks.values()) {
			if (hook.siteId !== deploy.siteId || hook.event !== event || hook.disabled) continue;
			const url = readText(hook.data, 'url');
			if (hook.type !== 'url' || url === undefined) continue;
			const delivery: HookDelivery = {
				hookId: hook.id,
				event,
				deployId: deploy.id,
				url,
				atMs: this.world.now(),
				status: undefined,
				error: undefined,
			};
			this.world.deliveries.push(delivery);
			if (this.world.deliveries.length > DELIVERIES_KEPT) this.world.deliveries.shift();
			const body = JSON.stringify(presentDeploy(this.world, deploy));
			void this.deliver(hook, delivery, body);
		}
	}

	/** Drops what is under way. */
	stop(): void {
		this.abort.abort();
		this.abort = new AbortController();
	}

	private async deliver(hook: NotificationHook, delivery: HookDelivery, body: string): Promise<void> {
		const secret = readText(hook.data, 'signature_secret');
		try {
			const response = await fetch(delivery.url, {
				method: 'POST',
				headers: {
					'Content-Type': 'application/json',
					'User-Agent': 'Netlify Hooks (sandbox)',
					'X-Netlify-Event': delivery.event,
					...(secret !== undefined && secret !== '' && { 'X-Webhook-Signature': signPayload(body, secret) }),
				},
				body,
				signal: AbortSignal.any([this.abort.signal, AbortSignal.timeout(DELIVERY_TIMEOUT_MS)]),
			});
			delivery.status = response.status;
			await response.body?.cancel();
			if (!response.ok) delivery.error = `The receiver answered ${response.status}`;
		} catch (error) {
			delivery.error = describe(error);
		}
		this.countResult(hook, delivery.error !== undefined);
	}

	private countResult(hook: NotificationHook, failed: boolean): void {
		hook.consecutiveFailures = failed ? hook.consecutiveFailures + 1 : 0;
		if (hook.consecutiveFailures >= FAILURES_UNTIL_DISABLED) hook.disabled = true;
	}
}

function describe(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
