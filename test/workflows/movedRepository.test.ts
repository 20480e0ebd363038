import type { IDataObject } from 'n8n-workflow';

import { SANDBOX_TOKEN } from '../../sandbox/github/world/accounts';
import { createEngine, type Engine } from '../n8n/engine/engine';
import { describeOnEngine } from '../n8n/engine/installedN8n';

const REPOSITORY = 'candlefish-ai/crown-trophy';
const RENAMED = 'candlefish-ai/trophies';

/** A catalog holds a name; a repository and a branch are more than that. */
describeOnEngine('a repository or a branch that is not what the catalog says', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine();
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => {
		await engine.reset();
		siteUrl = (await engine.clouds.siteOf(REPOSITORY)).url;
	});

	let asks = 0;
	const ask = async (change: IDataObject = {}): Promise<void> => {
		asks++;
		const item = { repository: REPOSITORY, branch: 'main', why: 'push', actor: 'kim', deliveryId: `ask-${asks}` };
		expect(await engine.start('slipway02release', { ...item, ...change }, 'integrated')).toMatchObject({
			status: 'success',
		});
		await engine.runner.settled();
	};
	const rows = () =>
		engine.tables
			.rows('slipway_deployments')
			.filter(({ service }) => service === 'crown-trophy')
			.map(({ decision, state, commit, repository }) => ({ decision, state, commit, repository }));
	const decisions = () => rows().map(({ decision }) => decision);
	const lastRelease = () => engine.tables.rows('slipway_releases').at(-1);
	const commit = async (repository: string, text: string): Promise<string> =>
		(await engine.commit(repository, { files: { 'apps/crown-trophy/index.html': `<h1>${text}</h1>` } })).sha;
	const gitHub = async (method: string, path: string, body?: object, repository = REPOSITORY): Promise<IDataObject> => {
		const response = await fetch(`${engine.sandbox.origin}/github/repos/${repository}${path}`, {
			method,
			headers: { Authorization: `Bearer ${SANDBOX_TOKEN}`, 'Content-Type': 'application/json' },
			...(body && { body: JSON.stringify(body) }),
		});
		return response.status === 204 ? {} : ((await response.json()) as IDataObject);
	};
	const live = async (): Promise<string> => (await engine.clouds.live(siteUrl)).commit;
	let siteUrl = '';
	const setRow = (change: IDataObject) =>
		engine.tables.change('slipway_services', ({ service }) => service === 'crown-trophy', change as never);

	it('that was renamed is one service under both names: deployed once, and no drift', async () => {
		await ask();
		const id = String((await gitHub('GET', '')).id);
		setRow({ repository_id: id });
		await engine.clouds.control('/github/rename', { repository: REPOSITORY, name: 'trophies' });
		const head = await commit(RENAMED, 'under the new name');
		await ask({ repository: RENAMED, repositoryId: id });
		expect(await live()).toBe(head);
		expect(rows().at(-1)).toMatchObject({ decision: 'deploy', state: 'live', commit: head });
		const before = rows().length;
		await ask();
		await ask({ repository: RENAMED, repositoryId: id });
		expect(rows()).toHaveLength(before);
		expect(decisions()).not.toContain('drifted');
		// One warning, so that somebody corrects the row.
		expect(engine.incidents()).toMatchObject([
			{ severity: 'warning', pageCount: 1, summary: expect.stringContaining(`is now called ${RENAMED}`) },
		]);
	});

	it('whose name somebody else took deploys nothing of theirs, and somebody is told', async () => {
		setRow({ repository_id: '999999999' });
		await commit(REPOSITORY, 'not ours');
		const before = await live();
		await ask();
		expect(await live()).toBe(before);
		expect(rows()).toEqual([]);
		expect(lastRelease()).toMatchObject({ state: 'blocked' });
		expect(String(lastRelease()?.decisions)).toContain('999999999');
	});

	it('that nobody configured ends at once, with a record of nothing', async () => {
		await ask({ repository: 'candlefish-ai/unknown', repositoryId: '' });
		expect(engine.tables.rows('slipway_deployments')).toEqual([]);
		expect(engine.incidents()).toEqual([]);
	});

	it('whose branch is deleted stays as it is, and goes on when the branch is there again', async () => {
		const monorepo = 'candlefish-ai/candlefish';
		const staging = { repository: monorepo, branch: 'staging' };
		const stagingRows = () =>
			engine.tables.rows('slipway_deployments').filter(({ environment }) => environment === 'staging');
		const files = { 'apps/paintbox/index.html': '<h1>staging</h1>' };
		const { sha } = await engine.commit(monorepo, { branch: 'staging', files });
		await gitHub('DELETE', '/git/refs/heads/staging', undefined, monorepo);
		await ask(staging);
		expect(lastRelease()).toMatchObject({ state: 'blocked' });
		expect(stagingRows()).toEqual([]);
		await gitHub('POST', '/git/refs', { ref: 'refs/heads/staging', sha }, monorepo);
		await ask(staging);
		expect(stagingRows().at(-1)).toMatchObject({ decision: 'deploy', commit: sha, state: 'live' });
	});
});
