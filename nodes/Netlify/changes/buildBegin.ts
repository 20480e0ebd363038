import { attempt } from '../../shared/waiting/attempt';
import { clock } from '../../shared/waiting/clock';
import { listBuildStatus } from '../api/builds';
import type { DeployResult } from '../state/deployResult';
import type { DeployLook, ExpectedDeploy } from './deployLook';
import type { StoppedDeploy } from './stopDeploy';
import { resultOf, unseenEnd } from './unseenEnd';

/** How long Netlify may take to begin a build while it builds nothing else of the team. */
const beginsWithinMs = 120_000;

/** Netlify's words for a deploy of which nothing has been built yet. */
const notBegunStates: readonly unknown[] = ['new', 'accepted', 'enqueued'];

/**
 * Whether Netlify leaves a build of a branch lying: it has not begun long after it was asked for, though the team has
 * no other build running for which it would wait. What cannot be seen is no reason to give up.
 */
export async function isLeftLying({ client, site }: ExpectedDeploy, { deploy }: DeployLook): Promise<boolean> {
	const ageMs = clock.now() - Date.parse(deploy.created_at ?? '');
	if (!notBegunStates.includes(deploy.state) || !(ageMs >= beginsWithinMs)) return false;
	const read = await attempt(listBuildStatus(client, site));
	return read.ok && read.value.length > 0 && read.value.every(({ active }) => active === 0);
}

/** The result for a build that Netlify left lying, and that was cancelled so that it does not come later. */
export function notBegun(expected: ExpectedDeploy, stopped: StoppedDeploy): DeployResult {
	const reason = `Netlify has not begun to build it within ${beginsWithinMs / 60_000} minutes, though it builds nothing else of the team`;
	if (!stopped.look.ok) return unseenEnd(expected, reason, stopped);
	return {
		...resultOf(stopped.look.value),
		verified: false,
		state: 'failed',
		reason,
		advice:
			'Turn on branch deploys for this site (Project configuration > Build & deploy > Branches and deploy contexts), then run this again',
	};
}
