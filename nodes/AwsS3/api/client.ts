import { S3Client } from '@aws-sdk/client-s3';
import type { IAllExecuteFunctions } from 'n8n-workflow';

import type { AwsServiceKind } from '../../shared/aws/awsService';
import { awsServiceFor } from '../../shared/aws/awsServiceFor';
import type { RequestHandler } from '../../shared/aws/httpRequestHandler';
import type { OperationContext } from '../../shared/operation/operation';
import { AnswerHint } from './answerHint';
import { s3Advice } from './errorHints';
import type { S3 } from './types';

const kind: AwsServiceKind<S3Client> = {
	name: 'AWS S3',
	createClient: (config) =>
		new S3Client({
			...config,
			requestHandler: withS3Answers(config.requestHandler, config.region),
			// A bucket's name before the host's is AWS's own way; a sandbox or an emulator has one host.
			forcePathStyle: config.endpoint !== undefined,
			// Checksums are given with each write, and compared by what reads (changes/): the SDK's own would be in the way.
			requestChecksumCalculation: 'WHEN_REQUIRED',
			responseChecksumValidation: 'WHEN_REQUIRED',
		}),
	advice: s3Advice,
	// A part of the largest size over a slow line.
	requestTimeoutMs: 300_000,
};

/** S3 with the credential of an item. */
export async function s3Client({ functions, itemIndex }: OperationContext): Promise<S3> {
	return await awsServiceFor(kind, functions, itemIndex);
}

/** S3 for pickers, which have no item. */
export async function s3ClientForPicker(functions: IAllExecuteFunctions): Promise<S3> {
	return await awsServiceFor(kind, functions, 0);
}

/** Headers say what a refusal is about, and the SDK's errors do not have them; an object's bytes it wants as a stream. */
function withS3Answers(handler: RequestHandler, region: string): RequestHandler {
	return {
		...handler,
		async handle(request) {
			const answer = await handler.handle(request);
			const { statusCode, headers, body } = answer.response;
			const there = headers['x-amz-bucket-region'];
			if (statusCode >= 300 && there !== undefined && there !== '' && there !== region) {
				throw new AnswerHint({ kind: 'otherRegion', region: there });
			}
			if ((statusCode === 404 || statusCode === 405) && headers['x-amz-delete-marker'] === 'true') {
				throw new AnswerHint({ kind: 'deleteMarker', versionId: headers['x-amz-version-id'] });
			}
			const isObject = statusCode < 300 && request.query?.['x-id'] === 'GetObject';
			if (!isObject || !(body instanceof Uint8Array)) return answer;
			return { response: { statusCode, headers, body: streamOf(body) } };
		},
	};
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
	return new ReadableStream({
		start(controller) {
			controller.enqueue(bytes);
			controller.close();
		},
	});
}
