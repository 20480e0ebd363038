import type { IDataObject } from 'n8n-workflow';

import type { PlatformClient } from '../../shared/http/platformClient';
import { PlatformRequestError } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { createCommitStatus } from '../api/commitStatuses';
import type { Repository } from '../api/repositories';
import { withoutFourByteCharacters } from '../api/textLimits';
import type { GitHubCommitStatus } from '../api/types';

/** Rules refer to a context by its name, so the name is changed only where GitHub refuses it as it is. */
export async function setCommitStatus(
	client: PlatformClient,
	repository: Repository,
	sha: string,
	body: IDataObject & { readonly context: string },
): Promise<GitHubCommitStatus> {
	const sent = await attempt(createCommitStatus(client, repository, sha, body));
	if (sent.ok) return sent.value;
	const context = withoutFourByteCharacters(body.context);
	if (context === body.context || !refusesFourBytes(sent.error)) throw sent.error;
	return await createCommitStatus(client, repository, sha, { ...body, context });
}

function refusesFourBytes(error: unknown): boolean {
	return error instanceof PlatformRequestError && /context .*(4-byte Unicode|above 0xffff)/i.test(error.vendorMessage);
}
