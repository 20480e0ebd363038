import type { IBinaryData, IN8nHttpFullResponse } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { attempt } from '../../../shared/waiting/attempt';
import { clock } from '../../../shared/waiting/clock';
import { presign } from '../../api/presign';
import { type ObjectAddress, type ObjectHead, objectName, type S3 } from '../../api/types';
import { notTheSame, partSizeOf } from '../../changes/readObject';
import { createVerifier, type Verification } from '../../state/verification';

/** What is larger goes from S3 into n8n's store of files without being held. */
export const largeFileBytes = 32 * 1024 * 1024;

const mostTries = 3;
const retryDelayMs = 2_000;
/** Of silence; the whole may take longer. */
const timeoutMs = 60_000;
const pieceBytes = 1024 * 1024;

/**
 * A large object as a file of n8n: streamed into n8n's store, then read back from there and compared, since what is
 * on its way cannot be looked at by a node.
 */
export async function keepLargeFile(
	context: OperationContext,
	s3: S3,
	address: ObjectAddress,
	head: ObjectHead,
): Promise<{ readonly file: IBinaryData; readonly verification: Verification }> {
	const pinned = { ...address, versionId: address.versionId ?? head.VersionId };
	for (let tries = 1; ; tries++) {
		const kept = await attempt(keep(context, s3, pinned, head));
		if (!kept.ok) {
			if (tries >= mostTries) throw kept.error;
			await clock.sleep(retryDelayMs);
			continue;
		}
		const verifier = createVerifier(head, await partSizeOf(s3, address, head));
		for await (const piece of piecesOf(context, kept.value)) verifier.update(piece);
		const verification = verifier.result();
		if (verification.difference === null) return { file: kept.value, verification };
		if (tries >= mostTries) throw notTheSame(address, verification.difference);
	}
}

async function keep(
	{ functions }: OperationContext,
	s3: S3,
	address: ObjectAddress,
	head: ObjectHead,
): Promise<IBinaryData> {
	const { url } = await presign(s3, address, { method: 'GET', expiresSeconds: 900 });
	const sent = await attempt<IN8nHttpFullResponse>(
		functions.helpers.httpRequest({
			method: 'GET',
			url,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: timeoutMs,
		}),
	);
	// The words of n8n's HTTP client may hold the URL, and with it the signature.
	if (!sent.ok) throw interrupted(address, 'no answer came');
	const { statusCode, headers, body } = sent.value;
	if (statusCode !== 200 || Buffer.isBuffer(body) || !isStream(body)) {
		throw interrupted(address, `it answered with status ${statusCode}`);
	}
	if (head.ETag !== undefined && headers.etag !== undefined && headers.etag !== head.ETag) {
		throw new OperationFailure(
			`The object ${objectName(address)} was replaced while it was read`,
			'Run this again, for what is there now',
		);
	}
	const name = address.key.split('/').at(-1) ?? address.key;
	const kept = await attempt(functions.helpers.prepareBinaryData(body, name, head.ContentType));
	if (kept.ok) return kept.value;
	throw interrupted(address, 'its answer was cut off');
}

type FileStream = Extract<
	Parameters<OperationContext['functions']['helpers']['prepareBinaryData']>[0],
	{ pipe: unknown }
>;

function isStream(body: unknown): body is FileStream {
	return typeof body === 'object' && body !== null && 'pipe' in body;
}

function interrupted(address: ObjectAddress, how: string): OperationFailure {
	return new OperationFailure(
		`AWS S3 did not give ${objectName(address)} whole: ${how}`,
		'Run this again; if it stays, look whether this n8n has room for the file, and at the proxy between it and AWS',
	);
}

async function* piecesOf({ functions }: OperationContext, { id, data }: IBinaryData): AsyncGenerator<Uint8Array> {
	// In n8n's memory mode the file is in the item already.
	if (id === undefined) return yield Buffer.from(data, 'base64');
	for await (const piece of await functions.helpers.getBinaryStream(id, pieceBytes)) {
		yield Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece));
	}
}
