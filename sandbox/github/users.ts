import { createHash } from 'node:crypto';

import type { GitHubUrls } from './urls';
import { isoTime, nodeId } from './urls';
import type { JsonObject } from './world';

export const SANDBOX_TOKEN = 'sandbox-github-token';
/** Sees what `SANDBOX_TOKEN` sees and may change nothing. */
export const SANDBOX_READ_ONLY_TOKEN = 'sandbox-github-readonly-token';
/** An app's: it may make check runs, which no person's token may, and has no user of its own. */
export const SANDBOX_APP_TOKEN = 'sandbox-github-app-token';

/** The account behind the sandbox tokens. */
export const TOKEN_LOGIN = 'slipway-bot';
/** The account of the app's token. */
export const APP_LOGIN = 'slipway-app[bot]';
export const ORGANIZATION_LOGINS: readonly string[] = ['candlefish-ai'];

/** A stable number for a login, as every account has one. */
export function userId(login: string): number {
	return 1_000_000 + (createHash('sha1').update(login).digest().readUInt32BE(0) % 90_000_000);
}

export function isOrganization(login: string): boolean {
	return ORGANIZATION_LOGINS.includes(login.toLowerCase());
}

/** A git author is free text; a login is what is left of it once it fits one. */
export function loginOf(author: string): string {
	const name = author.replace(/<.*>/, '').trim().toLowerCase();
	return name.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'ghost';
}

/** The no-reply address GitHub gives an account. */
export function emailOf(author: string): string {
	const written = /<([^<>@\s]+@[^<>\s]+)>/.exec(author)?.[1];
	const login = loginOf(author);
	return written ?? `${userId(login)}+${login}@users.noreply.github.com`;
}

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
export function representAuthenticatedUser(
	urls: GitHubUrls,
	login: string,
	publicRepositoryCount: number,
): JsonObject {
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
