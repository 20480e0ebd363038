import type { IDataObject } from 'n8n-workflow';

import { isTrueAt, listAt, numberAt, textAt, textsAt, valueAt } from '../../deployment/values/jsonFields';
import { OperationFailure } from '../../shared/operation/errors';
import type { ApolloClient } from './client';
import { readBuildError } from './launchFields';
import type { GitContext, SubgraphPlace } from './publications';
import type { BuildError } from './types';

const submitDocument = `mutation SlipwayCheck($graphId: ID!, $variant: String!, $input: SubgraphCheckAsyncInput!) { graph(id: $graphId) { variant(name: $variant) {
submitSubgraphCheckAsync(input: $input) { __typename
... on CheckRequestSuccess { targetURL workflowID }
... on InvalidInputError { message }
... on PermissionError { message }
... on PlanError { message }
... on RateLimitExceededError { message } }
} } }`;

const workflowDocument = `query SlipwayCheckWorkflow($graphId: ID!, $id: ID!) { graph(id: $graphId) { checkWorkflow(id: $id) {
status
tasks { __typename status targetURL
... on CompositionCheckTask { result { __typename errors { message code locations { line column } } } }
... on OperationsCheckTask { result { numberOfCheckedOperations changes { severity code description } } }
... on LintCheckTask { result { diagnostics { level message coordinate } } }
... on CustomCheckTask { result { violations { level message rule } } }
... on DownstreamCheckTask { results { downstreamVariantName failsUpstreamWorkflow } } }
} } }`;

export interface SubmittedCheck {
	readonly workflowId: string;
	readonly url: string;
}

/** Starts a schema check: composition, what clients' operations would lose, and the team's own rules. Changes nothing. */
export async function submitCheck(
	client: ApolloClient,
	{ reference, subgraph }: SubgraphPlace,
	sdl: string,
	gitContext: GitContext,
): Promise<SubmittedCheck> {
	const [graphId = '', variant = 'current'] = reference.split('@');
	const input: IDataObject = {
		graphRef: reference,
		subgraphName: subgraph,
		proposedSchema: sdl,
		isSandbox: false,
		config: {},
		gitContext: Object.fromEntries(Object.entries(gitContext).filter(([, value]) => value !== '')),
	};
	// A second check of the same schema is only another line in Studio.
	const data: unknown = await client.graphql(submitDocument, { graphId, variant, input }, true);
	const result = valueAt(data, 'graph', 'variant', 'submitSubgraphCheckAsync');
	const workflowId = textAt(result, 'workflowID');
	if (workflowId !== null) return { workflowId, url: textAt(result, 'targetURL') ?? '' };
	throw new OperationFailure(
		`Apollo did not check the schema of ${subgraph} in ${reference}: ${textAt(result, 'message') ?? 'it sees no such variant with this key'}`,
		adviceOn(textAt(result, '__typename')),
	);
}

function adviceOn(kind: string | null): string {
	if (kind === 'PlanError') return "The graph's plan has no schema checks: switch off Check First, or change the plan";
	if (kind === 'PermissionError') return 'The key may not check schemas: give it the role Contributor or more';
	if (kind === 'RateLimitExceededError') return 'Run this again in a minute';
	return 'Check the graph, the variant and the key. A contract variant cannot be checked: check its source variant';
}

/** How far a schema check is. */
export interface CheckLook {
	readonly status: string;
	readonly compositionErrors: readonly BuildError[];
	/** Changes that operations of clients would not survive. */
	readonly breakingChanges: readonly string[];
	readonly checkedOperations: number | null;
	/** What linting, custom checks and downstream variants object to. */
	readonly objections: readonly string[];
	/** Tasks that failed, in Apollo's words. */
	readonly failedTasks: readonly string[];
}

export async function readCheck(client: ApolloClient, graphId: string, id: string): Promise<CheckLook> {
	const data: unknown = await client.graphql(workflowDocument, { graphId, id }, true);
	const workflow = valueAt(data, 'graph', 'checkWorkflow');
	const tasks = listAt(workflow, 'tasks');
	const changes = tasks.flatMap((task) => listAt(task, 'result', 'changes'));
	return {
		status: textAt(workflow, 'status') ?? '',
		compositionErrors: tasks.flatMap((task) => listAt(task, 'result', 'errors').flatMap(readBuildError)),
		breakingChanges: changes
			.filter((change) => textAt(change, 'severity') === 'FAILURE')
			.map((change) => `${textAt(change, 'code') ?? ''}: ${textAt(change, 'description') ?? ''}`),
		checkedOperations: tasks.reduce<number | null>(
			(found, task) => found ?? numberAt(task, 'result', 'numberOfCheckedOperations'),
			null,
		),
		objections: tasks.flatMap(objectionsOf),
		failedTasks: tasks
			.filter((task) => textAt(task, 'status') === 'FAILED')
			.flatMap((task) => textsAt({ names: [textAt(task, '__typename')] }, 'names')),
	};
}

function objectionsOf(task: unknown): string[] {
	const findings = [...listAt(task, 'result', 'diagnostics'), ...listAt(task, 'result', 'violations')];
	const variants = listAt(task, 'results').filter((result) => isTrueAt(result, 'failsUpstreamWorkflow'));
	return [
		...findings
			.filter((finding) => textAt(finding, 'level') === 'ERROR')
			.flatMap((finding) => textAt(finding, 'message') ?? []),
		...variants.map(
			(result) => `The checks of ${textAt(result, 'downstreamVariantName') ?? 'a contract variant'} fail`,
		),
	];
}
