import type { NotificationHook } from '../model';
import { isoTime } from './withNulls';

export function presentHook(hook: NotificationHook): Record<string, unknown> {
	return {
		id: hook.id,
		site_id: hook.siteId,
		type: hook.type,
		event: hook.event,
		data: hook.data,
		created_at: isoTime(hook.createdAtMs),
		updated_at: isoTime(hook.updatedAtMs),
		disabled: hook.disabled,
	};
}
