import { useManualClock } from '../../n8n/sandboxClock';
import { byId, main, named, useNeonNode } from './neonNodeDriver';

// Postgres itself starts in some of these.
const clock = useManualClock();
const neon = useNeonNode(clock);
afterAll(() => expect(neon.recorder.checked('neon')).toBeGreaterThan(100));

const ensure = { operation: 'ensure', name: 'preview/pr-42' };
/** But for the one that the sandbox has besides `main` from the start. */
const branches = async () =>
	(await neon.items({ operation: 'getMany', returnAll: true })).filter(({ json }) => json.name !== 'preview-data');

describe('Ensure', () => {
	it('makes a branch with a compute, waits for both, and takes it the next time', async () => {
		const made = await neon.run(ensure);
		expect(made).toMatchObject({
			created: true,
			name: 'preview/pr-42',
			parentId: main,
			state: 'ready',
			default: false,
			ready: true,
			answered: null,
			verified: false,
		});
		expect(made.endpointId).toMatch(/^ep-/);
		expect(await neon.run(ensure)).toEqual({ ...made, created: false });
		expect(neon.requests('POST')).toHaveLength(1);
	});

	it('makes one branch of 50 runs at once, and gives all the same answer', async () => {
		const answers = await Promise.all(
			// A real Postgres starts for the branch, on a machine that may be busy with other tests.
			Array.from({ length: 50 }, async () => await neon.run({ ...ensure, checkAnswers: true, timeoutSeconds: 1_200 })),
		);
		expect(answers.every(({ verified }) => verified === true)).toBe(true);
		expect(answers.filter(({ created }) => created)).toHaveLength(1);
		const same = new Set(answers.map((answer) => JSON.stringify({ ...answer, created: null })));
		expect(same.size).toBe(1);
		expect(await branches()).toHaveLength(2);
	});

	it("is as good under Neon's rate limits", async () => {
		await neon.control('/limits', { enabled: true });
		const answers = await Promise.all(Array.from({ length: 50 }, async () => await neon.run(ensure)));
		expect(answers.filter(({ created }) => created)).toHaveLength(1);
		expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
		await neon.control('/limits', { enabled: false });
	});

	it.each(['lostReply', 'malformed'])('makes one branch when the answer to its making is lost (%s)', async (kind) => {
		neon.fault({ method: 'POST', kind });
		expect(await neon.run(ensure)).toMatchObject({ created: true, state: 'ready' });
		expect(neon.requests('POST')).toHaveLength(1);
		expect(await branches()).toHaveLength(2);
	});

	it('sends again what was not carried out', async () => {
		neon.fault({ method: 'POST', kind: 'status', status: 500, body: { code: '', message: 'oops' } });
		neon.fault({ method: 'POST', kind: 'status', status: 503, body: { code: '', message: 'later' } });
		expect(await neon.run(ensure)).toMatchObject({ created: true });
		expect(await branches()).toHaveLength(2);
	});

	it.each(['main', main])('never returns the default branch (%s)', async (name) => {
		const error = await neon.failure({ ...ensure, name: 'main' });
		expect(error.message).toContain(
			`Branch main (${main}) of Neon project paintbox was not returned: it is the default branch`,
		);
		expect(error.advice).toContain('another name');
		// A branch may be called like another one's id.
		expect((await neon.run({ ...ensure, name: `${name}-x` })).id).not.toBe(main);
		expect(neon.writes()).toHaveLength(1);
	});

	it('never returns a protected branch', async () => {
		await neon.run({ operation: 'create', name: 'staging', options: { protected: true } });
		const error = await neon.failure({ ...ensure, name: 'staging' });
		expect(error.message).toContain('it is a protected branch');
		expect((await neon.failure({ ...ensure, name: 'staging', dryRun: true })).message).toContain('protected');
	});

	it('waits out another change of the project', async () => {
		await neon.control('/projects/sandbox-paintbox-123456/lock', { locked: true });
		clock.after(20_000, () => void neon.control('/projects/sandbox-paintbox-123456/lock', { locked: false }));
		expect(await neon.run({ ...ensure, timeoutSeconds: 200 })).toMatchObject({ created: true });
		expect(neon.requests('POST').filter(({ status }) => status === 423).length).toBeGreaterThan(2);
	});

	it('gives up on a locked project in time, and says so', async () => {
		await neon.control('/projects/sandbox-paintbox-123456/lock', { locked: true });
		const error = await neon.failure({ ...ensure, timeoutSeconds: 30 });
		expect(error.message).toContain('was not free for POST');
		expect(error.message).toContain('conflicting operations');
		expect(error.advice).toContain('Nothing was changed');
		expect(await branches()).toHaveLength(1);
	});

	it.each([
		['failed', 'start_compute', 'out of capacity'],
		['error', 'create_branch', 'storage fault'],
	])('is no success when an operation ends as %s', async (outcome, action, reason) => {
		await neon.control('/operations', { action, outcome, error: reason });
		const error = await neon.failure(ensure);
		expect(error.message).toContain(`Neon operation ${action} of branch br-`);
		expect(error.message).toContain(reason);
		expect(error.advice).toContain('The change was not made');
		// Nor for the next run, which finds a branch that is not usable.
		expect((await neon.failure(ensure)).message).toMatch(/failed|cancelled/);
	});

	it('is no success when an operation was cancelled', async () => {
		await neon.control('/operations', { action: 'start_compute', outcome: 'cancelled' });
		expect((await neon.failure(ensure)).message).toContain('was cancelled');
	});

	it('does not take a skipped operation for a ready branch', async () => {
		await neon.control('/operations', { action: 'create_branch', outcome: 'skipped' });
		const error = await neon.failure({ ...ensure, timeoutSeconds: 30 });
		expect(error.message).toContain('was not done after');
		expect(error.message).toContain('the branch is in state init');
	});

	it('waits for a branch that is slow to start', async () => {
		await neon.control('/operations', { action: 'start_compute', outcome: 'finished', extra_seconds: 70 });
		const startedAtMs = clock.now();
		expect(await neon.run(ensure)).toMatchObject({ state: 'ready', ready: true });
		expect(clock.now() - startedAtMs).toBeGreaterThan(70_000);
	});

	it('says the last state when the time is up', async () => {
		await neon.control('/operations', { action: 'start_compute', outcome: 'stuck' });
		const error = await neon.failure({ ...ensure, timeoutSeconds: 20 });
		expect(error.message).toContain('last seen: start_compute running');
	});

	it('answers a query before it is called ready, and sends the URI nowhere else', async () => {
		const made = await neon.run({ ...ensure, checkAnswers: true });
		expect(made).toMatchObject({ answered: true, verified: true });
		const asked = neon.sandbox.requests({ platform: 'public' });
		expect(asked.map(({ path, status }) => [path, status])).toEqual([['/sql', 200]]);
		expect(asked[0]?.headers.authorization).toBeUndefined();
		expect(JSON.stringify(made)).not.toMatch(/npg_|postgresql:/);
	});

	it('is not ready while the query is not answered', async () => {
		neon.sandbox.addFault({
			platform: 'public',
			kind: 'status',
			status: 500,
			body: { message: 'the compute is away' },
			times: 'always',
		});
		const error = await neon.failure({ ...ensure, checkAnswers: true, timeoutSeconds: 20 });
		expect(error.message).toContain('it does not answer SELECT 1 (500: the compute is away)');
	});

	it('takes only the schema when asked to, and no branch with data for it', async () => {
		const made = await neon.run({ ...ensure, schemaOnly: true });
		expect(made).toMatchObject({ initSource: 'schema-only', parentId: null });
		expect(await neon.rows(String(made.id), 'SELECT count(*)::int AS n FROM colors')).toEqual([{ n: 0 }]);
		expect((await neon.run({ ...ensure, schemaOnly: true })).created).toBe(false);
		const error = await neon.failure(ensure);
		expect(error.message).toContain('made with the schema only');
		expect(error.advice).toContain('Reuse It');
		await neon.run({ ...ensure, name: 'with-data' });
		expect((await neon.failure({ ...ensure, name: 'with-data', schemaOnly: true })).message).toContain(
			"holds its parent's data",
		);
		expect(await neon.run({ ...ensure, name: 'with-data', schemaOnly: true, ifDifferent: 'reuse' })).toMatchObject({
			created: false,
		});
	});

	it('does not take a branch of another parent', async () => {
		await neon.run({ ...ensure, name: 'other' });
		await neon.run(ensure);
		const error = await neon.failure({ ...ensure, parent: named('other') });
		expect(error.message).toContain(`its parent is ${main}, not br-`);
		// Of one with the schema only, which Neon takes for a root branch, its annotation says so.
		await neon.run({ ...ensure, name: 'empty', schemaOnly: true });
		const empty = { ...ensure, name: 'empty', schemaOnly: true };
		expect((await neon.failure({ ...empty, parent: named('other') })).message).toContain(
			`its parent is ${main}, not br-`,
		);
		expect(await neon.run({ ...empty, parent: byId(main) })).toMatchObject({ created: false });
	});

	it('does not take a branch of another moment of its parent', async () => {
		await neon.control(`/branches/${main}/checkpoint`);
		clock.advance(120_000);
		const at = (agoMs: number) => ({
			...ensure,
			point: 'timestamp',
			timestamp: new Date(clock.now() - agoMs).toISOString(),
		});
		const asked = at(60_000);
		const made = await neon.run(asked);
		expect(await neon.run(asked)).toMatchObject({ id: made.id, created: false });
		const error = await neon.failure({
			...asked,
			timestamp: new Date(Date.parse(asked.timestamp) + 30_000).toISOString(),
		});
		expect(error.message).toContain(`it was made from ${String(made.parentTimestamp)}, not `);
		expect(error.advice).toContain('Reuse It');
		const lsn = { ...ensure, point: 'lsn', lsn: String(made.parentLsn).toLowerCase() };
		expect(await neon.run(lsn)).toMatchObject({ id: made.id });
		// A branch of the latest state, for which Neon reports no moment.
		await neon.run({ ...ensure, name: 'latest' });
		expect((await neon.failure({ ...asked, name: 'latest' })).message).toContain('but it was made from');
		expect(await neon.run({ ...asked, name: 'latest', ifDifferent: 'reuse' })).toMatchObject({ created: false });
	});

	it('makes the branch anew when the one of that name is being deleted', async () => {
		const first = await neon.run(ensure);
		await neon.control('/operations', { action: 'delete_timeline', outcome: 'finished', extra_seconds: 20 });
		await fetch(`${neon.sandbox.origin}/neon/api/v2/projects/sandbox-paintbox-123456/branches/${String(first.id)}`, {
			method: 'DELETE',
			headers: { Authorization: 'Bearer sandbox-neon-token' },
		});
		const again = await neon.run(ensure);
		expect(again).toMatchObject({ created: true, state: 'ready' });
		expect(again.id).not.toBe(first.id);
	});

	it('does not hand out a branch that has expired', async () => {
		const made = await neon.run({ ...ensure, options: { expiresAfterHours: 1 } });
		await neon.control('/expiry', { deletes: false });
		clock.advance(2 * 3_600_000);
		const error = await neon.failure(ensure);
		expect(error.message).toContain(`preview/pr-42 (${String(made.id)}) expired at ${String(made.expiresAt)}`);
		expect(error.advice).toContain('Expires After');
		expect(await neon.run({ ...ensure, options: { expiresAfterHours: 1 } })).toMatchObject({
			id: made.id,
			created: false,
		});
		expect(await neon.run(ensure)).toMatchObject({ id: made.id });
	});

	it('wakes an archived branch', async () => {
		const made = await neon.run(ensure);
		await neon.control(`/branches/${String(made.id)}/archive`);
		expect(await neon.run(ensure)).toMatchObject({ id: made.id, state: 'archived', verified: false });
		expect(await neon.run({ ...ensure, checkAnswers: true })).toMatchObject({ id: made.id, verified: true });
		expect(await neon.run(ensure)).toMatchObject({ state: 'ready' });
	});

	it('gives an expiry, moves it for a branch that is used again, and never nearer', async () => {
		const made = await neon.run({ ...ensure, options: { expiresAfterHours: 24 } });
		expect(Date.parse(String(made.expiresAt)) - clock.now()).toBeGreaterThan(23.9 * 3_600_000);
		clock.advance(3_600_000);
		const again = await neon.run({ ...ensure, options: { expiresAfterHours: 24 } });
		expect(Date.parse(String(again.expiresAt)) - Date.parse(String(made.expiresAt))).toBeGreaterThan(3_500_000);
		expect(await neon.run({ ...ensure, options: { expiresAfterHours: 1 } })).toMatchObject({
			expiresAt: again.expiresAt,
		});
	});

	it('adds the compute that a branch lacks', async () => {
		expect(await neon.run({ ...ensure, addCompute: false })).toMatchObject({ endpointId: null });
		const [one, two] = await Promise.all([neon.run(ensure), neon.run(ensure)]);
		expect(one?.endpointId).toMatch(/^ep-/);
		expect(two?.endpointId).toBe(one?.endpointId);
	});

	it('says when the plan has no room for a branch', async () => {
		await neon.run({ operation: 'deleteIfExists', branch: named('preview-data') });
		await neon.control('/limits', { branches_per_project: 1 });
		const error = await neon.failure(ensure);
		expect(error.message).toContain('project paintbox has as many branches as its plan allows, 1 (');
		// Its only branch is the default one.
		expect(error.advice).toContain('Delete unused branches (Branch: Delete If Exists); give previews an expiry');
	});

	it('names the branches that can make room, the oldest first and never one that others need', async () => {
		await neon.run({ operation: 'deleteIfExists', branch: named('preview-data') });
		for (const name of ['preview/pr-2', 'preview/pr-1']) {
			await neon.run({ ...ensure, name });
			clock.advance(60_000);
		}
		await neon.run({ ...ensure, name: 'grandchild', parent: named('preview/pr-2') });
		await neon.run({ operation: 'create', name: 'staging', options: { protected: true } });
		await neon.control('/limits', { branches_per_project: 5 });
		const error = await neon.failure(ensure);
		expect(error.message).toContain('as many branches as its plan allows, 5 (');
		expect(error.advice).toContain('the oldest first: preview/pr-1, grandchild; give previews an expiry');
	});

	it('says which limit it is when the plan has no room for a root branch, which one with the schema only is', async () => {
		const empty = { ...ensure, schemaOnly: true };
		await neon.control('/limits', { root_branches_per_project: 2 });
		await neon.run({ ...empty, name: 'preview/pr-1' });
		await neon.run({ ...ensure, name: 'preview/pr-2' });
		const error = await neon.failure(empty);
		expect(error.message).toContain('project paintbox has as many root branches as its plan allows, 2 (');
		expect(error.advice).toContain('the oldest first: preview/pr-1; turn off Schema Only');
		// Those with data have room.
		expect(await neon.run(ensure)).toMatchObject({ created: true });
	});

	it('gives an expiry to a branch with the schema only, and moves it like any other', async () => {
		const empty = { ...ensure, schemaOnly: true, options: { expiresAfterHours: 24 } };
		const made = await neon.run(empty);
		expect(Date.parse(String(made.expiresAt)) - clock.now()).toBeGreaterThan(23.9 * 3_600_000);
		clock.advance(3_600_000);
		const again = await neon.run(empty);
		expect(again).toMatchObject({ id: made.id, created: false, initSource: 'schema-only' });
		expect(Date.parse(String(again.expiresAt)) - Date.parse(String(made.expiresAt))).toBeGreaterThan(3_500_000);
	});

	it('wakes a suspended compute and is not done before it answers', async () => {
		const { id } = await neon.run(ensure);
		// Its compute goes to sleep after five minutes without a query.
		clock.advance(600_000);
		expect(await neon.run({ ...ensure, checkAnswers: true, timeoutSeconds: 600 })).toMatchObject({
			id,
			created: false,
			answered: true,
			verified: true,
		});
	});

	it('plans without changing anything', async () => {
		expect(await neon.run({ ...ensure, dryRun: true })).toMatchObject({
			dryRun: true,
			plan: { action: 'create', name: 'preview/pr-42', parent: 'main', parentId: main },
		});
		await neon.run(ensure);
		const writes = neon.writes().length;
		expect(await neon.run({ ...ensure, dryRun: true })).toMatchObject({ plan: { action: 'reuse' } });
		expect(neon.writes()).toHaveLength(writes);
	});

	it.each([
		[{ name: '' }, 'Name is empty', 'Fill in Name'],
		[{ point: 'timestamp', timestamp: 'yesterday' }, 'not a moment with a time zone', '2026-01-31T12:00:00Z'],
		[{ point: 'timestamp', timestamp: '2026-01-01T00:00:00' }, 'not a moment with a time zone', '2026-01-31T12:00:00Z'],
		[
			{ point: 'timestamp', timestamp: '2020-01-01T00:00:00Z' },
			'the history of branch main goes from',
			'restore a snapshot',
		],
		[{ point: 'lsn', lsn: 'abc' }, 'not a log sequence number', '0/1DE2850'],
		[{ point: 'lsn', lsn: '0/1' }, 'Neon keeps 7 days', 'restore a snapshot'],
		[{ options: { expiresAfterHours: 900 } }, 'at most 720 hours', 'Correct Expires After'],
		[{ options: { expiresAt: '2025-01-01T00:00:00Z' } }, 'in the past', 'next 30 days'],
		[{ options: { minimumComputeUnits: 4, maximumComputeUnits: 1 } }, 'is above', 'Raise the maximum'],
		[{ options: { suspendAfterSeconds: 5 } }, '-1, 0, or from 60', 'seconds'],
		[{ parent: named('nowhere') }, 'has no branch "nowhere"', 'from the list'],
		[{ project: byId('no-such-project') }, 'Neon has no project "no-such-project"', 'from the list'],
	])('refuses %j', async (bad, message, advice) => {
		const error = await neon.failure({ ...ensure, ...bad });
		expect(error.message).toContain(message);
		expect(error.advice).toContain(advice);
		expect(await branches()).toHaveLength(1);
	});

	it('says what is wrong with the key', async () => {
		const refused = await neon.failure(ensure, 'napi_wrongwrongwrong');
		expect(refused.advice).toContain('expired');
		await neon.control('/token', { expired: true });
		expect((await neon.failure(ensure)).advice).toContain('Make a new one');
		await neon.control('/token', { expired: false });
		neon.fault({ method: 'POST', status: 403, body: { code: '', message: 'this key is read-only' } });
		const readOnly = await neon.failure(ensure);
		expect(readOnly.message).toContain('read-only');
		expect(readOnly.advice).toContain('write access');
	});
});
