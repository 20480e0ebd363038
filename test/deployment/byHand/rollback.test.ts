import { confirmedItems, decidedItems, withHoldResult } from '../../../nodes/deployment/byHand/changeStep';
import type { HandStep } from '../../../nodes/deployment/byHand/handStep';
import {
	type HandRows,
	pageAfterLook,
	servicesToAsk,
	takeUpAnswers,
} from '../../../nodes/deployment/byHand/prepareStep';
import { releasePlanPage } from '../../../nodes/deployment/byHand/releasePlanPage';
import { resultPage } from '../../../nodes/deployment/byHand/resultPage';
import { catalogRow } from '../catalog/catalogRows';

const NOW = Date.parse('2026-11-27T03:00:00Z');
const run = { executionId: '9', nowIso: '2026-11-27T03:00:00.000Z' };
const [OLD, GOOD, BAD] = ['0', '1', '2'].map((digit) => digit.repeat(40)) as [string, string, string];

const catalog = [
	catalogRow({ id: 1, service: 'web', target: 'web', depends_on: 'api' }),
	catalogRow({ id: 2, service: 'api', platform: 'fly', target: 'api', wave: 1, hold: true, hold_reason: '<Kim>' }),
	catalogRow({
		id: 3,
		service: 'web',
		environment: 'staging',
		target: 'web',
		branch: 'staging',
		context: 'branch:staging',
	}),
];
const deployed = (id: number, service: string, release: string, commit: string, change: object = {}) => ({
	id,
	service,
	environment: 'production',
	platform: 'netlify',
	target: service,
	kind: 'deploy',
	state: 'live',
	verified: true,
	release_id: release,
	commit,
	deployment_id: `${service}-${release}`,
	actor: 'kim',
	reason: '',
	started_at: '2026-11-27T02:00:00.000Z',
	finished_at: '2026-11-27T02:05:00.000Z',
	...change,
});
const rows: HandRows = {
	catalog,
	releases: [
		{
			id: 2,
			release_id: 'r2',
			repository: 'acme/shop',
			commit: BAD,
			message: 'Costs $& more',
			services: 'api, web',
			sender: 'kim',
			started_at: '2026-11-27T02:59:00Z',
		},
		{
			id: 1,
			release_id: 'r1',
			repository: 'acme/shop',
			commit: GOOD,
			message: 'First',
			services: 'api, web',
			sender: 'kim',
			started_at: '2026-11-26T03:00:00Z',
		},
	],
	ledger: [
		deployed(4, 'web', 'r2', BAD),
		deployed(3, 'api', 'r2', BAD),
		deployed(2, 'web', 'r1', GOOD),
		deployed(1, 'api', 'r1', GOOD),
	],
};
const live = (id: string, commit = BAD) => ({ ok: true, isLive: true, deploymentId: id, commit });
const unseen = { ok: false, error: { message: 'Netlify answered 503', advice: '' } };

const asked = { action: 'Roll back a service', reason: 'slow', user: { firstName: 'Kim', lastName: 'Park' } };
const answers = (item: unknown, of: HandRows = rows): HandStep => takeUpAnswers(item, of, NOW);
const first = (change: object = {}, of: HandRows = rows): HandStep => answers({ ...asked, ...change }, of);
const chosen = (label: string, change: object = {}, of: HandRows = rows): HandStep =>
	answers({ step: 'deployments', hand: first(change, of).hand, chosen: label }, of);
const listed = (
	seen: object = { live: live('web-r2') },
	of: HandRows = rows,
	taken = chosen('web / production', {}, of),
) => {
	const [item] = servicesToAsk(taken, false, of);
	return pageAfterLook([{ ...item, ...seen }], taken, false, '', of, NOW);
};
const labelsOf = ({ hand }: HandStep): string[] => hand.choices.map(({ label }) => label);
const planned = (page: HandStep = listed(), deployment = labelsOf(page)[0]) =>
	answers({ step: 'plan', hand: page.hand, deployment });
const confirming = (notice = '', taken = planned()) => {
	const items = servicesToAsk(taken, true, rows).map((item) => ({
		...item,
		published: { ok: true, plan: { action: 'restore' } },
	}));
	return pageAfterLook(items, taken, true, notice, rows, NOW);
};
const confirmed = (confirm: unknown = 'web', page = confirming()) => confirmedItems({ hand: page.hand, confirm }, run);
const decided = (seen: object = { live: live('web-r2') }, items = confirmed()) =>
	decidedItems(
		items.map((item) => ({ ...item, ...seen })),
		run,
	);
const fieldsOf = ({ page }: HandStep): Array<Record<string, unknown>> =>
	JSON.parse((page?.fields ?? '[]').replaceAll('$$', '$'));

const cellsOf = (page: HandStep): string[][] => {
	const table = fieldsOf(page).find(({ fieldType }) => fieldType === 'html');
	const body = /<tbody>(.*)<\/tbody>/s.exec(String(table?.html))?.[1] ?? '';
	return body
		.split('</tr>')
		.slice(0, -1)
		.map((row) => [...row.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell = '']) => cell));
};

describe('the choice', () => {
	it('offers every service, and tells what is held, whatever was written there', () => {
		const { page, next, hand } = first();
		expect(labelsOf({ hand } as HandStep)).toEqual(['web / production', 'api / production', 'web / staging']);
		expect({ next, held: page?.description }).toEqual({
			next: 'ask',
			held: 'Held now:\n<b>api / production</b>: &lt;Kim&gt;',
		});
	});

	it.each([
		['Lift a hold', ['api / production']],
		['Hold a service', ['web / production', 'web / staging']],
		['Show what a release would do', ['acme/shop@main', 'acme/shop@staging']],
	])('of "%s" offers only what it can be about', (action, labels) => {
		expect(labelsOf(first({ action }))).toEqual(labels);
	});

	it('of a whole release offers those that deployed something, newest first', () => {
		expect(labelsOf(first({ action: 'Roll back a whole release' }))).toEqual([
			'2222222 Costs $& more, 27 Nov 02:59 UTC (1 minute ago), by kim: api, web',
			'1111111 First, 26 Nov 03:00 UTC (1 day ago), by kim: api, web',
		]);
	});

	it('tells releases that read the same apart by their ids, and names nobody where nobody is known', () => {
		const [newest] = rows.releases as [object];
		const nobody = { ...newest, sender: '' };
		const same = {
			...rows,
			releases: [
				{ ...nobody, id: 4, release_id: 'r4' },
				{ ...nobody, id: 3, release_id: 'r3' },
			],
		};
		expect(labelsOf(first({ action: 'Roll back a whole release' }, same))).toEqual([
			'2222222 Costs $& more, 27 Nov 02:59 UTC (1 minute ago): api, web [r4]',
			'2222222 Costs $& more, 27 Nov 02:59 UTC (1 minute ago): api, web [r3]',
		]);
	});

	it('asks for platform and target while the catalog cannot be read; nothing else can be done then', () => {
		const broken = { ...rows, catalog: [{ error: 'no such table' }] };
		expect(fieldsOf(first({}, broken)).map(({ fieldName }) => fieldName)).toEqual(['platform', 'target']);
		expect(first({ action: 'Lift a hold' }, broken)).toMatchObject({
			next: 'end',
			page: { title: 'Nothing was changed' },
		});
	});

	it('says that the catalog is empty', () => {
		expect(first({}, { ...rows, catalog: [{}] }).page?.description).toMatch(/catalog is empty/);
	});

	it.each([
		['nothing, in time', undefined, /within 30 minutes/],
		['what is not on the page', 'cash / production', /not one of the choices/],
	])('ends when a person sends %s', (_name, label, words) => {
		expect(answers({ step: 'deployments', hand: first().hand, chosen: label })).toMatchObject({
			next: 'end',
			page: { description: expect.stringMatching(words) },
		});
	});

	it('ends when the service was deleted from the catalog meanwhile', () => {
		const { hand } = first();
		const gone = { ...rows, catalog: [catalog[1]] };
		expect(answers({ step: 'deployments', hand, chosen: 'web / production' }, gone)).toMatchObject({
			next: 'end',
			page: { description: expect.stringMatching(/not in the catalog any more/) },
		});
	});

	it("refuses a branch's deploy before any call: Netlify restores only production", () => {
		expect(chosen('web / staging')).toMatchObject({
			next: 'end',
			page: { description: expect.stringMatching(/only on production/) },
		});
	});

	it('of a hold, a lift or a plan goes on without asking a platform', () => {
		expect(chosen('api / production', { action: 'Lift a hold' }).next).toBe('change');
		expect(chosen('acme/shop@staging', { action: 'Show what a release would do' })).toMatchObject({
			next: 'show',
			repository: 'acme/shop',
			branch: 'staging',
		});
	});
});

describe('the deployments', () => {
	it('are what was verified and is not live, with who, when and what, above them all that happened', () => {
		const page = listed();
		expect(labelsOf(page)).toEqual(['1111111 First, went live 27 Nov 02:05 UTC']);
		expect(cellsOf(page)).toEqual([
			['2222222 Costs $&amp; more', 'kim', '55 minutes ago', 'healthy, live now'],
			['1111111 First', 'kim', '55 minutes ago', 'healthy'],
		]);
		expect(page.page?.description).toContain('<b>2222222</b> is live now.');
	});

	it('are also what a person rolled back, marked and last: it may not have been to blame', () => {
		const back = deployed(5, 'web', 'by-hand/8', GOOD, {
			kind: 'rollback',
			deployment_id: 'web-r1',
			previous_id: 'web-r2',
			actor: 'Kim Park',
		});
		const fix = deployed(6, 'web', 'r3', OLD);
		const page = listed({ live: live('web-r3', OLD) }, { ...rows, ledger: [fix, back, ...rows.ledger] });
		expect(labelsOf(page)).toEqual([
			'1111111 First, went live 27 Nov 02:05 UTC',
			'2222222 Costs $& more, went live 27 Nov 02:05 UTC, rolled back by Kim Park',
		]);
		expect(cellsOf(page).map(([commit, by, , verdict]) => [commit, by, verdict])).toEqual([
			['0000000', 'kim', 'healthy, live now'],
			['1111111 First', 'Kim Park', 'rolled back to it, healthy'],
			['2222222 Costs $&amp; more', 'kim', 'healthy; rolled back by Kim Park'],
			['1111111 First', 'kim', 'healthy'],
		]);
		expect(planned(page, labelsOf(page)[1]).hand.entries).toMatchObject([{ toId: 'web-r2', toCommit: '2222222' }]);
	});

	it('are never what failed its check, nor what the platform no longer has', () => {
		const bad = deployed(6, 'web', 'r3', OLD, { state: 'rolledBack', verified: false });
		const back = deployed(7, 'web', 'r3', BAD, {
			kind: 'rollback',
			deployment_id: 'web-r2',
			previous_id: 'web-r3',
			actor: 'Slipway',
		});
		const ledger = [back, bad, ...rows.ledger];
		const items = ['web-r1', 'web-r3'].map((id) => ({ id, commit: OLD, state: 'ready' }));
		const page = listed({ live: live('web-r2'), deployments: { ok: true, items } }, { ...rows, ledger });
		expect(labelsOf(page)).toEqual([expect.stringMatching(/^1111111 First/)]);
		expect(cellsOf(page)[1]).toEqual(['0000000', 'kim', '55 minutes ago', 'not healthy, rolled back']);
	});

	it('that read the same are told apart by their ids', () => {
		const twice = [rows.ledger[0], deployed(3, 'web', 'r1', GOOD, { deployment_id: 'web-r1b' }), rows.ledger[2]];
		expect(labelsOf(listed(undefined, { ...rows, ledger: twice }))).toEqual([
			'1111111 First, went live 27 Nov 02:05 UTC [web-r1b]',
			'1111111 First, went live 27 Nov 02:05 UTC [web-r1]',
		]);
	});

	it('of another environment or service do not count', () => {
		const others = [
			deployed(9, 'web', 'r9', OLD, { environment: 'staging' }),
			deployed(8, 'api', 'r8', OLD),
			...rows.ledger,
		];
		expect(labelsOf(listed(undefined, { ...rows, ledger: others }))).toHaveLength(1);
	});

	it('are still offered when nobody can see what is live', () => {
		const page = listed({ live: unseen });
		expect(labelsOf(page)).toHaveLength(2);
		expect(page.page?.description).toContain('Nobody could see what is live now');
	});

	it('are those of the platform when the ledger cannot be read, and nobody knows which are good', () => {
		const broken = { ...rows, ledger: [{ error: 'database is locked' }] };
		const items = [{ id: 'x1', commit: OLD, title: 'Older', createdAt: run.nowIso, state: 'ready', live: false }];
		const page = listed({ live: live('web-r2'), deployments: { ok: true, items } }, broken);
		expect(labelsOf(page)).toEqual([expect.stringMatching(/^0000000 Older, made .*not known to be good$/)]);
		expect(page.page?.description).toContain('nobody knows which of these are good');
	});

	it('are typed when neither can be asked', () => {
		const broken = { ...rows, ledger: [{ error: 'database is locked' }] };
		const page = listed({ live: unseen, deployments: unseen }, broken);
		expect(fieldsOf(page)).toMatchObject([{ fieldType: 'text', fieldName: 'deployment' }]);
		expect(planned(page, ' x7 ').hand.entries).toMatchObject([{ toId: 'x7' }]);
		expect(planned(page, 'x7 or x8').next).toBe('end');
	});

	it('are none when nothing was ever verified, or what was is live', () => {
		expect(listed(undefined, { ...rows, ledger: [{}] })).toMatchObject({
			next: 'end',
			page: { description: expect.stringMatching(/no verified deployment in the ledger yet/) },
		});
		expect(listed(undefined, { ...rows, ledger: [rows.ledger[0]] })).toMatchObject({
			next: 'end',
			page: { description: expect.stringMatching(/no other verified deployment/) },
		});
	});

	it('of a typed target are whatever was deployed to that target', () => {
		const broken = { ...rows, catalog: [{ error: 'no such table' }] };
		const taken = answers(
			{ step: 'deployments', hand: first({}, broken).hand, platform: 'netlify', target: 'web' },
			broken,
		);
		expect(labelsOf(listed(undefined, broken, taken))).toEqual([expect.stringMatching(/^1111111 First/)]);
	});
});

describe('the confirmation', () => {
	it('shows what is live, what it goes back to, and what the platform would do', () => {
		const page = confirming();
		expect(page.page?.description).toMatch(/from <b>2222222<\/b>, which is live, to <b>1111111<\/b> \(web-r1\)/);
		expect(page.page?.description).toMatch(/A dry run passed: Netlify would restore\./);
		expect(fieldsOf(page).map(({ fieldName }) => fieldName)).toEqual(['confirm']);
	});

	it('asks for the reason where none was given, and keeps it', () => {
		const page = listed(
			undefined,
			rows,
			answers({ step: 'deployments', hand: first({ reason: '' }).hand, chosen: 'web / production' }),
		);
		const asking = confirming('', planned(page));
		expect(fieldsOf(asking).map(({ fieldName }) => fieldName)).toEqual(['confirm', 'reason']);
		expect(confirmedItems({ hand: asking.hand, confirm: 'web', reason: ' 500s ' }, run)).toMatchObject([
			{ reason: '500s' },
		]);
	});

	it('refuses what is not on the page', () => {
		expect(planned(listed(), '1111111 First [web-r9]')).toMatchObject({
			next: 'end',
			page: { description: expect.stringMatching(/not one of those on the page/) },
		});
	});

	it.each([
		['nothing, in time', null, /Nobody confirmed/],
		['another name', 'api', /instead of <b>web<\/b>/],
	])('changes nothing when a person types %s', (_name, typed, words) => {
		expect(confirmed(typed)).toEqual([
			{ next: 'end', page: expect.objectContaining({ description: expect.stringMatching(words) }) },
		]);
	});

	it('gives the roll back all that it needs, and names what is bad', () => {
		expect(confirmed(' WEB ')).toMatchObject([
			{
				kind: 'rollback',
				service: 'web',
				platform: 'netlify',
				badDeploymentId: 'web-r2',
				toDeploymentId: 'web-r1',
				releaseId: 'by-hand/9',
				actor: 'Kim Park',
				reason: 'slow',
				lockKey: 'netlify/web',
				healthUrl: 'https://shop.example/health',
			},
		]);
	});
});

describe('what is decided after the confirmation', () => {
	it('is the roll back, and its hold', () => {
		expect(decided()).toMatchObject([
			{ next: 'rollBack', hold: true, holdReason: 'Rolled back by hand by Kim Park on 2026-11-27 03:00 UTC: slow' },
		]);
	});

	it('is to show it anew when what is live changed since', () => {
		const [again] = decided({ live: live('web-r3', OLD) });
		expect(again).toMatchObject({ next: 'again', step: 'plan', notice: expect.stringMatching(/changed since/) });
		const page = confirming(String(again?.notice), answers(again));
		expect(page.page?.description).toMatch(/changed since.*from <b>0000000<\/b>, which is live, to <b>1111111/s);
		expect(
			decided({ live: live('web-r3', OLD) }, confirmedItems({ hand: page.hand, confirm: 'web' }, run)),
		).toMatchObject([{ next: 'rollBack', badDeploymentId: 'web-r3' }]);
	});

	it('is the roll back all the same when nobody can see what is live, or who holds it', () => {
		expect(decided({ live: unseen, holder: unseen })).toMatchObject([{ next: 'rollBack' }]);
	});

	it('is nothing when somebody was faster, or is at it', () => {
		expect(decided({ live: live('web-r1', GOOD) })).toMatchObject([
			{ next: 'end', page: { description: expect.stringMatching(/somebody was faster/) } },
		]);
		const holder = { owner: 'by-hand/8', since: '2026-11-27T02:59:30.000Z' };
		expect(decided({ live: live('web-r2'), holder })).toMatchObject([
			{ next: 'end', page: { description: expect.stringMatching(/by hand right now, since 02:59 UTC/) } },
		]);
	});

	it('is to stop a release that holds it: the roll back goes first', () => {
		// Its deployment may not have come to the platform yet: whatever is live then goes back, not only what was shown.
		expect(decided({ live: live('web-r2'), holder: { owner: 'd/1' } })).toMatchObject([
			{ next: 'rollBack', badDeploymentId: '', toDeploymentId: 'web-r1' },
		]);
		expect(decided({ live: live('web-r2'), holder: { ok: true, owner: null } })).toMatchObject([
			{ next: 'rollBack', badDeploymentId: 'web-r2' },
		]);
	});

	it('of a lift is to ask for a release', () => {
		const { hand } = chosen('api / production', { action: 'Lift a hold' });
		expect(decided({}, confirmedItems({ hand }, run))).toMatchObject([
			{
				next: 'lift',
				hold: false,
				why: 'lifted',
				repository: 'acme/shop',
				branch: 'main',
				services: ['api/production'],
			},
		]);
	});
});

describe('a whole release', () => {
	const taken = () => {
		const { hand } = first({ action: 'Roll back a whole release' });
		return answers({ step: 'deployments', hand, chosen: labelsOf({ hand } as HandStep)[0] });
	};
	const looked = (seen: Record<string, object> = {}, of: HandRows = rows) => {
		const items = servicesToAsk(taken(), false, of);
		return pageAfterLook(
			items.map((item) => ({ ...item, live: seen[String(item.service)] ?? live(`${String(item.service)}-r2`) })),
			taken(),
			false,
			'',
			of,
			NOW,
		);
	};
	const plan = (page: HandStep) => confirming('', answers({ step: 'plan', hand: page.hand }));

	it('goes back in reverse order, each service to what was verified before it', () => {
		const page = looked();
		expect(page).toMatchObject({ next: 'plan' });
		expect(page.hand.entries.map(({ service, toId }) => [service.service, toId])).toEqual([
			['web', 'web-r1'],
			['api', 'api-r1'],
		]);
		expect(fieldsOf(plan(page))).toMatchObject([{ fieldLabel: 'To confirm, type 2222222' }]);
	});

	it('leaves, and names, what it is not live at any more, and what had nothing good before it', () => {
		const ledger = rows.ledger.filter((row) => (row as { id: number }).id !== 1);
		const page = plan(looked({ web: live('web-r3', OLD) }, { ...rows, ledger }));
		expect(page).toMatchObject({ next: 'end', page: { title: 'Nothing was changed' } });
		expect(page.page?.description).toMatch(
			/web \/ production<\/b> stays as it is: what this release put live there is not/,
		);
		expect(page.page?.description).toMatch(/api \/ production<\/b> stays as it is: no deployment before it/);
	});

	it('is shown anew when one of its services was deployed meanwhile: that one stays', () => {
		const items = confirmedItems({ hand: plan(looked()).hand, confirm: '2222222' }, run);
		expect(items.map(({ service }) => service)).toEqual(['web', 'api']);
		const seen = items.map((item) => ({ ...item, live: live(item.service === 'web' ? 'web-r3' : 'api-r2') }));
		const [again] = decidedItems(seen, run);
		expect(again).toMatchObject({ next: 'again' });
		const page = plan(answers(again));
		expect(confirmedItems({ hand: page.hand, confirm: '2222222' }, run)).toMatchObject([{ service: 'api' }]);
	});

	it('that put nothing live, or is not in the ledger, changes nothing', () => {
		const page = plan(looked({}, { ...rows, ledger: [{}] }));
		expect(page.page?.description).toContain('There is nothing to roll back.');
	});
});

describe('the last page', () => {
	const ended = (change: object) => resultPage([{ ...decided()[0], isHoldWritten: true, ...change }]);
	const rollback = (change: object) => ({ rollback: { commit: GOOD, recorded: true, ...change } });

	it.each([
		[
			'verified',
			{ verified: true, served: true, state: 'live', reason: 'slow' },
			'Rolled back',
			/serves <b>1111111<\/b> again, and it is healthy/,
		],
		[
			'served, and not healthy',
			{ served: true, state: 'failed', reason: '<500>' },
			'Rolled back, and not healthy',
			/Why: &lt;500&gt;/,
		],
		[
			'refused',
			{ state: 'failed', reason: 'it is gone' },
			'It was NOT rolled back',
			/was not put back to <b>1111111<\/b>. Why: it is gone/,
		],
		['unseen', { state: 'unknown' }, 'Nobody knows whether it was rolled back', /Nobody could see/],
	])('tells of a roll back that was %s', (_name, result, title, words) => {
		const page = ended(rollback(result));
		expect(page).toMatchObject({ title, description: expect.stringMatching(words) });
		expect(page.description).not.toContain('Tell your team yourself');
	});

	it('tells when the run that rolls back died, and when nothing could be held or recorded', () => {
		const page = ended({ isHoldWritten: false, run: { ok: false, error: { message: 'It died', advice: '' } } });
		expect(page.title).toBe('Nobody knows whether it was rolled back');
		expect(page.description).toMatch(/Why: It died.*could not be held.*Tell your team yourself/s);
	});

	it('passes on what stood in the way of the lock', () => {
		const page = ended({ ...rollback({ verified: true }), run: { ok: true, warning: 'Redis is away' } });
		expect(page.description).toContain('Redis is away');
	});

	it('of a release says when only a part of it went back', () => {
		const items = [rollback({ verified: true }), rollback({ state: 'failed', reason: 'no' })];
		expect(resultPage(items.map((item) => ({ ...item, service: 'web', next: 'rollBack' }))).title).toBe(
			'Partly rolled back',
		);
	});

	it.each([
		['lift', true, 'The hold is lifted'],
		['lift', false, 'The hold was not lifted'],
		['hold', true, 'It is held'],
		['hold', false, 'It is NOT held'],
	])('of a %s that was written: %s', (next, isHoldWritten, title) => {
		expect(
			resultPage([{ next, isHoldWritten, service: 'api', environment: 'production', repository: 'a/b' }]).title,
		).toBe(title);
	});

	it('knows a hold as written only by its own row', () => {
		const items = [{ catalogRowId: 2, hold: true }];
		expect(withHoldResult(items, [{ id: 2, hold: true }])).toMatchObject([{ isHoldWritten: true }]);
		expect(withHoldResult(items, [{ id: 1, hold: true }])).toMatchObject([{ isHoldWritten: false }]);
		expect(withHoldResult(items, [{ error: 'full' }])).toMatchObject([{ isHoldWritten: false }]);
	});
});

describe('the plan of a release', () => {
	it('shows each service with its decision, and escapes what others wrote', () => {
		const page = releasePlanPage([
			{
				service: 'web',
				environment: 'production',
				platform: 'netlify',
				repository: 'a/b',
				branch: 'main',
				wave: 2,
				decision: 'deploy',
				reason: '<new>',
				task: 'deploy',
				liveCommit: GOOD,
				gitHubCalls: 3,
				wouldCall: ['Netlify: Trigger Build'],
			},
			{
				service: 'api',
				environment: 'production',
				platform: 'fly',
				repository: 'a/b',
				branch: 'main',
				wave: 1,
				decision: 'nothing',
				reason: '',
				task: 'nothing',
			},
		]);
		expect(page.title).toBe('A release of a/b@main would change 1 of 2 services');
		expect(page.description).toContain(
			'<td>web / production (wave 2)</td><td>1111111</td><td>deploy: &lt;new&gt;</td>',
		);
		expect(page.description).toContain('Netlify: Trigger Build');
		expect(page.description).toContain(
			'Netlify and Fly.io were asked what is live, and GitHub was called 3 times. Nothing was changed.',
		);
	});

	it('says that no service deploys from there', () => {
		expect(releasePlanPage([{ platform: '' }]).title).toBe('Nothing would be done');
	});
});
