import type { INodeProperties } from 'n8n-workflow';

import { collectionField, switchField } from '../../shared/fields/fields';
import { filtersProperty } from './filterProperties';
import { registrationProperties } from './registrationProperties';

const toggle = (
	displayName: string,
	name: string,
	isOn: boolean,
	description: string,
	events?: string[],
): INodeProperties => ({
	...switchField(displayName, name, description),
	default: isOn,
	...(events && { displayOptions: { show: { events } } }),
});

export const triggerProperties: INodeProperties[] = [
	...registrationProperties,
	filtersProperty,
	toggle(
		'Ignore Draft Pull Requests',
		'ignoreDrafts',
		false,
		'Whether to ignore pull requests while they are drafts; the closing of one always passes',
		['pull_request'],
	),
	toggle(
		'Ignore Forks',
		'ignoreForks',
		true,
		'Whether to ignore pull requests from other repositories, and workflow runs of their code, which nobody has reviewed yet',
		['pull_request', 'workflow_run'],
	),
	toggle(
		'Obey [Skip Deploy]',
		'obeySkipMarker',
		true,
		'Whether to ignore a push or a workflow run if the first line of its head commit\'s message contains [skip deploy]',
	),
	collectionField('Options', 'options', 'Add Option', [
		toggle(
			'Complete Changed Files',
			'completeChangedFiles',
			true,
			'Whether to ask GitHub for the changed files that a delivery does not list: forced pushes, new branches, pull requests, very large pushes',
		),
		toggle('Include Raw Payload', 'includeRawPayload', false, 'Whether to add what GitHub sent, as it came, under "raw"'),
		toggle(
			'Pass On Skipped Events',
			'passOnSkipped',
			false,
			'Whether to start the workflow also for what [skip deploy] skips, with the reason in skipReason, so that it can be recorded. Service Catalog: Plan then deploys nothing.',
		),
	]),
];
