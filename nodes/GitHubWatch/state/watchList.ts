import { parseJson } from '../../deployment/values/json';
import { isTrueAt, textAt, textsAt } from '../../deployment/values/jsonFields';

/** What is looked at in one repository. */
export interface WatchedRepository {
	/** `owner/name`. */
	readonly name: string;
	/** GitHub's number of it; empty where it is not known. */
	readonly id: string;
	/** Branches whose heads are deployed, sorted. */
	readonly branches: readonly string[];
	/** Branches of the services that deploy the latest release, sorted. */
	readonly releaseBranches: readonly string[];
	/** Whether its pull requests have previews. */
	readonly hasPreviews: boolean;
}

/** The list as Redis keeps it: by `owner/name`, written by workflow 40 and by each release. What cannot be read is left out. */
export function readWatchList(stored: ReadonlyMap<string, string>): WatchedRepository[] {
	return [...stored].flatMap(([name, text]): WatchedRepository[] => {
		const read = parseJson(text);
		if (!read.ok || !/^[^/\s]+\/[^/\s]+$/.test(name)) return [];
		const branches = named(read.value, 'branches');
		const releaseBranches = named(read.value, 'releases');
		const hasPreviews = isTrueAt(read.value, 'previews');
		if (branches.length + releaseBranches.length === 0 && !hasPreviews) return [];
		return [{ name, id: textAt(read.value, 'id') ?? '', branches, releaseBranches, hasPreviews }];
	});
}

function named(value: unknown, list: string): string[] {
	return [...new Set(textsAt(value, list).filter((name) => name !== ''))].sort();
}
