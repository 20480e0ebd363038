import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../shared/operation/errors';
import type { OperationContext } from '../shared/operation/operation';
import { requireDigest, requireImage } from './imageReference';
import type { ContainerChange } from './taskDefinitions';

const containerField: INodeProperties = {
	displayName: 'Container',
	name: 'container',
	type: 'string',
	default: '',
	placeholder: 'nanda-workers',
	description: 'Name of the container in the task definition',
};

/** Images, Environment Variables and Secrets: what changes in the task definition. */
export function containerChangeProperties(
	show?: { readonly [name: string]: string[] },
): INodeProperties[] {
	const shown = show ? { displayOptions: { show } } : {};
	return [
		{
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
						containerField,
						{
							displayName: 'Image',
							name: 'image',
							type: 'string',
							default: '',
							placeholder: '123456789012.dkr.ecr.us-east-1.amazonaws.com/nanda-workers:main-1a2b3c4',
							description: 'Registry, repository and tag or digest',
						},
						{
							displayName: 'Expected Digest',
							name: 'expectedDigest',
							type: 'string',
							default: '',
							placeholder: 'sha256:…',
							description: 'What the tag must stand for: if the tasks run another digest, this is no success. Not needed when the image names its digest.',
						},
					],
				},
			],
			description: 'New images by container; every other container stays as it runs now',
			...shown,
		},
		{
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
					values: [
						containerField,
						{ displayName: 'Name', name: 'name', type: 'string', default: '' },
						{ displayName: 'Value', name: 'value', type: 'string', default: '' },
					],
				},
			],
			description: 'Plain variables to set. For a secret use Secrets, which keeps its value out of the task definition.',
			...shown,
		},
		{
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
						{ displayName: 'Name', name: 'name', type: 'string', default: '', description: 'Name of the variable' },
						{
							displayName: 'Value From',
							name: 'valueFrom',
							type: 'string',
							default: '',
							placeholder: 'arn:aws:secretsmanager:…:secret:name:KEY::version',
							description: 'ARN of the secret, with key, stage or version. With a version, a roll back brings the old value back.',
						},
					],
				},
			],
			description: 'Variables that ECS fills from Secrets Manager or Parameter Store when a task starts',
			...shown,
		},
	];
}

export interface RequestedChanges {
	readonly changes: readonly ContainerChange[];
	/** Container to the digest it must run, where one is asked for. */
	readonly digests: ReadonlyMap<string, string>;
	/** Whether some image is named by a tag alone, which may stand for something new each time. */
	readonly hasMovableTag: boolean;
	/** The first container with a new image. */
	readonly mainContainer: string | undefined;
}

/** @throws OperationFailure when an entry is incomplete or an image cannot be read. */
export function requestedChanges(context: OperationContext): RequestedChanges {
	const digests = new Map<string, string>();
	let hasMovableTag = false;
	const images = rows(context, 'images.image').map((row): ContainerChange => {
		const container = requireName(row.container, 'An image', 'container');
		const image = row.image ?? '';
		const reference = requireImage(image, container);
		const expected = requireDigest(row.expectedDigest ?? '', container);
		if (expected !== null && reference.digest !== null && expected !== reference.digest) {
			throw new OperationFailure(
				`The image for container ${container} names another digest than its Expected Digest`,
				'Leave Expected Digest empty when the image names its digest',
			);
		}
		const digest = expected ?? reference.digest;
		if (digest === null) hasMovableTag = true;
		else digests.set(container, digest);
		return { container, image };
	});
	const variables = rows(context, 'environment.variable').map((row): ContainerChange => {
		const container = requireName(row.container, 'An environment variable', 'container');
		const name = requireName(row.name, `An environment variable of container ${container}`, 'name');
		return { container, environment: { [name]: row.value ?? '' } };
	});
	const secrets = rows(context, 'secrets.secret').map((row): ContainerChange => {
		const container = requireName(row.container, 'A secret', 'container');
		const name = requireName(row.name, `A secret of container ${container}`, 'name');
		return {
			container,
			secrets: { [name]: requireName(row.valueFrom, `Secret ${name} of container ${container}`, 'Value From') },
		};
	});
	return {
		changes: [...images, ...variables, ...secrets],
		digests,
		hasMovableTag,
		mainContainer: images[0]?.container,
	};
}

function rows({ functions, itemIndex }: OperationContext, name: string): Record<string, string>[] {
	const value: unknown = functions.getNodeParameter(name, itemIndex, []);
	return Array.isArray(value)
		? value.map((row: unknown) =>
				Object.fromEntries(
					Object.entries(typeof row === 'object' && row !== null ? row : {}).map(
						([field, entry]): [string, string] => [
							field,
							// A value may begin or end with a space; a name may not.
							field === 'value' ? String(entry ?? '') : String(entry ?? '').trim(),
						],
					),
				),
			)
		: [];
}

function requireName(value: string | undefined, owner: string, field: string): string {
	if (value) return value;
	throw new OperationFailure(
		`${owner} has an empty ${field}`,
		field === 'container'
			? 'Give the name of the container as it is in the task definition'
			: `Fill in its ${field}, or remove the entry`,
	);
}
