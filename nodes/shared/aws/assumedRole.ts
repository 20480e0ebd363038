import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

import { OperationFailure } from '../operation/errors';
import { attempt } from '../waiting/attempt';
import type { AwsAccess, AwsKeys } from './awsAccess';
import { toAwsRequestError } from './awsRequestError';
import type { RequestHandler } from './httpRequestHandler';

/** Shown in CloudTrail as the one who did it. */
const sessionName = 'slipway';

/** Temporary keys of a role, for an hour. @throws AwsRequestError */
export async function assumeRole(
	access: AwsAccess,
	role: NonNullable<AwsAccess['role']>,
	requestHandler: RequestHandler,
): Promise<AwsKeys> {
	const { Credentials: assumed } = await asked('AssumeRole', access, access.keys, (secrets) => ({
		secrets,
		sent: stsClient(access, access.keys, requestHandler).send(
			new AssumeRoleCommand({
				RoleArn: role.arn,
				RoleSessionName: sessionName,
				...(role.externalId !== undefined && { ExternalId: role.externalId }),
			}),
		),
	}));
	const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = assumed ?? {};
	if (AccessKeyId && SecretAccessKey && SessionToken) {
		return {
			accessKeyId: AccessKeyId,
			secretAccessKey: SecretAccessKey,
			sessionToken: SessionToken,
			...(Expiration && { expiration: Expiration }),
		};
	}
	throw new OperationFailure(
		`AWS STS assumed the role ${role.arn}, but gave no keys`,
		'Run this again; if it stays, use another endpoint for STS',
	);
}

/** The ARN that these keys, or the role they assume, act as. @throws AwsRequestError */
export async function callerArn(access: AwsAccess, requestHandler: RequestHandler): Promise<string> {
	const keys = access.role ? await assumeRole(access, access.role, requestHandler) : access.keys;
	const identity = await asked('GetCallerIdentity', access, keys, (secrets) => ({
		secrets,
		sent: stsClient(access, keys, requestHandler).send(new GetCallerIdentityCommand({})),
	}));
	return identity.Arn ?? '';
}

function stsClient(access: AwsAccess, keys: AwsKeys, requestHandler: RequestHandler): STSClient {
	return new STSClient({
		region: access.region,
		...(access.endpoint !== undefined && { endpoint: access.endpoint }),
		credentials: keys,
		requestHandler,
		maxAttempts: 1,
	});
}

async function asked<Output>(
	action: string,
	access: AwsAccess,
	keys: AwsKeys,
	send: (secrets: string[]) => { readonly secrets: string[]; readonly sent: Promise<Output> },
): Promise<Output> {
	const { secrets, sent } = send([keys.secretAccessKey, keys.sessionToken ?? '', keys.accessKeyId].filter(Boolean));
	const answer = await attempt(sent);
	if (answer.ok) return answer.value;
	throw toAwsRequestError(answer.error, {
		service: 'AWS STS',
		action,
		region: access.region,
		secrets,
		advice: (code) =>
			action === 'AssumeRole' && /^AccessDenied/.test(code)
				? 'The role does not trust this key, or wants an external ID. Correct the trust policy of the role, or the external ID in the credential'
				: undefined,
	});
}
