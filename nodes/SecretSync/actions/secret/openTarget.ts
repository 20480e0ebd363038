import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { textParameter } from '../../../shared/fields/parameters';
import type { SourceReading } from '../../changes/sources/source';
import { ecsTarget, ecsTaskDefinitionProperties } from '../../changes/targets/ecsTarget';
import { flyProperties, flyTarget } from '../../changes/targets/flyTarget';
import { gitHubProperties, gitHubTarget } from '../../changes/targets/gitHubTarget';
import { netlifyProperties, netlifyTarget } from '../../fields/targets/netlify';
import type { Target } from '../../changes/targets/target';

const openers: ReadonlyMap<string, (context: OperationContext, source: SourceReading) => Promise<Target>> = new Map([
	['awsEcs', ecsTarget],
	['fly', flyTarget],
	['gitHub', gitHubTarget],
	['netlify', netlifyTarget],
]);

export const targetProperties: INodeProperties[] = [
	{
		displayName: 'Target',
		name: 'target',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'AWS ECS Task Definition',
				value: 'awsEcs',
				description: 'References in a new revision, by ARN and version; from AWS Secrets Manager only',
			},
			{
				name: 'Fly.io Secrets',
				value: 'fly',
				description: 'Staged for the next deploy of an app, or brought to its machines now',
			},
			{
				name: 'GitHub Actions Secrets',
				value: 'gitHub',
				description: 'Of a repository or one of its environments',
			},
			{
				name: 'Netlify Environment Variables',
				value: 'netlify',
				description: 'Of a site, by context and scope',
			},
		],
		default: 'netlify',
		description: 'Where the values go',
	},
	...netlifyProperties,
	...flyProperties,
	...gitHubProperties,
	...ecsTaskDefinitionProperties,
];

/**
 * Opens the chosen target, without reading its secrets yet.
 *
 * @throws OperationFailure for ECS when the source is none that can be referred to.
 */
export async function openTarget(context: OperationContext, source: SourceReading): Promise<Target> {
	const chosen = textParameter(context, 'target');
	if (chosen === 'awsEcs' && !source.reference) {
		throw new OperationFailure(
			`An ECS task definition takes references to secrets, and there is none to ${source.name}`,
			'Put the value into AWS Secrets Manager first, and choose that as the source',
		);
	}
	const open = openers.get(chosen);
	if (open) return await open(context, source);
	throw new OperationFailure(`There is no target "${chosen}"`, 'Open the node and choose the target again');
}
