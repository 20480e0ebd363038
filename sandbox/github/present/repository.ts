import type { GitHubUrls } from './urls';
import { isoTime, nodeId } from './urls';
import { isOrganization, userId } from '../world/accounts';
import type { JsonObject, RepositoryRecord } from '../model';
import { representUser } from './user';

export interface RepositoryView {
	readonly canWrite: boolean;
	readonly defaultBranch: string;
}

/** URL properties of every repository object, and what follows the repository's own API URL. */
const API_URL_SUFFIXES: Readonly<Record<string, string>> = {
	forks_url: '/forks',
	keys_url: '/keys{/key_id}',
	collaborators_url: '/collaborators{/collaborator}',
	teams_url: '/teams',
	hooks_url: '/hooks',
	issue_events_url: '/issues/events{/number}',
	events_url: '/events',
	assignees_url: '/assignees{/user}',
	branches_url: '/branches{/branch}',
	tags_url: '/tags',
	blobs_url: '/git/blobs{/sha}',
	git_tags_url: '/git/tags{/sha}',
	git_refs_url: '/git/refs{/sha}',
	trees_url: '/git/trees{/sha}',
	statuses_url: '/statuses/{sha}',
	languages_url: '/languages',
	stargazers_url: '/stargazers',
	contributors_url: '/contributors',
	subscribers_url: '/subscribers',
	subscription_url: '/subscription',
	commits_url: '/commits{/sha}',
	git_commits_url: '/git/commits{/sha}',
	comments_url: '/comments{/number}',
	issue_comment_url: '/issues/comments{/number}',
	contents_url: '/contents/{+path}',
	compare_url: '/compare/{base}...{head}',
	merges_url: '/merges',
	archive_url: '/{archive_format}{/ref}',
	downloads_url: '/downloads',
	issues_url: '/issues{/number}',
	pulls_url: '/pulls{/number}',
	milestones_url: '/milestones{/number}',
	notifications_url: '/notifications{?since,all,participating}',
	labels_url: '/labels{/name}',
	releases_url: '/releases{/id}',
	deployments_url: '/deployments',
};

export function repositoryApiUrl(urls: GitHubUrls, fullName: string): string {
	return `${urls.api}/repos/${fullName}`;
}

export function repositoryWebUrl(urls: GitHubUrls, fullName: string): string {
	return `${urls.web}/${fullName}`;
}

/** The properties that a minimal repository has, with all its links. */
export function representMinimalRepository(
	urls: GitHubUrls,
	record: RepositoryRecord,
	fork?: { readonly owner: string },
): JsonObject {
	const owner = fork?.owner ?? record.owner;
	const fullName = `${owner}/${record.name}`;
	const id = fork ? userId(fullName) : record.id;
	const api = repositoryApiUrl(urls, fullName);
	return {
		id,
		node_id: nodeId('Repository', id),
		name: record.name,
		full_name: fullName,
		private: false,
		owner: representUser(urls, owner),
		html_url: repositoryWebUrl(urls, fullName),
		description: null,
		fork: fork !== undefined,
		url: api,
		...Object.fromEntries(Object.entries(API_URL_SUFFIXES).map(([name, suffix]) => [name, `${api}${suffix}`])),
	};
}

/** A repository as pull requests and searches embed it. */
export function representRepository(
	urls: GitHubUrls,
	record: RepositoryRecord,
	view: RepositoryView,
	fork?: { readonly owner: string },
): JsonObject {
	const minimal = representMinimalRepository(urls, record, fork);
	const fullName = `${fork?.owner ?? record.owner}/${record.name}`;
	const web = repositoryWebUrl(urls, fullName);
	const host = new URL(urls.web).host;
	return {
		...minimal,
		git_url: `git://${host}/${fullName}.git`,
		ssh_url: `git@${host}:${fullName}.git`,
		clone_url: `${web}.git`,
		svn_url: web,
		mirror_url: null,
		homepage: null,
		language: null,
		size: 108,
		stargazers_count: 0,
		watchers_count: 0,
		forks_count: 0,
		open_issues_count: 0,
		forks: 0,
		open_issues: 0,
		watchers: 0,
		default_branch: view.defaultBranch,
		is_template: false,
		topics: [],
		has_issues: true,
		has_projects: true,
		has_downloads: true,
		has_wiki: true,
		has_pages: false,
		has_discussions: false,
		archived: false,
		disabled: false,
		visibility: 'public',
		license: null,
		allow_forking: true,
		web_commit_signoff_required: false,
		created_at: isoTime(record.createdAtMs),
		updated_at: isoTime(record.pushedAtMs),
		pushed_at: isoTime(record.pushedAtMs),
		permissions: {
			admin: view.canWrite,
			maintain: view.canWrite,
			push: view.canWrite,
			triage: view.canWrite,
			pull: true,
		},
	};
}

/** `GET /repos/{owner}/{repo}`. */
export function representFullRepository(urls: GitHubUrls, record: RepositoryRecord, view: RepositoryView): JsonObject {
	return {
		...representRepository(urls, record, view),
		allow_squash_merge: true,
		allow_merge_commit: true,
		allow_rebase_merge: true,
		allow_auto_merge: false,
		delete_branch_on_merge: false,
		subscribers_count: 0,
		network_count: 0,
		...(isOrganization(record.owner) ? { organization: representUser(urls, record.owner) } : {}),
	};
}
