import {
	previewAppName,
	previewBranchName,
	previewTurnName,
	pullRequestOfTurn,
} from '../../../nodes/deployment/preview/previewNames';
import { catalogRow } from '../catalog/catalogRows';
import { commitOf, previewCatalog, PreviewWorld, repository } from './previewWorld';

const all = ['app ready', 'database ready', 'site ready'];
const gone = ['app removed', 'database removed', 'site removed'];

describe('a pull request', () => {
	it('has a preview of its head: the database, then the app, then the site, which knows the address of the app', () => {
		const world = new PreviewWorld();
		world.open(7);
		const variables: unknown[] = [];
		world.run(
			7,
			'pullRequest',
			(item) => (variables.push([item.part, item.variables, item.image, item.database]), { ok: true }),
		);
		expect(world.steps).toEqual(['make database', 'make app', 'make site', 'conclude']);
		expect(world.statesOf(7)).toEqual(all);
		const database = {
			project: 'shop',
			branch: expect.stringMatching(/^preview\/pr-7-/) as unknown,
			parentBranch: 'preview-data',
			data: 'copy',
		};
		expect(variables).toEqual([
			['database', {}, '', database],
			['app', {}, `registry.fly.io/shop-api:${commitOf(7, 1)}`, database],
			['site', { API_URL: 'https://api-7.example' }, '', null],
		]);
		expect(world.comment(7)).toContain('is ready');
		expect(world.comment(7)).toContain('a copy of preview&#45;data');
	});

	it.each([
		['closed', { state: 'closed' as const }, 'The pull request was closed'],
		['merged', { state: 'closed' as const, isMerged: true }, 'The pull request was merged'],
		['made a draft', { isDraft: true }, 'Marked as ready for review, it gets a new one'],
	])('that is %s has none, from the site down', (_name, change, words) => {
		const world = new PreviewWorld();
		world.open(7);
		world.run(7);
		world.change(7, change);
		world.steps.length = 0;
		world.run(7);
		expect(world.steps).toEqual(['remove site', 'remove app', 'remove database', 'conclude']);
		expect(world.statesOf(7)).toEqual(gone);
		expect(world.things.size).toBe(0);
		expect(world.comment(7)).toContain(words);
		world.change(7, { state: 'open', isDraft: false, isMerged: false });
		world.run(7);
		expect(world.statesOf(7)).toEqual(all);
	});

	it('of a fork gets nothing but a comment that says why', () => {
		const world = new PreviewWorld();
		world.open(7, { isFork: true });
		expect(world.run(7)).toBe('refuse');
		expect(world.things.size).toBe(0);
		expect(world.comment(7)).toContain('comes from a fork');
	});

	it('that nobody has a preview for, a draft and a closed one are not commented', () => {
		const world = new PreviewWorld();
		world.open(1, { baseBranch: 'release/1' });
		world.open(2, { isDraft: true });
		world.open(3, { state: 'closed' });
		expect([1, 2, 3].map((number) => world.run(number))).toEqual(['conclude', 'conclude', 'conclude']);
		expect(world.comments.size).toBe(0);
		world.catalog = [catalogRow({ id: 3 })];
		world.open(4, { isFork: true });
		world.run(4);
		expect(world.comments.size).toBe(0);
	});

	it('that is closed while its parts are made is left with none', () => {
		const world = new PreviewWorld();
		world.open(7);
		world.run(7, 'pullRequest', ({ part }) => {
			if (part === 'app') world.change(7, { state: 'closed' });
			return { ok: true };
		});
		expect(world.steps).toEqual(['make database', 'make app', 'remove app', 'remove database', 'conclude']);
		expect(world.things.size).toBe(0);
	});

	it('whose head moves while its parts are made gets the new one', () => {
		const world = new PreviewWorld();
		world.open(7);
		let isMoved = false;
		world.run(7, 'pullRequest', ({ part }) => {
			if (part === 'site' && !isMoved) world.change(7, { headCommit: commitOf(7, 2) });
			isMoved ||= part === 'site';
			return { ok: true };
		});
		expect(world.steps.slice(3)).toEqual(['make app', 'make site', 'conclude']);
		expect(world.thingsOf(7).sort()).toEqual([`fly ${commitOf(7, 2)}`, 'neon database', `netlify ${commitOf(7, 2)}`]);
	});

	it('whose branch was renamed gets its site at the new place, once the old one is gone', () => {
		const world = new PreviewWorld();
		world.open(7);
		world.run(7);
		world.change(7, { headBranch: 'other' });
		world.steps.length = 0;
		world.run(7);
		expect(world.steps).toEqual(['remove site', 'make site', 'conclude']);
		expect([...world.things.keys()]).not.toContain('netlify/web/branch:feature/7');
	});

	it('keeps everything while GitHub does not tell of it', () => {
		const world = new PreviewWorld();
		world.open(7);
		world.run(7);
		world.isGitHubAway = true;
		const before = world.comment(7);
		expect(world.run(7)).toBe('wait');
		expect(world.statesOf(7)).toEqual(all);
		expect(world.comment(7)).toBe(before);
	});
});

it('is being made from its first part to its last, and waits only for what is not its own', () => {
	const world = new PreviewWorld();
	world.open(7);
	world.run(7);
	const commit = commitOf(7, 1).slice(0, 7);
	const told = world.headings.filter((heading, index, all) => heading !== all[index - 1]);
	expect(told).toEqual([`### The preview of ${commit} is being made`, `### The preview of ${commit} is ready`]);
	const waiting = new PreviewWorld();
	waiting.open(8);
	waiting.build(commitOf(8, 1), 'running');
	waiting.run(8);
	expect(waiting.headings.at(-1)).toBe(`### The preview of ${commitOf(8, 1).slice(0, 7)} is waiting`);
});

describe('an image', () => {
	const waits = (world: PreviewWorld) => (world.run(7), world.statesOf(7));

	it('is waited for, and the comment says for what', () => {
		const world = new PreviewWorld();
		world.open(7);
		world.build(commitOf(7, 1), 'running');
		expect(waits(world)).toEqual(['app waiting', 'database ready', 'site waiting']);
		expect(world.comment(7)).toContain('build&#45;api.yml builds its image: <https://github.com/run/1>');
		world.nowMs += 61 * 60_000;
		expect(waits(world)).toContain('app failed');
		world.build(commitOf(7, 1), 'succeeded');
		expect(waits(world)).toEqual(all);
	});

	it('that nothing builds is said after ten minutes, and taken when it comes after all', () => {
		const world = new PreviewWorld();
		world.open(7);
		world.builds.clear();
		expect(waits(world)).toContain('app waiting');
		world.nowMs += 11 * 60_000;
		expect(waits(world)).toContain('app failed');
		expect(world.comment(7)).toContain('did not run within 10 minutes');
		world.build(commitOf(7, 1), 'failed');
		waits(world);
		expect(world.comment(7)).toContain('failed at');
		world.build(commitOf(7, 1), 'succeeded');
		expect(waits(world)).toEqual(all);
	});
});

describe('a site', () => {
	it.each([
		['the default branch', { headBranch: 'main' }, "repository's default branch"],
		['a branch that the catalog deploys', { headBranch: 'staging' }, 'is deployed as web/staging'],
		['no name of a branch at Netlify', { headBranch: 'a b' }, 'cannot be the name of a branch at Netlify'],
	])('is refused for %s, and nothing of it is removed', (_name, more, words) => {
		const world = new PreviewWorld();
		world.open(7, more);
		world.run(7);
		expect(world.statesOf(7)).toEqual(['app ready', 'database ready', 'site refused']);
		expect(world.comment(7)).toContain(words);
		world.change(7, { state: 'closed' });
		world.steps.length = 0;
		world.run(7);
		expect(world.steps).toEqual(['remove app', 'remove database', 'conclude']);
	});

	it('of two pull requests of one branch stands once', () => {
		const world = new PreviewWorld();
		world.open(7, { headBranch: 'same' });
		world.open(8, { headBranch: 'same' });
		world.run(7);
		world.run(8);
		expect(world.statesOf(8)).toContain('site refused');
		expect(world.comment(8)).toContain('of the same branch');
		world.change(8, { state: 'closed' });
		world.run(8);
		expect([...world.things.keys()]).toContain('netlify/web/branch:same');
	});
});

describe('a part that fails', () => {
	const secret = 'postgresql://owner:hunter2-hunter2@ep-1.neon.tech/db';
	const failing = ({ part }: Readonly<Record<string, unknown>>) =>
		part === 'app'
			? {
					ok: false,
					error: { message: `migrate ended with 1 <script> @everyone ${secret}` },
					logEnd: `ERROR \`\`\`\nDATABASE_URL=${secret}`,
				}
			: { ok: true };

	it('is told with its reason and the end of its log, without what looks like a credential', () => {
		const world = new PreviewWorld();
		world.open(7);
		expect(world.run(7, 'pullRequest', failing)).toBe('wait');
		expect(world.statesOf(7)).toEqual(['app failed', 'database ready', 'site waiting']);
		const comment = world.comment(7);
		expect(comment).toContain('migrate ended with 1 &#60;script&#62;');
		expect(comment).toContain('````text\nERROR ```');
		expect(comment).not.toContain('<script>');
		expect(comment).not.toMatch(/@everyone/);
		expect(`${comment}${JSON.stringify([...world.rows.values()])}`).not.toContain('hunter2');
	});

	it('is not tried again at this head, but when a person asks, or the head moves', () => {
		const world = new PreviewWorld();
		world.open(7);
		world.run(7, 'pullRequest', failing);
		world.nowMs += 60_000;
		world.steps.length = 0;
		world.run(7, 'watch');
		expect(world.steps).toEqual(['wait']);
		world.run(7, 'person', undefined, { wish: true });
		expect(world.statesOf(7)).toEqual(all);
		world.change(7, { headCommit: commitOf(7, 2) });
		world.run(7, 'pullRequest', failing);
		world.change(7, { headCommit: commitOf(7, 3) });
		world.run(7);
		expect(world.statesOf(7)).toEqual(all);
	});

	it('to be removed is tried once in a run, told, and tried again until it is gone', () => {
		const world = new PreviewWorld();
		world.open(7);
		world.run(7);
		world.change(7, { state: 'closed' });
		world.run(7, 'pullRequest', ({ part }) =>
			part === 'app' ? { ok: false, reason: 'Fly.io said 503' } : { ok: true },
		);
		expect(world.statesOf(7)).toEqual(['app removing', 'database removed', 'site removed']);
		expect(world.comment(7)).toContain('Fly.io said 503');
		world.nowMs += 60_000;
		world.run(7, 'due');
		expect(world.statesOf(7)).toEqual(gone);
		expect(world.comment(7)).toContain('was removed');
	});

	it('to come about for half an hour has failed', () => {
		const world = new PreviewWorld();
		world.open(7);
		const doing = () => ((world.nowMs += 4 * 60_000), { ok: true, state: 'making' });
		for (let runs = 0; runs < 12; runs++) world.run(7, 'handOver', doing);
		expect(world.statesOf(7)).toContain('database failed');
	});
});

it('takes up what a run that died left, without a second of anything', () => {
	for (const death of ['dies before', 'dies after'] as const) {
		const world = new PreviewWorld();
		world.open(7);
		expect(world.run(7, 'pullRequest', ({ part }) => (part === 'app' ? death : { ok: true }))).toBe('died');
		expect(world.statesOf(7)).toEqual(['app making', 'database ready', 'site waiting']);
		world.run(7, 'lapsed');
		expect(world.statesOf(7)).toEqual(all);
		expect(world.things.size).toBe(3);
	}
});

it('keeps a database from expiring while its pull request is open', () => {
	const world = new PreviewWorld();
	world.open(7);
	world.run(7);
	const until = () => String([...world.rows.values()].find(({ part }) => part === 'database')?.expires_at);
	const first = until();
	world.nowMs += 8 * 86_400_000;
	expect(world.sweep().map(({ number }) => number)).toEqual([7]);
	world.steps.length = 0;
	world.run(7, 'daily');
	expect(world.steps).toEqual(['make database', 'conclude']);
	expect(until() > first).toBe(true);
});

it('leaves what a person holds, and what the catalog does not tell clearly, as it is', () => {
	const world = new PreviewWorld();
	world.open(7);
	world.run(7);
	world.change(7, { headCommit: commitOf(7, 2) });
	world.catalog = previewCatalog.map((row) => ({
		...row,
		hold: row.service === 'api',
		wave: row.service === 'web' ? 'x' : row.wave,
	}));
	world.steps.length = 0;
	world.run(7);
	expect(world.steps).toEqual(['conclude']);
	expect(world.thingsOf(7).sort()).toEqual([`fly ${commitOf(7, 1)}`, 'neon database', `netlify ${commitOf(7, 1)}`]);
});

describe('names', () => {
	const name = { repository, repositoryId: '4711', number: 12 };

	it('fit the platforms, are the same after a rename, and differ by service, number and repository', () => {
		const long = previewAppName(name, 'A_very.long.service.name.that.goes.on.and.on.for.ever.and.ever');
		expect(long).toMatch(/^[a-z][a-z0-9-]{0,62}$/);
		expect(previewAppName({ ...name, repository: 'acme/new' }, 'api')).toBe(previewAppName(name, 'api'));
		const others = [name, { ...name, number: 13 }, { ...name, repositoryId: '4712' }].flatMap((one) =>
			['api', 'web'].map((service) => previewBranchName(one, service)),
		);
		expect(new Set(others).size).toBe(6);
	});

	it('of a turn are told apart from those of branches', () => {
		expect(previewTurnName({ repository: 'Acme/Shop', number: 12 })).toBe('acme/shop#12');
		expect(pullRequestOfTurn('acme/shop#12')).toEqual({ repository: 'acme/shop', number: 12 });
		expect(['acme/shop@fix#12', 'acme/shop', 'acme/shop#x', '#12'].map(pullRequestOfTurn)).toEqual([
			null,
			null,
			null,
			null,
		]);
	});
});
