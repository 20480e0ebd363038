import type { RepositoryCommit } from '../../kernel/platform';
import { blobSha, treeSha } from '../world/gitData';
import { repositoryApiUrl, repositoryWebUrl } from './repository';
import type { GitHubUrls } from './urls';
import { isoTime, nodeId } from './urls';
import { emailOf, loginOf } from '../world/accounts';
import type { JsonObject, RepositoryRecord } from '../model';
import type { ChangedFile } from './renames';
import { representUser } from './user';

function gitAuthor(commit: RepositoryCommit): JsonObject {
	return {
		name: commit.author.replace(/\s*<.*>/, ''),
		email: emailOf(commit.author),
		date: isoTime(commit.committedAtMs),
	};
}

/** A commit as lists and comparisons show it: without its files. */
export function representCommit(urls: GitHubUrls, record: RepositoryRecord, commit: RepositoryCommit): JsonObject {
	const api = repositoryApiUrl(urls, record.fullName);
	const web = repositoryWebUrl(urls, record.fullName);
	const user = representUser(urls, loginOf(commit.author));
	const tree = treeSha(commit.files);
	return {
		sha: commit.sha,
		node_id: nodeId('Commit', commit.sha),
		commit: {
			author: gitAuthor(commit),
			committer: gitAuthor(commit),
			message: commit.message,
			tree: { sha: tree, url: `${api}/git/trees/${tree}` },
			url: `${api}/git/commits/${commit.sha}`,
			comment_count: 0,
			verification: {
				verified: false,
				reason: 'unsigned',
				signature: null,
				payload: null,
				verified_at: null,
			},
		},
		url: `${api}/commits/${commit.sha}`,
		html_url: `${web}/commit/${commit.sha}`,
		comments_url: `${api}/commits/${commit.sha}/comments`,
		author: user,
		committer: user,
		parents: commit.parents.map((sha) => ({
			sha,
			url: `${api}/commits/${sha}`,
			html_url: `${web}/commit/${sha}`,
		})),
	};
}

interface TextChange {
	readonly additions: number;
	readonly deletions: number;
	readonly patch: string;
}

function linesOf(text: string): string[] {
	const lines = text.split('\n');
	if (lines.at(-1) === '') lines.pop();
	return lines;
}

/** One hunk around what differs: enough for a reader, and its counts add up. */
function describeTextChange(before: string, after: string): TextChange {
	const old = linesOf(before);
	const fresh = linesOf(after);
	let start = 0;
	while (start < Math.min(old.length, fresh.length) && old[start] === fresh[start]) start++;
	let end = 0;
	while (
		end < Math.min(old.length, fresh.length) - start &&
		old[old.length - 1 - end] === fresh[fresh.length - 1 - end]
	) {
		end++;
	}
	const removed = old.slice(start, old.length - end);
	const added = fresh.slice(start, fresh.length - end);
	const range = (lines: readonly string[]) => `${lines.length === 0 ? start : start + 1},${lines.length}`;
	return {
		additions: added.length,
		deletions: removed.length,
		patch: [
			`@@ -${range(removed)} +${range(added)} @@`,
			...removed.map((line) => `-${line}`),
			...added.map((line) => `+${line}`),
		].join('\n'),
	};
}

/** A changed file of a commit, comparison or pull request. */
export function representChangedFile(
	urls: GitHubUrls,
	record: RepositoryRecord,
	file: ChangedFile,
	trees: { readonly before: RepositoryCommit | undefined; readonly after: RepositoryCommit },
): JsonObject & { additions: number; deletions: number } {
	const before = trees.before?.files[file.previousFilename ?? file.filename] ?? '';
	const after = trees.after.files[file.filename] ?? '';
	const change = describeTextChange(before, after);
	const sha = trees.after.sha;
	const path = file.filename.split('/').map(encodeURIComponent).join('/');
	const web = repositoryWebUrl(urls, record.fullName);
	return {
		sha: blobSha(file.status === 'removed' ? before : after),
		filename: file.filename,
		...(file.previousFilename !== undefined && { previous_filename: file.previousFilename }),
		status: file.status,
		additions: change.additions,
		deletions: change.deletions,
		changes: change.additions + change.deletions,
		blob_url: `${web}/blob/${sha}/${path}`,
		raw_url: `${web}/raw/${sha}/${path}`,
		contents_url: `${repositoryApiUrl(urls, record.fullName)}/contents/${path}?ref=${sha}`,
		patch: change.patch,
	};
}
