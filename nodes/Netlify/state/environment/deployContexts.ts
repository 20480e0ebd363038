import type { INodePropertyOptions } from 'n8n-workflow';

import { option } from '../../../shared/fields/fields';
import type { NetlifyEnvironmentValue } from '../../api/types';

/** Netlify's deploy contexts, in its own words; `branch` comes with the name of one. */
export const contextOptions: INodePropertyOptions[] = [
	option('All', 'all', 'Wherever no value of its own is set'),
	option('Branch', 'branch', 'The deploys of one branch'),
	option('Branch Deploys', 'branch-deploy'),
	option('Deploy Previews', 'deploy-preview'),
	option('Local Development', 'dev'),
	option('Local Development Server', 'dev-server'),
	option('Production', 'production'),
];

export const scopeOptions: INodePropertyOptions[] = [
	option('Builds', 'builds'),
	option('Functions', 'functions'),
	option('Post Processing', 'post-processing'),
	option('Runtime', 'runtime'),
];

/**
 * Where the value of a secret goes when it is set for all: Netlify refuses `all` for secrets, and a
 * value for local development could be read by everybody
 * (docs.netlify.com/environment-variables/secrets-controller).
 */
export const deployedContexts = ['production', 'deploy-preview', 'branch-deploy'] as const;

/** One place for a value. */
export interface DeployContext {
	readonly context: string;
	/** With context `branch`, else null. */
	readonly branch: string | null;
}

/** `production`, or `branch main`: what a person calls it, and what two values of one place share. */
export function contextName({ context, branch }: DeployContext): string {
	return branch === null ? context : `${context} ${branch}`;
}

export function contextOf(value: NetlifyEnvironmentValue): DeployContext {
	const context = value.context ?? 'all';
	return { context, branch: context === 'branch' ? (value.context_parameter ?? '') : null };
}

/** The value that a deploy of this context gets: its own, or else the wider one's. */
export function effectiveValue(
	values: readonly NetlifyEnvironmentValue[],
	place: DeployContext,
): NetlifyEnvironmentValue | undefined {
	const wider: DeployContext[] = [
		place,
		...(place.context === 'branch' ? [{ context: 'branch-deploy', branch: null }] : []),
		{ context: 'all', branch: null },
	];
	for (const candidate of wider) {
		const found = values.find((value) => contextName(contextOf(value)) === contextName(candidate));
		if (found) return found;
	}
	return undefined;
}
