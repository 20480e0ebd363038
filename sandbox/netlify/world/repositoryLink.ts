import type { RepositoryLink } from '../model';
import { type JsonObject, readFlag, readText, readTextList } from '../http/requestBody';

/**
 * A site's link to its repository, from the `repo` or `build_settings` of a request, on top of the
 * link it has. The dashboard's short names (`repo`, `branch`, `private`) are read too.
 */
export function readRepositoryLink(source: JsonObject, before?: RepositoryLink): RepositoryLink | undefined {
	const path = readText(source, 'repo_path') ?? readText(source, 'repo') ?? before?.repo_path;
	if (path === undefined || path === '') return undefined;
	const branch = readText(source, 'repo_branch') ?? readText(source, 'branch') ?? before?.repo_branch ?? 'main';
	return {
		provider: readText(source, 'provider') ?? before?.provider ?? 'github',
		repo_path: path,
		repo_branch: branch,
		repo_url: `https://github.com/${path}`,
		cmd: readText(source, 'cmd') ?? before?.cmd ?? '',
		dir: readText(source, 'dir') ?? before?.dir ?? '',
		functions_dir: readText(source, 'functions_dir') ?? before?.functions_dir ?? '',
		allowed_branches: readTextList(source, 'allowed_branches') ?? before?.allowed_branches ?? [branch],
		public_repo: readFlag(source, 'public_repo') ?? before?.public_repo ?? false,
		private_logs: readFlag(source, 'private_logs') ?? before?.private_logs ?? false,
		stop_builds: readFlag(source, 'stop_builds') ?? before?.stop_builds ?? false,
		installation_id: before?.installation_id ?? 4_000_001,
	};
}
