import type { SandboxRequest } from '../../kernel/platform';
import { AwsError } from './awsError';
import type { Caller } from './operation';
import { parseAuthorization, verifySignature } from './signature';
import type { Sessions } from '../sts/world';

const MISMATCH =
	'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

/**
 * Who signed the request. Raises the errors AWS gives, with the JSON protocol's codes; `toQueryError` has STS's.
 * `service` is what the credential scope must name.
 */
export function authenticate(request: SandboxRequest, service: string, sessions: Sessions): Caller {
	const { authorization } = request.headers;
	if (authorization === undefined) {
		throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token');
	}
	const header = parseAuthorization(authorization);
	if (!header) {
		throw new AwsError('IncompleteSignatureException', 'Authorization header is not a Signature Version 4');
	}
	const unrecognized = (): AwsError =>
		new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.');
	const credential = sessions.find(header.accessKeyId);
	if (!credential) throw unrecognized();
	const token = request.headers['x-amz-security-token'];
	if ((token ?? undefined) !== credential.sessionToken) throw unrecognized();
	if (header.service !== service) {
		throw new AwsError('InvalidSignatureException', `Credential should be scoped to correct service: '${service}'.`);
	}
	const nowMs = Date.now();
	const fault = verifySignature(request, header, credential.secretAccessKey, nowMs);
	if (fault?.kind === 'skew') {
		throw new AwsError(
			'InvalidSignatureException',
			`Signature expired: ${fault.signedAt} is more than 5 min. away from the server's time`,
		);
	}
	if (fault) throw new AwsError('InvalidSignatureException', MISMATCH);
	if (credential.expiresAtMs <= nowMs) {
		throw new AwsError('ExpiredTokenException', 'The security token included in the request is expired');
	}
	return credential.caller;
}
