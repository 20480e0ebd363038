import { readCatalogRow } from '../../../nodes/deployment/catalog/catalogRow';
import { watchOf } from '../../../nodes/deployment/catalog/watchList';
import { readReleaseInHand } from '../../../nodes/deployment/plan/releaseInHand';
import {
	itemsToSee,
	liveSightOf,
	needsLatestRelease,
	rowsOfTurn,
	sightsOf,
} from '../../../nodes/deployment/plan/seeServices';
import { catalogRow } from '../catalog/catalogRows';
import { ledgerEntry, liveDeployment, NOW, releaseInHand } from './sights';
import { toLedgerRow } from '../../../nodes/deployment/ledger/ledgerRow';

const row = (service: string, changes: Parameters<typeof catalogRow>[0] = {}) =>
	catalogRow({ service, repository_id: '7', ...changes });
const namesOf = (rows: readonly unknown[], changes = {}): string[] =>
	rowsOfTurn(releaseInHand(changes), rows).map(({ row: { service } }) => service);

it('sees the rows of its repository and branch, and of no preview', () => {
	const rows = [
		row('web'),
		row('staging', { branch: 'staging' }),
		row('foreign', { repository: 'acme/other', repository_id: '8' }),
		row('renamed', { repository: 'acme/old-name' }),
		row('preview', { environment: 'preview' }),
		{},
	];
	expect(namesOf(rows)).toEqual(['web', 'renamed']);
	expect(namesOf(rows, { branch: 'staging' })).toEqual(['staging']);
});

it('looks at no platform for what is switched off or faulty, and gives one item where nothing is left', () => {
	const rows = [row('web'), row('off', { enabled: false }), row('faulty', { wave: 'soon' })];
	const release = releaseInHand();
	expect(itemsToSee(release, rows)).toMatchObject([
		{ service: 'web', task: 'look', lockKey: 'netlify/web', branch: 'main', release },
	]);
	expect(itemsToSee(release, rows.slice(1))).toEqual([{ platform: '', release }]);
});

it.each<[string, Parameters<typeof catalogRow>[0], string]>([
	['several branches', { branch: 'main, staging' }, 'branch'],
	['a pattern of branches', { branch: 'ma*' }, 'branch'],
	['a name that belongs to another repository by now', { repository_id: '9' }, 'repository_id'],
	['a dependency of another repository', { depends_on: 'foreign' }, 'depends_on'],
	['a dependency that is not there', { depends_on: 'nobody' }, 'depends_on'],
	['a circle', { depends_on: 'web' }, 'depends_on'],
])('finds fault with %s', (_name, changes, field) => {
	const rows = [row('web', changes), row('foreign', { repository: 'acme/other', repository_id: '8' })];
	const issues = rowsOfTurn(releaseInHand(), rows).find((each) => each.row.service === 'web')?.issues ?? [];
	expect(issues.map((issue) => issue.field)).toContain(field);
});

it('finds fault with a platform whose nodes this n8n lacks, and not with one that could not be seen', () => {
	const error = { message: 'It needs n8n-nodes-slipway-temporal', advice: 'Install it' };
	const live = { ok: false, isInstalled: false, error };
	const head = { isSeen: false, reason: '' } as const;
	const [absent, away] = sightsOf(
		releaseInHand(),
		{
			items: [
				{ service: 'web', environment: 'production', live },
				{ service: 'api', environment: 'production', live: { ok: false, error } },
			],
			catalogRows: [row('web'), row('api')],
			ledgerRows: [],
		},
		{ branch: head, release: null },
	);
	expect(absent?.issues).toMatchObject([{ field: 'platform', service: 'web', ...error }]);
	expect(away?.issues).toEqual([]);
});

it('takes a branch whose name holds glob characters, when they are escaped', () => {
	const [found] = rowsOfTurn(releaseInHand({ branch: 'fix[1]' }), [row('web', { branch: 'fix\\[1\\]' })]);
	expect(found?.issues).toEqual([]);
});

it('asks for the latest release only where a row that is on deploys from it', () => {
	expect(
		needsLatestRelease(rowsOfTurn(releaseInHand(), [row('web', { deploy_from: 'release', enabled: false })])),
	).toBe(false);
	expect(needsLatestRelease(rowsOfTurn(releaseInHand(), [row('web', { deploy_from: 'Release' })]))).toBe(true);
});

it('puts together what was seen of each, whatever the order and the case', () => {
	const ledgerRows = [1, 3, 2].map((id) => ({ ...toLedgerRow(ledgerEntry(id), NOW), id }));
	const items = [{ service: 'WEB', environment: 'production', live: { ok: true, ...liveDeployment() } }];
	const head = { isSeen: true, wanted: { commit: 'a', message: '', actor: '' } } as const;
	const release = { isSeen: true, wanted: null } as const;
	const [web, api] = sightsOf(
		releaseInHand(),
		{
			items,
			catalogRows: [row('web'), row('api', { deploy_from: 'release' })],
			ledgerRows: [...ledgerRows, { error: 'x' }],
		},
		{ branch: head, release },
	);
	expect(web).toMatchObject({ head, live: { isSeen: true, live: liveDeployment() } });
	expect(web?.ledger.map(({ rowId }) => rowId)).toEqual([3, 2, 1]);
	expect(api).toMatchObject({ head: release, live: { isSeen: false }, ledger: [] });
});

it('decides nothing by a beginning that was written after its end, and ends it', () => {
	const began = { started_at: '2026-11-27T03:00:00.000Z' };
	const begun = ledgerEntry(3, { ...began, state: 'running', deployment_id: '' });
	const ledgerRows = [begun, ledgerEntry(2, { ...began, state: 'failed' }), ledgerEntry(1)].map((each) => ({
		...toLedgerRow(each, NOW),
		id: each.rowId,
	}));
	const branch = { isSeen: false, reason: '' } as const;
	const seen = { items: [], catalogRows: [row('web')], ledgerRows };
	const [web] = sightsOf(releaseInHand(), seen, { branch, release: null });
	expect(web?.ledger.map(({ rowId }) => rowId)).toEqual([2, 1]);
	expect(web?.doubles?.map(({ rowId }) => rowId)).toEqual([3]);
});

it.each<[string, object, string]>([
	['nothing', {}, 'gave no answer'],
	[
		'a failure',
		{ live: { ok: false, error: { message: 'Fly answers 503', advice: 'Look again' } } },
		'Fly answers 503. Look again',
	],
	[
		'a run that died',
		{ live: { ok: true }, run: { ok: false, error: { message: 'The child failed' } } },
		'The child failed',
	],
])('is unseen when the look gave %s', (_name, item, reason) => {
	expect(liveSightOf(item)).toMatchObject({ isSeen: false, reason: expect.stringContaining(reason) as string });
});

describe('the release in hand', () => {
	const ask = {
		repository: 'acme/shop',
		branch: 'main',
		why: 'push',
		deliveryId: 'd',
		releaseId: 'd/5',
		commit: 'abc',
		actor: 'kim',
	};

	it('begins with the ask, and goes on in later rounds with what it was', () => {
		const first = readReleaseInHand({ ...ask, turn: { notes: { head: 'abc', said: ['x', 5] } } }, '5', NOW);
		expect(first).toMatchObject({
			releaseId: 'd/5',
			startedAt: NOW,
			runStartedAt: NOW,
			round: 0,
			wish: false,
			notes: { head: 'abc', said: ['x'] },
		});
		const later = '2026-11-27T06:03:00.000Z';
		expect(readReleaseInHand({ ...ask, release: first }, '5', later)).toMatchObject({
			startedAt: NOW,
			runStartedAt: NOW,
			round: 1,
		});
		expect(readReleaseInHand({ ...ask, release: first }, '6', later)).toMatchObject({
			startedAt: NOW,
			runStartedAt: later,
			round: 0,
		});
		expect(readReleaseInHand({ ...ask, release: first, round: 4 }, '5', later)?.round).toBe(4);
	});

	it('knows when a person asked: by the turn, else from now on', () => {
		const wishedAt = '2026-11-27T05:59:00.000Z';
		expect(readReleaseInHand({ ...ask, wish: true }, '5', NOW)).toMatchObject({ wish: true, wishedAt: NOW });
		expect(readReleaseInHand({ ...ask, wish: true, wishedAt }, '5', NOW)).toMatchObject({ wish: true, wishedAt });
		expect(readReleaseInHand({ ...ask, release: { wishedAt } }, '5', NOW)).toMatchObject({ wish: true, wishedAt });
	});

	it('is none without a repository and a branch', () => {
		expect(readReleaseInHand({ why: 'push' }, '5', NOW)).toBeNull();
	});
});

describe('columns of the catalog', () => {
	const read = (changes: Parameters<typeof catalogRow>[0]) => readCatalogRow(catalogRow(changes), 1);

	it('are as they were where a table has none of them', () => {
		expect(read({}).row).toMatchObject({
			image: '',
			buildWorkflow: '',
			buildTimeoutMinutes: 60,
			deployFrom: 'branch',
			compensate: '',
			migration: '',
		});
	});

	it('leave what has a migration out of every roll back of a release, unless they say otherwise', () => {
		expect(read({ migration: 'npm run migrate' }).row.compensate).toBe('never');
		expect(read({ migration: 'npm run migrate', compensate: 'release' }).row.compensate).toBe('release');
	});

	it.each<[string, string | number, string]>([
		['image', 'registry.fly.io/Shop:{commit}', 'small letters'],
		['image', 'https://registry.fly.io/shop', 'protocol'],
		['build_workflow', '.github/workflows/build.yml', 'is not the file of a workflow'],
		['build_timeout', 'an hour', 'is not a number of minutes'],
		['build_timeout', 0, 'is not a number of minutes'],
		['deploy_from', 'tag', 'is not branch or release'],
		['compensate', 'always', 'is not release or never'],
	])('%s may not be %s', (column, value, message) => {
		expect(read({ [column]: value }).issues).toMatchObject([
			{ field: column, message: expect.stringContaining(message) as string },
		]);
	});
});

it('tells the turn what is watched of its repository', () => {
	const rows = [
		row('web'),
		row('staging', { branch: 'staging' }),
		row('api', { deploy_from: 'release' }),
		row('off', { branch: 'off', enabled: false }),
		row('foreign', { repository: 'acme/other', repository_id: '8' }),
	];
	const repository = { repository: 'acme/shop', repositoryId: '7' };
	expect(watchOf(rows, repository)).toEqual({
		repository: 'acme/shop',
		id: '7',
		branches: ['main', 'staging'],
		releases: ['main'],
	});
	expect(watchOf([], repository)).toEqual({ repository: 'acme/shop', id: '7', branches: [], releases: [] });
});
