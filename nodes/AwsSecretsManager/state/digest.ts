import { createHmac } from 'node:crypto';

/** Makes the short digest of a value: the same for the same key, secret and value, and of no use for guessing it. */
export type Digest = (secretArn: string, key: string, value: string | Buffer) => string;

/**
 * Digests keyed by the credential (docs/decisions/0006-secret-digests.md): a plain hash of a short
 * value could be found by trial, and everybody who may see an execution would have it.
 */
export function createDigest(secretAccessKey: string): Digest {
	const digestKey = createHmac('sha256', 'slipway secret digest').update(secretAccessKey).digest();
	return (secretArn, key, value) =>
		createHmac('sha256', digestKey)
			.update(JSON.stringify([secretArn, key]))
			.update('\0')
			.update(value)
			.digest('hex')
			.slice(0, 12);
}
