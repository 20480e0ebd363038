import { DescribeTaskDefinitionCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import type { ECSClient } from '@aws-sdk/client-ecs';

/** Registers a family's newest revision again with another image tag. Returns the new ARN. */
export async function registerImage(ecs: ECSClient, family: string, tag: string): Promise<string> {
	const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: family }));
	const [container] = taskDefinition?.containerDefinitions ?? [];
	const { taskDefinition: registered } = await ecs.send(
		new RegisterTaskDefinitionCommand({
			family,
			networkMode: taskDefinition?.networkMode,
			requiresCompatibilities: taskDefinition?.requiresCompatibilities,
			cpu: taskDefinition?.cpu,
			memory: taskDefinition?.memory,
			executionRoleArn: taskDefinition?.executionRoleArn,
			containerDefinitions: [{ ...container, image: container?.image?.replace(/:[^:]*$/, `:${tag}`) }],
		}),
	);
	return registered?.taskDefinitionArn ?? '';
}
