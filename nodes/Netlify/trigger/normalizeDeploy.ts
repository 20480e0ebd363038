import type { IDataObject } from 'n8n-workflow';

import { isTrueAt, textAt, valueAt } from '../../deployment/values/jsonFields';
import type { Deployment } from '../../deployment/state/deployment';
import { addressesOf } from '../state/addresses';
import type { DeployEvent } from './deployEvents';
import { statusOf } from './status';

export type NotificationPayload = Readonly<Record<string, unknown>>;

/** One notification in the shape that every platform's releases have, with the event. */
export function normalizeDeploy(
	event: DeployEvent,
	payload: NotificationPayload,
	seen: { readonly isLive: boolean | null; readonly receivedAtMs: number },
): Deployment & IDataObject {
	const id = textAt(payload, 'id') ?? '';
	const commit = textAt(payload, 'commit_ref');
	const status = statusOf({
		event,
		state: textAt(payload, 'state'),
		error_message: textAt(payload, 'error_message'),
		skipped: isTrueAt(payload, 'skipped'),
		skipped_log: valueAt(payload, 'skipped_log'),
		isLive: seen.isLive,
	});
	const { url, siteUrl, branchUrl } = addressesOf(payload);
	const live = seen.isLive === true;
	const isBuilt = commit !== null || textAt(payload, 'build_id') !== null;
	const release: Deployment = {
		platform: 'netlify',
		target: textAt(payload, 'name') ?? textAt(payload, 'site_id') ?? '',
		id,
		version: null,
		commit,
		artifact: commit
			? { kind: 'commit', ref: commit, digest: null }
			: isBuilt
				? null
				: { kind: 'files', ref: id, digest: null },
		...status,
		live,
		createdAt: textAt(payload, 'created_at'),
		createdBy: textAt(payload, 'user_id'),
		url,
		previous: null,
	};
	return {
		...release,
		artifact: release.artifact && { ...release.artifact },
		event,
		// The same for a notification that comes again: what a claim can be made on.
		eventKey: `netlify:${event}:${id}:${textAt(payload, 'updated_at') ?? ''}`,
		verified: live,
		liveChecked: seen.isLive !== null,
		siteId: textAt(payload, 'site_id'),
		branch: textAt(payload, 'branch'),
		context: textAt(payload, 'context'),
		title: textAt(payload, 'title'),
		siteUrl,
		branchUrl,
		locked: isTrueAt(payload, 'locked'),
		commitUrl: textAt(payload, 'commit_url'),
		adminUrl: textAt(payload, 'admin_url'),
		receivedAt: new Date(seen.receivedAtMs).toISOString(),
	};
}
