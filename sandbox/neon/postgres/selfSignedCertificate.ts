import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A server's key and the certificate that it signed for itself, as PEM. */
export interface SelfSignedCertificate {
	readonly key: string;
	readonly certificate: string;
}

const YEAR_MS = 365 * 86_400_000;

/** One value in DER (ITU-T X.690): tag, length, content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
	const content = Buffer.concat(parts);
	const { length } = content;
	const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
	return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const objectId = (...bytes: readonly number[]): Buffer => der(0x06, Buffer.from(bytes));
const utcTime = (timeMs: number): Buffer =>
	der(0x17, Buffer.from(`${new Date(timeMs).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));

const ecdsaWithSha256 = sequence(objectId(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));

const nameOf = (commonName: string): Buffer =>
	sequence(der(0x31, sequence(objectId(0x55, 0x04, 0x03), der(0x0c, Buffer.from(commonName)))));

const extension = (id: Buffer, value: Buffer): Buffer => sequence(id, der(0x04, value));

/**
 * A new certificate for `localhost` and 127.0.0.1, valid for a year (RFC 5280, section 4.1). Made when it is needed:
 * a key that lies in a repository is nobody's secret.
 */
export function selfSignedCertificate(nowMs: number): SelfSignedCertificate {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const name = nameOf('Slipway sandbox');
	const alternativeNames = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])));
	const isAuthority = sequence(der(0x01, Buffer.from([0xff])));
	const toBeSigned = sequence(
		der(0xa0, der(0x02, Buffer.from([2]))),
		// Positive, whatever comes out.
		der(0x02, Buffer.from([1]), randomBytes(8)),
		ecdsaWithSha256,
		name,
		sequence(utcTime(nowMs - 86_400_000), utcTime(nowMs + YEAR_MS)),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
		der(
			0xa3,
			sequence(
				extension(objectId(0x55, 0x1d, 0x11), alternativeNames),
				extension(objectId(0x55, 0x1d, 0x13), isAuthority),
			),
		),
	);
	const signature = der(0x03, Buffer.from([0]), sign('sha256', toBeSigned, privateKey));
	const lines =
		sequence(toBeSigned, ecdsaWithSha256, signature)
			.toString('base64')
			.match(/.{1,64}/g) ?? [];
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		certificate: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
	};
}
