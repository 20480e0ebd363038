import { switchField, textField } from '../../../shared/fields';
import type { Operation } from '../../../shared/operation';
import {
	switchParameter,
	textParameter,
	waitMsParameter,
} from '../../../shared/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/sharedProperties';
import { isProductionBuild, requireBuildable, startBuild } from '../../build';
import { chosenSite } from '../../chosenSite';
import { expectedCommit } from '../../commit';
import { readDeploy } from '../../deploys';
import { siteProperty } from '../../locators';
import { badEndProperty, planJson, unverifiedJson } from '../../outcome';
import { publishedIdOf } from '../../sites';
import { titleProperty } from '../../titleProperty';
import { waitedJson } from '../../waitedJson';

export const triggerBuild: Operation = {
	value: 'triggerBuild',
	name: 'Trigger Build',
	action: 'Trigger a build',
	description: 'Build the head of a branch and, on the production branch, put it live',
	properties: [
		siteProperty,
		textField('Branch', 'branch', {
			placeholder: 'main',
			description: 'The branch to build; leave it empty for the production branch',
		}),
		textField('Expected Commit', 'expectedCommit', {
			placeholder: '={{ $json.sha }}',
			description: 'The commit that must be what goes live. Netlify builds the head of the branch: if that has moved on, this is no success.',
		}),
		titleProperty,
		switchField(
			'Clear Cache',
			'clearCache',
			'Whether to build without the cache of earlier builds',
		),
		...waitProperties(1200),
		badEndProperty,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const branch = textParameter(context, 'branch');
		const commit = expectedCommit(textParameter(context, 'expectedCommit'));
		const clearCache = switchParameter(context, 'clearCache');
		const title = textParameter(context, 'title');
		const timeoutMs = waitMsParameter(context);
		const { client, site } = await chosenSite(context);
		requireBuildable(site);
		const production = isProductionBuild(site, branch);
		const previous = publishedIdOf(site);
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
		if (timeoutMs === null) {
			const deploy = await readDeploy(client, site.id, deployId);
			return unverifiedJson(context, deploy, { published: site.published_deploy ?? null, previous });
		}
		const expectation = { production, commit, replaces: previous };
		return await waitedJson(context, client, site, deployId, expectation, { timeoutMs, previous });
	},
};
