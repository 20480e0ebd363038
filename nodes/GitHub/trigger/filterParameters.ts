import type { EventFilter } from '../../deployment/event/eventFilter';
import { globListIssues } from '../../deployment/values/globs/globIssue';
import type { GlobFilter } from '../../deployment/values/globs/globFilter';
import { parseGlobs, parseReferenceGlobs } from '../../deployment/values/globs/globList';
import { isRecord, textAt } from '../../deployment/values/jsonFields';
import { ConfigurationError } from '../../shared/operation/errors';

/** What reads a node's parameters, at a delivery and while the webhook is registered. */
export interface ParameterSource {
	getNodeParameter(name: string, fallback?: unknown): unknown;
}

export type TriggerOutput = 'event' | 'ask' | 'preview';

export interface TriggerOptions {
	readonly completeChangedFiles: boolean;
	readonly includeRawPayload: boolean;
	readonly passOnSkipped: boolean;
	/** What the item is: what happened, or the ask to look at a branch or at a pull request. */
	readonly output: TriggerOutput;
}

/** The filter as the person set it. Read for every delivery, so in few calls. */
export function eventFilterOf(source: ParameterSource): EventFilter {
	const filters = source.getNodeParameter('filters', {});
	const events = source.getNodeParameter('events', []);
	const text = (name: string) => textAt(filters, name) ?? '';
	const globs = (name: string, names?: GlobFilter['names']): GlobFilter => ({
		include: parseGlobs(text(`include${name}`)),
		exclude: parseGlobs(text(`exclude${name}`)),
		names,
	});
	const references = (name: string, kind: 'heads' | 'tags'): GlobFilter => ({
		include: parseReferenceGlobs(text(`include${name}`), kind),
		exclude: parseReferenceGlobs(text(`exclude${name}`), kind),
	});
	return {
		events: Array.isArray(events) ? events.map(String) : [],
		actions: parseGlobs(text('actions')),
		branches: references('Branches', 'heads'),
		tags: references('Tags', 'tags'),
		paths: globs('Paths', 'paths'),
		repositories: globs('Repositories', 'anyCase'),
		environments: globs('Environments', 'anyCase'),
		workflows: globs('Workflows'),
		ignoreDrafts: source.getNodeParameter('ignoreDrafts', false) === true,
		ignoreForks: source.getNodeParameter('ignoreForks', true) !== false,
		obeySkipMarker: source.getNodeParameter('obeySkipMarker', true) !== false,
	};
}

export interface FilterIssue {
	/** `Include Paths: the glob "a[" ...` */
	readonly issue: string;
	readonly advice: string;
}

/** What cannot be read in the filters. */
export function filterIssues(filter: EventFilter): FilterIssue[] {
	const lists: ReadonlyArray<readonly [string, GlobFilter]> = [
		['Branches', filter.branches],
		['Environments', filter.environments],
		['Paths', filter.paths],
		['Repositories', filter.repositories],
		['Tags', filter.tags],
		['Workflows', filter.workflows],
	];
	return lists.flatMap(([name, { include, exclude }]) =>
		[
			...globListIssues(include, true).map((found) => ({ label: `Include ${name}`, ...found })),
			...globListIssues(exclude, false).map((found) => ({ label: `Exclude ${name}`, ...found })),
		].map(({ label, message: fault, advice }) => ({ issue: `${label}: ${fault}`, advice })),
	);
}

/** @throws ConfigurationError for filters that cannot be read: before anything is delivered, not in a log that nobody reads. */
export function assertReadableFilters(source: ParameterSource): void {
	const issues = filterIssues(eventFilterOf(source));
	if (issues.length === 0) return;
	throw new ConfigurationError(
		`The filters cannot be read. ${issues.map(({ issue }) => issue).join('; ')}`,
		[...new Set(issues.map(({ advice }) => advice))].join('. '),
	);
}

export function triggerOptionsOf(source: ParameterSource): TriggerOptions {
	const options = source.getNodeParameter('options', {});
	const chosen = isRecord(options) ? options : {};
	return {
		completeChangedFiles: chosen.completeChangedFiles !== false,
		includeRawPayload: chosen.includeRawPayload === true,
		passOnSkipped: chosen.passOnSkipped === true,
		output: outputOf(source.getNodeParameter('output', 'event')),
	};
}

function outputOf(chosen: unknown): TriggerOutput {
	return chosen === 'ask' || chosen === 'preview' ? chosen : 'event';
}
