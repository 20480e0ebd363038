/** A deploy as Netlify's API answers it; the fields this package reads. Unset ones come as null or not at all. */
export interface NetlifyDeploy {
	readonly id: string;
	readonly site_id?: string | null;
	readonly user_id?: string | null;
	readonly build_id?: string | null;
	readonly state?: string | null;
	/** The site's name. */
	readonly name?: string | null;
	readonly url?: string | null;
	readonly ssl_url?: string | null;
	readonly admin_url?: string | null;
	readonly deploy_url?: string | null;
	readonly deploy_ssl_url?: string | null;
	readonly draft?: boolean | null;
	/** SHA-1 digests of the files which Netlify still lacks. */
	readonly required?: readonly string[] | null;
	readonly error_message?: string | null;
	readonly branch?: string | null;
	readonly commit_ref?: string | null;
	readonly skipped?: boolean | null;
	readonly created_at?: string | null;
	readonly updated_at?: string | null;
	readonly published_at?: string | null;
	readonly title?: string | null;
	/** `production`, `deploy-preview` or `branch-deploy`. */
	readonly context?: string | null;
	/** Of the published deploy: whether automatic publishing is stopped at it. */
	readonly locked?: boolean | null;
}

export interface NetlifySite {
	readonly id: string;
	readonly name?: string | null;
	readonly url?: string | null;
	readonly ssl_url?: string | null;
	readonly admin_url?: string | null;
	readonly custom_domain?: string | null;
	readonly created_at?: string | null;
	readonly updated_at?: string | null;
	readonly account_name?: string | null;
	readonly published_deploy?: NetlifyDeploy | null;
	readonly build_settings?: {
		readonly repo_path?: string | null;
		readonly repo_branch?: string | null;
		readonly stop_builds?: boolean | null;
	} | null;
}

export interface NetlifyBuild {
	readonly id: string;
	readonly deploy_id?: string | null;
	readonly error?: string | null;
}

/** A file of the published deploy. */
export interface NetlifyFile {
	readonly path?: string | null;
	readonly sha?: string | null;
}
