import type { S3Client } from '@aws-sdk/client-s3';

import { AwsRequestError } from '../../shared/aws/awsRequestError';
import type { AwsCallOptions } from '../../shared/aws/awsService';
import { OperationFailure } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { AnswerHint } from './answerHint';
import { type ObjectAddress, objectName, type S3 } from './types';

/** The object is not there: it never was, or its newest version is a delete marker. */
export class ObjectMissing extends OperationFailure {
	constructor(
		address: ObjectAddress,
		how: string,
		advice: string,
		/** The delete marker that hides it, or that the named version is. */
		readonly deleteMarkerId?: string,
	) {
		super(`AWS S3 has no object ${objectName(address)}${how}`, advice, {
			isMissing: true,
			...(deleteMarkerId !== undefined && { deleteMarkerId }),
		});
	}
}

/** One API action on a bucket or an object, with refusals that name it. @throws AwsRequestError | ObjectMissing | OperationFailure */
export async function callS3<Output>(
	s3: S3,
	action: string,
	address: ObjectAddress,
	send: (client: S3Client) => Promise<Output>,
	options?: AwsCallOptions,
): Promise<Output> {
	const sent = await attempt(s3.call(action, send, options));
	if (sent.ok) return sent.value;
	const { error } = sent;
	if (error instanceof AnswerHint) throw hinted(error, address, s3.region);
	if (!(error instanceof AwsRequestError)) throw error;
	if (['NoSuchKey', 'NotFound', 'NoSuchVersion'].includes(error.code ?? '') && address.key !== '') {
		throw new ObjectMissing(address, '', error.advice);
	}
	// A HEAD has no body that could say more than its status.
	if (action.startsWith('Head') && error.status === 403) {
		throw new OperationFailure(
			`AWS S3 refused to show ${objectName(address)} (status 403)`,
			'The credential needs s3:GetObject on it, and s3:ListBucket on the bucket: without the second, AWS says the same of an object that does not exist',
		);
	}
	throw error;
}

function hinted({ hint }: AnswerHint, address: ObjectAddress, region: string): OperationFailure {
	if (hint.kind === 'otherRegion') {
		return new OperationFailure(
			`The bucket ${address.bucket} is in the region ${hint.region}, and the credential is for ${region}`,
			`Use a credential whose region is ${hint.region}, or a bucket in ${region}`,
			{ bucketRegion: hint.region },
		);
	}
	const { versionId } = hint;
	return new ObjectMissing(
		address,
		': it was deleted, and its newest version is a delete marker',
		'Older versions may still be there: name one in Version ID, or delete the delete marker by its ID to have the object back',
		versionId,
	);
}
