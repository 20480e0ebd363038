import { MAIN, PROJECT, runSql, useNeon } from './neonDriver';

const neon = useNeon();

const hexOfFish = async (uri: string): Promise<unknown> =>
	(await runSql(uri, "SELECT hex FROM colors WHERE name = 'Fish'"))[0]?.hex;

test('schemas are compared', async () => {
	const { id, uri } = await neon.branch('preview-1');
	const same = await neon.client.getProjectBranchSchemaComparison({
		projectId: PROJECT,
		branchId: id,
		base_branch_id: MAIN,
		db_name: 'neondb',
	});
	expect(same.data.diff).toBe('');
	await runSql(uri, 'ALTER TABLE colors ADD COLUMN note text; CREATE INDEX by_hex ON colors (hex)');
	const { data } = await neon.client.getProjectBranchSchemaComparison({
		projectId: PROJECT,
		branchId: id,
		base_branch_id: MAIN,
		db_name: 'neondb',
	});
	expect(data.diff?.split('\n').filter((line) => /^[-+]/.test(line))).toEqual([
		'--- a/neondb',
		'+++ b/neondb',
		'-    hex text NOT NULL',
		'+    hex text NOT NULL,',
		'+    note text',
		'+CREATE INDEX by_hex ON public.colors USING btree (hex);',
		'+',
	]);
});

test('a snapshot brings back what it held; finalized, under the old name and address', async () => {
	const main = await neon.uri(MAIN);
	const { data: made } = await neon.client.createSnapshot({
		projectId: PROJECT,
		branchId: MAIN,
		name: 'nightly',
	});
	neon.finishOperations();
	await runSql(main, 'DELETE FROM colors');
	const { data } = await neon.client.restoreSnapshot(
		{ projectId: PROJECT, snapshotId: made.snapshot.id },
		{ name: 'drill' },
	);
	neon.finishOperations();
	expect(data.branch).toMatchObject({ restored_from: made.snapshot.id, restore_status: 'restored' });
	await neon.client.finalizeRestoreBranch(PROJECT, data.branch.id, { name: 'main-broken' });
	neon.finishOperations();
	expect(await hexOfFish(main)).toBe('#2a6f97');
	const { data: list } = await neon.client.listProjectBranches({ projectId: PROJECT });
	expect(list.branches.map(({ name, default: isDefault }) => [name, isDefault]).sort()).toEqual([
		['main', true],
		['main-broken', false],
		['preview-data', false],
	]);
	await neon.client.deleteSnapshot(PROJECT, made.snapshot.id);
	neon.finishOperations();
	expect((await neon.client.listSnapshots(PROJECT)).data.snapshots).toEqual([]);
});
