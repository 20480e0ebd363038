import { createHash } from 'node:crypto';

import nacl from 'tweetnacl';

import { blake2b } from '../../../nodes/SecretSync/blake2b';
import { sealedBox } from '../../../nodes/SecretSync/sealedBox';

it.each([0, 1, 64, 127, 128, 129, 256, 1000])('hashes %i bytes as OpenSSL does', (length) => {
	const data = Buffer.from(Array.from({ length }, (_, index) => (index * 7) % 256));
	expect(Buffer.from(blake2b(data, 64)).toString('hex')).toBe(createHash('blake2b512').update(data).digest('hex'));
});

it('has the length in the hash, as the nonce of a sealed box needs it', () => {
	// `printf abc | b2sum -l 192`
	expect(Buffer.from(blake2b(Buffer.from('abc'), 24)).toString('hex')).toBe('56a17e38cc371a46b12c32f18e0c61de2a84e9c2555b114e');
});

it('makes a box of its own each time, larger than its message by a key and a tag', () => {
	const { publicKey } = nacl.box.keyPair();
	const boxes = [sealedBox(Buffer.from('x'), publicKey), sealedBox(Buffer.from('x'), publicKey)];
	expect(boxes.map(({ length }) => length)).toEqual([49, 49]);
	expect(boxes[0]).not.toEqual(boxes[1]);
});
