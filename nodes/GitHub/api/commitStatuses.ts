import type { IDataObject } from 'n8n-workflow';

import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { Repository } from './repositories';
import type { GitHubCommitStatus } from './types';

export async function createCommitStatus(
	client: PlatformClient,
	{ apiPath }: Repository,
	sha: string,
	body: IDataObject,
): Promise<GitHubCommitStatus> {
	return await client.object({
		method: 'POST',
		path: `${apiPath}${path`/statuses/${sha}`}`,
		body,
		// The newest status of a context counts, so the same one twice does no harm.
		safeToRepeat: true,
	});
}
