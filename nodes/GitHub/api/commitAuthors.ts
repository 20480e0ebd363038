import type { AuthorsSight, CommitAuthor } from '../../deployment/approval/refusal';
import { listAt, numberAt, textAt } from '../../deployment/values/jsonFields';
import type { PlatformClient } from '../../shared/http/platformClient';
import { compareCommits } from './comparisons';
import type { Repository } from './repositories';
import { whyUnseen } from './sights/whyUnseen';
import type { CommitRange } from './types';

const pageSize = 100;

/** More commits than that are read by nobody who approves them, either. */
const maxPages = 10;

/** Who wrote the commits from one to the other, those who are named as co-authors too. */
export async function readCommitAuthors(
	client: PlatformClient,
	repository: Repository,
	range: CommitRange,
): Promise<AuthorsSight> {
	if (range.base === '') {
		return { isSeen: false, isTransient: false, reason: 'it is not known which commit is live' };
	}
	const authors: CommitAuthor[] = [];
	try {
		for (let page = 1, read = 0; page <= maxPages; page++) {
			const comparison = await compareCommits(client, repository, range, { page, per_page: pageSize });
			const commits = listAt(comparison, 'commits');
			authors.push(...commits.flatMap(authorsOf));
			read += commits.length;
			if (read >= (numberAt(comparison, 'total_commits') ?? Infinity)) return { isSeen: true, authors };
			if (commits.length === 0) break;
		}
	} catch (error) {
		return { isSeen: false, ...whyUnseen(error) };
	}
	return { isSeen: false, isTransient: false, reason: 'GitHub does not list all of its commits' };
}

const coAuthor = /^co-authored-by:[^\n<]*<([^<>\n]*)>/gim;

function authorsOf(commit: unknown): CommitAuthor[] {
	const sha = textAt(commit, 'sha') ?? '';
	const message = textAt(commit, 'commit', 'message') ?? '';
	const emails = [
		textAt(commit, 'commit', 'author', 'email') ?? '',
		...[...message.matchAll(coAuthor)].map(([, email = '']) => email),
	];
	return emails.map((email) => ({ commit: sha, email: email.trim().toLowerCase() }));
}
