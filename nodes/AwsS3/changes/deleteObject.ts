import { OperationFailure } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { ObjectMissing } from '../api/call';
import { deleteObject, headObject } from '../api/objects';
import { type ObjectAddress, objectName, type S3 } from '../api/types';

/** What is there before a deletion. */
export interface Before {
	/** Whether there is anything to delete. */
	readonly isThere: boolean;
	/** Of the current version; null without versions. */
	readonly versionId: string | null;
	readonly sizeBytes: number | null;
	/** That hides the object already. */
	readonly deleteMarkerId: string | null;
}

export async function lookBeforeDelete(s3: S3, address: ObjectAddress): Promise<Before> {
	const seen = await attempt(headObject(s3, address));
	if (seen.ok) {
		const { VersionId: versionId = null, ContentLength: sizeBytes = null } = seen.value;
		return { isThere: true, versionId, sizeBytes, deleteMarkerId: null };
	}
	if (!(seen.error instanceof ObjectMissing)) throw seen.error;
	const { deleteMarkerId = null } = seen.error;
	// The named version may be a delete marker: deleting that brings the object back.
	const isMarker = address.versionId !== undefined && deleteMarkerId === address.versionId;
	return { isThere: isMarker, versionId: null, sizeBytes: null, deleteMarkerId };
}

/** Deletes it once, and says so only when it is no longer to be seen. */
export async function deleteOnce(
	s3: S3,
	address: ObjectAddress,
	bypassesGovernance: boolean,
): Promise<{ readonly deleteMarkerId: string | null }> {
	const gone = async (): Promise<{ readonly deleteMarkerId: string | null } | undefined> => {
		const { isThere, deleteMarkerId } = await lookBeforeDelete(s3, address);
		return isThere ? undefined : { deleteMarkerId };
	};
	const deleted = await writeOnce({
		what: `the deletion of ${objectName(address)}`,
		send: async () => {
			const { DeleteMarker: isMarker, VersionId: versionId } = await deleteObject(s3, address, bypassesGovernance);
			return { deleteMarkerId: isMarker === true && address.versionId === undefined ? (versionId ?? null) : null };
		},
		find: gone,
	});
	if (await gone()) return deleted;
	throw new OperationFailure(
		`AWS S3 accepted the deletion of ${objectName(address)}, but still shows it`,
		'Somebody may have written it again at the same time. Look at it with Head, then run this again',
	);
}
