import { createHash } from 'node:crypto';

import type { SandboxClock } from './clock';
import type { CommitComparison, ComparedFile, RepositoryCommit, RepositoryStore } from './platform';

const defaultBranch = 'main';
const defaultAuthor = 'candlefish-bot';

interface Repository {
	readonly commits: Map<string, RepositoryCommit>;
	readonly branches: Map<string, string>;
	readonly tags: Map<string, string>;
}

/** Branches beside the main one, at the first commit, by repository. */
export type SeedBranches = Readonly<Record<string, readonly string[]>>;

export type RepositorySeed = Readonly<Record<string, Readonly<Record<string, string>>>>;

function makeCommit(content: Omit<RepositoryCommit, 'sha'>): RepositoryCommit {
	const sha = createHash('sha1').update(JSON.stringify(content)).digest('hex');
	return { sha, ...content };
}

/** Every commit reachable from `sha`, itself included, newest first. */
function ancestorsOf(repository: Repository, sha: string): RepositoryCommit[] {
	const seen = new Map<string, RepositoryCommit>();
	const queue = [sha];
	for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
		const commit = repository.commits.get(next);
		if (!commit || seen.has(next)) continue;
		seen.set(next, commit);
		queue.push(...commit.parents);
	}
	return [...seen.values()];
}

function compareFiles(base: RepositoryCommit, head: RepositoryCommit): ComparedFile[] {
	const names = new Set([...Object.keys(base.files), ...Object.keys(head.files)]);
	const changed: ComparedFile[] = [];
	for (const filename of [...names].sort()) {
		const before = base.files[filename];
		const after = head.files[filename];
		if (before === after) continue;
		const status = before === undefined ? 'added' : after === undefined ? 'removed' : 'modified';
		changed.push({ filename, status });
	}
	return changed;
}

function firstCommit(name: string, files: Readonly<Record<string, string>>, committedAtMs: number): RepositoryCommit {
	return makeCommit({
		parents: [],
		message: `Start ${name}`,
		author: defaultAuthor,
		committedAtMs,
		files: { ...files },
	});
}

function repositoryOf(first: RepositoryCommit): Repository {
	return {
		commits: new Map([[first.sha, first]]),
		branches: new Map([[defaultBranch, first.sha]]),
		tags: new Map(),
	};
}

function changedFiles(
	before: Readonly<Record<string, string>>,
	changes: Readonly<Record<string, string | null>>,
): Record<string, string> {
	const files: Record<string, string> = { ...before };
	for (const [path, text] of Object.entries(changes)) {
		if (text === null) delete files[path];
		else files[path] = text;
	}
	return files;
}

/** What a branch, a tag, a whole commit or the beginning of one stands for. */
function commitIn(repository: Repository, reference: string): RepositoryCommit | undefined {
	const short = reference.replace(/^refs\/(heads|tags)\/|^(heads|tags)\//, '');
	const inTags = /^(refs\/)?tags\//.test(reference);
	const named = inTags ? repository.tags.get(short) : (repository.branches.get(short) ?? repository.tags.get(short));
	const exact = repository.commits.get(named ?? reference.toLowerCase());
	if (exact) return exact;
	if (!/^[0-9a-f]{7,39}$/i.test(reference)) return undefined;
	const matches = [...repository.commits.values()].filter((commit) => commit.sha.startsWith(reference.toLowerCase()));
	return matches.length === 1 ? matches[0] : undefined;
}

function compareIn(repository: Repository, base: string, head: string): CommitComparison | undefined {
	const baseCommit = commitIn(repository, base);
	const headCommit = commitIn(repository, head);
	if (!baseCommit || !headCommit) return undefined;
	const inBase = ancestorsOf(repository, baseCommit.sha);
	const inHead = ancestorsOf(repository, headCommit.sha);
	const baseShas = new Set(inBase.map((commit) => commit.sha));
	const headShas = new Set(inHead.map((commit) => commit.sha));
	// Breadth first from head: the first commit both sides have is the merge base.
	const mergeBase = inHead.find((commit) => baseShas.has(commit.sha));
	if (!mergeBase) return undefined;
	const ahead = inHead.filter((commit) => !baseShas.has(commit.sha)).reverse();
	const behindBy = inBase.filter((commit) => !headShas.has(commit.sha)).length;
	const isAhead = ahead.length > 0;
	return {
		status: isAhead ? (behindBy === 0 ? 'ahead' : 'diverged') : behindBy === 0 ? 'identical' : 'behind',
		aheadBy: ahead.length,
		behindBy,
		mergeBase: mergeBase.sha,
		commits: ahead,
		files: compareFiles(mergeBase, headCommit),
	};
}

/** The git world: an in-memory commit graph per repository, back to `seed` on `reset`. */
export function createRepositoryStore(
	clock: SandboxClock,
	seed: RepositorySeed,
	more: SeedBranches = {},
): RepositoryStore {
	const repositories = new Map<string, Repository>();
	/** Former names, each with the repository that had it. */
	const formerNames = new Map<string, Repository>();

	const find = (name: string): Repository | undefined => repositories.get(name) ?? formerNames.get(name);

	const open = (name: string): Repository => {
		const repository = find(name);
		if (!repository) throw new Error(`The sandbox has no repository "${name}"`);
		return repository;
	};

	const requireFreeName = (name: string): void => {
		if (!/^[^/\s]+\/[^/\s]+$/.test(name)) throw new Error(`A repository is named owner/name, not "${name}"`);
		if (repositories.has(name)) throw new Error(`Repository "${name}" is already there`);
	};

	const create = (name: string, files: Readonly<Record<string, string>>): RepositoryCommit => {
		requireFreeName(name);
		const first = firstCommit(name, files, clock.now());
		repositories.set(name, repositoryOf(first));
		return first;
	};

	const resolve = (name: string, reference: string): RepositoryCommit | undefined => {
		const repository = find(name);
		return repository && commitIn(repository, reference);
	};

	const requireCommit = (name: string, sha: string): RepositoryCommit => {
		const commit = resolve(name, sha);
		if (!commit) throw new Error(`Repository "${name}" has no commit "${sha}"`);
		return commit;
	};

	const compare = (name: string, base: string, head: string): CommitComparison | undefined => {
		const repository = find(name);
		return repository && compareIn(repository, base, head);
	};

	const reset = (): void => {
		repositories.clear();
		formerNames.clear();
		for (const [name, files] of Object.entries(seed)) {
			const first = create(name, files);
			for (const branch of more[name] ?? []) repositories.get(name)?.branches.set(branch, first.sha);
		}
	};

	reset();
	return {
		defaultBranch,
		list: () => [...repositories.keys()],
		has: (name) => find(name) !== undefined,
		create,
		branches: (name) => [...open(name).branches.keys()],
		resolve,
		commit(name, branch, change) {
			const repository = open(name);
			const parentSha = change.ontoSha ?? repository.branches.get(branch) ?? repository.branches.get(defaultBranch);
			const parent = requireCommit(name, parentSha ?? '');
			const commit = makeCommit({
				parents: [parent.sha],
				message: change.message,
				author: change.author ?? defaultAuthor,
				committedAtMs: clock.now(),
				files: changedFiles(parent.files, change.files),
			});
			repository.commits.set(commit.sha, commit);
			repository.branches.set(branch, commit.sha);
			return commit;
		},
		moveBranch(name, branch, sha) {
			open(name).branches.set(branch, requireCommit(name, sha).sha);
		},
		deleteBranch(name, branch) {
			if (branch === defaultBranch) throw new Error('The default branch cannot be deleted');
			return open(name).branches.delete(branch);
		},
		tag(name, tagName, sha) {
			open(name).tags.set(tagName, requireCommit(name, sha).sha);
		},
		deleteTag: (name, tagName) => open(name).tags.delete(tagName),
		rename(name, newName) {
			requireFreeName(newName);
			const repository = repositories.get(name);
			if (!repository) throw new Error(`The sandbox has no repository "${name}"`);
			repositories.delete(name);
			repositories.set(newName, repository);
			formerNames.set(name, repository);
		},
		compare,
		reset,
	};
}
