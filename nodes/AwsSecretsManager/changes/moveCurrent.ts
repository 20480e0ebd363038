import type { DescribeSecretResponse } from '@aws-sdk/client-secrets-manager';

import { OperationFailure } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { describeSecret } from '../api/secrets';
import type { SecretsManager } from '../api/types';
import { moveCurrentStage } from '../api/versions';
import { versionWith } from '../state/versionWith';

/** Makes another version the current one, and looks whether it is. @throws OperationFailure when it is not. */
export async function moveCurrent(
	secrets: SecretsManager,
	{ ARN: arn = '', Name: name = arn }: DescribeSecretResponse,
	move: { readonly from: string; readonly to: string },
): Promise<void> {
	const sent = await attempt(moveCurrentStage(secrets, arn, move));
	const now = versionWith(await describeSecret(secrets, arn), 'AWSCURRENT');
	if (now === move.to) return;
	if (!sent.ok) throw sent.error;
	throw new OperationFailure(
		`Secret ${name} was not rolled back: its current version is ${now ?? '(none)'}, not ${move.to}`,
		'Look at Versions, then run this again with Only If Current filled in',
	);
}
