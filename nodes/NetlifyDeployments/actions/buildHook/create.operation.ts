import { OperationFailure } from '../../../shared/errors';
import type { Operation } from '../../../shared/operation';
import { requiredText, switchParameter, textParameter } from '../../../shared/parameters';
import { path } from '../../../shared/path';
import { dryRunProperty } from '../../../shared/sharedProperties';
import { buildHookJson, listBuildHooks } from '../../buildHooks';
import { siteParameter, siteProperty } from '../../locators';
import { planJson } from '../../outcome';
import { revealProperty } from '../../reveal';
import { findSite, siteName } from '../../sites';
import { netlifyClient } from '../../transport';
import type { NetlifyBuildHook } from '../../types';
import { settled } from '../../../shared/settled';
import { mayHaveHappened } from '../../writeOnce';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a build hook',
	description: 'Make a build hook, unless the site has one with that title and branch',
	properties: [
		siteProperty,
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'Content changed',
		},
		{
			displayName: 'Branch',
			name: 'branch',
			type: 'string',
			default: '',
			placeholder: 'main',
			description: 'The branch it builds; leave it empty for the production branch',
		},
		revealProperty('the address of the hook'),
		dryRunProperty,
	],
	async execute(context) {
		const client = netlifyClient(context);
		const title = requiredText(context, 'title', 'Title');
		const site = await findSite(client, siteParameter(context));
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
		for (let attempt = 1; ; attempt++) {
			const sent = await settled(
				client.object<NetlifyBuildHook>({
					method: 'POST',
					path: path`/sites/${site.id}/build_hooks`,
					body: { title, branch },
					safeToRepeat: false,
				}),
			);
			if (sent.ok) return { ...buildHookJson(site, sent.value, reveal), created: true };
			if (!mayHaveHappened(sent.error)) throw sent.error;
			const made = (await listBuildHooks(client, site)).find(isIt);
			if (made) return { ...buildHookJson(site, made, reveal), created: true };
			if (attempt === 2) throw sent.error;
		}
	},
};
