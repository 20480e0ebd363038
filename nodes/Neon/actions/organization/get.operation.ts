import type { Operation } from '../../../shared/operation/operation';
import { neonClient } from '../../api/client';
import { readOrganization } from '../../api/organizations';
import { chosenOrganizationField } from '../../fields/locators';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get an organization',
	description: 'Get an organization and whether it requires a second factor of its members',
	properties: [chosenOrganizationField],
	async execute(context) {
		const { id, name, plan, require_mfa } = await readOrganization(
			neonClient(context),
			chosenOrganizationField.read(context),
		);
		return { id, name: name ?? null, plan: plan ?? null, isTwoFactorRequired: require_mfa ?? null };
	},
};
