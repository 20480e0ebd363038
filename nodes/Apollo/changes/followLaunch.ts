import type { Assessment } from '../../deployment/state/assessment';
import { attempt } from '../../shared/waiting/attempt';
import { EndUnknown } from '../../shared/waiting/endUnknown';
import { pollUntil } from '../../shared/waiting/pollUntil';
import type { ApolloClient } from '../api/client';
import type { SubgraphPlace } from '../api/publications';
import { readLaunchOf } from '../api/variants';
import { assessLaunch, type LaunchSight } from '../state/launchAssessment';

export interface FollowLimits {
	readonly timeoutMs: number;
	readonly cancelSignal?: AbortSignal | undefined;
}

/** How a launch was when it was last seen. */
export interface FollowedLaunch {
	readonly sight: LaunchSight;
	readonly assessment: Assessment;
	readonly isTimeUp: boolean;
}

/** Launches that supersede each other while they are looked at; more than that is a circle. */
const mostHops = 25;

/**
 * Waits until routers are served a launch's schema, or until that cannot be any more.
 *
 * @throws EndUnknown when nobody could look any longer, or a person stopped it: it goes on by itself.
 */
export async function followLaunch(
	client: ApolloClient,
	place: SubgraphPlace,
	launchId: string,
	{ timeoutMs, cancelSignal }: FollowLimits,
): Promise<FollowedLaunch> {
	const what = `launch ${launchId} of ${place.reference}`;
	const polled = await attempt(
		pollUntil({
			what,
			timeoutMs,
			read: async () => {
				const sight = await look(client, place, launchId);
				return { sight, assessment: assessLaunch(sight, place.subgraph) };
			},
			assess: ({ assessment }) => ({ phase: assessment.phase, seen: assessment.reason || assessment.state }),
			...(cancelSignal && { cancelSignal }),
		}),
	);
	if (!polled.ok) throw new EndUnknown(what, polled.error, 'notTried', { id: launchId });
	const result = polled.value;
	const { sight, assessment } = result.value;
	if (result.outcome !== 'timeout') return { sight, assessment, isTimeUp: false };
	const reason = `it was not over after ${Math.round(result.waitedMs / 1000)} s, last seen: ${result.seen}`;
	return { sight, assessment: { ...assessment, reason }, isTimeUp: true };
}

async function look(client: ApolloClient, { reference }: SubgraphPlace, launchId: string): Promise<LaunchSight> {
	const { launch: first, approved } = await readLaunchOf(client, reference, launchId);
	let sight: LaunchSight = { first, last: first, approved };
	for (let hops = 0; hops < mostHops && sight.last.supersededAt !== null && sight.last.supersededBy !== null; hops++) {
		const next = await readLaunchOf(client, reference, sight.last.supersededBy);
		sight = { first, last: next.launch, approved: next.approved };
	}
	return sight;
}
