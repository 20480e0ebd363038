import { isoTime } from '../../present/present';
import type { AccessToken } from '../../world/tokens';
import type { FlyWorld } from '../../world/world';
import { ORGANIZATION, USER } from '../../world/world';
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

/** The one organization, as GraphQL has it. */
export function organizationFields(world: FlyWorld): Record<string, unknown> {
	return {
		id: ORGANIZATION.id,
		internalNumericId: String(ORGANIZATION.internal_numeric_id),
		name: ORGANIZATION.name,
		rawSlug: ORGANIZATION.slug,
		slug: ORGANIZATION.slug,
		type: 'SHARED',
		paidPlan: true,
		billable: true,
		viewerRole: 'admin',
		addOnSsoLink: null,
		remoteBuilderApp: null,
		remoteBuilderImage: '',
		apps: (given: Arguments) =>
			connection(
				[...world.apps.values()],
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
export const presentOrganization = (): Record<string, unknown> => ({
	id: ORGANIZATION.id,
	internal_numeric_id: ORGANIZATION.internal_numeric_id,
	slug: ORGANIZATION.slug,
	raw_slug: ORGANIZATION.slug,
	name: ORGANIZATION.name,
	paid_plan: true,
	personal: false,
	billing_status: 'CURRENT',
	billable: true,
	provisions_beta_extensions: false,
	remote_builder_image: '',
});
