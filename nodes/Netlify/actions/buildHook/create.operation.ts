import { requiredTextField, textField } from '../../../shared/fields/fields';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { OperationFailure } from '../../../shared/operation/errors';
import { siteName } from '../../api/types';
import { createBuildHookOnce, findBuildHook } from '../../changes/createBuildHook';
import { chosenSite } from '../../fields/chosenSite';
import { siteField } from '../../fields/site';
import { revealField } from '../../fields/reveal';
import { buildHookJson } from '../../output/buildHookJson';
import { planJson } from '../../output/planJson';

const titleField = requiredTextField('Title', 'title', { placeholder: 'Content changed' });
const branchField = textField('Branch', 'branch', {
	placeholder: 'main',
	description: 'The branch it builds; leave it empty for the production branch',
});
const reveal = revealField('the address of the hook');

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a build hook',
	description: 'Make a build hook, unless the site has one with that title and branch',
	properties: [siteField, titleField, branchField, reveal, dryRunProperty],
	async execute(context) {
		const title = titleField.read(context);
		const { client, site } = await chosenSite(context);
		if (!site.build_settings?.repo_path) {
			throw new OperationFailure(
				`Site ${siteName(site)} has no linked repository, so a build hook would start nothing`,
				"Link a repository in the site's settings first",
			);
		}
		const wanted = { title, branch: branchField.read(context) || (site.build_settings.repo_branch ?? '') };
		const existing = await findBuildHook(client, site, wanted);
		if (dryRunProperty.read(context)) {
			return planJson(site, { action: 'create', ...wanted, exists: existing !== undefined });
		}
		const hook = existing ?? (await createBuildHookOnce(client, site, wanted));
		return { ...buildHookJson(site, hook, reveal.read(context)), created: existing === undefined };
	},
};
