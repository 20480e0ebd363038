import type { IDataObject } from 'n8n-workflow';

/** An object of Netlify's without some of its properties. */
export function without(source: object, names: readonly string[]): IDataObject {
	return Object.fromEntries(Object.entries(source).filter(([name]) => !names.includes(name)));
}

/** Netlify's deploys carry a token of their own and access to the build log. */
export function withoutSecrets(deploy: object): IDataObject {
	return without(deploy, ['skew_protection_token', 'log_access_attributes']);
}
