import type { IDataObject } from 'n8n-workflow';

import type { PullRequest } from '../../deployment/preview/previewSight';
import type { PullRequestLook } from '../api/types';

/** One look at a pull request. Where GitHub says only that it is unchanged, nothing else is told. */
export function pullRequestLookJson(number: number, look: PullRequestLook): IDataObject {
	switch (look.state) {
		case 'missing':
			return { number, exists: false, isUnchanged: false, etag: '' };
		case 'unchanged':
			return { number, exists: true, isUnchanged: true, etag: look.etag };
		case 'read':
			return { exists: true, isUnchanged: false, ...pullRequestJson(look.pullRequest), etag: look.etag };
	}
}

export function pullRequestJson(pullRequest: PullRequest): IDataObject {
	return { ...pullRequest };
}
