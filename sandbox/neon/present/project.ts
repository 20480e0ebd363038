import { compact } from '../http/json';
import type { Project } from '../model';
import { ORGANIZATION, USER } from '../world/world';
import { projectHost, time } from './fields';

const LOGICAL_SIZE_LIMIT = 17_179_869_184;

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
