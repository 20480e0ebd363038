import { listAt } from '../../../deployment/values/jsonFields';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { findApp } from '../../api/apps';
import { flyClient } from '../../api/client';
import { readAppReleases } from '../../api/releases';
import { ensureApp, takenBy } from '../../changes/apps/ensureApp';
import { ensureSharedAddress } from '../../changes/apps/ensureSharedAddress';
import { readTemplate } from '../../changes/apps/readTemplate';
import { newNameField, organizationField, readOrganization, sourceAppField } from '../../fields/previewFields';
import { appJson } from '../../output/appJson';
import { templateJson } from '../../output/templateJson';

const templateField = sourceAppField(
	'The app that this one is to be like: it must have a machine that Release: Deploy Image can copy. An app that serves nobody gets no address. Nothing of that app is changed.',
);

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create an app',
	description: 'Create an app with a shared IPv4 address, or take the one of that name in that organization',
	properties: [newNameField, organizationField, templateField, dryRunProperty],
	async execute(context) {
		const name = newNameField.read(context);
		const sourceApp = templateField.read(context);
		const client = flyClient(context);
		const organization = await readOrganization(context, client);
		const template = sourceApp === '' ? null : await readTemplate(client, sourceApp);
		const serves = template === null || listAt(template.managed.config, 'services').length > 0;
		const planned = { organization, machinesFrom: template && templateJson(sourceApp, template) };
		if (dryRunProperty.read(context)) {
			const known = takenBy(await findApp(client, name), name, organization);
			return { dryRun: true, name, plan: known ? 'none' : 'create', ...planned };
		}
		const { app, created } = await ensureApp(client, name, organization);
		const sharedAddress = serves ? await ensureSharedAddress(client, name) : null;
		const { url } = await readAppReleases(client, name, 1);
		return { ...appJson(app, false), ...planned, created, sharedAddress, appUrl: url };
	},
};
