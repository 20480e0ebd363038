import { useManualClock } from '../../n8n/sandboxClock';
import { byId, main, named, useNeonNode } from './neonNodeDriver';

// Postgres itself starts in some of these.
const clock = useManualClock();
const neon = useNeonNode(clock);

const create = { operation: 'create', name: 'preview/pr-7' };
const preview = { branch: named('preview/pr-7') };
const colors = 'SELECT count(*)::int AS n FROM colors';

describe('Create', () => {
	it('makes one that is not there, and refuses one that is', async () => {
		expect(await neon.run(create)).toMatchObject({ created: true, state: 'ready' });
		for (const dryRun of [true, false]) {
			const error = await neon.failure({ ...create, dryRun });
			expect(error.message).toContain('has a branch "preview/pr-7" already');
			expect(error.advice).toContain('Ensure');
		}
	});
});

describe('Get and Get Many', () => {
	it('gives a branch by id and by name, with the window of its history', async () => {
		clock.advance(3_600_000);
		const byName = await neon.run({ operation: 'get', branch: named('main') });
		expect(byName).toEqual(await neon.run({ operation: 'get', branch: byId(main) }));
		expect(byName).toMatchObject({
			id: main,
			default: true,
			protected: true,
			historyTo: new Date(clock.now()).toISOString(),
		});
		expect((await neon.failure({ operation: 'get', branch: named('mai') })).message).toContain('has no branch "mai"');
		expect(await neon.run({ operation: 'get', branch: byId(main), simplify: false })).toHaveProperty(
			'current_state',
			'ready',
		);
	});

	it('reads all pages of more than a hundred branches', async () => {
		await neon.control('/limits', { branches_per_project: 300 });
		for (let index = 0; index < 120; index++) {
			await neon.makeBranch(`page-${String(index).padStart(3, '0')}`);
		}
		const all = await neon.items({ operation: 'getMany', returnAll: true });
		expect(new Set(all.map(({ json }) => json.id)).size).toBe(122);
		expect(await neon.items({ operation: 'getMany', limit: 105 })).toHaveLength(105);
		expect((await neon.items({ operation: 'getMany', nameContains: 'page-11' })).map(({ json }) => json.name)).toEqual(
			Array.from({ length: 10 }, (_, index) => `page-11${index}`),
		);
		expect((await neon.run({ operation: 'get', branch: named('page-000') })).name).toBe('page-000');
	});
});

describe('Delete If Exists', () => {
	const remove = { operation: 'deleteIfExists', ...preview };

	it('deletes a branch and waits until it is gone; twice is harmless', async () => {
		await neon.run(create);
		expect(await neon.run({ ...remove, dryRun: true })).toMatchObject({ plan: { action: 'delete' } });
		expect(await neon.run(remove)).toMatchObject({ deleted: true, existed: true, target: 'preview/pr-7' });
		expect(await neon.run(remove)).toMatchObject({ deleted: false, existed: false });
		expect((await neon.items({ operation: 'getMany' })).map(({ json }) => json.name)).not.toContain('preview/pr-7');
	});

	it('is done once when the answer is lost', async () => {
		await neon.run(create);
		neon.fault({ method: 'DELETE', kind: 'lostReply' });
		expect(await neon.run(remove)).toMatchObject({ deleted: true });
	});

	it('refuses the default branch, by name and by id', async () => {
		for (const branch of [named('main'), byId(main)]) {
			const error = await neon.failure({ operation: 'deleteIfExists', branch });
			expect(error.message).toContain('was not deleted: it is the default branch');
			expect(error.advice).toContain('first remove its protection');
		}
		expect(neon.writes()).toEqual([]);
	});

	it('names the children of a branch that has some', async () => {
		await neon.run(create);
		await neon.run({ operation: 'create', name: 'grandchild', parent: named('preview/pr-7') });
		const error = await neon.failure(remove);
		expect(error.message).toMatch(/was not deleted: a branch was made from it: grandchild \(br-/);
		expect(error.advice).toContain('Delete those first');
		expect(neon.requests('DELETE')).toEqual([]);
	});

	it('is no success when the deletion fails', async () => {
		await neon.run(create);
		await neon.control('/operations', { action: 'delete_timeline', outcome: 'failed', error: 'storage fault' });
		expect((await neon.failure(remove)).message).toContain('delete_timeline');
	});
});

describe('Reset From Parent', () => {
	it("takes over the parent's data at the same address", async () => {
		const made = await neon.run(create);
		await neon.rows(String(made.id), 'DELETE FROM colors');
		const reset = await neon.run({ operation: 'resetFromParent', ...preview, preserveUnderName: 'kept' });
		expect(reset).toMatchObject({ reset: true, id: made.id, endpointId: made.endpointId, preservedAs: 'kept' });
		expect(await neon.rows(String(made.id), colors)).toEqual([{ n: 3 }]);
		expect(await neon.rows(String(reset.preservedId), colors)).toEqual([{ n: 0 }]);
	});

	it('is done once when the answer is lost', async () => {
		await neon.run(create);
		clock.advance(5_000);
		neon.fault({ method: 'POST', path: '/api/v2/projects/*/branches/*/restore', kind: 'lostReply' });
		expect(await neon.run({ operation: 'resetFromParent', ...preview })).toMatchObject({ reset: true });
		expect(neon.requests('POST', /\/restore$/)).toHaveLength(1);
	});

	it('refuses a root branch and the default branch', async () => {
		const error = await neon.failure({ operation: 'resetFromParent', branch: named('main') });
		expect(error.message).toContain('was not reset: it is the default branch');
		const root = await neon.failure({ operation: 'resetFromParent', branch: named('main'), allowDefaultBranch: true });
		expect(root.message).toContain('has no parent');
		expect(neon.writes()).toEqual([]);
	});
});

describe('Restore', () => {
	const restore = { operation: 'restore', branch: named('main'), point: 'timestamp', allowDefaultBranch: true };

	it('brings back what was there, and keeps what it overwrites', async () => {
		await neon.control(`/branches/${main}/checkpoint`);
		clock.advance(60_000);
		const timestamp = new Date(clock.now()).toISOString();
		clock.advance(60_000);
		await neon.rows(main, 'DELETE FROM colors');
		clock.advance(1_000);
		const plan = await neon.run({ ...restore, timestamp, dryRun: true });
		expect(plan).toMatchObject({ plan: { action: 'restore', point: { timestamp } } });
		const done = await neon.run({ ...restore, timestamp });
		expect(done).toMatchObject({ restored: true, id: main, default: true });
		expect(done.preservedAs).toMatch(/^main_old_\d{8}T\d{6}Z$/);
		expect(await neon.rows(main, colors)).toEqual([{ n: 3 }]);
		expect(await neon.rows(String(done.preservedId), colors)).toEqual([{ n: 0 }]);
	});

	it('refuses the default branch unless that is allowed', async () => {
		const error = await neon.failure({
			...restore,
			allowDefaultBranch: false,
			timestamp: new Date(clock.now()).toISOString(),
		});
		expect(error.message).toContain('was not restored: it is the default branch');
		expect(error.advice).toContain('Allow Default Branch');
	});

	it('says the window for a moment outside of it, before and after asking Neon', async () => {
		clock.advance(60_000);
		const before = await neon.failure({ ...restore, timestamp: '2021-05-05T00:00:00Z' });
		expect(before.message).toMatch(
			/2021-05-05T00:00:00.000Z is not in the history of branch main: the history of branch main goes from 20.* to 20.*7 days/,
		);
		expect(neon.writes()).toEqual([]);
		const made = await neon.run(create);
		const beforeItsCreation = new Date(Date.parse(String(made.createdAt)) - 50_000).toISOString();
		const after = await neon.failure({ ...restore, ...preview, timestamp: beforeItsCreation });
		expect(after.message).toContain('is not in the history of branch preview/pr-7');
		expect(after.message).toContain('Neon says:');
		expect(after.advice).toContain('Choose a moment in that window');
		expect((await neon.failure({ ...restore, timestamp: '2099-01-01T00:00:00Z' })).message).toContain('in the future');
	});

	it.each([
		[{ point: 'latest' }, 'already holds its own latest state'],
		[{ point: 'timestamp', timestamp: '' }, 'Timestamp is empty'],
		[{ point: 'lsn', lsn: '0/0', preserveUnderName: 'main' }, 'is not in the history|has a branch "main" already'],
	])('refuses %j', async (bad, message) => {
		expect((await neon.failure({ ...restore, ...bad })).message).toMatch(new RegExp(message));
		expect(neon.writes().filter(({ status }) => status === 200)).toEqual([]);
	});
});

describe('Update', () => {
	it('renames, protects, and changes the expiry', async () => {
		await neon.run(create);
		const update = { operation: 'update', ...preview };
		const changed = await neon.run({ ...update, changes: { name: 'renamed', expiresAfterHours: 5 } });
		expect(changed).toMatchObject({ name: 'renamed' });
		expect(changed.expiresAt).toMatch(/^20/);
		const kept = { operation: 'update', branch: named('renamed') };
		expect(await neon.run({ ...kept, changes: { neverExpires: true } })).toMatchObject({ expiresAt: null });
		expect((await neon.failure({ ...kept, changes: { name: 'main' } })).message).toContain(
			'a branch "main" exists already',
		);
		expect(await neon.run({ ...kept, changes: { protected: true } })).toMatchObject({ protected: true });
		expect((await neon.failure({ ...kept, changes: { protected: false } })).message).toContain('a protected branch');
		expect((await neon.failure({ ...kept, changes: {} })).message).toContain('No change is given');
	});

	it('is no success when Neon did not change it', async () => {
		await neon.run(create);
		neon.fault({ method: 'PATCH', status: 200, body: { branch: {}, operations: [] } });
		expect((await neon.failure({ operation: 'update', ...preview, changes: { name: 'x' } })).message).toContain(
			'did not change the name',
		);
	});
});

describe('Compare Schema', () => {
	it('tells whether and how a branch differs from its parent', async () => {
		const made = await neon.run(create);
		const compare = { operation: 'compareSchema', ...preview };
		expect(await neon.run(compare)).toMatchObject({ different: false, database: 'neondb', baseBranchId: main });
		await neon.rows(String(made.id), 'ALTER TABLE colors ADD COLUMN opacity int');
		const difference = await neon.run(compare);
		expect(difference.different).toBe(true);
		expect(difference.diff).toMatch(/^\+.*opacity/m);
		const error = await neon.failure({ operation: 'compareSchema', branch: named('main') });
		expect(error.message).toContain('no parent to compare with');
	});
});

describe('pickers', () => {
	it('list projects, branches, computes, databases, roles and snapshots', async () => {
		await neon.run(create);
		const chosen = { project: byId('sandbox-paintbox-123456'), branch: byId(main) };
		const first = async (method: string, filter?: string) => (await neon.search(method, filter, chosen)).results[0];
		expect(await first('searchProjects', 'paint')).toMatchObject({ value: 'sandbox-paintbox-123456' });
		expect(await first('searchBranches', 'pr-7')).toMatchObject({ name: 'preview/pr-7' });
		expect((await neon.search('searchBranches', 'main', chosen)).results[0]?.name).toBe('main · default · protected');
		expect(await first('searchEndpoints', 'main')).toMatchObject({ value: 'ep-quiet-hill-a1b2c3d4' });
		expect(await first('searchDatabases')).toMatchObject({ name: 'neondb (neondb_owner)', value: 'neondb' });
		expect(await first('searchRoles')).toMatchObject({ value: 'neondb_owner' });
		await neon.run({ resource: 'snapshot', operation: 'create', branch: named('main'), name: 'nightly' });
		expect((await first('searchSnapshots', 'night'))?.name).toContain('nightly');
		expect((await first('searchOperations', 'create_branch'))?.name).toContain('create_branch · finished · 20');
		expect((await neon.search('searchOrganizations', 'candle')).results[0]?.value).toMatch(/^org-/);
		expect((await neon.search('searchOperations')).results).toEqual([]);
		expect((await neon.search('searchBranches')).results).toEqual([]);
	});
});

describe('a preview that was restored', () => {
	const ensure = {
		operation: 'ensure',
		name: 'preview/pr-7',
		parent: named('main'),
		options: { expiresAfterHours: 72 },
	};

	/** Restores the preview to before its rows were deleted. */
	async function restored(preserveUnderName = '') {
		const made = await neon.run(ensure);
		await neon.control(`/branches/${String(made.id)}/checkpoint`);
		clock.advance(60_000);
		const timestamp = new Date(clock.now()).toISOString();
		clock.advance(60_000);
		await neon.rows(String(made.id), 'DELETE FROM colors');
		clock.advance(1_000);
		return await neon.run({
			operation: 'restore',
			branch: named('preview/pr-7'),
			point: 'timestamp',
			timestamp,
			preserveUnderName,
		});
	}

	it.each(['', 'before-the-fix'])(
		'is taken by Ensure, and the state that was kept is said to stay (%s)',
		async (name) => {
			const done = await restored(name);
			expect(done.warnings).toEqual([expect.stringMatching(/does not expire/)]);
			expect(await neon.run(ensure)).toMatchObject({ created: false, id: done.id });
		},
	);

	it.each(['', 'before-the-fix'])(
		'is reset to the branch it was made from, not to what it held before (%s)',
		async (name) => {
			const done = await restored(name);
			expect(await neon.rows(String(done.id), colors)).toEqual([{ n: 3 }]);
			const reset = await neon.run({ operation: 'resetFromParent', branch: named('preview/pr-7') });
			expect(reset).toMatchObject({ reset: true, source: 'main', sourceId: main });
			expect(await neon.rows(String(done.id), colors)).toEqual([{ n: 3 }]);
		},
	);

	it('names what it leaves when it is deleted', async () => {
		const done = await restored();
		const deleted = await neon.run({ operation: 'deleteIfExists', branch: named('preview/pr-7') });
		expect(deleted).toMatchObject({
			deleted: true,
			keptBranches: [{ id: done.preservedId, name: done.preservedAs, expiresAt: null }],
		});
		expect(deleted.warnings).toEqual([expect.stringMatching(/held before it was restored: delete them too/)]);
		const former = await neon.run({ operation: 'deleteIfExists', branch: byId(String(done.preservedId)) });
		expect(former).toMatchObject({ deleted: true, keptBranches: [], warnings: [] });
	});
});
