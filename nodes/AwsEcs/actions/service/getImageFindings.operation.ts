import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { ecrClient, ecsClient } from '../../api/client';
import { readImageFindings } from '../../api/imageFindings';
import { readService } from '../../api/services';
import { readTaskDefinition } from '../../api/taskDefinitions';
import { serviceFields, serviceReference } from '../../fields/locators';

export const getImageFindings: Operation = {
	value: 'getImageFindings',
	name: 'Get Image Findings',
	action: 'Get what ECR found in the images of a service',
	description:
		"See what ECR's scan found in the images of a service, and the names of variables that its containers have in plain text; no value is given",
	properties: [...serviceFields],
	async execute(context) {
		const reference = serviceReference(context);
		const ecs = await ecsClient(context);
		const service = await readService(ecs, reference);
		if (service.taskDefinition === undefined) {
			throw new OperationFailure(
				`Service ${reference.service} has no task definition of its own: its task sets have`,
				'Look at its task sets in AWS; this operation reads services that ECS or CodeDeploy-less rolling updates deploy',
			);
		}
		const { definition } = await readTaskDefinition(ecs, service.taskDefinition);
		const ecr = await ecrClient(context);
		const images: IDataObject[] = [];
		for (const { name = '', image = '' } of definition.containerDefinitions ?? []) {
			const seen = await readImageFindings(ecr, image);
			images.push({ container: name, image, ...seen });
		}
		const variables = (definition.containerDefinitions ?? []).flatMap(({ environment = [] }) =>
			environment.flatMap(({ name, value = '' }) => (name === undefined || value === '' ? [] : [name])),
		);
		return {
			service: reference.service,
			cluster: reference.cluster,
			taskDefinition: service.taskDefinition,
			images,
			plainVariables: [...new Set(variables)].sort(),
		};
	},
};
