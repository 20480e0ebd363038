import { SandboxHttpError, type SandboxRequest, type SandboxResponse } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { readBody, readInteger, readStringList } from '../http/requestBody';

/**
 * `POST /_sandbox/github/lost-deliveries`: nobody gets the `next` deliveries, or a `share` (0 to 1) of all, of
 * `events` where given. GitHub keeps them as failed; `lost` counts them.
 */
export function loseDeliveries({ webhooks }: GitHubContext, request: SandboxRequest): SandboxResponse {
	const body = readBody(request);
	const events = readStringList(body, 'events');
	const next = readInteger(body, 'next');
	const share = body['share'];
	if (next !== undefined) {
		if (next < 0) throw new SandboxHttpError(400, { message: 'next must not be negative' });
		webhooks.lost.loseNext(next, events);
	}
	if (share !== undefined) {
		if (typeof share !== 'number' || !(share >= 0 && share <= 1)) {
			throw new SandboxHttpError(400, { message: 'share must be a number from 0 to 1' });
		}
		webhooks.lost.loseShare(share, events);
	}
	return { status: 200, body: webhooks.lost.state() };
}
