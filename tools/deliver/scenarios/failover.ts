import { PRIMARY_ADDRESS, STANDBY_ADDRESS } from '../../../sandbox/cloudflare/seed';
import { check, nothingHeld, nothingOpen, pages } from '../checks';
import type { Observation } from '../observation';
import type { Check, DeliveryResult, Scenario } from '../scenario';

const NAME = 'api.candlefish.ai';
const WORKFLOW = 'Slipway 33';
/** The sandbox has the primary at the example's API; the standby is played by its gateway, which is always there. */
const PRIMARY_PATH = '/apps/paintbox-api';
const STANDBY_PATH = '/ecs/candlefish/gateway';
const KEY = `slipway/name/${NAME}`;

/** A name that is led away from an outage, and back. */
export const failoverScenarios: readonly Scenario[] = [
	{
		name: 'failover',
		story:
			'the API answers 503: its name is led to the standby, one page; it is well again for ten minutes: led back, resolved (about 15 minutes)',
		timeoutSeconds: 1500,
		async play(actor) {
			await actor.publishWith(WORKFLOW, 'cloudflareHealthWatch', {
				name: NAME,
				address: `${actor.sandboxOrigin}${PRIMARY_PATH}/health`,
				standbyAddress: `${actor.sandboxOrigin}${STANDBY_PATH}/health`,
				// No service: whatever was deployed minutes ago is not to be rolled back for it.
				service: '',
			});
			await actor.control('/faults', {
				platform: 'public',
				path: PRIMARY_PATH,
				kind: 'status',
				status: 503,
				times: 'always',
			});
			actor.say(`Somebody: took ${PRIMARY_ADDRESS} down`);
			await actor.until('its name points to the standby', (now) => contentOf(now) === STANDBY_ADDRESS);
			await actor.until('somebody was paged', (now) => incidentOf(now)?.status === 'triggered');
			const summary = incidentOf(await actor.look())?.summary ?? '';
			await actor.clearFaults();
			actor.say(`Somebody: ${PRIMARY_ADDRESS} answers again. It has to for ten minutes`);
			await actor.until('its name points to the primary again', (now) => contentOf(now) === PRIMARY_ADDRESS);
			await actor.until('the page is resolved', (now) => incidentOf(now)?.status === 'resolved');
			return {
				commits: {},
				deliveries: [],
				seenOnTheWay: [
					check('the page said where it points', summary.includes(`points to ${STANDBY_ADDRESS} now`), summary),
				],
			};
		},
		checks: (result) => [
			...(result.seenOnTheWay ?? []),
			pointsTo(result, PRIMARY_ADDRESS),
			pages(result, 1),
			nothingOpen(result),
			nothingHeld(result),
		],
	},
];

function contentOf({ dnsRecords }: Observation): string {
	return dnsRecords.find(({ name, type }) => name === NAME && type === 'CNAME')?.content ?? '';
}

function incidentOf({ incidents }: Observation): Observation['incidents'][number] | undefined {
	return incidents.findLast(({ dedupKey }) => dedupKey === KEY);
}

function pointsTo({ after }: DeliveryResult, content: string): Check {
	return check(`${NAME} points to ${content}`, contentOf(after) === content, contentOf(after) || 'nowhere');
}
