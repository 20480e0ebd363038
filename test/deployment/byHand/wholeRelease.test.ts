import { confirmedItems, decidedItems, withHoldResult } from '../../../nodes/deployment/byHand/changeStep';
import type { HandStep } from '../../../nodes/deployment/byHand/handStep';
import { type HandRows, pageAfterLook, servicesToAsk } from '../../../nodes/deployment/byHand/prepareStep';
import { answers, confirming, fieldsOf, first, labelsOf, live, NOW, OLD, rows, run } from './handSteps';

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

	const changedTo = (liveIds: Record<string, string>, page = plan(looked())) =>
		decidedItems(
			confirmedItems({ hand: page.hand, confirm: '2222222' }, run).map((item) => ({
				...item,
				live: live(liveIds[String(item.service)] ?? ''),
			})),
			run,
		);
	const again = (liveIds: Record<string, string>) => {
		const [item] = withHoldResult(changedTo(liveIds), []);
		return confirming(String(item?.notice), answers(item));
	};

	it('is held whole and shown anew when one of its services was deployed meanwhile: that one goes back, too', () => {
		const changed = changedTo({ web: 'web-r3', api: 'api-r2' });
		expect(changed.map(({ service, next, hold }) => [service, next, hold])).toEqual([
			['web', 'again', true],
			['api', 'again', true],
		]);
		const page = again({ web: 'web-r3', api: 'api-r2' });
		expect(confirmedItems({ hand: page.hand, confirm: '2222222' }, run)).toMatchObject([
			{ service: 'web', badDeploymentId: 'web-r3', toDeploymentId: 'web-r1' },
			{ service: 'api', badDeploymentId: 'api-r2' },
		]);
	});

	it('that the next release overtakes wave by wave is shown anew once, and goes back whole', () => {
		const page = again({ web: 'web-r2', api: 'api-r3' });
		expect(changedTo({ web: 'web-r3', api: 'api-r3' }, page)).toMatchObject([
			{ next: 'rollBack', service: 'web', badDeploymentId: 'web-r3', toDeploymentId: 'web-r1' },
			{ next: 'rollBack', service: 'api', badDeploymentId: 'api-r3', toDeploymentId: 'api-r1' },
		]);
	});

	it('leaves what somebody put back meanwhile', () => {
		const page = again({ web: 'web-r1', api: 'api-r2' });
		expect(page.page?.description).toMatch(/web \/ production<\/b> stays as it is: 1111111 is live there already/);
		expect(changedTo({ api: 'api-r2' }, page)).toMatchObject([{ next: 'rollBack', service: 'api' }]);
	});

	it('that put nothing live, or is not in the ledger, changes nothing', () => {
		const page = plan(looked({}, { ...rows, ledger: [{}] }));
		expect(page.page?.description).toContain('There is nothing to roll back.');
	});
});
