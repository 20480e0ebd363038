import { blake2b } from '@noble/hashes/blake2.js';
import nacl from 'tweetnacl';

/**
 * The text in a sealed box, as libsodium's `crypto_box_seal_open` finds it, for the holder of the key pair;
 * null when it cannot be opened. Written apart from the node's own code, and held to libsodium by a test.
 */
export function openSealedBox(
	sealed: Uint8Array,
	pair: { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array },
): string | null {
	const sender = sealed.slice(0, 32);
	const nonce = blake2b.create({ dkLen: 24 }).update(sender).update(pair.publicKey).digest();
	const opened = nacl.box.open(sealed.slice(32), nonce, sender, pair.secretKey);
	return opened === null ? null : Buffer.from(opened).toString('utf8');
}
