import type { NetlifyEnvironmentValue, NetlifyEnvironmentVariable } from '../../api/types';

/**
 * Where the value of a secret goes when it is set for all: Netlify refuses `all` for secrets, and a
 * value for local development could be read by everybody
 * (docs.netlify.com/environment-variables/secrets-controller).
 */
export const deployedContexts = ['production', 'deploy-preview', 'branch-deploy'] as const;

/** One place for a value. */
export interface DeployContext {
	readonly context: string;
	/** With context `branch`; otherwise null. */
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

/** The value that is set for this very context. */
export function ownValue(
	values: readonly NetlifyEnvironmentValue[],
	place: DeployContext,
): NetlifyEnvironmentValue | undefined {
	return values.find((value) => contextName(contextOf(value)) === contextName(place));
}

/** Contexts whose values Netlify shows even of a secret. */
export const localContexts: readonly string[] = ['dev', 'dev-server'];

/** Whether Netlify reports this value, rather than stars in its place. */
export function isReadable(variable: NetlifyEnvironmentVariable, context: string): boolean {
	return variable.is_secret !== true || localContexts.includes(context);
}

/** The value that a deploy of this context gets: its own, or the wider one's. */
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
		const found = ownValue(values, candidate);
		if (found) return found;
	}
	return undefined;
}

/** Places without `all`, in whose place a secret has one value for each deployed context. */
export function deployedPlaces(places: readonly DeployContext[]): DeployContext[] {
	const expanded = places.flatMap((place) =>
		place.context === 'all' ? deployedContexts.map((context) => ({ context, branch: null })) : [place],
	);
	return [...new Map(expanded.map((place) => [contextName(place), place])).values()];
}
