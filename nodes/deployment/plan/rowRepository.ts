import type { CatalogRow } from '../catalog/catalogRow';
import type { PlanEvent } from './planEvent';

/**
 * Whether a row deploys from an event's repository. A repository is its id, which a rename leaves as it
 * is; its name counts only where one of the two has no id.
 *
 * - `renamed` the id is the row's, and the name is another one
 * - `taken` the name is the row's, and now belongs to another repository
 */
export type RepositoryRelation = 'same' | 'renamed' | 'taken' | 'other';

export function repositoryRelation(row: CatalogRow, event: PlanEvent): RepositoryRelation {
	const hasSameName = row.repository.toLowerCase() === event.repository.toLowerCase();
	if (row.repositoryId === null || event.repositoryId === null) return hasSameName ? 'same' : 'other';
	if (row.repositoryId !== event.repositoryId) return hasSameName ? 'taken' : 'other';
	return hasSameName ? 'same' : 'renamed';
}

/** Why an event of a repository that no row knows deploys nothing, and what it may have been called before. */
export function unknownRepositoryReason(rows: readonly CatalogRow[], { repository }: PlanEvent): string {
	const nothing = `no row of the catalog deploys from ${repository}`;
	const [owner, name] = repository.toLowerCase().split('/');
	const kin = new Set(
		rows
			.map((row) => row.repository)
			.filter((known) => {
				const [knownOwner, knownName] = known.toLowerCase().split('/');
				return known !== '' && (knownOwner === owner || knownName === name);
			}),
	);
	if (kin.size === 0) return nothing;
	const known = [...kin].slice(0, 5).join(', ');
	return `${nothing}. Was it renamed or transferred? Rows deploy from ${known}: correct their column repository, or give them repository_id`;
}
