import { readCatalogRow } from '../catalog/catalogRow';
import { isRecord } from '../values/jsonFields';
import type { ReleaseInHand } from './releaseInHand';

/** What GitHub Watch looks at in one repository. */
export interface Watched {
	/** `owner/name`. */
	readonly repository: string;
	readonly id: string;
	readonly branches: readonly string[];
	/** Branches whose turn is asked when there is a new release. */
	readonly releases: readonly string[];
}

/** What is watched, by the rows that are switched on. No branches and no releases: not watched any more. */
export function watchOf(
	catalogRows: readonly unknown[],
	{ repository, repositoryId }: Pick<ReleaseInHand, 'repository' | 'repositoryId'>,
): Watched {
	const rows = catalogRows
		.filter(isRecord)
		.map((row, index) => readCatalogRow(row, index + 1).row)
		.filter((row) => row.enabled && isOf(row.repository, row.repositoryId, { repository, repositoryId }));
	const branchesOf = (deployFrom: 'branch' | 'release'): string[] => [
		...new Set(rows.filter((row) => row.deployFrom === deployFrom).flatMap(({ branches }) => branches.slice(0, 1))),
	];
	return {
		repository,
		id: repositoryId || (rows.find((row) => row.repositoryId !== null)?.repositoryId ?? ''),
		branches: branchesOf('branch'),
		releases: branchesOf('release'),
	};
}

/** Every repository that is to be watched. */
export function watchListOf(catalogRows: readonly unknown[]): Watched[] {
	const names = new Map<string, string>();
	for (const [index, row] of catalogRows.filter(isRecord).entries()) {
		const { repository, enabled } = readCatalogRow(row, index + 1).row;
		if (enabled && repository !== '' && !names.has(repository.toLowerCase()))
			names.set(repository.toLowerCase(), repository);
	}
	return [...names.values()].map((repository) => watchOf(catalogRows, { repository, repositoryId: '' }));
}

function isOf(
	name: string,
	id: string | null,
	{ repository, repositoryId }: { readonly repository: string; readonly repositoryId: string },
): boolean {
	if (id !== null && repositoryId !== '') return id === repositoryId;
	return name.toLowerCase() === repository.toLowerCase();
}
