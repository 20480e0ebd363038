import type { IWebhookFunctions } from 'n8n-workflow';

import type { EventFilter } from '../deployment/eventFilter';
import { type GlobFilter, parseGlobs } from '../deployment/globFilter';
import { isRecord, textAt } from '../deployment/jsonFields';

export interface TriggerOptions {
	readonly completeChangedFiles: boolean;
	readonly includeRawPayload: boolean;
}

/** The filter as the person set it. Read for every delivery, so in few calls. */
export function eventFilterOf(functions: IWebhookFunctions): EventFilter {
	const filters: unknown = functions.getNodeParameter('filters', {});
	const events: unknown = functions.getNodeParameter('events', []);
	return {
		events: Array.isArray(events) ? events.map(String) : [],
		actions: parseGlobs(textAt(filters, 'actions') ?? ''),
		branches: globFilterOf(filters, 'includeBranches', 'excludeBranches'),
		tags: globFilterOf(filters, 'includeTags', 'excludeTags'),
		paths: globFilterOf(filters, 'includePaths', 'excludePaths'),
		repositories: globFilterOf(filters, 'includeRepositories', 'excludeRepositories'),
		ignoreDrafts: functions.getNodeParameter('ignoreDrafts', false) === true,
		ignoreForks: functions.getNodeParameter('ignoreForks', true) !== false,
		obeySkipMarker: functions.getNodeParameter('obeySkipMarker', true) !== false,
	};
}

export function triggerOptionsOf(functions: IWebhookFunctions): TriggerOptions {
	const options: unknown = functions.getNodeParameter('options', {});
	const chosen = isRecord(options) ? options : {};
	return {
		completeChangedFiles: chosen.completeChangedFiles !== false,
		includeRawPayload: chosen.includeRawPayload === true,
	};
}

/** `!docs/**` among the included patterns excludes, as in a .gitignore. */
function globFilterOf(filters: unknown, includeName: string, excludeName: string): GlobFilter {
	const included = parseGlobs(textAt(filters, includeName) ?? '');
	const excluded = parseGlobs(textAt(filters, excludeName) ?? '');
	return {
		include: included.filter((pattern) => !pattern.startsWith('!')),
		exclude: [
			...excluded,
			...included.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1)),
		],
	};
}
