import type { INodeProperties } from 'n8n-workflow';

export const registrationProperties: INodeProperties[] = [
	{
		displayName: 'Register On',
		name: 'registerOn',
		type: 'options',
		options: [
			{
				name: 'I Registered It Myself',
				value: 'manual',
				description: 'You made the webhook on GitHub, with the address of this node',
			},
			{
				name: 'Organization',
				value: 'organization',
				description: 'One webhook for all repositories of an organization',
			},
			{ name: 'Repository', value: 'repository', description: 'A webhook on one repository' },
		],
		default: 'repository',
	},
	{
		displayName: 'Repository',
		name: 'repository',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		displayOptions: { show: { registerOn: ['repository'] } },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchRepositories', searchable: true },
			},
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'candlefish-ai/paintbox',
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: 'https://github.com/candlefish-ai/paintbox',
			},
		],
	},
	{
		displayName: 'Organization',
		name: 'organization',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'candlefish-ai',
		displayOptions: { show: { registerOn: ['organization'] } },
	},
	{
		displayName:
			'On GitHub, add a webhook with the address above, the content type application/json and the webhook secret of the credential',
		name: 'manualNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registerOn: ['manual'] } },
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: [
			{ name: 'Deployment', value: 'deployment', description: 'Somebody asked for a deployment' },
			{ name: 'Pull Request', value: 'pull_request' },
			{ name: 'Push', value: 'push', description: 'Commits or a tag were pushed' },
			{ name: 'Registry Package', value: 'registry_package', description: 'An image or package was published' },
			{ name: 'Release', value: 'release' },
			{
				name: 'Repository Dispatch',
				value: 'repository_dispatch',
				description: 'A program asked for it through the API',
			},
			{ name: 'Workflow Run', value: 'workflow_run', description: 'A GitHub Actions workflow ran' },
		],
		default: ['push'],
		required: true,
	},
];

const patterns =
	'Patterns separated by commas or lines; * stops at a slash, ** does not, ! takes back, and the last one that matches decides';

export const filterProperties: INodeProperties[] = [
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: [
			{
				displayName: 'Actions',
				name: 'actions',
				type: 'string',
				default: '',
				placeholder: 'opened, synchronize, workflow_run.completed',
				description:
					'Separated by commas; events without actions, such as push, always pass. By default a release counts when it is published and a workflow run when it is completed; a repository dispatch is named by its type, as in repository_dispatch.deploy. Deleted, unpublished and edited releases, and drafts, never pass.',
			},
			{
				displayName: 'Exclude Branches',
				name: 'excludeBranches',
				type: 'string',
				default: '',
				placeholder: 'dependabot/**',
				description: patterns,
			},
			{
				displayName: 'Exclude Environments',
				name: 'excludeEnvironments',
				type: 'string',
				default: '',
				placeholder: 'github-pages',
				description: patterns,
			},
			{
				displayName: 'Exclude Paths',
				name: 'excludePaths',
				type: 'string',
				default: '',
				placeholder: '**/*.md, docs/**',
				description: 'An event passes if any of its changed files is not excluded',
			},
			{
				displayName: 'Exclude Repositories',
				name: 'excludeRepositories',
				type: 'string',
				default: '',
				placeholder: 'candlefish-ai/sandbox-*',
				description: patterns,
			},
			{
				displayName: 'Exclude Tags',
				name: 'excludeTags',
				type: 'string',
				default: '',
				placeholder: '*-rc*',
				description: patterns,
			},
			{
				displayName: 'Include Branches',
				name: 'includeBranches',
				type: 'string',
				default: '',
				placeholder: 'main, release/**',
				description:
					'For pushes, workflow runs, deployments, repository dispatches, releases without a list of tags (by the branch that was tagged), and pull requests (by the branch they are to be merged into). Tags pass only if included too; packages have no branch and always pass.',
			},
			{
				displayName: 'Include Environments',
				name: 'includeEnvironments',
				type: 'string',
				default: '',
				placeholder: 'production, staging-*',
				description: 'For deployments; events of another kind name no environment and always pass',
			},
			{
				displayName: 'Include Paths',
				name: 'includePaths',
				type: 'string',
				default: '',
				placeholder: 'apps/**, services/api/**',
				description:
					'For pushes to branches, and pull requests: added, modified or removed files, of which one must match. A folder covers what is below it, and names such as (marketing) or [slug] are written as they are. An event whose list of files may be incomplete always passes.',
			},
			{
				displayName: 'Include Repositories',
				name: 'includeRepositories',
				type: 'string',
				default: '',
				placeholder: 'candlefish-ai/*',
				description: patterns,
			},
			{
				displayName: 'Include Tags',
				name: 'includeTags',
				type: 'string',
				default: '',
				placeholder: 'v*',
				description: 'For pushes of tags, releases and deployments of a tag; pull requests, workflow runs, dispatches and packages always pass',
			},
		],
	},
	{
		displayName: 'Ignore Draft Pull Requests',
		name: 'ignoreDrafts',
		type: 'boolean',
		default: false,
		description: 'Whether to ignore pull requests while they are drafts; the closing of one always passes',
		displayOptions: { show: { events: ['pull_request'] } },
	},
	{
		displayName: 'Ignore Forks',
		name: 'ignoreForks',
		type: 'boolean',
		default: true,
		description:
			'Whether to ignore pull requests from other repositories, and workflow runs of their code, which nobody has reviewed yet',
		displayOptions: { show: { events: ['pull_request', 'workflow_run'] } },
	},
	{
		displayName: 'Obey [Skip Deploy]',
		name: 'obeySkipMarker',
		type: 'boolean',
		default: true,
		description:
			'Whether to ignore a push or a workflow run whose head commit says [skip deploy] in the first line of its message',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Complete Changed Files',
				name: 'completeChangedFiles',
				type: 'boolean',
				default: true,
				description:
					'Whether to ask GitHub for the changed files that a delivery does not list: forced pushes, new branches, pull requests, very large pushes',
			},
			{
				displayName: 'Include Raw Payload',
				name: 'includeRawPayload',
				type: 'boolean',
				default: false,
				description: 'Whether to add what GitHub sent, as it came, under "raw"',
			},
			{
				displayName: 'Pass On Skipped Events',
				name: 'passOnSkipped',
				type: 'boolean',
				default: false,
				description:
					'Whether to start the workflow also for what [skip deploy] skips, with the reason in skipReason, so that it can be recorded. Service Catalog: Plan then deploys nothing.',
			},
		],
	},
];
