import type { AwsAdvice } from '../../shared/aws/awsRequestError';

export const secretsManagerAdvice: AwsAdvice = (code, message, region) => {
	switch (code) {
		case 'ResourceNotFoundException':
			return /staging label|VersionId|version/i.test(message)
				? 'The secret has no such version, or no value yet. Look at Versions for the IDs and stages that it has'
				: `Choose the secret from the list. Only secrets of the credential's region, ${region}, can be found`;
		case 'ResourceExistsException':
			return 'A secret of that name, or that version of it, exists already. Use Put Value to change it, or Restore if it is scheduled for deletion';
		case 'InvalidRequestException':
			return /delet/i.test(message) ? 'The secret is scheduled for deletion. Use Restore first' : undefined;
		case 'AccessDeniedException':
			return /\bkms\b/i.test(message)
				? "The secret is encrypted with a key of the account's own in KMS. Let an administrator allow kms:Decrypt and kms:GenerateDataKey on that key"
				: undefined;
		case 'DecryptionFailure':
		case 'EncryptionFailure':
			return 'The key in KMS could not be used: check that it is enabled, and that its policy lets this user use it';
		case 'MalformedPolicyDocumentException':
		case 'PreconditionNotMetException':
			return "Look at the secret's resource policy and replication, then run this again";
		default:
			return undefined;
	}
};
