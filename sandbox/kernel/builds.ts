/** A finished run of a workflow that builds: what a registry was given, or lacks. */
export interface Build {
	/** `owner/name`. */
	readonly repository: string;
	/** File name of the workflow: `build-gateway.yml`. */
	readonly workflow: string;
	readonly sha: string;
	/** Null for a tag. */
	readonly branch: string | null;
	/** In GitHub's words: `success`, `failure`, `cancelled`. */
	readonly conclusion: string;
	/** Sandbox milliseconds. */
	readonly completedAtMs: number;
}

/** Where GitHub Actions tells what it built, and the registries learn of it. */
export interface BuildStore {
	complete(build: Build): void;
	/** Of one repository, newest first. */
	list(repository: string): readonly Build[];
	/** Whether a workflow has built a commit, whatever its repository was called then. */
	hasBuilt(workflow: string, sha: string): boolean;
	/** Hears of each build as it is done, for as long as the sandbox lives. */
	onComplete(listener: (build: Build) => void): void;
	reset(): void;
}

export function createBuildStore(): BuildStore {
	const builds: Build[] = [];
	const listeners: Array<(build: Build) => void> = [];
	return {
		complete(build) {
			builds.unshift(build);
			for (const listener of listeners) listener(build);
		},
		list: (repository) => builds.filter((build) => build.repository === repository),
		hasBuilt: (workflow, sha) =>
			builds.some((build) => build.workflow === workflow && build.sha === sha && build.conclusion === 'success'),
		onComplete(listener) {
			listeners.push(listener);
		},
		reset() {
			builds.length = 0;
		},
	};
}
