import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

import { OperationFailure } from '../operation/errors';
import { attempt } from '../waiting/attempt';
import { callerArn } from './assumedRole';
import { readAwsAccess } from './awsAccess';
import { createRequestHandler, type OutgoingRequest, type SendRequest } from './httpRequestHandler';
import { asSigned, connectionFailure, incoming } from './nodeHttp';

/**
 * The Test button of the AWS credential: asks STS who these keys are, after assuming the role where
 * one is named. It needs no permission but that.
 */
export async function awsCredentialTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const send = sendThroughCredentialTest(this);
	const tested = await attempt(
		Promise.resolve(credential.data ?? {}).then(async (data) => {
			const access = readAwsAccess(data);
			return await callerArn(access, createRequestHandler(send));
		}),
	);
	if (tested.ok) return { status: 'OK', message: `Connected as ${tested.value}` };
	const { error } = tested;
	return {
		status: 'Error',
		message:
			error instanceof OperationFailure
				? `${error.message}. ${error.advice}`
				: `The test failed: ${error instanceof Error ? error.message : String(error)}`,
	};
}

interface LegacyResponse {
	readonly statusCode?: unknown;
	readonly headers?: unknown;
	readonly body?: unknown;
}

/** The one HTTP helper that a credential test has speaks the options of the `request` package. */
function sendThroughCredentialTest(context: ICredentialTestFunctions): SendRequest {
	return async ({ method, url, headers, body }: OutgoingRequest) => {
		const sent = await attempt<LegacyResponse>(
			context.helpers.request({
				method,
				uri: url,
				headers: { ...headers },
				...(body && { body: asSigned(headers, body) }),
				encoding: null,
				resolveWithFullResponse: true,
				simple: false,
				followRedirect: false,
				timeout: 20_000,
			}),
		);
		if (!sent.ok) throw connectionFailure(sent.error);
		return incoming(Number(sent.value.statusCode), sent.value.headers, sent.value.body);
	};
}
