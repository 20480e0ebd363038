import type { IDataObject } from 'n8n-workflow';

import type { Artifact } from '../../deployment/state/deployment';
import { isTrueAt, textAt, valueAt } from '../../deployment/values/jsonFields';
import { addressesOf } from '../state/addresses';
import { notifiedStatusOf } from '../state/notifiedStatus';
import type { DeployEvent } from './deployEvents';

export type NotificationPayload = Readonly<Record<string, unknown>>;

/** One notification in the shape that every platform's deployments have, with the event. */
export function notificationJson(
	event: DeployEvent,
	payload: NotificationPayload,
	seen: { readonly isLive: boolean | null; readonly receivedAtMs: number },
): IDataObject {
	const id = textAt(payload, 'id') ?? '';
	const { url, siteUrl, branchUrl } = addressesOf(payload);
	const live = seen.isLive === true;
	return {
		platform: 'netlify',
		target: textAt(payload, 'name') ?? textAt(payload, 'site_id') ?? '',
		id,
		version: null,
		commit: textAt(payload, 'commit_ref'),
		artifact: artifactOf(id, payload),
		...statusIn(event, payload, seen.isLive),
		live,
		createdAt: textAt(payload, 'created_at'),
		createdBy: textAt(payload, 'user_id'),
		url,
		previous: null,
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

function statusIn(event: DeployEvent, payload: NotificationPayload, isLive: boolean | null) {
	return notifiedStatusOf({
		event,
		state: textAt(payload, 'state'),
		error_message: textAt(payload, 'error_message'),
		skipped: isTrueAt(payload, 'skipped'),
		skipped_log: valueAt(payload, 'skipped_log'),
		isLive,
	});
}

function artifactOf(id: string, payload: NotificationPayload): (Artifact & IDataObject) | null {
	const commit = textAt(payload, 'commit_ref');
	if (commit !== null) return { kind: 'commit', ref: commit, digest: null };
	return textAt(payload, 'build_id') === null ? { kind: 'files', ref: id, digest: null } : null;
}
