import { switchField, textField } from '../../../shared/fields/fields';
import { waitMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { attempt } from '../../../shared/waiting/attempt';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { netlifyClientForDeploying } from '../../api/client';
import { publishedIdOf } from '../../api/types';
import { assertNotStopped } from '../../changes/assertNotStopped';
import { findExistingDeploy } from '../../changes/existingDeploy';
import { assertBuildable, startBuild } from '../../changes/startBuild';
import { chosenSite } from '../../fields/chosenSite';
import { expectedCommitField } from '../../../shared/fields/expectedCommit';
import { siteField } from '../../fields/site';
import { onFailureIfWaiting } from '../../fields/onFailure';
import { onTimeoutField } from '../../fields/onTimeout';
import { titleField } from '../../fields/title';
import { planJson } from '../../output/planJson';
import { isProductionBuild } from '../../state/productionBuild';
import { returnOrThrowStart } from './returnOrThrow';
import { startedJson } from './startedJson';
import { waitForDeployJson } from './waitForDeployJson';

const branchField = textField('Branch', 'branch', {
	placeholder: 'main',
	description: 'The branch to build; leave it empty for the production branch',
});
const expectedCommit = expectedCommitField({
	placeholder: '={{ $json.sha }}',
	description:
		'The commit that must go live. Netlify builds the head of the branch: if that has moved on, the deployment fails.',
});
const clearCacheField = switchField(
	'Clear Cache',
	'clearCache',
	'Whether to build without the cache of earlier builds',
);
const takeExistingField = switchField(
	'Take an Existing Deploy',
	'takeExisting',
	'Whether to follow a deploy that is under way, or take the one that is served, rather than build the Expected Commit once more',
);
const onTimeout = onTimeoutField('cancel', { waitForCompletion: [true] });

export const triggerBuild: Operation = {
	value: 'triggerBuild',
	name: 'Trigger Build',
	action: 'Trigger a build',
	description: 'Build the head of a branch and, on the production branch, put it live',
	properties: [
		siteField,
		branchField,
		expectedCommit,
		titleField,
		clearCacheField,
		takeExistingField,
		...waitProperties(1200),
		onTimeout,
		onFailureIfWaiting,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const branch = branchField.read(context);
		const commit = expectedCommit.read(context);
		const clearCache = clearCacheField.read(context);
		const timeoutMs = waitMsParameter(context);
		const { client, site } = await chosenSite(context, netlifyClientForDeploying(context));
		assertBuildable(site);
		const production = isProductionBuild(site, branch);
		if (dryRunProperty.read(context)) {
			return planJson(site, {
				action: 'triggerBuild',
				branch: branch || (site.build_settings?.repo_branch ?? null),
				production,
				expectedCommit: commit,
				clearCache,
			});
		}
		assertNotStopped(cancelSignalOf(context));
		const previous = publishedIdOf(site);
		const title = titleField.read(context);
		const existing = takeExistingField.read(context) ? await findExistingDeploy(client, site, branch, commit) : null;
		const started = existing
			? { ok: true as const, value: existing.id }
			: await attempt(startBuild(client, site, { branch, clearCache, title }));
		if (!started.ok) return returnOrThrowStart(context, site, started.error, previous);
		// One that is live already replaces nothing any more.
		const replaces = started.value === previous ? null : previous;
		const expected = { client, site, deployId: started.value, expectation: { production, commit, replaces } };
		if (timeoutMs === null) return await startedJson(context, expected, { previous });
		return await waitForDeployJson(context, expected, {
			timeoutMs,
			cancels: onTimeout.read(context) === 'cancel',
			mustBegin: !production,
			previous,
		});
	},
};
