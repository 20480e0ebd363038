import { attempt } from '../../shared/waiting/attempt';
import { clock } from '../../shared/waiting/clock';
import { pollUntil, timedOut, type PollAssessment } from '../../shared/waiting/pollUntil';
import { siteName } from '../api/types';
import type { DeployResult } from '../state/deployResult';
import { isLeftLying, notBegun } from './buildBegin';
import { type DeployLook, type ExpectedDeploy, lookAtDeploy } from './deployLook';
import { stopAndLook } from './stopDeploy';
import { resultOf, unseenEnd } from './unseenEnd';

/** Netlify publishes a ready deploy in the same moment; this is how long it may be late. */
const publicationGraceMs = 60_000;

export interface DeployWait {
	readonly timeoutMs: number;
	readonly cancelSignal?: AbortSignal | undefined;
	/** Whether to cancel it when the time is up, nobody can look any more or a person stops the execution. */
	readonly cancels: boolean;
	/** Whether to give a build up, and cancel it, that Netlify leaves lying. */
	readonly mustBegin?: boolean;
}

interface WaitedLook extends DeployLook {
	readonly isLeftLying: boolean;
}

/**
 * Waits until a deploy has ended and, when it ended well, until the site is seen to serve it. Where no end
 * was seen, the deploy is cancelled, if the wait says so, and looked at once more: the result is then how it
 * ended, or that nobody knows.
 */
export async function waitForDeploy(expected: ExpectedDeploy, wait: DeployWait): Promise<DeployResult> {
	const what = `Netlify deploy ${expected.deployId} of site ${siteName(expected.site)}`;
	const assessWithGrace = withPublicationGrace();
	const polled = await attempt(
		pollUntil<WaitedLook>({
			what,
			timeoutMs: wait.timeoutMs,
			...(wait.cancelSignal && { cancelSignal: wait.cancelSignal }),
			read: async () => {
				const look = await lookAtDeploy(expected);
				return { ...look, isLeftLying: wait.mustBegin === true && (await isLeftLying(expected, look)) };
			},
			assess: (look) => (look.isLeftLying ? { phase: 'failed', seen: 'not begun' } : assessWithGrace(look)),
		}),
	);
	const stop = async (cause: unknown) => unseenEnd(expected, cause, await stopAndLook(expected, wait.cancels));
	if (!polled.ok) return await stop(polled.error);
	const end = polled.value;
	if (end.value.isLeftLying) return notBegun(expected, await stopAndLook(expected, true));
	return end.outcome === 'timeout' ? await stop(timedOut(what, end.waitedMs, end.seen)) : resultOf(end.value);
}

/** A look's assessment for one wait, in which a ready deploy has some time to be published. */
function withPublicationGrace(): (look: DeployLook) => PollAssessment {
	let unpublishedSinceMs: number | undefined;
	return ({ deploy, assessment }) => {
		const seen = assessment.reason || `${assessment.state} (Netlify says "${deploy.state ?? ''}")`;
		if (!assessment.unpublished) return { phase: assessment.phase, seen };
		unpublishedSinceMs ??= clock.now();
		const isLate = clock.now() - unpublishedSinceMs >= publicationGraceMs;
		return { phase: isLate ? 'failed' : 'pending', seen };
	};
}
