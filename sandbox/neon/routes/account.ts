import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { notFound } from '../http/errors';
import { isoTime } from '../http/time';
import type { Neon } from '../neon';
import { ORGANIZATION, USER } from '../world/world';

export function accountRoutes(neon: Neon): SandboxRoute[] {
	return neon.apiRoutes([
		['GET', '/users/me', readUser],
		['GET', '/users/me/organizations', listOrganizations],
		['GET', '/organizations/:organizationId', readOrganization],
	]);
}

function readUser(neon: Neon): SandboxResponse {
	return {
		status: 200,
		body: {
			active_seconds_limit: 0,
			auth_accounts: [],
			email: USER.email,
			id: USER.id,
			image: '',
			login: USER.email,
			name: USER.name,
			last_name: '',
			projects_limit: 100,
			branches_limit: neon.limits.branchesPerProject,
			max_autoscaling_limit: 8,
			plan: 'scale_v3',
		},
	};
}

function listOrganizations(neon: Neon): SandboxResponse {
	return { status: 200, body: { organizations: [presentOrganization(neon)] } };
}

function readOrganization(neon: Neon, request: SandboxRequest): SandboxResponse {
	if (request.params['organizationId'] !== ORGANIZATION.id) throw notFound('organization');
	return { status: 200, body: presentOrganization(neon) };
}

function presentOrganization({ world }: Neon): Record<string, unknown> {
	return {
		...ORGANIZATION,
		handle: 'candlefish',
		plan: 'scale_v3',
		managed_by: 'console',
		created_at: isoTime(0),
		updated_at: isoTime(0),
		require_mfa: world.requiresTwoFactor,
	};
}
