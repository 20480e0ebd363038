import { SandboxHttpError, type SandboxRequest, type SandboxResponse } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { deliveryHeaders, signBody } from '../webhooks/signedDelivery';
import { readBody, readInteger, readObject, readString } from '../http/requestBody';
import { postWebhook } from '../webhooks/postWebhook';
import type { JsonObject } from '../model';

const DELIVERY_TIMEOUT_MS = 10_000;
const SIGNATURES = ['valid', 'forged', 'tampered', 'missing', 'wrong-secret'] as const;
type SignatureKind = (typeof SIGNATURES)[number];

function readSignatureKind(body: JsonObject): SignatureKind {
	const asked = readString(body, 'signature') ?? 'valid';
	const known = SIGNATURES.find((kind) => kind === asked);
	if (!known) {
		throw new SandboxHttpError(400, {
			message: `signature must be one of ${SIGNATURES.join(', ')}, not "${asked}"`,
		});
	}
	return known;
}

/** Body and headers as an honest GitHub, or one of the dishonest kinds, would send them. */
function prepare(
	context: GitHubContext,
	delivery: { event: string; payload: JsonObject; deliveryId: string; secret: string; hookId: number },
	kind: SignatureKind,
): { body: string; headers: Record<string, string> } {
	const signed = JSON.stringify(delivery.payload);
	const body = kind === 'tampered' ? JSON.stringify({ ...delivery.payload, tampered: true }) : signed;
	const headers = deliveryHeaders({
		event: delivery.event,
		deliveryId: delivery.deliveryId,
		body: signed,
		secret: kind === 'missing' ? null : delivery.secret,
		hookId: delivery.hookId,
		targetId: 1,
		targetType: 'repository',
		contentType: 'json',
	});
	if (kind === 'forged') {
		headers['X-Hub-Signature-256'] = `sha256=${context.services.ids.hex(64)}`;
		headers['X-Hub-Signature'] = `sha1=${context.services.ids.hex(40)}`;
	}
	if (kind === 'wrong-secret') {
		headers['X-Hub-Signature-256'] = signBody(`not ${delivery.secret}`, signed);
	}
	return { body, headers };
}

/**
 * `POST /_sandbox/github/deliver`: sends one event to an address, or to a hook by `hookId` with its own
 * address and secret. It leaves no delivery record: GitHub may not have sent it.
 */
export async function controlDeliver(context: GitHubContext, request: SandboxRequest): Promise<SandboxResponse> {
	const body = readBody(request);
	const hookId = readInteger(body, 'hookId');
	const hook = context.world.hooks.find((candidate) => candidate.id === hookId);
	const url = readString(body, 'url') ?? hook?.url;
	const secret = readString(body, 'secret') ?? hook?.secret ?? '';
	if (url === undefined) {
		throw new SandboxHttpError(400, { message: 'url, or the hookId of a hook that exists, is required' });
	}
	const kind = readSignatureKind(body);
	if (secret === '' && kind !== 'missing' && kind !== 'forged') {
		throw new SandboxHttpError(400, { message: `secret is required for signature "${kind}"` });
	}
	const deliveryId = readString(body, 'deliveryId') ?? context.services.ids.uuid();
	const prepared = prepare(
		context,
		{
			event: readString(body, 'event') ?? 'push',
			payload: readObject(body, 'payload') ?? {},
			deliveryId,
			secret,
			hookId: hook?.id ?? 1,
		},
		kind,
	);
	const answer = await postWebhook(url, prepared.headers, prepared.body, {
		timeoutMs: DELIVERY_TIMEOUT_MS,
		signal: new AbortController().signal,
	});
	return {
		status: 200,
		body: {
			deliveryId,
			status: answer.status,
			statusCode: answer.statusCode,
			durationSeconds: answer.durationSeconds,
			responseBody: answer.body,
		},
	};
}
