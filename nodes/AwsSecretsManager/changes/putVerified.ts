import { OperationFailure } from '../../shared/operation/errors';
import { describeSecret } from '../api/secrets';
import type { SecretsManager, SecretVersion } from '../api/types';
import { putVersion } from '../api/versions';
import { versionWith } from '../state/versionWith';

/** Puts a new current version over one that was read. @throws OperationFailure when somebody else changed the secret at the same time. */
export async function putVerified(secrets: SecretsManager, before: SecretVersion, text: string, token: string) {
	const answer = await putVersion(secrets, before.arn, text, token);
	const versionId = answer.VersionId ?? token;
	const after = await describeSecret(secrets, before.arn);
	const current = versionWith(after, 'AWSCURRENT');
	const previous = versionWith(after, 'AWSPREVIOUS');
	const isFollowing = before.versionId === '' || before.versionId === token || previous === before.versionId;
	if (current === versionId && isFollowing) return { versionId, stages: answer.VersionStages ?? [] };
	throw new OperationFailure(
		`Secret ${before.name} was changed by somebody else at the same time: version ${current ?? '(none)'} is current now, and ${previous ?? '(none)'} was before`,
		`This run wrote version ${versionId}, based on ${before.versionId || 'none'}. Compare the versions, then put the right value once more`,
	);
}
