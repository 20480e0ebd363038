import { adviceWithoutTarget, type VerifiedVersions } from '../../../shared/fields/verifiedVersions';
import { OperationFailure } from '../../../shared/operation/errors';
import type { NetlifyDeploy } from '../../api/types';
import { chooseTarget, isListed, rolledBackFrom, wasRolledBackFrom } from '../../state/rollbackCandidates';

/** What a roll back goes by. */
export interface RollbackRequest {
	/** What the site serves now. */
	readonly live: NetlifyDeploy;
	/** The site's production deploys. */
	readonly history: readonly NetlifyDeploy[];
	/** The only deploy that may be rolled back; empty for whichever is live. */
	readonly badDeployId: string;
	readonly verified: VerifiedVersions;
	/** What was under way, and has ended since it was told to: cancelled, unless it is live by now. */
	readonly cancelled: readonly string[];
}

/**
 * The deploy that a roll back puts live: the live one itself where that was rolled back to already, by an
 * earlier try of this step or by a person.
 *
 * @throws OperationFailure when there is none, or another deploy than the bad one is live.
 */
export function rollbackTarget(name: string, request: RollbackRequest): NetlifyDeploy {
	const { live, history, badDeployId, verified } = request;
	const isStopped = badDeployId !== live.id && request.cancelled.includes(badDeployId);
	// It never went live: what was live before is what it would have gone back to.
	if (isStopped && (verified === null || isListed(live, verified))) return live;
	const replaced = rolledBackFrom(live, history);
	if (badDeployId !== '' && badDeployId !== live.id && !isStopped) {
		const bad = history.find(({ id }) => id === badDeployId);
		if (bad !== undefined && replaced !== undefined && wasRolledBackFrom(bad, history)) return live;
		throw new OperationFailure(
			`Site ${name} serves deploy ${live.id}, not ${badDeployId}, so it was not rolled back`,
			'If the deploy that is live now is good, there is nothing to do. Otherwise choose a deploy and use Restore',
		);
	}
	if (replaced) {
		throw new OperationFailure(
			`Deploy ${live.id} of site ${name} went live by a roll back from deploy ${replaced.id}, and a roll back is not rolled back`,
			'Look at what is wrong first: it may not be the deploy. To go further back, choose a deploy and use Restore',
		);
	}
	const choice = chooseTarget(live, history, verified);
	if (choice.found) return choice.target;
	throw new OperationFailure(
		`Site ${name} cannot be rolled back: ${choice.reason}`,
		adviceWithoutTarget(verified, {
			listed:
				'Check that Verified Releases holds full commits or deploy IDs of this site, or choose a deploy and use Restore',
			unlisted: 'Choose a deploy and use Restore, or deploy a good commit',
		}),
	);
}

/**
 * A deploy that was named to be rolled back to.
 *
 * @throws OperationFailure when it cannot be published, or another deploy than the bad one is live.
 */
export function namedTarget(
	name: string,
	target: NetlifyDeploy,
	live: NetlifyDeploy | null,
	{ badDeployId, cancelled }: Pick<RollbackRequest, 'badDeployId' | 'cancelled'>,
): NetlifyDeploy {
	assertFinished(name, target);
	const isBad = badDeployId === '' || badDeployId === live?.id || cancelled.includes(badDeployId);
	if (isBad || target.id === live?.id) return target;
	throw new OperationFailure(
		`Site ${name} serves ${live ? `deploy ${live.id}` : 'no deploy'}, not ${badDeployId}, so deploy ${target.id} was not restored`,
		'If what is live now is good, there is nothing to do. Otherwise use Restore',
	);
}

/** @throws OperationFailure for a deploy that cannot be published again. */
export function assertFinished(name: string, { id, state }: NetlifyDeploy): void {
	if (state === 'ready' || state === 'old') return;
	throw new OperationFailure(
		`Deploy ${id} of site ${name} cannot be restored: Netlify says it is "${state ?? ''}"`,
		'Choose a deploy that finished well',
	);
}
