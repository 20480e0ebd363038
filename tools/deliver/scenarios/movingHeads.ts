import {
	check,
	describeRows,
	isAccepted,
	ledgerHas,
	ledgerNeverCallsLive,
	madeDeployments,
	nothingHeld,
	pages,
	serves,
} from '../checks';
import { serviceIn } from '../observation';
import { commitOf, type Scenario } from '../scenario';

const SITE = 'paintbox-frontend';

export const movingHeadScenarios: readonly Scenario[] = [
	{
		name: 'overtaken',
		story: 'a push of the site, overtaken at once by one of the README: the site is deployed all the same',
		async play(actor) {
			const site = await actor.push({ touches: [SITE] });
			const readme = await actor.push({ touches: [] });
			return {
				commits: { site: site.commit, readme: readme.commit },
				deliveries: [...site.deliveries, ...readme.deliveries],
			};
		},
		checks: (result) => [
			isAccepted(result),
			serves(result, SITE, [commitOf(result, 'site'), commitOf(result, 'readme')]),
			madeDeployments(result, SITE, 1),
			pages(result, 0),
			nothingHeld(result),
		],
	},
	{
		name: 'rewound',
		story: 'a good push, another one, then the branch is forced back to the first: that one is live again',
		timeoutSeconds: 300,
		async play(actor) {
			const first = await actor.push({ touches: [SITE] });
			await actor.until('the first push is live', (now) => serviceIn(now, SITE).commit === first.commit);
			await actor.settled();
			const second = await actor.push({ touches: [SITE] });
			await actor.until('the second push is live', (now) => serviceIn(now, SITE).commit === second.commit);
			await actor.settled();
			const back = await actor.moveBranchTo(first.commit);
			return {
				commits: { first: first.commit, second: second.commit },
				deliveries: [...first.deliveries, ...second.deliveries, ...back.deliveries],
			};
		},
		checks: (result) => [
			isAccepted(result),
			serves(result, SITE, commitOf(result, 'first')),
			ledgerHas(result, SITE, commitOf(result, 'second'), 'live'),
			pages(result, 0),
			nothingHeld(result),
		],
	},
	{
		name: 'moves-during-build',
		story: 'while Netlify gets ready to build, an ill commit comes: whatever went live is checked, and rolled back',
		timeoutSeconds: 300,
		async play(actor) {
			const good = await actor.push({ touches: [SITE] });
			const ill = await actor.push({ touches: [], unhealthy: 'all' });
			return {
				commits: { good: good.commit, ill: ill.commit },
				deliveries: [...good.deliveries, ...ill.deliveries],
			};
		},
		checks: (result) => {
			const ill = commitOf(result, 'ill');
			const { commit, pageStatus } = serviceIn(result.after, SITE);
			return [
				isAccepted(result),
				check(`the site does not serve ${ill.slice(0, 7)}, and is well`, commit !== ill && pageStatus === 200, commit),
				ledgerNeverCallsLive(result, SITE, ill),
				nothingHeld(result),
			];
		},
	},
	{
		name: 'drifted',
		story: 'somebody rolls the site back outside, then a push of the README comes: it is seen, said, and left alone',
		timeoutSeconds: 300,
		async play(actor) {
			// Something well to go back to, whatever was live before.
			const earlier = await actor.push({ touches: [SITE] });
			await actor.until('the push is live', (now) => serviceIn(now, SITE).commit === earlier.commit);
			await actor.settled();
			const first = await actor.push({ touches: [SITE] });
			await actor.until('the push is live', (now) => serviceIn(now, SITE).commit === first.commit);
			await actor.settled();
			await actor.rollBackOutside(SITE);
			const outside = serviceIn(await actor.look(), SITE).commit;
			const readme = await actor.push({ touches: [] });
			return {
				commits: { first: first.commit, outside, readme: readme.commit },
				deliveries: [...earlier.deliveries, ...first.deliveries, ...readme.deliveries],
			};
		},
		checks: (result) => {
			const drifted = result.books.ledger.filter(({ state, service }) => state === 'drifted' && service === SITE);
			return [
				isAccepted(result),
				serves(result, SITE, commitOf(result, 'outside')),
				check('the ledger says once that it drifted', drifted.length === 1, describeRows(drifted)),
				nothingHeld(result),
			];
		},
	},
];
