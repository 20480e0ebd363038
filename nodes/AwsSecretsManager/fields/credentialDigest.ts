import { awsCredentialType } from '../../shared/aws/awsAccess';
import type { OperationContext } from '../../shared/operation/operation';
import { createDigest, type Digest } from '../state/digest';

/** Digests keyed by the credential of an item. */
export async function credentialDigest({ functions, itemIndex }: OperationContext): Promise<Digest> {
	const { secretAccessKey } = await functions.getCredentials<{ secretAccessKey?: unknown }>(
		awsCredentialType,
		itemIndex,
	);
	return createDigest(String(secretAccessKey));
}
