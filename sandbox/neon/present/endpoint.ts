import { compact } from '../http/json';
import type { Endpoint, Project } from '../model';
import { projectHost, time } from './fields';

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
