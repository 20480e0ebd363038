import type { IHookFunctions } from 'n8n-workflow';

import { ConfigurationError } from '../../../shared/operation/errors';
import { minimumSecretLength, webhookSecretsOf } from '../signature/webhookSecrets';

const advice = `Put a long random string in its field Webhook Secret (at least ${minimumSecretLength} letters and digits, as "openssl rand -hex 32" prints), then publish the workflow again`;

/**
 * The secret that GitHub is to sign with. `isRegistered` says whether this node hands it to GitHub, rather
 * than a person who may have done so long ago.
 *
 * @throws ConfigurationError when the credential has none, or an unusable one.
 */
export async function requiredSecret(functions: IHookFunctions, isRegistered: boolean): Promise<string> {
	const credential = await functions.getCredentials('slipwayGitHubApi');
	const { current, warnings } = webhookSecretsOf(credential);
	if (current === null) {
		throw new ConfigurationError(
			`The GitHub credential cannot be used to verify deliveries: ${warnings[0] ?? 'it has no webhook secret'}`,
			advice,
		);
	}
	// One day it is a line in the list of previous secrets, which older versions split at commas.
	if (isRegistered && (/[,\r\n]/.test(current) || current.trim() !== current)) {
		throw new ConfigurationError(
			'The webhook secret of the GitHub credential contains a comma or a line break, or starts or ends with white space',
			`${advice}. If deliveries signed with the old one are still on their way, first put it on a line of Previous Webhook Secrets`,
		);
	}
	if (warnings.length > 0) {
		functions.logger.warn(`The GitHub credential of ${functions.getNode().name}: ${warnings.join('; ')}`);
	}
	return current;
}
