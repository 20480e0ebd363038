import { randomBytes } from 'node:crypto';

import { blake2b } from '@noble/hashes/blake2.js';
import { box } from 'tweetnacl';

/**
 * `message` for the holder of the private key alone, as libsodium's `crypto_box_seal` makes it
 * (https://doc.libsodium.org/public-key_cryptography/sealed_boxes): a key pair for this one message,
 * whose public half goes in front, and a nonce made of both public keys.
 *
 * @param publicKey X25519, 32 bytes.
 */
export function sealedBox(message: Uint8Array, publicKey: Uint8Array): Uint8Array {
	const once = box.keyPair.fromSecretKey(new Uint8Array(randomBytes(box.secretKeyLength)));
	// Its length goes into the hash, and node:crypto has the one of 64 bytes only.
	const nonce = blake2b(Buffer.concat([once.publicKey, publicKey]), { dkLen: box.nonceLength });
	const sealed = box(message, nonce, publicKey, once.secretKey);
	return new Uint8Array(Buffer.concat([once.publicKey, sealed]));
}
