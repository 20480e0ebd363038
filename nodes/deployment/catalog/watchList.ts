import { writeJson } from '../values/json';
import { textAt } from '../values/jsonFields';
import { previewEnvironment } from './catalogRow';
import { readServiceCatalog } from './serviceCatalog';

/** What GitHub Watch looks at in one repository. */
export interface WatchedRepository {
	/** GitHub's number of it; empty where no row knows it. */
	readonly id: string;
	/** Branches whose heads are deployed. */
	readonly branches: readonly string[];
	/** Branches of rows that deploy the latest release: their turns are asked for when it changes. */
	readonly releases: readonly string[];
	/** True where its pull requests have previews: the open ones are looked at as well. */
	readonly previews?: true;
}

/** Where Redis keeps the list, by `owner/name`. */
export const watchKey = 'slipway:watch';

/** What is to be watched, by `owner/name`: repositories and branches of rows that are on. */
export function watchListOf(
	rows: ReadonlyArray<Readonly<Record<string, unknown>>>,
): ReadonlyMap<string, WatchedRepository> {
	const list = new Map<string, { id: string; branches: Set<string>; releases: Set<string>; previews?: true }>();
	for (const [index, row] of readServiceCatalog(rows).rows.entries()) {
		if (!row.enabled || row.repository === '') continue;
		const entry = list.get(row.repository) ?? { id: '', branches: new Set(), releases: new Set() };
		entry.id ||= row.repositoryId ?? '';
		list.set(row.repository, entry);
		if (row.environment.toLowerCase() === previewEnvironment) {
			entry.previews = true;
			continue;
		}
		for (const branch of row.branches)
			(textAt(rows[index], 'deploy_from') === 'release' ? entry.releases : entry.branches).add(branch);
	}
	return new Map(
		[...list].map(([repository, { id, branches, releases, previews }]) => [
			repository,
			{ id, branches: [...branches], releases: [...releases], ...(previews && { previews }) },
		]),
	);
}

/** What is to be watched of one repository: of no branch where no row that is on deploys from it. A repository is its id. */
export function watchOf(
	rows: ReadonlyArray<Readonly<Record<string, unknown>>>,
	{ repository, repositoryId }: { readonly repository: string; readonly repositoryId: string },
): WatchedRepository & { readonly repository: string } {
	const isIt = ([name, { id }]: [string, WatchedRepository]): boolean =>
		id !== '' && repositoryId !== '' ? id === repositoryId : name.toLowerCase() === repository.toLowerCase();
	const found = [...watchListOf(rows)].filter(isIt).map(([, watched]) => watched);
	return {
		repository,
		id: repositoryId || (found.find(({ id }) => id !== '')?.id ?? ''),
		branches: [...new Set(found.flatMap(({ branches }) => branches))],
		releases: [...new Set(found.flatMap(({ releases }) => releases))],
		...(found.some(({ previews }) => previews) && { previews: true }),
	};
}

/** The Redis commands that put this list in the place of the old one. */
export function watchCommands(list: ReadonlyMap<string, WatchedRepository>): string[][] {
	const fields = [...list].flatMap(([repository, watched]) => [repository, writeJson(watched)]);
	return [['DEL', watchKey], ...(fields.length > 0 ? [['HSET', watchKey, ...fields]] : [])];
}
