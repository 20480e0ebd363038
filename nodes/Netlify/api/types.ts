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
	/** The branch's address, not the deploy's own. */
	readonly deploy_ssl_url?: string | null;
	/** Not in the contract. */
	readonly links?: { readonly permalink?: string | null } | null;
	readonly draft?: boolean | null;
	/** SHA-1 digests of the files which Netlify still lacks. */
	readonly required?: readonly string[] | null;
	/** SHA-256 digests of the functions which Netlify still lacks. */
	readonly required_functions?: readonly string[] | null;
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
	/** Not in the contract: where the log of its build is read. */
	readonly log_access_attributes?: {
		readonly type?: string | null;
		readonly url?: string | null;
		readonly token?: string | null;
	} | null;
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
	readonly account_id?: string | null;
	readonly account_name?: string | null;
	readonly account_slug?: string | null;
	readonly published_deploy?: NetlifyDeploy | null;
	readonly force_ssl?: boolean | null;
	readonly build_settings?: NetlifyBuildSettings | null;
}

/** How a site is built, and from which repository. */
export interface NetlifyBuildSettings {
	readonly provider?: string | null;
	readonly repo_path?: string | null;
	readonly repo_branch?: string | null;
	readonly cmd?: string | null;
	readonly dir?: string | null;
	readonly functions_dir?: string | null;
	readonly stop_builds?: boolean | null;
	readonly installation_id?: number | null;
}

/** Its address starts a build for whoever knows it, and holds its id. */
export interface NetlifyBuildHook {
	readonly id: string;
	readonly title?: string | null;
	readonly branch?: string | null;
	readonly url?: string | null;
	readonly created_at?: string | null;
}

export interface NetlifyEnvironmentValue {
	readonly id?: string | null;
	readonly value?: string | null;
	/** `all`, `production`, `deploy-preview`, `branch-deploy`, `branch`, `dev` or `dev-server`. */
	readonly context?: string | null;
	/** The branch, with context `branch`. */
	readonly context_parameter?: string | null;
}

export interface NetlifyEnvironmentVariable {
	readonly key: string;
	readonly scopes?: readonly string[] | null;
	readonly values?: readonly NetlifyEnvironmentValue[] | null;
	readonly is_secret?: boolean | null;
	readonly updated_at?: string | null;
}

/** A branch whose newest deploy is served at an address of its own. */
export interface NetlifyDeployedBranch {
	readonly name: string;
	readonly deploy_id?: string | null;
	/** The branch as a part of that address. */
	readonly slug?: string | null;
	readonly url?: string | null;
	readonly ssl_url?: string | null;
}

/** What Netlify builds for a team. */
export interface NetlifyBuildStatus {
	/** Builds that run. */
	readonly active?: number | null;
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

/** A notification's settings at Netlify: each is for one event. */
export interface NetlifyHook {
	readonly id: string;
	readonly type?: string | null;
	readonly event?: string | null;
	readonly data?: { readonly url?: string | null } | null;
	/** Netlify switches a hook off after six failures in a row. */
	readonly disabled?: boolean | null;
}

/** How a person knows the site. */
export function siteName(site: NetlifySite): string {
	return site.name ?? site.id;
}

/** What the site serves now; null when it serves nothing. */
export function publishedIdOf(site: NetlifySite): string | null {
	return site.published_deploy?.id ?? null;
}

export interface NetlifyCertificate {
	/** Netlify's own word, such as `issued`. */
	readonly state?: string | null;
	readonly domains?: readonly string[] | null;
	readonly expires_at?: string | null;
}
