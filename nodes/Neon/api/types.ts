/** The fields of Neon's objects that are read here: https://neon.com/docs/reference/api-reference */

export interface NeonProject {
	readonly id: string;
	readonly name?: string;
	readonly region_id?: string;
	readonly pg_version?: number;
	readonly org_id?: string;
	readonly history_retention_seconds?: number;
	readonly created_at?: string;
	readonly updated_at?: string;
}

export interface NeonBranch {
	readonly id: string;
	readonly name?: string;
	readonly project_id?: string;
	readonly parent_id?: string | null;
	readonly parent_lsn?: string;
	readonly parent_timestamp?: string;
	readonly current_state?: string;
	readonly pending_state?: string;
	readonly state_changed_at?: string;
	readonly default?: boolean;
	readonly protected?: boolean;
	readonly init_source?: string;
	readonly logical_size?: number;
	readonly expires_at?: string | null;
	readonly last_reset_at?: string;
	readonly restore_status?: string;
	readonly restored_from?: string;
	readonly restored_as?: string;
	readonly created_at?: string;
	readonly updated_at?: string;
}

/** What a branch was marked with, in names and values of one's own. */
export type Annotation = Readonly<Record<string, string>>;

export interface NeonAnnotation {
	readonly value?: Annotation;
}

export interface NamedBranch {
	readonly branch: NeonBranch;
	readonly annotation: Annotation;
}

export interface NeonOrganization {
	readonly id: string;
	readonly name?: string;
	readonly plan?: string;
	/** Whether all members must have a second factor; absent where Neon does not tell. */
	readonly require_mfa?: boolean;
}

export interface NeonEndpoint {
	readonly id: string;
	readonly host?: string;
	readonly name?: string;
	readonly branch_id?: string;
	readonly type?: string;
	readonly current_state?: string;
	readonly pending_state?: string;
	readonly disabled?: boolean;
	readonly autoscaling_limit_min_cu?: number;
	readonly autoscaling_limit_max_cu?: number;
	readonly suspend_timeout_seconds?: number;
	readonly last_active?: string;
	readonly created_at?: string;
	readonly updated_at?: string;
}

/** What a request may set of a compute. */
export type ComputeSettings = Readonly<
	Pick<NeonEndpoint, 'autoscaling_limit_min_cu' | 'autoscaling_limit_max_cu' | 'suspend_timeout_seconds'>
>;

export interface NeonOperation {
	readonly id: string;
	readonly branch_id?: string;
	readonly endpoint_id?: string;
	readonly action?: string;
	readonly status?: string;
	readonly error?: string;
	readonly failures_count?: number;
	readonly created_at?: string;
	readonly updated_at?: string;
	readonly total_duration_ms?: number;
}

export interface NeonSnapshot {
	readonly id: string;
	readonly name?: string;
	readonly source_branch_id?: string;
	readonly timestamp?: string;
	readonly lsn?: string;
	readonly created_at?: string;
	readonly expires_at?: string;
	readonly full_size?: number;
	readonly manual?: boolean;
}

export interface NeonDatabase {
	readonly id?: number;
	readonly name: string;
	readonly branch_id?: string;
	readonly owner_name?: string;
	readonly created_at?: string;
	readonly updated_at?: string;
}

export interface NeonRole {
	readonly name: string;
	readonly branch_id?: string;
	readonly password?: string;
	readonly protected?: boolean;
	readonly authentication_method?: string;
	readonly created_at?: string;
	readonly updated_at?: string;
}

/** Whether a database answered a query. */
export type Reply = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** The answer to every change: what was changed, and the operations that carry it out. */
export interface WithOperations {
	readonly operations?: readonly NeonOperation[];
}

export interface BranchAnswer extends WithOperations {
	readonly branch: NeonBranch;
}

export interface EndpointAnswer extends WithOperations {
	readonly endpoint: NeonEndpoint;
}

export interface RoleAnswer extends WithOperations {
	readonly role: NeonRole;
}

export interface SnapshotAnswer extends WithOperations {
	readonly snapshot: NeonSnapshot;
}

/** How a person knows the project. */
export function projectName(project: NeonProject): string {
	return project.name ?? project.id;
}

/** How a person knows the branch. */
export function branchName(branch: NeonBranch): string {
	return branch.name ?? branch.id;
}
