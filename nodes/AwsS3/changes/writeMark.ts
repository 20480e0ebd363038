import { OperationFailure } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { ObjectMissing } from '../api/call';
import { headObject } from '../api/objects';
import type { ObjectAddress, ObjectHead, S3 } from '../api/types';

/** Metadata by which a write whose answer was lost is told from what was there before, and from others' writes. */
const name = 'slipway-write';

export function writeMark(mark: string): Record<string, string> {
	return { [name]: mark };
}

export function hasMark({ Metadata: metadata = {} }: ObjectHead, mark: string): boolean {
	return metadata[name] === mark;
}

/** The version that a write with this mark made, where it is the current one; undefined where it is not. */
export async function findWritten(
	s3: S3,
	address: ObjectAddress,
	mark: string,
): Promise<{ readonly versionId: string | undefined } | undefined> {
	const seen = await attempt(headObject(s3, address));
	if (seen.ok) return hasMark(seen.value, mark) ? { versionId: seen.value.VersionId } : undefined;
	if (seen.error instanceof ObjectMissing) return undefined;
	throw seen.error;
}

/** What was written is not what is there. `did`: `took the object ...`. */
export function overwritten(did: string): OperationFailure {
	return new OperationFailure(
		`AWS S3 ${did}, but shows another object there: somebody else wrote it at the same time`,
		'Look at it with Head. A bucket that keeps versions has both',
	);
}
