import { writeJson } from '../values/json';
import type { FailoverDecision, FailoverSignal } from './failoverDecision';

/** How what was decided ended: of a swap what Cloudflare's step gave, of a roll back what workflow 17 did. */
export interface FailoverEnd {
	readonly isDone: boolean;
	/** Why not, or what was done: words of the step. */
	readonly words: string;
	/** Whether a public resolver gives the new content; null where it was not asked. */
	readonly isResolved: boolean | null;
}

/** PagerDuty's class of these pages, by which the board finds them among those that are kept. */
export const failoverClass = 'failover';

/** A page as workflow 13 takes it. */
export type FailoverPage = Readonly<Record<string, unknown>> & { readonly action: 'trigger' | 'resolve' };

/** What the person on call is told; null where there is nothing to tell. */
export function failoverPage(
	signal: FailoverSignal,
	{ next, reason }: FailoverDecision,
	end: FailoverEnd,
): FailoverPage | null {
	const { name, service, environment } = signal;
	const pointsTo = pointsToStandby(next, end) ? signal.standby : '';
	if (next === 'nothing' && signal.signal === 'down') return null;
	const isOver = signal.signal === 'up' && (next === 'nothing' || end.isDone);
	return {
		kind: 'page',
		action: isOver ? 'resolve' : 'trigger',
		// The name: a roll back of its service has a page of its own.
		key: `slipway/name/${name}`,
		summary: `${name} ${headline(signal, next, end)}. ${reason}`,
		severity: next === 'swapBack' || (next === 'swap' && end.isDone) ? 'error' : 'critical',
		source: name,
		component: service,
		group: environment,
		class: failoverClass,
		details: writeJson({
			service,
			environment,
			since: signal.since,
			seen: signal.reason,
			primary: signal.primary,
			standby: signal.standby,
			decided: next,
			end: end.words,
			...(end.isResolved !== null && { resolves: end.isResolved }),
			...(pointsTo !== '' && { pointsTo, goBack: goBackOf(signal) }),
		}),
		// Not kept yet.
		at: '',
	};
}

/** Whether the name is led to the standby when this is told: swapped there just now, or not to be swapped back. */
function pointsToStandby(next: FailoverDecision['next'], { isDone }: FailoverEnd): boolean {
	return (next === 'swap' && isDone) || (next === 'swapBack' && !isDone);
}

function goBackOf({ signal, name, type, primary, seenBy }: FailoverSignal): string {
	if (signal === 'up')
		return `Nothing points it back any more: set the ${type} record ${name} to ${primary} in Cloudflare.`;
	// What only Grafana saw, Health Watch does not wait for.
	const byItself = `once that has answered well for ten minutes${seenBy === 'Grafana' ? ', if workflow 33 saw it down, too' : ''}`;
	return `It is pointed back to ${primary} ${byItself}. By hand: set the ${type} record ${name} to ${primary} in Cloudflare; while that does not answer, unpublish workflows 33 and 50 first, or it is swapped again.`;
}

function headline(
	{ signal, primary, standby, reason }: FailoverSignal,
	next: FailoverDecision['next'],
	end: FailoverEnd,
) {
	if (signal === 'up') {
		if (next === 'nothing') return 'is up again';
		return end.isDone
			? `points to ${primary} again`
			: `is up again, and could not be pointed to ${primary}: ${end.words}`;
	}
	const what = `is down (${reason})`;
	switch (next) {
		case 'swap':
			if (!end.isDone) return `${what} and could not be pointed to ${standby}: ${end.words}`;
			return `${what} and points to ${standby} now${end.isResolved === false ? ', which resolvers do not give yet' : ''}`;
		case 'rollBack':
			return end.isDone
				? `${what}; its newest deployment was rolled back`
				: `${what}; its newest deployment could not be rolled back: ${end.words}`;
		case 'wait':
			return `${what} while something is being deployed`;
		default:
			return what;
	}
}
