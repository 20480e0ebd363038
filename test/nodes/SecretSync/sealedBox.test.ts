import nacl from 'tweetnacl';

import { sealedBox } from '../../../nodes/SecretSync/changes/targets/gitHub/sealedBox';
import { openSealedBox } from './openSealedBox';

/** Made by libsodium 1.0.22 (`crypto_box_seal`), with the key pair of the seed 0, 1, ... 31. */
const libsodium = {
	publicKey: 'RwHQhIhFH1RaQJ+1iuPlhYHKQKw/fxFGmM1x3qxzygE=',
	privateKey: 'PZTupJxYCu+BaTV2K+BJVZ1tFEDe3hLmoSXxhB//jm8=',
	box: 'iPZlO5V7Xh5Y0yjxZn1wW2AITlCjZoPbJ4kaiUeLo3RhHysoeuhxuPY4xFSiHlmLpaVBhxtCKWi0ljZmNd3DWwj8pA==',
	message: 'sealed by libsodium',
};
const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
const pair = { publicKey: bytes(libsodium.publicKey), secretKey: bytes(libsodium.privateKey) };

it('is tried with an opener that opens what libsodium has sealed', () => {
	expect(openSealedBox(bytes(libsodium.box), pair)).toBe(libsodium.message);
	const broken = bytes(libsodium.box);
	broken[60] = (broken[60] ?? 0) ^ 1;
	expect(openSealedBox(broken, pair)).toBeNull();
});

it.each(['', 'x', 'ünïcode \u{1f511}', 'long '.repeat(9_000)])(
	'can be opened by the holder of the private key (%#)',
	(message) => {
		expect(openSealedBox(sealedBox(Buffer.from(message), pair.publicKey), pair)).toBe(message);
	},
);

it('can be opened by nobody else', () => {
	expect(openSealedBox(sealedBox(Buffer.from('x'), pair.publicKey), nacl.box.keyPair())).toBeNull();
});

it('makes a box of its own each time, larger than its message by a key and a tag', () => {
	const boxes = [sealedBox(Buffer.from('x'), pair.publicKey), sealedBox(Buffer.from('x'), pair.publicKey)];
	expect(boxes.map(({ length }) => length)).toEqual([49, 49]);
	expect(boxes[0]).not.toEqual(boxes[1]);
});
