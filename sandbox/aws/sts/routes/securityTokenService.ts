import type { SandboxRequest, SandboxResponse } from '../../../kernel/platform';
import { ACCOUNT_ID } from '../../account';
import { authenticate } from '../../protocol/authentication';
import { AwsError } from '../../protocol/awsError';
import type { Caller } from '../../protocol/operation';
import type { XmlContent } from './queryProtocol';
import { QueryError, queryAnswer, XML_TYPE } from './queryProtocol';
import type { Sessions } from '../world';

/** STS has other names than the JSON services for the same refusals, and answers them 403. */
const queryCodes: Readonly<Record<string, string>> = {
	MissingAuthenticationTokenException: 'MissingAuthenticationToken',
	IncompleteSignatureException: 'IncompleteSignature',
	UnrecognizedClientException: 'InvalidClientTokenId',
	InvalidSignatureException: 'SignatureDoesNotMatch',
	ExpiredTokenException: 'ExpiredToken',
};

const rolePattern = /^arn:aws:iam::(\d{12}):role\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]+)$/;
const HOUR_SECONDS = 3600;

/** GetCallerIdentity and AssumeRole, in AWS's query protocol: a form in, XML out. */
export class SecurityTokenService {
	constructor(
		private readonly sessions: Sessions,
		private readonly newRequestId: () => string,
	) {}

	handle(request: SandboxRequest): SandboxResponse {
		const requestId = this.newRequestId();
		const form = new URLSearchParams(request.body.toString('utf8'));
		const caller = this.callerOf(request, requestId);
		const action = form.get('Action') ?? '';
		const result = this.run(action, form, caller, requestId);
		return {
			status: 200,
			headers: { 'content-type': XML_TYPE, 'x-amzn-requestid': requestId },
			body: queryAnswer(action, result, requestId),
		};
	}

	private callerOf(request: SandboxRequest, requestId: string): Caller {
		try {
			return authenticate(request, 'sts', this.sessions);
		} catch (error) {
			if (!(error instanceof AwsError)) throw error;
			throw new QueryError(queryCodes[error.code] ?? error.code, error.message, requestId, 403);
		}
	}

	private run(action: string, form: URLSearchParams, caller: Caller, requestId: string): XmlContent {
		switch (action) {
			case 'GetCallerIdentity':
				return { Arn: caller.arn, UserId: caller.userId, Account: ACCOUNT_ID };
			case 'AssumeRole':
				return this.assumeRole(form, caller, requestId);
			default:
				throw new QueryError('InvalidAction', `Could not find operation ${action}`, requestId);
		}
	}

	private assumeRole(form: URLSearchParams, caller: Caller, requestId: string): XmlContent {
		const roleArn = form.get('RoleArn') ?? '';
		const sessionName = form.get('RoleSessionName') ?? '';
		const role = rolePattern.exec(roleArn);
		const roleName = role?.[2];
		if (!role || roleName === undefined) {
			throw new QueryError('ValidationError', `${roleArn} is invalid`, requestId);
		}
		if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
			throw new QueryError(
				'ValidationError',
				"Value at 'roleSessionName' failed to satisfy constraint: 2 to 64 characters of [\\w+=,.@-]",
				requestId,
			);
		}
		const durationSeconds = Number(form.get('DurationSeconds') ?? HOUR_SECONDS);
		if (!Number.isInteger(durationSeconds) || durationSeconds < 900 || durationSeconds > 43_200) {
			throw new QueryError(
				'ValidationError',
				"Value at 'durationSeconds' failed to satisfy constraint: between 900 and 43200",
				requestId,
			);
		}
		if (role[1] !== ACCOUNT_ID || /denied/i.test(roleName)) {
			throw new QueryError(
				'AccessDenied',
				`User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
				requestId,
				403,
			);
		}
		const session = this.sessions.create(roleName, sessionName, durationSeconds);
		return {
			Credentials: {
				AccessKeyId: session.accessKeyId,
				SecretAccessKey: session.secretAccessKey,
				SessionToken: session.sessionToken,
				Expiration: new Date(session.expiresAtMs).toISOString(),
			},
			AssumedRoleUser: { AssumedRoleId: session.caller.userId, Arn: session.caller.arn },
			PackedPolicySize: '0',
		};
	}
}
