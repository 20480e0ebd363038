import type { IDataObject } from 'n8n-workflow';

import type { PlatformClient } from '../../shared/http/platformClient';
import { PlatformRequestError } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { withoutFourByteCharacters } from '../api/textLimits';
import type { GitHubCommitStatus } from '../api/types';

/** A context is a name that rules refer to, so that it is changed only where GitHub refuses it as it is. */
export async function setCommitStatus(
	client: PlatformClient,
	statusPath: string,
	body: IDataObject & { readonly context: string },
): Promise<GitHubCommitStatus> {
	const request = {
		method: 'POST' as const,
		path: statusPath,
		// The newest status of a context counts: said twice, it says the same.
		safeToRepeat: true,
	};
	const sent = await attempt(client.object<GitHubCommitStatus>({ ...request, body }));
	if (sent.ok) return sent.value;
	const context = withoutFourByteCharacters(body.context);
	if (context === body.context || !refusesFourBytes(sent.error)) throw sent.error;
	return await client.object<GitHubCommitStatus>({ ...request, body: { ...body, context } });
}

function refusesFourBytes(error: unknown): boolean {
	return error instanceof PlatformRequestError && /context .*(4-byte Unicode|above 0xffff)/i.test(error.vendorMessage);
}
