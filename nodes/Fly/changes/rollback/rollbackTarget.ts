import { OperationFailure } from '../../../shared/operation/errors';
import type { FlyRelease } from '../../api/types';
import { recordOf } from '../../state/releaseRecord';
import { chooseRelease, hasLeft } from '../../state/rollbackCandidates';
import { findRelease } from './findRelease';
import type { RollbackPast } from './rollbackPast';

export interface RollbackWish {
	/** The release to roll back to; empty to choose one. */
	readonly chosen: string;
	/** The release that is to be left; empty for whatever is newest. */
	readonly bad: string;
	/** Names of the releases that are known to be good; null when none are named. */
	readonly verified: readonly string[] | null;
	/** What to do when none can be chosen. */
	readonly adviceWithoutTarget: string;
}

/**
 * The release to roll back to; null when the bad one has been left already, so that nothing is to be done.
 *
 * @throws OperationFailure when rolling back would be wrong, or would change nothing.
 */
export function rollbackTarget(past: RollbackPast, wish: RollbackWish): FlyRelease | null {
	const { app, releases, current, same, compare } = past;
	const { chosen, bad } = wish;
	const left = bad === '' ? (releases[0] ?? current) : findRelease(app, releases, bad);
	const isLive = left.id === current.id || (bad !== '' && same.some(({ id }) => id === left.id));
	if (bad !== '' && !isLive) {
		const wasLeft = left.version > current.version || same.some((release) => hasLeft(release, left));
		if (chosen === '' && wasLeft) return null;
		throw new OperationFailure(
			`App ${app} runs v${current.version}, not release ${bad}, so it was not rolled back`,
			'If what runs now is bad, name that one, or choose a release to roll back to',
		);
	}
	if (chosen === '') assertMayLeave(past, left, isLive);
	const target = chosen === '' ? chooseTarget(past, wish) : findRelease(app, releases, chosen);
	if (compare(target, 'now') !== 'same') return target;
	throw new OperationFailure(
		`Release v${target.version} of app ${app} has the image and configuration that run now (v${current.version}), so rolling back to it would change nothing`,
		'Choose an earlier release with another image or configuration, or deploy a good image',
	);
}

/** What runs may be left unasked only if it is the newest, and no roll back itself. */
function assertMayLeave({ app, current, same }: RollbackPast, left: FlyRelease, isLive: boolean): void {
	const rollback = same.find((release) => recordOf(release)?.kind === 'rollback');
	if (isLive && !rollback) return;
	throw new OperationFailure(
		!isLive
			? `No machine of app ${app} runs its newest release, v${left.version}: they run v${current.version}, which was not rolled back`
			: rollback === current
				? `Release v${current.version} of app ${app} is itself a roll back, and a roll back is not rolled back`
				: `Release v${current.version} of app ${app} is the same as v${rollback?.version ?? ''}, which is itself a roll back, and a roll back is not rolled back`,
		'Check what is wrong first. To roll back further, choose the release',
	);
}

function chooseTarget({ app, current, releases, compare }: RollbackPast, wish: RollbackWish): FlyRelease {
	const choice = chooseRelease(current, releases, wish.verified, compare);
	if (choice.ok) return choice.target;
	throw new OperationFailure(`App ${app} cannot be rolled back: ${choice.reason}`, wish.adviceWithoutTarget);
}
