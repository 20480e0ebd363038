import { compact } from '../http/json';
import type { Branch } from '../model';
import { lsnOf } from '../world/logSequence';
import { USER } from '../world/world';
import { time } from './fields';

export function presentBranch(branch: Branch): Record<string, unknown> {
	return compact({
		id: branch.id,
		project_id: branch.projectId,
		parent_id: branch.parentId,
		parent_lsn: branch.parentAtMs === undefined ? undefined : lsnOf(branch.parentAtMs),
		parent_timestamp: time(branch.parentAtMs),
		name: branch.name,
		current_state: branch.state,
		pending_state: branch.pendingState,
		state_changed_at: time(branch.stateChangedAtMs),
		creation_source: 'console',
		primary: branch.isDefault,
		default: branch.isDefault,
		protected: branch.isProtected,
		cpu_used_sec: 0,
		compute_time_seconds: 0,
		active_time_seconds: 0,
		written_data_bytes: 0,
		data_transfer_bytes: 0,
		created_at: time(branch.createdAtMs),
		updated_at: time(branch.updatedAtMs),
		ttl_interval_seconds: branch.ttlSeconds,
		expires_at: time(branch.expiresAtMs),
		last_reset_at: time(branch.lastResetAtMs),
		created_by: { name: USER.name, image: '' },
		init_source: branch.initSource,
		restore_status: branch.restoreStatus,
		restored_from: branch.restoredFrom,
		restored_as: branch.restoredAs,
	});
}

export function presentAnnotation(branch: Branch): Record<string, unknown> {
	return {
		object: { type: 'console/branch', id: branch.id },
		value: branch.annotation,
		created_at: time(branch.createdAtMs),
		updated_at: time(branch.createdAtMs),
	};
}
