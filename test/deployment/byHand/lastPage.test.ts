import { withHoldResult } from '../../../nodes/deployment/byHand/changeStep';
import { releasePlanPage } from '../../../nodes/deployment/byHand/releasePlanPage';
import { resultPage } from '../../../nodes/deployment/byHand/resultPage';
import { decided, GOOD } from './handSteps';

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
