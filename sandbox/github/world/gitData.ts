import { createHash } from 'node:crypto';

import type { CommitComparison, ComparedFile, RepositoryCommit, SandboxServices } from '../../kernel/platform';
import { notFound } from '../http/errors';
import type { RepositoryRecord } from '../model';

export interface GitData {
	branches(record: RepositoryRecord): string[];
	branchHead(record: RepositoryRecord, branch: string): RepositoryCommit | undefined;
	/** The commit that a branch, tag, `refs/...`, `heads/...`, `tags/...` or sha names. */
	resolve(record: RepositoryRecord, reference: string): RepositoryCommit | undefined;
	/** As `resolve`, but raises GitHub's 404. */
	require(record: RepositoryRecord, reference: string): RepositoryCommit;
	compare(record: RepositoryRecord, base: string, head: string): CommitComparison | undefined;
	/** Files a commit changed against its first parent. */
	changedFiles(record: RepositoryRecord, commit: RepositoryCommit): readonly ComparedFile[];
	/** The commit and its ancestors, newest first. */
	history(record: RepositoryRecord, head: RepositoryCommit): RepositoryCommit[];
}

/** Git as the API shows it: the shared store, plus the list of tags. */
export function createGitData(services: SandboxServices): GitData {
	const { repositories } = services;

	function branchHead(record: RepositoryRecord, branch: string): RepositoryCommit | undefined {
		if (!repositories.branches(record.fullName).includes(branch)) return undefined;
		return repositories.resolve(record.fullName, `heads/${branch}`);
	}

	function resolve(record: RepositoryRecord, reference: string): RepositoryCommit | undefined {
		const full = /^(?:refs\/)?(heads|tags)\/(.+)$/.exec(reference);
		const branch = full?.[1] === 'heads' ? full[2] : reference;
		const tag = full?.[1] === 'tags' ? full[2] : reference;
		const head = branch === undefined ? undefined : branchHead(record, branch);
		if (head && full?.[1] !== 'tags') return head;
		const tagged = tag === undefined ? undefined : record.tags.get(tag);
		if (tagged && full?.[1] !== 'heads') return repositories.resolve(record.fullName, tagged);
		if (reference === 'HEAD') return branchHead(record, repositories.defaultBranch);
		return repositories.resolve(record.fullName, reference);
	}

	function changedFiles(record: RepositoryRecord, commit: RepositoryCommit): readonly ComparedFile[] {
		const parentSha = commit.parents[0];
		const parent = parentSha ? repositories.resolve(record.fullName, parentSha) : undefined;
		return compareTrees(parent?.files ?? {}, commit.files);
	}

	return {
		branches: (record) => [...repositories.branches(record.fullName)],
		branchHead,
		resolve,
		require(record, reference) {
			const commit = resolve(record, reference);
			if (!commit) throw notFound();
			return commit;
		},
		compare(record, base, head) {
			const baseCommit = resolve(record, base);
			const headCommit = resolve(record, head);
			if (!baseCommit || !headCommit) return undefined;
			return repositories.compare(record.fullName, baseCommit.sha, headCommit.sha);
		},
		changedFiles,
		history(record, head) {
			const found = new Map<string, RepositoryCommit>();
			const pending = [head];
			for (let commit = pending.pop(); commit; commit = pending.pop()) {
				if (found.has(commit.sha)) continue;
				found.set(commit.sha, commit);
				for (const parent of commit.parents) {
					const next = repositories.resolve(record.fullName, parent);
					if (next) pending.push(next);
				}
			}
			// Found depth first from the head, so a stable sort keeps children before parents of one time.
			return [...found.values()].sort((left, right) => right.committedAtMs - left.committedAtMs);
		},
	};
}

export function compareTrees(
	before: Readonly<Record<string, string>>,
	after: Readonly<Record<string, string>>,
): ComparedFile[] {
	const files: ComparedFile[] = [];
	for (const filename of new Set([...Object.keys(before), ...Object.keys(after)])) {
		if (!(filename in before)) files.push({ filename, status: 'added' });
		else if (!(filename in after)) files.push({ filename, status: 'removed' });
		else if (before[filename] !== after[filename]) files.push({ filename, status: 'modified' });
	}
	return files.sort((left, right) => (left.filename < right.filename ? -1 : 1));
}

/** A tree's sha: stable for the same files. */
export function treeSha(files: Readonly<Record<string, string>>): string {
	const hash = createHash('sha1');
	for (const path of Object.keys(files).sort()) hash.update(`${path}\0${files[path] ?? ''}\0`);
	return hash.digest('hex');
}

/** The sha git itself gives a file's text. */
export function blobSha(text: string): string {
	const bytes = Buffer.from(text);
	return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
