import type { IHookFunctions } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import { minimumSecretLength, webhookSecretsOf } from '../signature/webhookSecrets';

const advice = `Put a long random text in its field Webhook Secret (at least ${minimumSecretLength} letters and digits, such as "openssl rand -hex 32" prints), then publish the workflow again`;

/**
 * The secret that GitHub is to sign with. `isRegistered` tells whether this node hands it to GitHub, rather
 * than a person who may have done so long ago.
 *
 * @throws OperationFailure when the credential has none, or one that will not do.
 */
export async function requiredSecret(functions: IHookFunctions, isRegistered: boolean): Promise<string> {
	const credential = await functions.getCredentials('slipwayGitHubApi');
	const { current, warnings } = webhookSecretsOf(credential);
	if (current === null) {
		throw new OperationFailure(
			`The GitHub credential cannot be used to verify deliveries: ${warnings[0] ?? 'it has no webhook secret'}`,
			advice,
		);
	}
	// As a previous secret it stands in a line of a list one day, which older versions split at commas.
	if (isRegistered && (/[,\r\n]/.test(current) || current.trim() !== current)) {
		throw new OperationFailure(
			'The webhook secret of the GitHub credential holds a comma or a line break, or starts or ends with white space',
			`${advice}. Put the old one in a line of Previous Webhook Secrets first if deliveries signed with it are on their way`,
		);
	}
	if (warnings.length > 0) {
		functions.logger.warn(`Of the GitHub credential of ${functions.getNode().name}: ${warnings.join('; ')}`);
	}
	return current;
}
