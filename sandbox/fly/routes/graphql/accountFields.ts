import { isoTime } from '../../present/present';
import type { AccessToken } from '../../world/tokens';
import type { FlyWorld } from '../../world/world';
import type { Organization } from '../../world/organizations';
import { USER } from '../../world/world';
import { appFields } from './appFields';
import type { Arguments } from './connection';
import { connection } from './connection';

export const userFields = {
	__typename: 'User',
	id: USER.id,
	email: USER.email,
	name: USER.name,
	username: null,
	enablePaidHobby: false,
};

export function tokenFields(token: AccessToken): Record<string, unknown> {
	return {
		id: token.id,
		name: token.name,
		token: token.secret,
		tokenHeader: `FlyV1 ${token.secret}`,
		expiresAt: isoTime(token.expiresAtMs),
		revokedAt: token.revokedAtMs === undefined ? null : isoTime(token.revokedAtMs),
		user: userFields,
	};
}

/** An organization, as GraphQL has it. */
export function organizationFields(world: FlyWorld, organization: Organization): Record<string, unknown> {
	return {
		id: organization.id,
		internalNumericId: String(organization.internal_numeric_id),
		name: organization.name,
		rawSlug: organization.slug,
		slug: organization.slug,
		type: 'SHARED',
		paidPlan: true,
		billable: true,
		viewerRole: 'admin',
		addOnSsoLink: null,
		remoteBuilderApp: null,
		remoteBuilderImage: '',
		apps: (given: Arguments) =>
			connection(
				[...world.apps.values()].filter((app) => app.organization === organization),
				given,
				(app) => appFields(world, app),
				({ name }) => name,
			),
		limitedAccessTokens: (given: Arguments) => connection(world.tokens, given, tokenFields, ({ id }) => id),
		members: () => ({
			edges: [{ cursor: USER.id, joinedAt: '2024-01-01T00:00:00Z', role: 'ADMIN', node: userFields }],
			nodes: [userFields],
			totalCount: 1,
			pageInfo: { hasNextPage: false, hasPreviousPage: false },
		}),
	};
}

/** The same, as `GET /api/v1/organizations/<slug>` has it. */
export const presentOrganization = ({
	id,
	internal_numeric_id,
	name,
	slug,
}: Organization): Record<string, unknown> => ({
	id,
	internal_numeric_id,
	slug,
	raw_slug: slug,
	name,
	paid_plan: true,
	personal: false,
	billing_status: 'CURRENT',
	billable: true,
	provisions_beta_extensions: false,
	remote_builder_image: '',
});
