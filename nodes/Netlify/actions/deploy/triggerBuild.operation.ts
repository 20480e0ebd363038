import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { switchField, textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import {
	switchParameter,
	textParameter,
	waitMsParameter,
} from '../../../shared/fields/parameters';
import { attempt } from '../../../shared/waiting/attempt';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { isProductionBuild, requireBuildable, startBuild } from '../../changes/startBuild';
import { chosenSite } from '../../fields/chosenSite';
import { expectedCommit } from '../../state/commit';
import { siteProperty } from '../../fields/locators';
import { cancelsOnTimeout, onTimeoutProperty } from '../../fields/onTimeout';
import { badEndProperty, planJson } from '../../output/resultJson';
import { refuseIfStopped } from '../../changes/refuseIfStopped';
import { publishedIdOf } from '../../api/sites';
import { startedJson, startFailureJson } from './startedJson';
import { titleProperty } from '../../fields/title';
import { deployingClient } from '../../api/client';
import { waitedJson } from './waitForDeployJson';

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
		onTimeoutProperty('cancel', { waitForCompletion: [true] }),
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
		const cancels = cancelsOnTimeout(context);
		const { client, site } = await chosenSite(context, deployingClient(context));
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
		refuseIfStopped(cancelSignalOf(context));
		const started = await attempt(startBuild(client, site, { branch, clearCache, title }));
		if (!started.ok) return startFailureJson(context, site, started.error, previous);
		const deployId = started.value;
		if (timeoutMs === null) return await startedJson(context, client, site, deployId, { previous });
		const expectation = { production, commit, replaces: previous };
		return await waitedJson(context, client, site, deployId, expectation, { timeoutMs, cancels, previous });
	},
};
