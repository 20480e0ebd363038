import { createManualClock } from '../../../sandbox/kernel/clock';
import { createRepositoryStore } from '../../../sandbox/kernel/repositories';

const name = 'candlefish-ai/paintbox';

function setUp() {
	const clock = createManualClock();
	const store = createRepositoryStore(clock, { [name]: { 'a.txt': 'a', 'b.txt': 'b' } });
	const commit = (branch: string, files: Record<string, string | null>, ontoSha?: string) => {
		clock.advance(1000);
		return store.commit(name, branch, { files, message: `Change ${branch}`, ontoSha });
	};
	const first = store.resolve(name, 'main');
	if (!first) throw new Error('no first commit');
	return { clock, store, commit, first };
}

describe('repository store', () => {
	test('starts with one commit on main; ids look like git ids', () => {
		const { store, first } = setUp();
		expect(first.sha).toMatch(/^[0-9a-f]{40}$/);
		expect(first.parents).toEqual([]);
		expect(store.branches(name)).toEqual(['main']);
	});

	test('a commit keeps the tree, changes its files and moves the branch', () => {
		const { store, commit, first } = setUp();
		const second = commit('main', { 'a.txt': null, 'c.txt': 'c' });
		expect(second.files).toEqual({ 'b.txt': 'b', 'c.txt': 'c' });
		expect(second.parents).toEqual([first.sha]);
		expect(store.resolve(name, 'main')).toEqual(second);
	});

	test.each(['refs/heads/main', 'heads/main', 'main'])('resolves %s', (reference) => {
		const { store, first } = setUp();
		expect(store.resolve(name, reference)?.sha).toBe(first.sha);
	});

	test('resolves tags, full and short shas, nothing else', () => {
		const { store, first } = setUp();
		store.tag(name, 'v1.0.0', first.sha);
		expect(store.resolve(name, 'v1.0.0')?.sha).toBe(first.sha);
		expect(store.resolve(name, 'refs/tags/v1.0.0')?.sha).toBe(first.sha);
		expect(store.resolve(name, first.sha)?.sha).toBe(first.sha);
		expect(store.resolve(name, first.sha.slice(0, 7))?.sha).toBe(first.sha);
		expect(store.resolve(name, first.sha.slice(0, 6))).toBeUndefined();
		expect(store.resolve(name, 'refs/tags/main')).toBeUndefined();
		expect(store.resolve('candlefish-ai/none', 'main')).toBeUndefined();
	});

	test('compares: identical, ahead, behind, with the files that changed', () => {
		const { store, commit, first } = setUp();
		const second = commit('main', { 'a.txt': 'changed' });
		const third = commit('main', { 'b.txt': null, 'd.txt': 'd' });
		expect(store.compare(name, third.sha, 'main')).toMatchObject({
			status: 'identical',
			aheadBy: 0,
			behindBy: 0,
		});
		expect(store.compare(name, first.sha, 'main')).toEqual({
			status: 'ahead',
			aheadBy: 2,
			behindBy: 0,
			mergeBase: first.sha,
			commits: [second, third],
			files: [
				{ filename: 'a.txt', status: 'modified' },
				{ filename: 'b.txt', status: 'removed' },
				{ filename: 'd.txt', status: 'added' },
			],
		});
		expect(store.compare(name, 'main', first.sha)).toMatchObject({
			status: 'behind',
			behindBy: 2,
			mergeBase: first.sha,
			commits: [],
		});
	});

	test('a forced push diverges from what it replaced', () => {
		const { store, commit, first } = setUp();
		const replaced = commit('main', { 'a.txt': 'old way' });
		const pushed = commit('main', { 'a.txt': 'new way' }, first.sha);
		expect(pushed.parents).toEqual([first.sha]);
		expect(store.resolve(name, replaced.sha)).toEqual(replaced);
		expect(store.compare(name, replaced.sha, 'main')).toMatchObject({
			status: 'diverged',
			aheadBy: 1,
			behindBy: 1,
			mergeBase: first.sha,
			files: [{ filename: 'a.txt', status: 'modified' }],
		});
	});

	test('a new branch starts at main, and can be deleted; main cannot', () => {
		const { store, commit, first } = setUp();
		expect(commit('feature', { 'x.txt': 'x' }).parents).toEqual([first.sha]);
		expect(store.deleteBranch(name, 'feature')).toBe(true);
		expect(store.deleteBranch(name, 'feature')).toBe(false);
		expect(() => store.deleteBranch(name, 'main')).toThrow(/default branch/);
	});

	test('reset brings the seed back', () => {
		const { store, commit } = setUp();
		commit('feature', { 'x.txt': 'x' });
		store.create('candlefish-ai/other', {});
		store.reset();
		expect(store.list()).toEqual([name]);
		expect(store.branches(name)).toEqual(['main']);
	});

	test('says what is wrong with a repository that is missing, doubled or misnamed', () => {
		const { store } = setUp();
		expect(() => store.commit('a/b', 'main', { files: {}, message: '' })).toThrow(/"a\/b"/);
		expect(() => store.create(name, {})).toThrow(/already there/);
		expect(() => store.create('paintbox', {})).toThrow(/owner\/name/);
	});
});
