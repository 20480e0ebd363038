import type { CancelResult } from '../../deployment/state/deploymentResult';
import { messageOf } from '../../shared/operation/errors';
import type { NetlifyDeploy } from '../api/types';
import { type DeployResult, stubOf } from '../state/deployResult';
import { type DeployLook, type ExpectedDeploy, hasEnded } from './deployLook';
import type { StoppedDeploy } from './stopDeploy';

/** How a deploy ended whose end no look of the wait had seen; `cause` is why the wait ended. */
export function unseenEnd(
	{ deployId, site }: ExpectedDeploy,
	cause: unknown,
	{ cancelResult, look, published }: StoppedDeploy,
): DeployResult {
	if (!look.ok) {
		// What the site serves comes with it: if that is this deploy, at least this much is known.
		const deploy = published?.id === deployId ? published : stubOf(deployId, site);
		return { ...unknownEnd(deploy, cause, cancelResult), published };
	}
	const { assessment, deploy } = look.value;
	const result = resultOf(look.value);
	// Also after a lost answer, which a second request finds done.
	if (assessment.state === 'cancelled' && cancelResult !== 'notTried') {
		return {
			...result,
			reason: `${messageOf(cause)}, so it was cancelled`,
			advice:
				'What was live before is still live. Look at the build in Netlify, or run this again with a longer timeout',
		};
	}
	if (assessment.phase !== 'pending') return result;
	if (hasEnded(deploy)) return { ...result, reason: messageOf(cause) };
	if (cancelResult !== 'notTried' || assessment.state === 'unknown') return unknownEnd(deploy, cause, cancelResult);
	return {
		...result,
		reason: messageOf(cause),
		advice:
			'It is still running, and may still go live: run Wait with a longer timeout, and deploy nothing over it before that',
	};
}

/** The result that one look shows. */
export function resultOf({ deploy, site, assessment }: DeployLook): DeployResult {
	const { phase, state, reason, advice } = assessment;
	return {
		deploy,
		published: site.published_deploy ?? null,
		// A skipped deploy runs nowhere, so there is nothing to verify.
		verified: phase === 'succeeded' && state !== 'skipped',
		state,
		reason,
		advice,
		warnings: [],
	};
}

/** The result for a deploy whose end nobody could see. */
export function unknownEnd(deploy: NetlifyDeploy, cause: unknown, cancelResult: CancelResult): DeployResult {
	return {
		deploy,
		published: null,
		verified: false,
		state: 'unknown',
		reason: messageOf(cause),
		advice: '',
		warnings: [],
		unseen: { cause, cancelResult },
	};
}
