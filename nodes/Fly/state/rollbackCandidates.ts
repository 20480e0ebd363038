import { chooseRollbackTarget, type RollbackCandidate } from '../../deployment/state/rollbackTarget';
import type { FlyRelease } from '../api/types';
import type { DeployableMachine } from './managedMachines';
import { releaseIdOf } from './marks';
import type { ReleaseComparison } from './releaseComparison';
import { hasEndedWell, recordOf } from './releaseRecord';

/** Names of the releases that are known to be good, in lower case; null when no list was given. */
type VerifiedNames = readonly string[] | null;

interface Candidate extends RollbackCandidate {
	readonly release: FlyRelease;
}

/** The newest release that a machine runs: the one which a roll back leaves. */
export function currentRelease(
	releases: readonly FlyRelease[],
	machines: readonly DeployableMachine[],
): FlyRelease | null {
	const carried = new Set(machines.map(({ config }) => releaseIdOf(config)));
	return releases.find(({ id }) => carried.has(id)) ?? null;
}

/**
 * The release that runs, and those just before it which were the same: it may only have brought secrets,
 * a restart, or the same image again. Releases that did not end well lie between them and count for nothing.
 *
 * @param releases the newest first.
 */
export function sameAsCurrent(
	current: FlyRelease,
	releases: readonly FlyRelease[],
	compare: ReleaseComparison,
): [FlyRelease, ...FlyRelease[]] {
	const same: [FlyRelease, ...FlyRelease[]] = [current];
	for (const release of releases) {
		if (release.version >= current.version || !hasEndedWell(release)) continue;
		if (compare(release, 'release') !== 'same') break;
		same.push(release);
	}
	return same;
}

/** Whether a roll back has left a release, under its own version or that of one which was the same. */
export function hasLeft(rollback: FlyRelease, { version }: FlyRelease): boolean {
	const record = recordOf(rollback);
	return record?.rolledBackFrom === version || record?.rolledBackFromSame.includes(version) === true;
}

/** Whether a release ended well, was not rolled back from later, and, where a list of good ones is given, is on it. */
function isVerified(release: FlyRelease, releases: readonly FlyRelease[], verified: VerifiedNames): boolean {
	const record = recordOf(release);
	const leftSince = releases.some((later) => hasLeft(later, release));
	if (!hasEndedWell(release) || leftSince || record?.verified === false) return false;
	const names = [release.id, `v${release.version}`, record?.digest, record?.image, release.imageRef];
	return verified === null || names.some((name) => name && verified.includes(name.toLowerCase()));
}

export type RollbackChoice =
	{ readonly ok: true; readonly target: FlyRelease } | { readonly ok: false; readonly reason: string };

/** The newest verified release before `current` that had another image or configuration; never a roll back. */
export function chooseRelease(
	current: FlyRelease,
	releases: readonly FlyRelease[],
	verified: VerifiedNames,
	compare: ReleaseComparison,
): RollbackChoice {
	// By their running number: two releases may be of the same second.
	const order = ({ version }: FlyRelease) => String(version).padStart(12, '0');
	const good = releases.filter((release) => isVerified(release, releases, verified));
	const choice = chooseRollbackTarget<Candidate>(
		current.id,
		releases.map((release) => ({
			id: release.id,
			createdAt: order(release),
			verified: good.includes(release) && compare(release, 'release') === 'differs',
			isRollback: recordOf(release)?.kind === 'rollback',
			release,
		})),
	);
	if (choice.found) return { ok: true, target: choice.target.release };
	const unchanged = good.filter(
		(release) => release.version < current.version && recordOf(release)?.kind !== 'rollback',
	);
	if (unchanged.length > 0) {
		const names = unchanged
			.slice(0, 5)
			.map(({ version }) => `v${version}`)
			.join(', ');
		return {
			ok: false,
			reason: `no good release before v${current.version} is shown to have had another image or configuration than what runs now (${names}), so rolling back would change nothing`,
		};
	}
	return { ok: false, reason: choice.reason.replaceAll(current.id, `v${current.version}`) };
}
