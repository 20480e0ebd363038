import type { SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { urlsOf } from '../context';
import { apiError, notFound } from '../http/errors';
import { listResponse, paginate, readPerPage } from '../http/pagination';
import { repositoryRoutes, type Visit } from '../http/routeTable';
import type { RepositoryRecord } from '../model';
import { representChangedFile, representCommit } from '../present/commit';
import { representPullRequest } from '../present/pullRequest';
import { withRenames } from '../present/renames';
import { repositoryApiUrl, repositoryWebUrl } from '../present/repository';

const MAX_COMPARED_FILES = 300;
const MAX_COMPARED_COMMITS = 250;

/** `owner:branch` names a branch of this network; only this repository's own are known. */
function localReference(record: RepositoryRecord, reference: string): string {
	const [owner, branch] = reference.split(':');
	if (branch === undefined) return reference;
	if (owner?.toLowerCase() !== record.owner.toLowerCase()) throw notFound();
	return branch;
}

function getCommit({ context, request, record }: Visit): SandboxResponse {
	const reference = request.params['ref'] ?? '';
	const commit = context.git.resolve(record, reference);
	if (!commit) throw apiError(422, `No commit found for SHA: ${reference}`);
	const parentSha = commit.parents[0];
	const before = parentSha ? context.git.resolve(record, parentSha) : undefined;
	const files = withRenames(context.git.changedFiles(record, commit), before, commit).map((file) =>
		representChangedFile(urlsOf(context), record, file, { before, after: commit }),
	);
	const sum = (name: 'additions' | 'deletions') => files.reduce((total, file) => total + file[name], 0);
	const page = paginate(request, files, readPerPage(request, 300));
	return {
		status: 200,
		headers: page.headers,
		body: {
			...representCommit(urlsOf(context), record, commit),
			stats: {
				total: sum('additions') + sum('deletions'),
				additions: sum('additions'),
				deletions: sum('deletions'),
			},
			files: page.items,
		},
	};
}

function compare({ context, request, record }: Visit): SandboxResponse {
	const [baseName, headName, ...rest] = (request.params['basehead'] ?? '').split('...');
	if (!baseName || !headName || rest.length > 0) throw notFound();
	const base = context.git.require(record, localReference(record, baseName));
	const head = context.git.require(record, localReference(record, headName));
	const comparison = context.git.compare(record, base.sha, head.sha);
	if (!comparison) {
		throw apiError(404, `No common ancestor between ${baseName} and ${headName}.`);
	}
	const urls = urlsOf(context);
	const api = `${repositoryApiUrl(urls, record.fullName)}/compare/${baseName}...${headName}`;
	const web = repositoryWebUrl(urls, record.fullName);
	const mergeBase = context.git.require(record, comparison.mergeBase);
	const isPaged = request.query.has('page') || request.query.has('per_page');
	const page = isPaged
		? paginate(request, comparison.commits)
		: {
				items: comparison.commits.slice(-MAX_COMPARED_COMMITS),
				page: 1,
				headers: paginate(request, comparison.commits, MAX_COMPARED_COMMITS).headers,
			};
	const changed = withRenames(comparison.files, mergeBase, head);
	const files = page.page === 1 ? changed.slice(0, MAX_COMPARED_FILES) : [];
	return {
		status: 200,
		headers: page.headers,
		body: {
			url: api,
			html_url: `${web}/compare/${baseName}...${headName}`,
			permalink_url: `${web}/compare/${base.sha.slice(0, 12)}...${head.sha.slice(0, 12)}`,
			diff_url: `${web}/compare/${baseName}...${headName}.diff`,
			patch_url: `${web}/compare/${baseName}...${headName}.patch`,
			base_commit: representCommit(urls, record, base),
			merge_base_commit: representCommit(urls, record, mergeBase),
			status: comparison.status,
			ahead_by: comparison.aheadBy,
			behind_by: comparison.behindBy,
			total_commits: comparison.commits.length,
			commits: page.items.map((commit) => representCommit(urls, record, commit)),
			files: files.map((file) => representChangedFile(urls, record, file, { before: mergeBase, after: head })),
		},
	};
}

/** Commits and comparisons. */
export function commitRoutes(context: GitHubContext): SandboxRoute[] {
	return repositoryRoutes(context, [
		['GET', '/commits', listCommits],
		['GET', '/commits/:ref', getCommit],
		['GET', '/commits/:ref/pulls', listPullRequests],
		['GET', '/compare/*basehead', compare],
	]);
}

function listCommits({ context, request, record }: Visit): SandboxResponse {
	const start = request.query.get('sha') ?? context.services.repositories.defaultBranch;
	const path = request.query.get('path');
	const sinceMs = Date.parse(request.query.get('since') ?? '') || -Infinity;
	const untilMs = Date.parse(request.query.get('until') ?? '') || Infinity;
	const commits = context.git
		.history(record, context.git.require(record, start))
		.filter(
			(commit) =>
				commit.committedAtMs >= sinceMs &&
				commit.committedAtMs <= untilMs &&
				(path === null ||
					context.git
						.changedFiles(record, commit)
						.some(({ filename }) => filename === path || filename.startsWith(`${path}/`))),
		);
	return listResponse(request, commits, (commit) => representCommit(urlsOf(context), record, commit));
}

function listPullRequests({ context, request, record }: Visit): SandboxResponse {
	const { sha } = context.git.require(record, request.params['ref'] ?? '');
	const pulls = record.pullRequests.filter((pull) =>
		(context.git.compare(record, pull.baseBranch, pull.headSha)?.commits ?? []).some((commit) => commit.sha === sha),
	);
	return listResponse(request, pulls, (pull) => representPullRequest(context, record, pull));
}
