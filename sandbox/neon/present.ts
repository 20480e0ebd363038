import { lsnOf } from './history/logSequence';
import { compact } from './json';
import type { Branch, Database, Endpoint, Operation, Project, Role, Snapshot } from './model';
import { isoTime } from './time';
import { ORGANIZATION, USER } from './world';

const time = (timeMs: number | undefined): string | undefined =>
	timeMs === undefined ? undefined : isoTime(timeMs);

const LOGICAL_SIZE_LIMIT = 17_179_869_184;

const projectHost = (project: Pick<Project, 'regionId'>): string =>
	`${project.regionId.replace(/^aws-/, '')}.aws.neon.tech`;

function projectBasics(project: Project): Record<string, unknown> {
	return {
		id: project.id,
		platform_id: 'aws',
		region_id: project.regionId,
		name: project.name,
		provisioner: 'k8s-neonvm',
		default_endpoint_settings: {
			autoscaling_limit_min_cu: 0.25,
			autoscaling_limit_max_cu: 2,
			suspend_timeout_seconds: 0,
			...project.defaultEndpointSettings,
		},
		settings: project.settings,
		pg_version: project.pgVersion,
		proxy_host: projectHost(project),
		branch_logical_size_limit: LOGICAL_SIZE_LIMIT / 1024 / 1024,
		branch_logical_size_limit_bytes: LOGICAL_SIZE_LIMIT,
		store_passwords: true,
		cpu_used_sec: 0,
		creation_source: 'console',
		history_retention_seconds: project.historyRetentionSeconds,
		created_at: time(project.createdAtMs),
		updated_at: time(project.updatedAtMs),
		owner_id: project.orgId ?? USER.id,
		org_id: project.orgId,
	};
}

export function presentProject(project: Project): Record<string, unknown> {
	return compact({
		...projectBasics(project),
		data_storage_bytes_hour: 0,
		data_transfer_bytes: 0,
		written_data_bytes: 0,
		compute_time_seconds: 0,
		active_time_seconds: 0,
		consumption_period_start: time(project.createdAtMs),
		consumption_period_end: time(project.createdAtMs + 30 * 86_400_000),
	});
}

export function presentProjectListItem(project: Project): Record<string, unknown> {
	return compact({
		...projectBasics(project),
		active_time: 0,
		org_name: project.orgId === ORGANIZATION.id ? ORGANIZATION.name : undefined,
	});
}

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

/** `host` has Neon's form and does not resolve: the address that answers is in the connection URI. */
export function presentEndpoint(project: Project, endpoint: Endpoint): Record<string, unknown> {
	return compact({
		host: `${endpoint.id}.${projectHost(project)}`,
		id: endpoint.id,
		name: endpoint.name,
		project_id: endpoint.projectId,
		branch_id: endpoint.branchId,
		autoscaling_limit_min_cu: endpoint.minimumUnits,
		autoscaling_limit_max_cu: endpoint.maximumUnits,
		region_id: project.regionId,
		type: endpoint.type,
		current_state: endpoint.state,
		pending_state: endpoint.pendingState,
		settings: endpoint.settings,
		pooler_enabled: endpoint.poolerEnabled,
		pooler_mode: 'transaction',
		disabled: endpoint.disabled,
		passwordless_access: true,
		last_active: time(endpoint.lastActiveMs),
		creation_source: 'console',
		created_at: time(endpoint.createdAtMs),
		updated_at: time(endpoint.updatedAtMs),
		started_at: time(endpoint.startedAtMs),
		suspended_at: time(endpoint.suspendedAtMs),
		proxy_host: projectHost(project),
		suspend_timeout_seconds: endpoint.suspendTimeoutSeconds,
		provisioner: 'k8s-neonvm',
	});
}

export function presentOperation(operation: Operation): Record<string, unknown> {
	return compact({
		id: operation.id,
		project_id: operation.projectId,
		branch_id: operation.branchId,
		endpoint_id: operation.endpointId,
		action: operation.action,
		status: operation.status,
		error: operation.error,
		failures_count: operation.failuresCount,
		created_at: time(operation.createdAtMs),
		updated_at: time(operation.updatedAtMs),
		total_duration_ms: Math.round(operation.durationMs),
	});
}

export function presentDatabase(branch: Branch, database: Database): Record<string, unknown> {
	return {
		id: database.id,
		branch_id: branch.id,
		name: database.name,
		owner_name: database.ownerName,
		created_at: time(database.createdAtMs),
		updated_at: time(database.updatedAtMs),
	};
}

/** The password is shown where Neon shows it: in the answer that makes it. */
export function presentRole(branch: Branch, role: Role, password?: string): Record<string, unknown> {
	return compact({
		branch_id: branch.id,
		name: role.name,
		password,
		protected: false,
		authentication_method: role.noLogin ? 'no_login' : 'password',
		created_at: time(role.createdAtMs),
		updated_at: time(role.updatedAtMs),
	});
}

export function presentSnapshot(snapshot: Snapshot): Record<string, unknown> {
	return compact({
		id: snapshot.id,
		name: snapshot.name,
		lsn: lsnOf(snapshot.atMs),
		timestamp: time(snapshot.atMs),
		source_branch_id: snapshot.sourceBranchId,
		created_at: time(snapshot.createdAtMs),
		expires_at: time(snapshot.expiresAtMs),
		manual: true,
	});
}
