import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import { isRecord, textAt } from '../../deployment/values/jsonFields';
import { parseJson } from '../../deployment/values/json';
import { type DeployEvent, deployEvents } from './deployEvents';

/**
 * What the secrets of a node's notifications are made of: from the credential's token and the node's own
 * address, so that it need not be kept anywhere. 256 bits, as text; empty without a token.
 */
export function nodeSecretFor(accessToken: string, url: string): string {
	if (accessToken === '' || url === '') return '';
	return createHmac('sha256', accessToken).update(`slipway netlify notifications\n${url}`).digest('hex');
}

/** Tells two secrets apart, and nothing else of them. */
export function keyIdOf(nodeSecret: string): string {
	return createHmac('sha256', nodeSecret).update('key id').digest('hex').slice(0, 16);
}

/**
 * What the notifications of one event are signed with. A secret for each event, since Netlify signs
 * the body only: the header that names the event could be changed on the way, or a good notification
 * sent again as another one.
 */
export function secretFor(nodeSecret: string, event: DeployEvent): string {
	return createHmac('sha256', nodeSecret).update(event).digest('hex');
}

/** Whether a header has the form of a signature. */
export function isSignature(header: string): boolean {
	return /^\s*[\w-]+\.[\w-]+\.[\w-]{43}\s*$/.test(header);
}

/**
 * The event that a notification is signed for; null when it is signed for none. `header` is
 * `X-Webhook-Signature`: a JWS with HS256, `iss` netlify and, in `sha256`, the digest of the body
 * (docs.netlify.com/deploy/deploy-notifications, "Payload signature"). Compared in constant time, and
 * with every event's secret, so that the time tells nothing.
 */
export function signedEvent(nodeSecret: string, rawBody: Buffer, header: unknown): DeployEvent | null {
	if (typeof header !== 'string' || nodeSecret === '' || !isSignature(header)) return null;
	const [head = '', payload = '', signature = ''] = header.trim().split('.');
	const given = Buffer.from(signature, 'base64url');
	const matching = deployEvents.filter((event) =>
		timingSafeEqual(createHmac('sha256', secretFor(nodeSecret, event)).update(`${head}.${payload}`).digest(), given),
	);
	const isOurs =
		textAt(decoded(head), 'alg') === 'HS256' &&
		textAt(decoded(payload), 'iss') === 'netlify' &&
		isDigestOf(rawBody, textAt(decoded(payload), 'sha256'));
	return isOurs ? (matching[0] ?? null) : null;
}

function isDigestOf(rawBody: Buffer, claimed: string | null): boolean {
	if (claimed === null || !/^[0-9a-f]{64}$/i.test(claimed)) return false;
	return timingSafeEqual(createHash('sha256').update(rawBody).digest(), Buffer.from(claimed, 'hex'));
}

function decoded(part: string): Readonly<Record<string, unknown>> | null {
	const parsed = parseJson(Buffer.from(part, 'base64url').toString('utf8'));
	return parsed.ok && isRecord(parsed.value) ? parsed.value : null;
}
