import { writeJson } from '../values/json';
import { costPlatformName } from './costPlatforms';
import type { CostEntry } from './costRow';

/** A page as workflow 13 takes it. */
export type CostPage = Readonly<Record<string, string>> & { readonly action: 'trigger'; readonly key: string };

/** By platform and month: however often it is told, it is one incident. */
export function costPage(entry: CostEntry): CostPage {
	const { platform, month, state, reason, amount, forecast, budget, currency, seenAt } = entry;
	const name = costPlatformName(platform);
	return {
		kind: 'page',
		action: 'trigger',
		key: `slipway/costs/${platform}/${month}`,
		summary: `${name} ${state === 'over' ? 'is' : 'will be'} over its budget of ${month}. ${reason}`,
		severity: 'warning',
		source: name,
		component: platform,
		group: month,
		class: 'costs',
		details: writeJson({ platform, month, amount, forecast, budget, currency, seenAt }),
		// Not kept yet.
		at: '',
	};
}
