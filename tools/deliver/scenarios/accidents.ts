import {
	check,
	gitHubSays,
	isAccepted,
	ledgerCallsLive,
	ledgerHas,
	ledgerHasRollback,
	madeDeploysOf,
	nothingHeld,
	nothingOpen,
	pages,
	serves,
	servesAsBefore,
} from '../checks';
import { serviceIn } from '../observation';
import { commitOf, type Scenario } from '../scenario';
import { acted } from './oneService';

const SITE = 'paintbox-frontend';
const RELEASE_WORKFLOW = 'Slipway 02';

export const accidentScenarios: readonly Scenario[] = [
	{
		name: 'crash',
		story: 'n8n is killed while the site is built: started again, it takes the release up; one deploy, nobody is paged',
		timeoutSeconds: 300,
		async play(actor) {
			const pushed = await actor.push({ touches: [SITE] });
			await actor.until('Netlify builds it', (now) =>
				serviceIn(now, SITE).deployments.some(({ commit }) => commit === pushed.commit),
			);
			await actor.killN8n();
			// n8n that runs again is not enough: somebody has to take the release up, and bring it to its end.
			await actor.untilNothingHeld();
			return acted(pushed);
		},
		checks: (result) => {
			const commit = commitOf(result, 'pushed');
			return [
				isAccepted(result),
				madeDeploysOf(result, SITE, commit, 1),
				serves(result, SITE, commit),
				pages(result, 0),
				nothingOpen(result),
				nothingHeld(result),
			];
		},
	},
	{
		name: 'cut-off',
		story: 'a person stops the release in the editor: GitHub Watch takes it up; one deploy, nobody is paged',
		timeoutSeconds: 420,
		async play(actor) {
			const pushed = await actor.push({ touches: [SITE] });
			await actor.until('Netlify builds it', (now) =>
				serviceIn(now, SITE).deployments.some(({ commit }) => commit === pushed.commit),
			);
			const wasRunning = await actor.stopExecution(RELEASE_WORKFLOW);
			if (!wasRunning) throw new Error('The release had ended before it could be stopped: run this again.');
			await actor.until('the site serves it', (now) => serviceIn(now, SITE).commit === pushed.commit);
			// Live is not enough: somebody has to take the release up, and look at it.
			await actor.untilNothingHeld();
			return acted(pushed);
		},
		checks: (result) => {
			const commit = commitOf(result, 'pushed');
			return [
				isAccepted(result),
				madeDeploysOf(result, SITE, commit, 1),
				serves(result, SITE, commit),
				ledgerCallsLive(result, SITE, commit),
				pages(result, 0),
				nothingHeld(result),
			];
		},
	},
	{
		name: 'pagerduty-down',
		story: 'PagerDuty is away while an ill site is rolled back: the page goes out when it is back, once',
		timeoutSeconds: 420,
		async play(actor) {
			await actor.control('/faults', { platform: 'pagerduty', kind: 'status', status: 503, times: 'always' });
			const pushed = await actor.push({ touches: [SITE], unhealthy: 'all' });
			const { commit } = serviceIn(await actor.look(), SITE);
			await actor.until(
				'the ill site was rolled back',
				(now) =>
					serviceIn(now, SITE).commit === commit &&
					serviceIn(now, SITE).deployments.some(
						(deployment) => deployment.commit === pushed.commit && deployment.state === 'ready',
					),
			);
			await actor.clearFaults();
			actor.say('PagerDuty: answers again');
			await actor.until('the page went out', (now) => now.incidents.some(({ status }) => status === 'triggered'));
			return acted(pushed);
		},
		checks: (result) => {
			const commit = commitOf(result, 'pushed');
			return [
				isAccepted(result),
				servesAsBefore(result, SITE),
				ledgerHas(result, SITE, commit, 'rolledBack'),
				ledgerHasRollback(result, SITE),
				gitHubSays(result, [SITE], commit, ['failure', 'error']),
				pages(result, 1),
				nothingHeld(result),
			];
		},
	},
	{
		name: 'lost-delivery',
		story: 'GitHub never delivers the push: GitHub Watch sees that the branch moved; the site serves it',
		timeoutSeconds: 300,
		async play(actor) {
			const pushed = await actor.push({ touches: [SITE], isDelivered: false });
			actor.say('GitHub: that delivery is lost');
			await actor.until('the site serves it', (now) => serviceIn(now, SITE).commit === pushed.commit);
			return acted(pushed);
		},
		checks: (result) => {
			const commit = commitOf(result, 'pushed');
			return [
				check('nothing was delivered', result.deliveries.length === 0, `${result.deliveries.length} deliveries`),
				madeDeploysOf(result, SITE, commit, 1),
				serves(result, SITE, commit),
				gitHubSays(result, [SITE], commit, ['success']),
				ledgerHas(result, SITE, commit, 'live'),
				pages(result, 0),
				nothingHeld(result),
			];
		},
	},
];
