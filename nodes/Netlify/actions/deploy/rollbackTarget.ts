import { adviceWithoutTarget, type VerifiedVersions } from '../../../shared/fields/verifiedVersions';
import { OperationFailure } from '../../../shared/operation/errors';
import type { NetlifyDeploy } from '../../api/types';
import { chooseTarget, rolledBackFrom, wasRolledBackFrom } from '../../state/rollbackCandidates';

/** What a roll back goes by. */
interface RollbackRequest {
	/** What the site serves now. */
	readonly live: NetlifyDeploy;
	/** The site's production deploys. */
	readonly history: readonly NetlifyDeploy[];
	/** The only deploy that may be rolled back; empty for whichever is live. */
	readonly badDeployId: string;
	readonly verified: VerifiedVersions;
}

/**
 * The deploy that a roll back puts live: the live one itself where that was rolled back to already, by an
 * earlier try of this step or by a person.
 *
 * @throws OperationFailure when there is none, or another deploy than the bad one is live.
 */
export function rollbackTarget(name: string, { live, history, badDeployId, verified }: RollbackRequest): NetlifyDeploy {
	const replaced = rolledBackFrom(live, history);
	if (badDeployId !== '' && badDeployId !== live.id) {
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
