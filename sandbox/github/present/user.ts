import type { JsonObject } from '../model';
import { isOrganization, userId } from '../world/accounts';
import type { GitHubUrls } from './urls';
import { isoTime, nodeId } from './urls';

export function representUser(urls: GitHubUrls, login: string): JsonObject {
	const id = userId(login);
	const api = `${urls.api}/users/${login}`;
	return {
		login,
		id,
		node_id: nodeId('User', id),
		avatar_url: `${urls.web}/avatars/${id}.svg`,
		gravatar_id: '',
		url: api,
		html_url: `${urls.web}/${login}`,
		followers_url: `${api}/followers`,
		following_url: `${api}/following{/other_user}`,
		gists_url: `${api}/gists{/gist_id}`,
		starred_url: `${api}/starred{/owner}{/repo}`,
		subscriptions_url: `${api}/subscriptions`,
		organizations_url: `${api}/orgs`,
		repos_url: `${api}/repos`,
		events_url: `${api}/events{/privacy}`,
		received_events_url: `${api}/received_events`,
		type: isOrganization(login) ? 'Organization' : 'User',
		site_admin: false,
	};
}

/** `GET /user`: the public profile. */
export function representAuthenticatedUser(urls: GitHubUrls, login: string, publicRepositoryCount: number): JsonObject {
	return {
		...representUser(urls, login),
		name: 'Slipway Bot',
		company: null,
		blog: '',
		location: null,
		email: null,
		hireable: null,
		bio: null,
		twitter_username: null,
		public_repos: publicRepositoryCount,
		public_gists: 0,
		followers: 0,
		following: 0,
		created_at: isoTime(Date.UTC(2025, 0, 1)),
		updated_at: isoTime(Date.UTC(2025, 0, 1)),
	};
}
