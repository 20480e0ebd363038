import { isRecord, listAt, numberAt, textAt } from '../../deployment/values/jsonFields';
import type { BuildError, DownstreamLaunch, Launch, LaunchSummary, SubgraphInput } from './types';

/** What is read of every launch in a list. */
export const summaryFields = `id status createdAt completedAt approvedAt
subgraphChanges { name }
buildInput { __typename ... on CompositionBuildInput { subgraphs { name hash revision routingURL } } }`;

const buildFields = `build { result { __typename ... on BuildFailure { errorMessages { message code locations { line column } } } } }`;

/** What is read of a single launch. */
export const launchFields = `${summaryFields}
supersededAt supersededBy { id } ${buildFields}
downstreamLaunches { id graphVariant status supersededAt ${buildFields} }`;

export function readSummary(value: unknown): LaunchSummary[] {
	const id = textAt(value, 'id');
	if (id === null) return [];
	return [
		{
			id,
			status: textAt(value, 'status') ?? '',
			createdAt: textAt(value, 'createdAt') ?? '',
			completedAt: textAt(value, 'completedAt'),
			approvedAt: textAt(value, 'approvedAt'),
			changes: listAt(value, 'subgraphChanges').flatMap((change) => textAt(change, 'name') ?? []),
			subgraphs: listAt(value, 'buildInput', 'subgraphs').flatMap(readInput),
		},
	];
}

/** Null where there is none. */
export function readLaunch(value: unknown): Launch | null {
	const [summary] = readSummary(value);
	if (summary === undefined) return null;
	return {
		...summary,
		supersededAt: textAt(value, 'supersededAt'),
		supersededBy: textAt(value, 'supersededBy', 'id'),
		errors: readErrors(value),
		downstream: listAt(value, 'downstreamLaunches').flatMap(readDownstream),
	};
}

/** An error of a build, a publication or a check. */
export function readBuildError(value: unknown): BuildError[] {
	const message = textAt(value, 'message');
	if (message === null) return [];
	const locations = listAt(value, 'locations')
		.filter(isRecord)
		.map((location) => ({ line: numberAt(location, 'line') ?? 0, column: numberAt(location, 'column') ?? 0 }));
	return [{ message, code: textAt(value, 'code'), locations }];
}

function readErrors(launch: unknown): BuildError[] {
	return listAt(launch, 'build', 'result', 'errorMessages').flatMap(readBuildError);
}

function readDownstream(value: unknown): DownstreamLaunch[] {
	const id = textAt(value, 'id');
	if (id === null) return [];
	return [
		{
			id,
			variant: textAt(value, 'graphVariant') ?? '',
			status: textAt(value, 'status') ?? '',
			supersededAt: textAt(value, 'supersededAt'),
			errors: readErrors(value),
		},
	];
}

function readInput(value: unknown): SubgraphInput[] {
	const name = textAt(value, 'name');
	const hash = textAt(value, 'hash');
	if (name === null || hash === null) return [];
	return [{ name, hash, revision: textAt(value, 'revision') ?? '', routingUrl: textAt(value, 'routingURL') ?? '' }];
}
