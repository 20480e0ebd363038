import { textAt } from '../deployment/jsonFields';
import { chooseRollbackTarget, type RollbackCandidate } from '../deployment/rollbackTarget';
import type { VerifiedReleases } from '../shared/verifiedReleases';
import type { ManagedMachine } from './processGroups';
import { hasEndedWell, recordOf } from './releases';
import type { FlyRelease } from './types';

interface Candidate extends RollbackCandidate {
	readonly release: FlyRelease;
}

/** The newest release that a machine runs: the one which a roll back leaves. */
export function currentRelease(
	releases: readonly FlyRelease[],
	machines: readonly ManagedMachine[],
): FlyRelease | null {
	const carried = new Set(machines.map(({ config }) => textAt(config, 'metadata', 'fly_release_id')));
	return releases.find(({ id }) => carried.has(id)) ?? null;
}

/** Whether a release ended well, was not rolled back from later, and, where a list of good ones is given, is on it. */
function isVerified(
	release: FlyRelease,
	releases: readonly FlyRelease[],
	verified: VerifiedReleases,
): boolean {
	const record = recordOf(release);
	const leftSince = releases.some((later) => recordOf(later)?.rolledBackFrom === release.version);
	if (!hasEndedWell(release) || leftSince || record?.verified === false) return false;
	const names = [release.id, `v${release.version}`, record?.digest, record?.image, release.imageRef];
	return verified === null || names.some((name) => name && verified.includes(name.toLowerCase()));
}

/** The newest verified release before `current`; never a roll back. */
export function chooseRelease(
	current: FlyRelease,
	releases: readonly FlyRelease[],
	verified: VerifiedReleases,
):
	| { readonly found: true; readonly target: FlyRelease }
	| { readonly found: false; readonly reason: string } {
	// By their running number: two releases may be of the same second.
	const order = ({ version }: FlyRelease) => String(version).padStart(12, '0');
	const choice = chooseRollbackTarget<Candidate>(
		current.id,
		releases.map((release) => ({
			id: release.id,
			createdAt: order(release),
			verified: isVerified(release, releases, verified),
			isRollback: recordOf(release)?.kind === 'rollback',
			release,
		})),
	);
	if (choice.found) return { found: true, target: choice.target.release };
	return { found: false, reason: choice.reason.replaceAll(current.id, `v${current.version}`) };
}
