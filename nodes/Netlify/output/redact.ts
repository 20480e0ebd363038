import type { IDataObject } from 'n8n-workflow';

/** What stands in for a value that must not be in an execution's data. */
export const redacted = '***';

/** An object of Netlify's without some of its properties. */
export function omit(source: object, names: readonly string[]): IDataObject {
	return Object.fromEntries(Object.entries(source).filter(([name]) => !names.includes(name)));
}

/** A deploy without its own token and the access to its build log. */
export function redactDeploy(deploy: object): IDataObject {
	return omit(deploy, ['skew_protection_token', 'log_access_attributes']);
}
