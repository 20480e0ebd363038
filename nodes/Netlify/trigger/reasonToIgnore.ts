import type { IWebhookFunctions } from 'n8n-workflow';

import { passes } from '../../deployment/values/globs/globFilter';
import { parseGlobs } from '../../deployment/values/globs/globList';
import { textAt, textsAt } from '../../deployment/values/jsonFields';
import type { DeployEvent } from './deployEvents';
import type { NotificationPayload } from './notificationJson';

/** Why a notification starts nothing, by the node's events and filters; null when it starts the workflow. */
export function reasonToIgnore(
	functions: IWebhookFunctions,
	event: DeployEvent,
	payload: NotificationPayload,
): string | null {
	const events: unknown = functions.getNodeParameter('events', []);
	const filters: unknown = functions.getNodeParameter('filters', {});
	if (!Array.isArray(events) || !events.includes(event)) return `the event ${event} is not chosen`;
	const contexts = textsAt(filters, 'contexts');
	const context = textAt(payload, 'context') ?? '';
	if (contexts.length > 0 && !contexts.includes(context)) {
		return `the context ${context} is not one of ${contexts.join(', ')}`;
	}
	const branches = parseGlobs(textAt(filters, 'branches') ?? '');
	const branch = textAt(payload, 'branch') ?? '';
	if (branches.length > 0 && !passes({ include: branches, exclude: [] }, branch)) {
		return `the branch ${branch} is not one of ${branches.join(', ')}`;
	}
	return null;
}
