import type { ContainerDefinition, TaskDefinition } from '@aws-sdk/client-ecs';

import { OperationFailure } from '../../../shared/operation/errors';
import { revisionName } from '../../state/taskDefinitionName';

/** The container whose log is wanted: the chosen one, else the only one that logs. @throws OperationFailure when there is no such container. */
export function requireLogContainer(definition: TaskDefinition, chosen: string): ContainerDefinition {
	const logging = (definition.containerDefinitions ?? []).filter(
		({ logConfiguration }) => logConfiguration?.logDriver === 'awslogs',
	);
	const container = chosen === '' && logging.length === 1 ? logging[0] : logging.find(({ name }) => name === chosen);
	if (container) return container;
	const version = revisionName(definition);
	if (logging.length === 0) {
		throw new OperationFailure(
			`No container of ${version} writes to CloudWatch Logs`,
			'Give the container the log driver awslogs, or look where its own driver writes to',
		);
	}
	throw new OperationFailure(
		chosen === ''
			? `${logging.length} containers of ${version} write to CloudWatch Logs, and none was chosen`
			: `${version} has no container "${chosen}" that writes to CloudWatch Logs`,
		`Container must be one of: ${logging.map(({ name }) => name ?? '').join(', ')}`,
	);
}

/** Where a container of a task logs. @throws OperationFailure when that is in another region, or cannot be known. */
export function requireLogStream(
	container: ContainerDefinition,
	taskId: string,
	credentialRegion: string,
): { readonly group: string; readonly stream: string } {
	const name = container.name ?? '';
	const options = container.logConfiguration?.options ?? {};
	const region = options['awslogs-region'];
	if (region !== undefined && region !== credentialRegion) {
		throw new OperationFailure(
			`Container ${name} writes its log in region ${region}, and the credential is for ${credentialRegion}`,
			`Use a credential with the region ${region}`,
		);
	}
	const prefix = options['awslogs-stream-prefix'];
	if (prefix === undefined) {
		throw new OperationFailure(
			`Container ${name} has no log stream prefix, so the name of its log stream is not known`,
			"Set awslogs-stream-prefix in the task definition's log configuration",
		);
	}
	return { group: options['awslogs-group'] ?? '', stream: `${prefix}/${name}/${taskId}` };
}
