import { createHash } from 'node:crypto';

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
