import { confirmedItems, withHoldResult } from '../../../nodes/deployment/byHand/changeStep';
import {
	answers,
	chosen,
	confirmed,
	confirming,
	decided,
	fieldsOf,
	first,
	GOOD,
	listed,
	live,
	OLD,
	planned,
	rows,
	run,
	unseen,
} from './handSteps';

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

	const heldRows = [
		{ id: 1, hold: true },
		{ id: 2, hold: true },
	];

	it('is to hold it and show it anew when what is live changed since', () => {
		const changed = decided({ live: live('web-r3', OLD) });
		expect(changed).toMatchObject([
			{ next: 'again', service: 'web', hold: true, holdReason: 'Held by Kim Park on 2026-11-27 03:00 UTC: slow' },
		]);
		const [again, ...more] = withHoldResult(changed, heldRows);
		expect(more).toEqual([]);
		expect(again).toMatchObject({ next: 'again', step: 'plan', notice: expect.stringMatching(/It is held now/) });
		const page = confirming(String(again?.notice), answers(again));
		expect(page.page?.description).toMatch(/changed since.*from <b>0000000<\/b>, which is live, to <b>1111111/s);
		expect(
			decided({ live: live('web-r3', OLD) }, confirmedItems({ hand: page.hand, confirm: 'web' }, run)),
		).toMatchObject([{ next: 'rollBack', badDeploymentId: 'web-r3' }]);
	});

	const shownAnew = () => confirming('', answers(withHoldResult(decided({ live: live('web-r3', OLD) }), heldRows)[0]));

	it('shows nothing anew twice: what went live meanwhile goes back', () => {
		const items = confirmedItems({ hand: shownAnew().hand, confirm: 'web' }, run);
		expect(decided({ live: live('web-r4', OLD) }, items)).toMatchObject([
			{ next: 'rollBack', badDeploymentId: 'web-r4', toDeploymentId: 'web-r1' },
		]);
	});

	it('is nothing where nobody looks and something else is live', () => {
		const [item] = confirmed();
		const nobody = [{ ...item, hand: { ...(item?.hand as object), whenChanged: 'end' } }];
		expect(decided({ live: live('web-r3', OLD) }, nobody)).toMatchObject([
			{
				next: 'end',
				page: { title: 'Nothing was changed', description: expect.stringMatching(/else is live by now/) },
			},
		]);
		expect(decided({ live: live('web-r2') }, nobody)).toMatchObject([{ next: 'rollBack' }]);
	});

	it('says of what is shown anew when it could not be held', () => {
		const [again] = withHoldResult(decided({ live: live('web-r3', OLD) }), [{ error: 'The tables are full' }]);
		expect(again?.notice).toMatch(/Not held, since the catalog could not be written: web \/ production\./);
	});

	it.each([
		['nobody confirms it', null, {}, /Nobody confirmed/],
		['another name is typed', 'api', {}, /instead of <b>web<\/b>/],
		['somebody was faster', 'web', { live: live('web-r1', GOOD) }, /somebody was faster/],
	])('says what is held all the same when it was shown anew, and %s', (_name, confirm, seen, words) => {
		const items = confirmedItems({ hand: shownAnew().hand, confirm }, run);
		expect(decided(seen, items)).toMatchObject([
			{ next: 'end', page: { title: 'Nothing was rolled back', description: expect.stringMatching(words) } },
		]);
		expect(decided(seen, items)).toMatchObject([
			{ page: { description: expect.stringMatching(/What you confirmed first is held/) } },
		]);
	});

	it('is the roll back where it is live already, and a release is about to replace it', () => {
		expect(decided({ live: live('web-r1', GOOD), holder: { owner: 'd/1' } })).toMatchObject([{ next: 'again' }]);
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
