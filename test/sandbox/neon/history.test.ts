import { MAIN, PROJECT, runSql, useNeon } from './neonDriver';

const neon = useNeon();

const hexOfFish = async (uri: string): Promise<unknown> =>
	(await runSql(uri, "SELECT hex FROM colors WHERE name = 'Fish'"))[0]?.hex;
const now = (): string => new Date(neon.clock.now()).toISOString();

test('a branch goes back to a moment, keeps its address, and the overwritten state stays', async () => {
	const { id, uri } = await neon.branch('preview-1');
	await runSql(uri, "UPDATE colors SET hex = 'good'");
	neon.clock.advance(60_000);
	const before = now();
	neon.clock.advance(60_000);
	await runSql(uri, "UPDATE colors SET hex = 'bad'");
	const { data } = await neon.client.restoreProjectBranch(PROJECT, id, {
		source_branch_id: id,
		source_timestamp: before,
		preserve_under_name: 'preview-1-before',
	});
	expect(data.branch.current_state).toBe('resetting');
	await expect(runSql(uri, 'SELECT 1')).rejects.toThrow('the database system is starting up');
	neon.finishOperations();
	expect(await hexOfFish(uri)).toBe('good');
	const { data: list } = await neon.client.listProjectBranches({
		projectId: PROJECT,
		search: 'preview-1-before',
	});
	const backup = list.branches[0];
	const early = await neon.client.createProjectBranch(PROJECT, {
		branch: { name: 'look', parent_id: backup?.id ?? '' },
		endpoints: [{ type: 'read_write' as never }],
	});
	neon.finishOperations();
	expect(await hexOfFish(early.data.connection_uris?.[0]?.connection_uri ?? '')).toBe('bad');
	const restored = await neon.client.getProjectBranch(PROJECT, id);
	expect(restored.data.branch).toMatchObject({ current_state: 'ready', parent_id: backup?.id });
});

test('reset from the parent, and a branch from an earlier moment or LSN of it', async () => {
	const main = await neon.uri(MAIN);
	const { id, uri } = await neon.branch('preview-1');
	await runSql(uri, "UPDATE colors SET hex = 'mine'");
	neon.clock.advance(60_000);
	await runSql(main, "UPDATE colors SET hex = 'parent'");
	neon.clock.advance(60_000);
	const { data: old } = await neon.client.getProjectBranch(PROJECT, id);
	const early = await neon.branch('early', { parent_lsn: old.branch.parent_lsn });
	expect(await hexOfFish(early.uri)).toBe('#2a6f97');
	await neon.client.restoreProjectBranch(PROJECT, id, { source_branch_id: MAIN });
	neon.finishOperations();
	expect(await hexOfFish(uri)).toBe('parent');
	const { data } = await neon.client.getProjectBranch(PROJECT, id);
	expect(Date.parse(data.branch.last_reset_at ?? '')).toBeGreaterThan(Date.parse(data.branch.created_at));
});

test('a moment outside the history is refused, with the window', async () => {
	neon.clock.advance(8 * 86_400_000);
	const old = await neon.api('POST', `/projects/${PROJECT}/branches`, {
		branch: { name: 'old', parent_timestamp: '2025-12-31T00:00:00Z' },
	});
	expect(old.status).toBe(400);
	const earliest = new Date(neon.clock.now() - 604_800_000).toISOString();
	expect(old.body.message).toContain(`from ${earliest} to ${now()}`);
	expect(old.body.message).toContain('604800 seconds');
	const both = await neon.api('POST', `/projects/${PROJECT}/branches`, {
		branch: { name: 'both', parent_timestamp: now(), parent_lsn: '0/1' },
	});
	expect(both.body.message).toContain('only one of');
	const self = await neon.api('POST', `/projects/${PROJECT}/branches/${MAIN}/restore`, {
		source_branch_id: MAIN,
	});
	expect(self.body.message).toContain('source_timestamp or source_lsn is required');
});

test('a checkpoint keeps a moment; the control route reaches the data', async () => {
	const sql = async (text: string) => await neon.control(`/branches/${MAIN}/sql`, { sql: text });
	await sql("UPDATE colors SET hex = 'one'");
	await neon.control(`/branches/${MAIN}/checkpoint`);
	neon.clock.advance(1000);
	const moment = now();
	neon.clock.advance(1000);
	await sql("UPDATE colors SET hex = 'two'");
	const { uri } = await neon.branch('past', { parent_timestamp: moment });
	expect(await hexOfFish(uri)).toBe('one');
	expect((await sql('SELECT DISTINCT hex FROM colors')).body.rows).toEqual([{ hex: 'two' }]);
});
