import type { INodeProperties } from 'n8n-workflow';

import { collectionProperty, textProperty } from './plainProperties';

const patterns =
	'Patterns separated by commas or lines; * stops at a slash, ** does not, ! excludes again, and the last match decides';

/** Which events start the workflow. */
export const filtersProperty: INodeProperties = collectionProperty('Filters', 'filters', 'Add Filter', [
	textProperty('Actions', 'actions', {
		placeholder: 'opened, synchronize, workflow_run.completed',
		description:
			'Separated by commas; events without actions, such as push, always pass. By default a release counts when it is published and a workflow run when it is completed. A repository dispatch is named by its type, as in repository_dispatch.deploy. Deleted, unpublished and edited releases, and drafts, never pass.',
	}),
	textProperty('Exclude Branches', 'excludeBranches', { placeholder: 'dependabot/**', description: patterns }),
	textProperty('Exclude Environments', 'excludeEnvironments', { placeholder: 'github-pages', description: patterns }),
	textProperty('Exclude Paths', 'excludePaths', {
		placeholder: '**/*.md, docs/**',
		description: 'An event passes if at least one of its changed files is not excluded',
	}),
	textProperty('Exclude Repositories', 'excludeRepositories', {
		placeholder: 'candlefish-ai/sandbox-*',
		description: patterns,
	}),
	textProperty('Exclude Tags', 'excludeTags', { placeholder: '*-rc*', description: patterns }),
	textProperty('Exclude Workflows', 'excludeWorkflows', { placeholder: 'lint*.yml', description: patterns }),
	textProperty('Include Branches', 'includeBranches', {
		placeholder: 'main, release/**',
		description:
			'For pushes, workflow runs, deployments, repository dispatches, releases without a list of tags (by the branch that was tagged), and pull requests (by the branch they are to be merged into). Tags pass only if included too; packages have no branch and always pass.',
	}),
	textProperty('Include Environments', 'includeEnvironments', {
		placeholder: 'production, staging-*',
		description: 'For deployments; other events name no environment and always pass',
	}),
	textProperty('Include Paths', 'includePaths', {
		placeholder: 'apps/**, services/api/**',
		description:
			'For pushes to branches, and pull requests: at least one added, modified or removed file must match. A folder covers everything below it, and names such as (marketing) or [slug] are written as they are. An event whose list of files may be incomplete always passes.',
	}),
	textProperty('Include Repositories', 'includeRepositories', {
		placeholder: 'candlefish-ai/*',
		description: patterns,
	}),
	textProperty('Include Tags', 'includeTags', {
		placeholder: 'v*',
		description:
			'For pushes of tags, releases and deployments of a tag; pull requests, workflow runs, dispatches and packages always pass',
	}),
	textProperty('Include Workflows', 'includeWorkflows', {
		placeholder: 'build-*.yml',
		description: 'For workflow runs, by the name of the workflow file; other events always pass',
	}),
]);
