import type { DeploymentUnderWay } from '../../deployment/state/liveDeployment';
import type { Launch, LaunchSummary, SubgraphInput } from '../api/types';

/** A schema of one subgraph that routers were served, from the launch that brought it on. */
export interface PublishedSchema {
	/** The first launch that routers were served it by; later ones for other subgraphs only carry it along. */
	readonly launchId: string;
	readonly hash: string;
	readonly revision: string;
	readonly routingUrl: string;
	/** ISO 8601. */
	readonly servedAt: string;
}

export function inputOf(launch: LaunchSummary | null, subgraph: string): SubgraphInput | undefined {
	return launch?.subgraphs.find(({ name }) => name === subgraph);
}

export function isSameInput(
	one: Pick<SubgraphInput, 'hash' | 'routingUrl'> | undefined,
	other: Pick<SubgraphInput, 'hash' | 'routingUrl'> | undefined,
): boolean {
	return one !== undefined && one.hash === other?.hash && one.routingUrl === other.routingUrl;
}

/** Whether routers were served what it built. */
export function wasServed({ approvedAt, status }: LaunchSummary): boolean {
	return approvedAt !== null && status !== 'LAUNCH_FAILED';
}

/**
 * The schemas of a subgraph that routers were served, the newest first. A launch for another subgraph builds with
 * the same one, and makes none of its own; one that failed or was superseded served nobody.
 *
 * @param launches the newest first.
 */
export function publishedSchemas(launches: readonly LaunchSummary[], subgraph: string): PublishedSchema[] {
	const schemas: PublishedSchema[] = [];
	let current: SubgraphInput | undefined;
	for (const launch of launches.filter(wasServed)) {
		const input = inputOf(launch, subgraph);
		if (input !== undefined) {
			const { hash, revision, routingUrl } = input;
			if (isSameInput(input, current)) schemas.pop();
			schemas.push({
				launchId: launch.id,
				hash,
				revision,
				routingUrl,
				servedAt: launch.approvedAt ?? launch.createdAt,
			});
		}
		current = input;
	}
	return schemas;
}

/** A launch that would change what routers are served of a subgraph, as far as it is; null when none is at work. */
export function schemaUnderWay(launches: readonly LaunchSummary[], subgraph: string): DeploymentUnderWay | null {
	const [newest] = launches;
	const wanted = inputOf(newest ?? null, subgraph);
	if (newest?.status !== 'LAUNCH_INITIATED' || wasServed(newest) || wanted === undefined) return null;
	if (isSameInput(wanted, inputOf(launches.find(wasServed) ?? null, subgraph))) return null;
	let first = newest;
	for (const launch of launches.slice(1)) {
		// One that was superseded stays initiated; its schema goes on in the launch after it.
		if (launch.status !== 'LAUNCH_INITIATED' || !isSameInput(inputOf(launch, subgraph), wanted)) break;
		first = launch;
	}
	return {
		deploymentId: first.id,
		commit: commitIn(wanted.revision),
		artifact: artifactOf(wanted),
		startedAt: first.createdAt,
	};
}

/** A schema that routers are served, while contract variants still build with it: it may yet fail. */
export function contractsUnderWay(approved: Launch | null, live: PublishedSchema | null): DeploymentUnderWay | null {
	if (approved === null || live?.launchId !== approved.id || approved.downstream.every(isOver)) return null;
	return {
		deploymentId: approved.id,
		commit: commitIn(live.revision),
		artifact: artifactOf(live),
		startedAt: approved.createdAt,
	};
}

/** Whether the launch of a contract variant changes no more. */
export function isOver({ status, supersededAt }: Launch['downstream'][number]): boolean {
	return status === 'LAUNCH_COMPLETED' || status === 'LAUNCH_FAILED' || supersededAt !== null;
}

/** The commit that a revision is; empty where a publisher gave something else. */
export function commitIn(revision: string): string {
	return /^[0-9a-f]{7,64}$/i.test(revision) ? revision.toLowerCase() : '';
}

export function artifactOf({ hash }: Pick<SubgraphInput, 'hash'>): string {
	return hash === '' ? '' : `sha256:${hash}`;
}
