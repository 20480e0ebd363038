import type { AwsAdvice } from '../../shared/aws/awsRequestError';

export const s3Advice: AwsAdvice = (code, message, region) => {
	switch (code) {
		case 'NoSuchBucket':
			return 'There is no such bucket in any region. Choose it from the list, or correct its name';
		case 'NoSuchKey':
		case 'NotFound':
			return 'There is no such object. Choose it from the list: keys tell upper from lower case, and begin without a slash';
		case 'NoSuchVersion':
			return 'The object has no such version, or no longer. Leave Version ID empty for the current one';
		case 'NoSuchUpload':
			return 'The upload in parts was completed or aborted meanwhile. Look at the object, then run this again';
		case 'PreconditionFailed':
			return 'The object is not as this step was told to expect it: somebody else changed it. Look at it with Head';
		case 'ConditionalRequestConflict':
			return 'Somebody else writes the same object at this moment. Look at it with Head, then run this again';
		case 'InvalidObjectState':
			return 'The object is archived. Restore it in the console first (that takes minutes to days), or copy it from another bucket';
		case 'BadDigest':
		case 'XAmzContentSHA256Mismatch':
			return 'What arrived at S3 is not what was sent, and S3 kept nothing of it. Run this again; if it stays, look at the proxy between this n8n and AWS';
		case 'RequestTimeTooSkewed':
			return 'The clock of this n8n is wrong by minutes: set it right';
		case 'InvalidAccessKeyId':
		case 'InvalidToken':
			return 'AWS does not know this access key, or its session token does not belong to it. Make a new key in IAM, paste it into the credential and use its Test button';
		case 'KeyTooLongError':
			return 'A key has at most 1024 bytes: use a shorter one';
		case 'MetadataTooLarge':
			return 'Metadata has at most 2 kB: leave some out';
		case 'InvalidStorageClass':
			return 'Choose another storage class';
		case 'EntityTooSmall':
		case 'EntityTooLarge':
			return 'Use another Part Size';
		case 'AccessDenied':
			return deniedAdvice(message);
		case 'InvalidRequest':
			return /object lock/i.test(message)
				? 'The bucket has no object lock, and can get one in the console only. Leave Retention out, or use a bucket that has it'
				: undefined;
		case 'KMS.NotFoundException':
		case 'KMS.DisabledException':
		case 'KMSInvalidStateException':
			return `The key in KMS could not be used: check that it is enabled, and in ${region}`;
		default:
			return undefined;
	}
};

function deniedAdvice(message: string): string | undefined {
	if (/object lock/i.test(message)) {
		return 'The version is under retention or a legal hold. Wait until it has ended (Head says when), or delete without Version ID, which hides the object and keeps the version';
	}
	if (/request has expired/i.test(message)) return 'Make a new URL with Presign';
	return /\bkms\b/i.test(message)
		? 'The object is encrypted with a key in KMS. Let an administrator allow kms:Decrypt and kms:GenerateDataKey on that key'
		: undefined;
}
