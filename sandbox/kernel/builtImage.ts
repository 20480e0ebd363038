import type { RepositoryCommit, SandboxServices } from './platform';

/** An image whose tag is a commit of one of the sandbox's repositories. */
export interface CommitImage {
	readonly commit: RepositoryCommit;
	/** Whether GitHub Actions has built it. What the world starts with was built before. */
	readonly isBuilt: boolean;
}

/** Finds what the tag of an image called `name` was built from; undefined for a tag that names no commit here. */
export type FindCommitImage = (name: string, tag: string) => CommitImage | undefined;

/** The workflow `build-<name>.yml` builds the image `<name>:<commit>`. */
export function commitImages({
	repositories,
	builds,
}: Pick<SandboxServices, 'repositories' | 'builds'>): FindCommitImage {
	return (name, tag) => {
		if (!/^[0-9a-f]{40}$/.test(tag)) return undefined;
		const commit = repositories
			.list()
			.map((repository) => repositories.resolve(repository, tag))
			.find((found) => found?.sha === tag);
		return commit && { commit, isBuilt: commit.parents.length === 0 || builds.hasBuilt(`build-${name}.yml`, tag) };
	};
}

/** Marks what is built from a commit as bad. */
const unhealthyFile = '.sandbox/unhealthy';

const targetLine = /^(?:netlify|fly|ecs|temporal)\/\S+$/;

/**
 * Whether what was built from a commit answers 503 at a target, such as `ecs/candlefish/gateway`: everything
 * does, unless the file names targets, one a line.
 */
export function isUnhealthyAt({ files }: Pick<RepositoryCommit, 'files'>, target: string): boolean {
	const text = files[unhealthyFile];
	if (text === undefined) return false;
	const lines = text.split('\n').flatMap((line) => line.trim() || []);
	return lines.length > 0 && lines.every((line) => targetLine.test(line)) ? lines.includes(target) : true;
}
