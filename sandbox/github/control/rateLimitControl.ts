import type { SandboxRequest, SandboxResponse } from '../../kernel/platform';
import type { RateLimit } from '../http/rateLimit';
import { readBody, readBoolean, readInteger } from '../http/requestBody';

/** `POST /_sandbox/github/rate-limit`: leaves `remaining` requests, or refuses the next `secondaryCount`. */
export function setRateLimit(rateLimit: RateLimit, request: SandboxRequest): SandboxResponse {
	const body = readBody(request);
	const remaining = readInteger(body, 'remaining');
	if (remaining !== undefined) rateLimit.setRemaining(remaining);
	const count = readInteger(body, 'secondaryCount');
	if (count !== undefined) {
		rateLimit.setSecondaryLimit({
			count,
			status: readInteger(body, 'status') === 429 ? 429 : 403,
			// Null, unlike nothing, is for no such header.
			retryAfterSeconds: body['retryAfterSeconds'] === null ? null : (readInteger(body, 'retryAfterSeconds') ?? 60),
			writesOnly: readBoolean(body, 'writesOnly') ?? false,
		});
	}
	return { status: 200, body: rateLimit.state() };
}
