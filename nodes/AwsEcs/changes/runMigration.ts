import { createHash, randomUUID } from 'node:crypto';

import type { RunTaskRequest, Service, TaskDefinition } from '@aws-sdk/client-ecs';

import { messageOf, OperationFailure } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { EndUnknown } from '../../shared/waiting/endUnknown';
import { readTaskDefinition, tagTaskDefinition } from '../api/taskDefinitions';
import type { Ecs } from '../api/types';
import type { Migration } from '../state/migration';
import { migrationTagPrefix } from '../state/registrable';
import { revisionName } from '../state/taskDefinitionName';
import { startTasks } from './startTasks';
import { requirePlaced, waitForTasks } from './waitForTasks';

export interface MigrationRun {
	readonly service: Service;
	/** The revision whose images it runs. */
	readonly definition: TaskDefinition;
	readonly container: string;
	readonly migration: Migration;
	readonly timeoutMs: number;
	readonly cancelSignal: AbortSignal | undefined;
}

/**
 * Runs a migration once for a revision: one that has ended well has a tag that says so, and is left out; one
 * that is under way, or whose run died, is joined by its key.
 *
 * @returns what is worth knowing. @throws OperationFailure when it failed; EndUnknown when nobody saw its end.
 */
export async function runMigration(ecs: Ecs, run: MigrationRun): Promise<string[]> {
	const { definition, container, migration } = run;
	const arn = definition.taskDefinitionArn ?? '';
	const mark = markOf(migration);
	const { tags } = await readTaskDefinition(ecs, arn);
	if (tags.some(({ key }) => key === mark)) {
		return [`The migration was not run again: it has ended well for ${revisionName(definition)}`];
	}
	const ended = await attempt(runOnce(ecs, run));
	if (!ended.ok) throw migrationFailure(definition, ended.error);
	const tagged = await attempt(tagTaskDefinition(ecs, arn, [{ key: mark, value: container }]));
	if (tagged.ok) return [];
	return [
		`The migration ended well, but ${revisionName(definition)} could not be marked, so a later deployment of it runs it again: allow ecs:TagResource`,
	];
}

async function runOnce(ecs: Ecs, run: MigrationRun): Promise<void> {
	const { service, definition, container, migration, timeoutMs, cancelSignal } = run;
	const cluster = service.clusterArn ?? '';
	const { runKey } = migration;
	const request: RunTaskRequest = {
		cluster,
		taskDefinition: definition.taskDefinitionArn,
		count: 1,
		...placementOf(service),
		overrides: { containerOverrides: [{ name: container, command: [...migration.command] }] },
		startedBy: 'slipway-migration',
		clientToken: runKey === '' ? randomUUID() : digestOf([definition.taskDefinitionArn, migration.command, runKey]),
	};
	const { tasks, failures } = await startTasks(ecs, request, definition, runKey !== '');
	requirePlaced(definition, 1, tasks, failures);
	const judged = { containers: [container], isChosen: true };
	await waitForTasks(ecs, { cluster, definition, judged, timeoutMs, tasks, cancelSignal });
}

/** In the service's own network, on what it runs. */
function placementOf({ networkConfiguration, capacityProviderStrategy = [], launchType, platformVersion }: Service) {
	return {
		...(networkConfiguration && { networkConfiguration }),
		...(capacityProviderStrategy.length > 0 ? { capacityProviderStrategy } : launchType && { launchType }),
		...(platformVersion && { platformVersion }),
	};
}

function migrationFailure(definition: TaskDefinition, error: unknown): unknown {
	if (!(error instanceof OperationFailure) || error instanceof EndUnknown) return error;
	return new OperationFailure(
		`The migration before ${revisionName(definition)} failed, and nothing was deployed: ${messageOf(error)}`,
		error.advice,
		{ ...error.context, state: 'failed' },
		{ cause: error },
	);
}

function markOf({ command }: Migration): string {
	return `${migrationTagPrefix}${digestOf(command).slice(0, 16)}`;
}

function digestOf(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
