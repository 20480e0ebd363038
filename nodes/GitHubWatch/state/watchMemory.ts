import { parseJson, writeJson } from '../../deployment/values/json';
import { isRecord, numberAt, textAt, valueAt } from '../../deployment/values/jsonFields';

/** What the last look at a repository found. */
export interface RepositoryMemory {
	/** What the heads are of: a changed list of branches is another question. */
	readonly question: string;
	readonly etag: string;
	/** Commit by branch; empty for a branch that is not there. */
	readonly heads: Readonly<Record<string, string>>;
	readonly releaseEtag: string;
	/** The latest release's number and tag; empty where there is none. */
	readonly release: { readonly id: string; readonly tag: string };
	readonly pullRequestsEtag: string;
	/** `previewMark` of each open pull request, by its number. */
	readonly pullRequests: Readonly<Record<string, string>>;
	/** Since when it could not be looked at; 0 when it can. */
	readonly failingSinceMs: number;
}

/** What was asked for, and when: it is asked for again only if nothing came of it. */
export interface AskMemory {
	/** What the ask was about: `head/<commit>`, `lapsed/<execution>`. */
	readonly about: string;
	readonly atMs: number;
	/** When the turn was last looked at by then; a look after it is an answer. 0 where there is no turn. */
	readonly lookedAtMs: number;
}

/** What one poll leaves for the next. */
export interface WatchMemory {
	/** By `owner/name`. */
	readonly repositories: ReadonlyMap<string, RepositoryMemory>;
	/** By what is asked for: a turn, a page, a row. */
	readonly asks: ReadonlyMap<string, AskMemory>;
}

export const nothingRemembered: RepositoryMemory = {
	question: '',
	etag: '',
	heads: {},
	releaseEtag: '',
	release: { id: '', tag: '' },
	pullRequestsEtag: '',
	pullRequests: {},
	failingSinceMs: 0,
};

const repositoryPrefix: string = 'repository:';
const askPrefix: string = 'ask:';

export function readMemory(stored: ReadonlyMap<string, string>): WatchMemory {
	const repositories = new Map<string, RepositoryMemory>();
	const asks = new Map<string, AskMemory>();
	for (const [field, text] of stored) {
		const read = parseJson(text);
		if (!read.ok) continue;
		if (field.startsWith(repositoryPrefix)) {
			repositories.set(field.slice(repositoryPrefix.length), repositoryMemoryIn(read.value));
		} else if (field.startsWith(askPrefix)) {
			const { value } = read;
			const number = (name: string): number => numberAt(value, name) ?? 0;
			const ask = { about: textAt(value, 'about') ?? '', atMs: number('atMs'), lookedAtMs: number('lookedAtMs') };
			asks.set(field.slice(askPrefix.length), ask);
		}
	}
	return { repositories, asks };
}

/** Fields to write and to delete, so that Redis holds `after`; both empty when nothing changed. */
export function memoryChanges(
	stored: ReadonlyMap<string, string>,
	{ repositories, asks }: WatchMemory,
): { readonly written: ReadonlyMap<string, string>; readonly deleted: readonly string[] } {
	const wanted = new Map<string, string>([
		...[...repositories].map(([name, memory]) => [`${repositoryPrefix}${name}`, writeJson(memory)] as const),
		...[...asks].map(([name, memory]) => [`${askPrefix}${name}`, writeJson(memory)] as const),
	]);
	return {
		written: new Map([...wanted].filter(([field, text]) => stored.get(field) !== text)),
		deleted: [...stored.keys()].filter((field) => !wanted.has(field)),
	};
}

function repositoryMemoryIn(value: unknown): RepositoryMemory {
	const text = (...names: string[]): string => textAt(value, ...names) ?? '';
	return {
		question: text('question'),
		etag: text('etag'),
		heads: textsIn(valueAt(value, 'heads')),
		releaseEtag: text('releaseEtag'),
		release: { id: text('release', 'id'), tag: text('release', 'tag') },
		pullRequestsEtag: text('pullRequestsEtag'),
		pullRequests: textsIn(valueAt(value, 'pullRequests')),
		failingSinceMs: numberAt(value, 'failingSinceMs') ?? 0,
	};
}

function textsIn(value: unknown): Record<string, string> {
	if (!isRecord(value)) return {};
	return Object.fromEntries(
		Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
	);
}
