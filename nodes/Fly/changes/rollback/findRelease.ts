import { OperationFailure } from '../../../shared/operation/errors';
import type { FlyRelease } from '../../api/types';

/** The release with that id or version (`v12`, `12`). @throws OperationFailure when it is not there. */
export function findRelease(app: string, releases: readonly FlyRelease[], entered: string): FlyRelease {
	const version = /^v?(\d+)$/.exec(entered)?.[1];
	const found = releases.find(
		(release) => release.id === entered || (version !== undefined && String(release.version) === version),
	);
	if (found) return found;
	throw new OperationFailure(
		`App ${app} has no release "${entered}" among its last ${releases.length}`,
		releases[0]
			? `Choose one from the list: the newest is v${releases[0].version}`
			: 'Deploy it first: it has no releases',
	);
}
