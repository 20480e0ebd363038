import { clock } from '../../shared/waiting/clock';
import type { CancelResult } from '../../shared/waiting/endUnknown';
import { messageOf } from '../../shared/operation/errors';
import type { PlatformClient } from '../../shared/http/platformClient';
import { pollUntil, timedOut, type PollAssessment } from '../../shared/waiting/pollUntil';
import { attempt } from '../../shared/waiting/attempt';
import { lookAt, hasEnded, type DeployLook } from './deployLook';
import { type DeployOutcome, stubOf } from '../output/resultJson';
import type { DeployExpectation } from '../state/deployAssessment';
import { siteName } from '../api/sites';
import { stopAndLook, type StoppedDeploy } from './stopDeploy';
import type { NetlifyDeploy, NetlifySite } from '../api/types';

/** Netlify publishes a ready deploy in the same moment; this is how long it may be late. */
const publicationGraceMs = 60_000;

export interface DeployWait {
	readonly timeoutMs: number;
	readonly cancelSignal?: AbortSignal | undefined;
	/** Whether to cancel it when the time is up, nobody can look any more or a person stops the execution. */
	readonly cancels: boolean;
}

/**
 * Waits until a deploy has ended and, when it ended well, until the site is seen to serve it. Where no end
 * was seen, the deploy is cancelled, if it shall be, and looked at once more: what is told then is how it
 * ended, or that nobody knows.
 */
export async function waitForDeploy(
	client: PlatformClient,
	site: NetlifySite,
	deployId: string,
	expectation: DeployExpectation,
	wait: DeployWait,
): Promise<DeployOutcome> {
	const what = `Netlify deploy ${deployId} of site ${siteName(site)}`;
	let unpublishedSinceMs: number | undefined;
	const polled = await attempt(
		pollUntil<DeployLook>({
			what,
			timeoutMs: wait.timeoutMs,
			...(wait.cancelSignal && { cancelSignal: wait.cancelSignal }),
			read: async () => await lookAt(client, site, deployId, expectation),
			assess: ({ deploy, finding }): PollAssessment => {
				const seen = finding.reason || `${finding.state} (Netlify says "${deploy.state ?? ''}")`;
				if (!finding.unpublished) return { phase: finding.phase, seen };
				unpublishedSinceMs ??= clock.now();
				const isLate = clock.now() - unpublishedSinceMs >= publicationGraceMs;
				return { phase: isLate ? 'failed' : 'pending', seen };
			},
		}),
	);
	let cause: unknown;
	if (polled.ok) {
		const result = polled.value;
		if (result.outcome !== 'timeout') return outcomeOf(result.value);
		cause = timedOut(what, result.waitedMs, result.seen);
	} else {
		cause = polled.error;
	}
	const stopped = await stopAndLook(client, site, deployId, expectation, wait.cancels);
	return unfinished(deployId, site, cause, stopped);
}

/** How a deploy ended that no look had seen the end of. */
export function unfinished(
	deployId: string,
	site: NetlifySite,
	cause: unknown,
	{ cancelResult, look, published }: StoppedDeploy,
): DeployOutcome {
	if (!look.ok) {
		// What the site serves comes with it: if that is this deploy, at least this much is known.
		const deploy = published?.id === deployId ? published : stubOf(deployId, site);
		return { ...unknownEnd(deploy, cause, cancelResult), published };
	}
	const { finding, deploy } = look.value;
	const outcome = outcomeOf(look.value);
	// Also after a lost answer, which a second request finds done.
	if (finding.state === 'cancelled' && cancelResult !== 'notTried') {
		return {
			...outcome,
			reason: `${messageOf(cause)}, so it was cancelled`,
			advice: 'What was live before still is. Look at the build in Netlify, or run this again with a longer timeout',
		};
	}
	if (finding.phase !== 'pending') return outcome;
	if (hasEnded(deploy)) return { ...outcome, reason: messageOf(cause) };
	if (cancelResult !== 'notTried' || finding.state === 'unknown') {
		return unknownEnd(deploy, cause, cancelResult);
	}
	return {
		...outcome,
		reason: messageOf(cause),
		advice: 'It goes on, and may still go live: run Wait with a longer timeout, and deploy nothing over it before',
	};
}

function outcomeOf({ deploy, site, finding }: DeployLook): DeployOutcome {
	return {
		deploy,
		published: site.published_deploy ?? null,
		// Of what was skipped nothing runs, so there is nothing to prove.
		verified: finding.phase === 'succeeded' && finding.state !== 'skipped',
		state: finding.state,
		reason: finding.reason,
		advice: finding.advice,
	};
}

/** What is told of a deploy that nobody could see the end of. */
export function unknownEnd(deploy: NetlifyDeploy, cause: unknown, cancelResult: CancelResult): DeployOutcome {
	return {
		deploy,
		published: null,
		verified: false,
		state: 'unknown',
		reason: messageOf(cause),
		advice: '',
		unseen: { cause, cancelResult },
	};
}
