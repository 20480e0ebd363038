import { pollUntil, timedOut } from '../../shared/waiting/pollUntil';
import { type CheckLook, readCheck, submitCheck } from '../api/checks';
import type { ApolloClient } from '../api/client';
import type { GitContext, SubgraphPlace } from '../api/publications';
import { describeErrors } from '../state/launchAssessment';
import type { FollowLimits } from './followLaunch';

/** How a schema check ended. */
export interface CheckResult {
	readonly passed: boolean;
	readonly workflowId: string;
	readonly url: string;
	/** Why it failed; empty when it passed. */
	readonly reason: string;
	readonly look: CheckLook;
}

/** Has Apollo check a schema, without publishing it. @throws OperationFailure when the check does not end in time. */
export async function checkSchema(
	client: ApolloClient,
	place: SubgraphPlace,
	sdl: string,
	{ gitContext, timeoutMs, cancelSignal }: FollowLimits & { readonly gitContext: GitContext },
): Promise<CheckResult> {
	const { workflowId, url } = await submitCheck(client, place, sdl, gitContext);
	const [graphId = ''] = place.reference.split('@');
	const what = `the check of ${place.subgraph} in ${place.reference}`;
	const result = await pollUntil({
		what,
		timeoutMs,
		read: async () => await readCheck(client, graphId, workflowId),
		assess: ({ status }) => ({
			phase: status === 'PASSED' ? 'succeeded' : status === 'FAILED' ? 'failed' : 'pending',
			seen: status.toLowerCase() || 'nothing yet',
		}),
		...(cancelSignal && { cancelSignal }),
	});
	if (result.outcome === 'timeout') throw timedOut(what, result.waitedMs, result.seen);
	const passed = result.outcome === 'succeeded';
	return { passed, workflowId, url, reason: passed ? '' : whyFailed(result.value), look: result.value };
}

function whyFailed({ compositionErrors, breakingChanges, objections, failedTasks }: CheckLook): string {
	if (compositionErrors.length > 0) return `it does not compose: ${describeErrors(compositionErrors)}`;
	if (breakingChanges.length > 0) return `clients would break: ${breakingChanges.slice(0, 5).join('; ')}`;
	return objections.length > 0
		? objections.slice(0, 5).join('; ')
		: `it failed in ${failedTasks.join(', ') || 'Apollo'}`;
}
