import type { INodeProperties } from 'n8n-workflow';

import { textField } from '../../shared/fields/fields';

const containerField = textField('Container', 'container', {
	placeholder: 'nanda-workers',
	description: 'Name of the container in the task definition',
});

const imageContainerField = {
	...containerField,
	description: 'Name of the container in the task definition; leave it empty for the one that the service is there for',
};

const imagesField: INodeProperties = {
	displayName: 'Images',
	name: 'images',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Image',
	default: {},
	options: [
		{
			displayName: 'Image',
			name: 'image',
			values: [
				imageContainerField,
				textField('Image', 'image', {
					placeholder: '123456789012.dkr.ecr.us-east-1.amazonaws.com/nanda-workers:main-1a2b3c4',
					description: 'Registry, repository and tag or digest',
				}),
				textField('Expected Digest', 'expectedDigest', {
					placeholder: 'sha256:…',
					description:
						'The digest that the tag must stand for: the deployment fails if the tasks run another one. Not needed when the image names its digest.',
				}),
			],
		},
	],
	description: 'New images by container; every other container stays as it is',
};

const environmentField: INodeProperties = {
	displayName: 'Environment Variables',
	name: 'environment',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Variable',
	default: {},
	options: [
		{
			displayName: 'Variable',
			name: 'variable',
			values: [containerField, textField('Name', 'name'), textField('Value', 'value')],
		},
	],
	description: 'Plain variables to set. For a secret use Secrets, which keeps its value out of the task definition.',
};

const secretsField: INodeProperties = {
	displayName: 'Secrets',
	name: 'secrets',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Secret',
	default: {},
	options: [
		{
			displayName: 'Secret',
			name: 'secret',
			values: [
				containerField,
				textField('Name', 'name', { description: 'Name of the variable' }),
				textField('Value From', 'valueFrom', {
					placeholder: 'arn:aws:secretsmanager:…:secret:name:KEY::version',
					description:
						'ARN of the secret, with key, stage or version. With a version, a roll back restores the old value.',
				}),
			],
		},
	],
	description: 'Variables that ECS fills from Secrets Manager or Parameter Store when a task starts',
};

/** Images, Environment Variables and Secrets: what changes in the task definition. */
export function containerChangeFields(show?: { readonly [name: string]: string[] }): INodeProperties[] {
	return [imagesField, environmentField, secretsField].map((each) => ({
		...each,
		...(show && { displayOptions: { show } }),
	}));
}
