import type { HandStep } from '../../../nodes/deployment/byHand/handStep';
import { answers, catalog, chosen, fieldsOf, first, labelsOf, rows } from './handSteps';

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
