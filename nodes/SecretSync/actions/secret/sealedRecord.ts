import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

import { parseJson } from '../../../deployment/values/json';

/*
 * A record outside of n8n's own data: in items, executions and a table that people read. Sealed, so that no digest of a
 * value is seen there, and so that it is taken for this source and target alone (AES-256-GCM).
 */

const version = 'r1.';
const nonceBytes = 12;
const tagBytes = 16;

/** @param identity of the source and the target: under another one it does not open. */
export function seal(record: unknown, key: Buffer, identity: string): string {
	const nonce = randomBytes(nonceBytes);
	const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(identity));
	const text = Buffer.concat([cipher.update(JSON.stringify(record), 'utf8'), cipher.final()]);
	return version + Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
}

/** Null for none, and for one of another source, target or credential. */
export function openSealed(sealed: string, key: Buffer, identity: string): unknown {
	if (!sealed.startsWith(version)) return null;
	const bytes = Buffer.from(sealed.slice(version.length), 'base64url');
	if (bytes.length < nonceBytes + tagBytes) return null;
	const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
		.setAAD(Buffer.from(identity))
		.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
	try {
		const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
		const parsed = parseJson(text.toString('utf8'));
		return parsed.ok ? parsed.value : null;
	} catch {
		// Damaged, or of another key: node's crypto says no more.
		return null;
	}
}
