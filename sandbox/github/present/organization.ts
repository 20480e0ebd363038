import type { components } from '@octokit/openapi-types';

import { userId } from '../world/accounts';
import type { GitHubUrls } from './urls';
import { isoTime, nodeId } from './urls';

/** An organization as its owners see it. */
export function representOrganization(
	urls: GitHubUrls,
	login: string,
	isTwoFactorRequired: boolean,
): components['schemas']['organization-full'] {
	const id = userId(login);
	const api = `${urls.api}/orgs/${login}`;
	return {
		login,
		id,
		node_id: nodeId('Organization', id),
		url: api,
		repos_url: `${api}/repos`,
		events_url: `${api}/events`,
		hooks_url: `${api}/hooks`,
		issues_url: `${api}/issues`,
		members_url: `${api}/members{/member}`,
		public_members_url: `${api}/public_members{/member}`,
		avatar_url: `${urls.web}/avatars/${id}.svg`,
		description: null,
		has_organization_projects: true,
		has_repository_projects: true,
		public_repos: 0,
		public_gists: 0,
		followers: 0,
		following: 0,
		html_url: `${urls.web}/${login}`,
		type: 'Organization',
		two_factor_requirement_enabled: isTwoFactorRequired,
		created_at: isoTime(Date.UTC(2025, 0, 1)),
		updated_at: isoTime(Date.UTC(2025, 0, 1)),
		archived_at: null,
	};
}
