import type { PreviewRow } from '../../tools/deliver/books';
import type { Observation } from '../../tools/deliver/observation';
import { noPreviews, previewChanges, type PreviewSight } from '../../tools/deliver/previewSight';
import type { DeliveryResult } from '../../tools/deliver/scenario';
import { previewScenarios } from '../../tools/deliver/scenarios/previews';

const OLD = 'a'.repeat(40);
const HEAD = 'b'.repeat(40);
const opened = { number: 7, branch: 'feature/oils', head: HEAD, deliveries: [] };
const url = 'http://127.0.0.1/apps/paintbox-api-pr-7-k3f9';
const READY = `<!-- slipway:preview -->\n### The preview of ${HEAD.slice(0, 7)} is ready\n\n| preview/pr&#45;7&#45;k3f9 | [app](${url}) |`;
const REMOVED = '### The preview was removed\n\nThe pull request was closed: it is gone.';
const FORK = '### No preview: this pull request comes from a fork\n\nit gets no secrets, no database and no app.';

const service = (name: string, platform: string) => ({
	service: name,
	platform,
	target: name,
	url: '',
	commit: OLD,
	pageStatus: 200,
	deploymentCount: 1,
	deployments: [],
	deploymentId: '',
});
const BEFORE: Observation = {
	services: [service('paintbox-api', 'fly'), service('paintbox-frontend', 'netlify')],
	gitHubDeployments: [],
	commitStatuses: [],
	incidents: [],
	actionsRuns: [],
	turns: [],
	dnsRecords: [],
	previews: noPreviews,
};
const STANDS: PreviewSight = {
	comments: [{ number: 7, body: READY }],
	databases: ['preview/pr-7-k3f9', 'preview/pr-70-k3f9'],
	apps: [{ name: 'paintbox-api-pr-7-k3f9', url, commit: HEAD }],
	branchesWithVariables: ['feature/oils'],
	branchDeploys: [{ id: 'd1', branch: 'feature/oils', commit: HEAD, state: 'ready' }],
};
const says = (body: string, sight: PreviewSight = noPreviews): PreviewSight => ({
	...sight,
	comments: [{ number: 7, body }],
});
const deployment = (state: string) => ({
	id: 1,
	commit: HEAD,
	environment: 'preview/pr-7',
	state,
	description: '',
	environmentUrl: url,
});
const rows = (state: string, commit = HEAD): PreviewRow[] =>
	['database', 'app', 'site'].map((part) => ({
		number: 7,
		part,
		service: 'paintbox-api',
		name: '',
		url: '',
		commit: part === 'database' ? OLD : commit,
		state,
		reason: '',
	}));

const BOOKS = { ledger: [], releases: [], approvals: [], locks: [], turns: [] };
const GOOD: DeliveryResult = {
	before: BEFORE,
	after: { ...BEFORE, previews: STANDS, gitHubDeployments: [deployment('success')] },
	served: [],
	commits: { head: HEAD },
	deliveries: [{ statusCode: 202, answer: '' }],
	pullRequest: opened,
	books: { ...BOOKS, previews: rows('ready') },
};
const GONE: DeliveryResult = {
	...GOOD,
	after: { ...BEFORE, previews: says(REMOVED), gitHubDeployments: [deployment('inactive')] },
	books: { ...BOOKS, previews: rows('removed') },
};

function failed(name: string, good: DeliveryResult, change: Partial<DeliveryResult> = {}): string[] {
	const scenario = previewScenarios.find((candidate) => candidate.name === name);
	if (!scenario) throw new Error(`No scenario ${name}`);
	const checks = scenario.checks({ ...good, ...change });
	return checks.filter(({ isMet }) => !isMet).map(({ what }) => what);
}

const withSight = (previews: Partial<PreviewSight>): Partial<DeliveryResult> => ({
	after: { ...GOOD.after, previews: { ...STANDS, ...previews } },
});

describe.each(['preview-open', 'preview-sync'])('%s', (name) => {
	it('is accepted when everything stands at the head, is told once and is written down', () => {
		expect(failed(name, GOOD)).toEqual([]);
	});

	it.each<[string, Partial<DeliveryResult>, RegExp]>([
		['n8n did not take the event', { deliveries: [{ statusCode: 401, answer: '' }] }, /n8n accepted/],
		['there is no database', withSight({ databases: ['preview/pr-70-k3f9'] }), /Neon has one branch/],
		['there are two', withSight({ databases: ['preview/pr-7-k3f9', 'preview/pr-7-aaaa'] }), /Neon has one branch/],
		[
			'the app runs another commit',
			withSight({ apps: [{ name: 'paintbox-api-pr-7-k3f9', url, commit: OLD }] }),
			/runs bbbbbbb/,
		],
		['the site was not built', withSight({ branchDeploys: [] }), /Netlify's newest deploy/],
		['there is a second comment', withSight({ comments: [...STANDS.comments, ...STANDS.comments] }), /one comment/],
		['the comment names no database', withSight(says(READY.replace('k3f9', 'aaaa'), STANDS)), /one comment/],
		['it still says waiting', withSight(says(READY.replace('is ready', 'is waiting'), STANDS)), /one comment/],
		['GitHub shows no deployment', { after: { ...GOOD.after, gitHubDeployments: [] } }, /GitHub shows/],
		['a row is unfinished', { books: { ...BOOKS, previews: rows('making') } }, /the table has/],
		['a row is of another commit', { books: { ...BOOKS, previews: rows('ready', OLD) } }, /the table has/],
		['a turn is held', { books: { ...GOOD.books, turns: ['slipway:turn:x#7'] } }, /no lock and no turn/],
		[
			'production moved',
			{ after: { ...GOOD.after, services: BEFORE.services.map((each) => ({ ...each, commit: HEAD })) } },
			/paintbox-api serves/,
		],
		[
			'the migration reached production',
			{ seenOnTheWay: [{ what: "production's database has no palettes", isMet: false, seen: '' }] },
			/production's database/,
		],
	])('is refused when %s', (_case, change, what) => {
		expect(failed(name, GOOD, change).join()).toMatch(what);
	});
});

describe('preview-close', () => {
	it('wants everything of it gone, and said', () => {
		expect(failed('preview-close', GONE)).toEqual([]);
	});

	it.each<[string, Partial<PreviewSight>]>([
		['its database', { databases: ['preview/pr-7-k3f9'] }],
		['its app', { apps: [{ name: 'paintbox-api-pr-7-k3f9', url, commit: '' }] }],
		['a deploy of its branch', { branchDeploys: STANDS.branchDeploys }],
		['its variables', { branchesWithVariables: ['feature/oils'] }],
	])('is refused when %s is left', (_case, left) => {
		const after = { ...GONE.after, previews: { ...GONE.after.previews, ...left } };
		expect(failed('preview-close', GONE, { after })).toEqual(['nothing of it is left at Neon, Fly.io and Netlify']);
	});

	it('is refused when GitHub still shows it, the comment still links it, or a row is left', () => {
		const shown = { ...GONE.after, gitHubDeployments: [deployment('success')] };
		expect(failed('preview-close', GONE, { after: shown })).toEqual(['GitHub shows no deployment of it any more']);
		const linked = { ...GONE.after, previews: says(READY) };
		expect(failed('preview-close', GONE, { after: linked }).join()).toMatch(/one comment/);
		const left = { ...BOOKS, previews: rows('removing') };
		expect(failed('preview-close', GONE, { books: left })).toEqual(['the table has nothing of it']);
	});
});

it('preview-fork wants nothing made, and the reason', () => {
	const after = { ...BEFORE, previews: says(FORK) };
	const good = { ...GONE, after, books: { ...BOOKS, previews: [] } };
	expect(failed('preview-fork', good)).toEqual([]);
	const made = { ...after, previews: { ...after.previews, databases: STANDS.databases } };
	expect(failed('preview-fork', good, { after: made })).toHaveLength(1);
	expect(failed('preview-fork', good, { after: { ...after, previews: says(REMOVED) } })).toHaveLength(1);
});

it('tells what comes, what moves and what goes, each once', () => {
	expect(previewChanges(noPreviews, STANDS)).toEqual([
		'Neon: branch preview/pr-7-k3f9 is there',
		'Neon: branch preview/pr-70-k3f9 is there',
		'Fly.io: app paintbox-api-pr-7-k3f9 is there',
		'Fly.io: app paintbox-api-pr-7-k3f9 runs bbbbbbb',
		'Netlify: the group of variables for branch feature/oils is there',
		'GitHub: the comment on #7 says: The preview of bbbbbbb is ready',
	]);
	expect(previewChanges(STANDS, STANDS)).toEqual([]);
	expect(previewChanges(STANDS, { ...noPreviews, comments: STANDS.comments })).toEqual([
		'Neon: branch preview/pr-7-k3f9 is gone',
		'Neon: branch preview/pr-70-k3f9 is gone',
		'Fly.io: app paintbox-api-pr-7-k3f9 is gone',
		'Netlify: the group of variables for branch feature/oils is gone',
	]);
});
