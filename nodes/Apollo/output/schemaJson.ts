import type { IDataObject, JsonObject } from 'n8n-workflow';

import type { Deployment } from '../../deployment/state/deployment';
import type { LiveDeployment } from '../../deployment/state/liveDeployment';
import { artifactOf, commitIn, type PublishedSchema } from '../state/publishedSchema';
import type { SchemaResult } from '../state/schemaResult';

/** `candlefish@production`, and the subgraph in it. */
interface Place {
	readonly reference: string;
	readonly subgraph: string;
}

/** The Studio page of a launch. */
export function launchPage(reference: string, launchId: string): string | null {
	const [graphId = '', variant = ''] = reference.split('@');
	return launchId === ''
		? null
		: `https://studio.apollographql.com/graph/${graphId}/variant/${variant}/launches/${launchId}`;
}

export function targetOf({ reference, subgraph }: Place): string {
	return subgraph === '' ? reference : `${reference}/${subgraph}`;
}

/** The output of a publication, a roll back or a wait, in the shape of every platform. */
export function resultJson(place: Place, result: SchemaResult): JsonObject {
	const { launchId, schema, state, reason, verified, previous, startedAt } = result;
	const { artifact, ...deployment }: Deployment = {
		...schemaOf(place, launchId, schema),
		state,
		reason,
		live: verified,
		createdAt: startedAt || null,
		previous: previous?.launchId ?? null,
	};
	return {
		...deployment,
		artifact: artifact && { ...artifact },
		verified,
		isRollback: result.isRollback,
		reverted: result.reverted,
		warnings: [...result.warnings],
		launchUrl: launchPage(place.reference, launchId),
	};
}

/** A schema that routers are, or were, served. */
export function publishedJson(place: Place, schema: PublishedSchema, isLive: boolean): IDataObject {
	const deployment: Deployment = {
		...schemaOf(place, schema.launchId, schema),
		state: isLive ? 'live' : 'ready',
		reason: '',
		live: isLive,
		createdAt: schema.servedAt,
		previous: null,
	};
	return { ...deployment, routingUrl: schema.routingUrl, launchUrl: launchPage(place.reference, schema.launchId) };
}

/** What routers are served of a subgraph, and what is under way, by one look. A schema has no address of its own. */
export function liveJson(
	place: Place,
	live: PublishedSchema | null,
	underWay: LiveDeployment['underWay'],
): IDataObject {
	const seen: LiveDeployment = {
		platform: 'graphos',
		target: targetOf(place),
		context: '',
		isLive: live !== null,
		deploymentId: live?.launchId ?? '',
		artifact: live === null ? '' : artifactOf(live),
		commit: commitIn(live?.revision ?? ''),
		url: '',
		version: live?.launchId.slice(0, 8) ?? '',
		publishedAt: live?.servedAt ?? '',
		underWay,
	};
	return { ...seen };
}

function schemaOf(
	place: Place,
	launchId: string,
	{ hash, revision }: { readonly hash: string; readonly revision: string },
): Pick<Deployment, 'platform' | 'target' | 'id' | 'version' | 'commit' | 'artifact' | 'createdBy' | 'url'> {
	const digest = artifactOf({ hash });
	return {
		platform: 'graphos',
		target: targetOf(place),
		id: launchId,
		version: launchId === '' ? null : launchId.slice(0, 8),
		commit: commitIn(revision) || null,
		artifact: digest === '' ? null : { kind: 'schema', ref: digest, digest },
		createdBy: null,
		url: null,
	};
}
