import type { INodeProperties } from 'n8n-workflow';

import { option } from '../../shared/fields/fields';
import { filtersProperty } from './filterProperties';
import { collectionProperty, switchProperty } from './plainProperties';
import { registrationProperties } from './registrationProperties';

const shownFor = (events: string[]) => ({ displayOptions: { show: { output: ['event'], events } } });

const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		option('Event', 'event', 'What happened: commit, changed files, pull request, run, release'),
		option(
			'Release Request',
			'ask',
			'Which repository and branch to look at. What is to be deployed is decided by what is seen there, so skip markers and changed files are not looked at here; tags, pull requests, drafts and prereleases never start the workflow.',
		),
		option(
			'Preview Request',
			'preview',
			'Which pull request to look at, for the events Pull Request and Workflow Run. Whether it has a preview is decided by what is seen there, so forks and drafts pass; labels, reviews and runs of no pull request never start the workflow.',
		),
	],
	default: 'event',
};

export const triggerProperties: INodeProperties[] = [
	...registrationProperties,
	output,
	filtersProperty,
	switchProperty('Ignore Draft Pull Requests', 'ignoreDrafts', false, {
		description: 'Whether to ignore pull requests while they are drafts; the closing of one always passes',
		...shownFor(['pull_request']),
	}),
	switchProperty('Ignore Forks', 'ignoreForks', true, {
		description:
			'Whether to ignore pull requests from other repositories, and workflow runs of their code, which nobody has reviewed yet',
		...shownFor(['pull_request', 'workflow_run']),
	}),
	switchProperty('Obey [Skip Deploy]', 'obeySkipMarker', true, {
		description:
			"Whether to ignore a push or a workflow run if the first line of its head commit's message contains [skip deploy]",
		displayOptions: { show: { output: ['event'] } },
	}),
	collectionProperty('Options', 'options', 'Add Option', [
		switchProperty('Complete Changed Files', 'completeChangedFiles', true, {
			description:
				'Whether to ask GitHub for the changed files that a delivery does not list: forced pushes, new branches, pull requests, very large pushes',
			displayOptions: { show: { '/output': ['event'] } },
		}),
		switchProperty('Include Raw Payload', 'includeRawPayload', false, {
			description: 'Whether to add what GitHub sent, as it came, under "raw"',
		}),
		switchProperty('Pass On Skipped Events', 'passOnSkipped', false, {
			description:
				'Whether to start the workflow also for what [skip deploy] skips, with the reason in skipReason, so that it can be recorded. Service Catalog: Plan then deploys nothing.',
			displayOptions: { show: { '/output': ['event'] } },
		}),
	]),
];
