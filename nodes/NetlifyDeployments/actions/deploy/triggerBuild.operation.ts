import type { Operation } from '../../../shared/operation';
import {
	switchParameter,
	textParameter,
	timeoutMsParameter,
} from '../../../shared/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/sharedProperties';
import { isProductionBuild, requireBuildable, startBuild } from '../../build';
import { expectedCommit } from '../../commit';
import { readDeploy } from '../../deploys';
import { withBuildLog } from '../../buildLog';
import { siteParameter, siteProperty } from '../../locators';
import { onBadEndProperty, outcomeJson, planJson, unverifiedJson } from '../../outcome';
import { findSite } from '../../sites';
import { netlifyClient } from '../../transport';
import { waitForDeploy } from '../../waitForDeploy';

export const triggerBuild: Operation = {
	value: 'triggerBuild',
	name: 'Trigger Build',
	action: 'Trigger a build',
	description: 'Build the head of a branch and, on the production branch, put it live',
	properties: [
		siteProperty,
		{
			displayName: 'Branch',
			name: 'branch',
			type: 'string',
			default: '',
			placeholder: 'main',
			description: 'The branch to build; leave it empty for the production branch',
		},
		{
			displayName: 'Expected Commit',
			name: 'expectedCommit',
			type: 'string',
			default: '',
			placeholder: '={{ $json.sha }}',
			description: 'The commit that must be what goes live. Netlify builds the head of the branch: if that has moved on, this is no success.',
		},
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: '',
			description: 'Shown with the deploy in Netlify; a mark of this run is added, by which it can be found again',
		},
		{
			displayName: 'Clear Cache',
			name: 'clearCache',
			type: 'boolean',
			default: false,
			description: 'Whether to build without the cache of earlier builds',
		},
		...waitProperties(1200),
		onBadEndProperty({ waitForCompletion: [true] }),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const client = netlifyClient(context);
		const branch = textParameter(context, 'branch');
		const commit = expectedCommit(textParameter(context, 'expectedCommit'));
		const clearCache = switchParameter(context, 'clearCache');
		const title = textParameter(context, 'title');
		const isWaiting = switchParameter(context, 'waitForCompletion');
		const timeoutMs = isWaiting ? timeoutMsParameter(context) : 0;
		const site = await findSite(client, siteParameter(context));
		requireBuildable(site);
		const production = isProductionBuild(site, branch);
		const previous = site.published_deploy?.id ?? null;
		if (switchParameter(context, 'dryRun')) {
			return planJson(site, {
				action: 'triggerBuild',
				branch: branch || (site.build_settings?.repo_branch ?? null),
				production,
				expectedCommit: commit,
				clearCache,
			});
		}
		const deployId = await startBuild(client, site, { branch, clearCache, title });
		if (!isWaiting) {
			const deploy = await readDeploy(client, site.id, deployId);
			return unverifiedJson(context, deploy, { publishedId: previous, previous });
		}
		const outcome = await waitForDeploy(
			client,
			site,
			deployId,
			{ production, commit, replaces: previous },
			{ timeoutMs, cancelSignal: context.functions.getExecutionCancelSignal() },
		);
		return outcomeJson(context, site, await withBuildLog(context, client, site, outcome), { previous });
	},
};
