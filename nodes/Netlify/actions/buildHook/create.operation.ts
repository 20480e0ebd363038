import { OperationFailure } from '../../../shared/operation/errors';
import { textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { requiredText, switchParameter, textParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { buildHookJson, listBuildHooks } from '../../api/buildHooks';
import { chosenSite } from '../../fields/chosenSite';
import { siteProperty } from '../../fields/locators';
import { planJson } from '../../output/resultJson';
import { revealProperty } from '../../fields/reveal';
import { siteName } from '../../api/sites';
import type { NetlifyBuildHook } from '../../api/types';
import { writeOnce } from '../../changes/makeDeployOnce';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a build hook',
	description: 'Make a build hook, unless the site has one with that title and branch',
	properties: [
		siteProperty,
		textField('Title', 'title', {
			required: true,
			placeholder: 'Content changed',
		}),
		textField('Branch', 'branch', {
			placeholder: 'main',
			description: 'The branch it builds; leave it empty for the production branch',
		}),
		revealProperty('the address of the hook'),
		dryRunProperty,
	],
	async execute(context) {
		const title = requiredText(context, 'title', 'Title');
		const { client, site } = await chosenSite(context);
		const branch = textParameter(context, 'branch') || (site.build_settings?.repo_branch ?? '');
		const reveal = switchParameter(context, 'reveal');
		if (!site.build_settings?.repo_path) {
			throw new OperationFailure(
				`Site ${siteName(site)} has no linked repository, so a build hook would start nothing`,
				'Link a repository in the site\'s settings first',
			);
		}
		const isIt = (hook: NetlifyBuildHook) => hook.title === title && hook.branch === branch;
		const existing = (await listBuildHooks(client, site)).find(isIt);
		if (switchParameter(context, 'dryRun')) {
			return planJson(site, { action: 'create', title, branch, exists: existing !== undefined });
		}
		if (existing) return { ...buildHookJson(site, existing, reveal), created: false };
		const made = await writeOnce(
			async () =>
				await client.object<NetlifyBuildHook>({
					method: 'POST',
					path: path`/sites/${site.id}/build_hooks`,
					body: { title, branch },
					safeToRepeat: false,
				}),
			async () => (await listBuildHooks(client, site)).find(isIt),
		);
		return { ...buildHookJson(site, made, reveal), created: true };
	},
};
