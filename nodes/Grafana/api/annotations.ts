import type { IDataObject } from 'n8n-workflow';

import { numberAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import { readIfThere } from '../../shared/http/readIfThere';
import type { PlatformClient } from '../../shared/http/platformClient';
import { PlatformRequestError } from '../../shared/operation/errors';
import type { GrafanaAnnotation } from './types';

/** What a list is narrowed to. */
export interface AnnotationFilter {
	/** All of these. */
	readonly tags: readonly string[];
	/** Milliseconds since the epoch; both or neither. */
	readonly span?: { readonly fromMs: number; readonly toMs: number };
}

/** Newest first. https://grafana.com/docs/grafana/latest/developers/http_api/annotations/ */
export async function listAnnotations(
	client: PlatformClient,
	{ tags, span }: AnnotationFilter,
	limit: number,
): Promise<GrafanaAnnotation[]> {
	return await client.list<GrafanaAnnotation>({
		method: 'GET',
		path: '/api/annotations',
		query: {
			type: 'annotation',
			limit,
			...(tags.length > 0 && { tags: [...tags] }),
			...(span && { from: Math.floor(span.fromMs), to: Math.ceil(span.toMs) }),
		},
	});
}

/** Sent once by its caller: Grafana would make a second one. @returns its id. */
export async function postAnnotation(client: PlatformClient, body: IDataObject): Promise<number | undefined> {
	const answer = await client.object({ method: 'POST', path: '/api/annotations', body });
	return numberAt(answer, 'id') ?? undefined;
}

/** Fields that are left out stay as they are. */
export async function patchAnnotation(client: PlatformClient, id: string, body: IDataObject): Promise<void> {
	await client.request({ method: 'PATCH', path: path`/api/annotations/${id}`, body, safeToRepeat: true });
}

/** Null where there is none. */
export async function readAnnotation(client: PlatformClient, id: string): Promise<GrafanaAnnotation | null> {
	const request = { path: path`/api/annotations/${id}` };
	const annotation = await readIfThere<GrafanaAnnotation>(client, request, 'annotation', 'text');
	if (annotation === null || typeof annotation.id === 'number') return annotation;
	throw new PlatformRequestError('Grafana', `GET ${request.path}`, 200, 'the answer has no id', null, 'unreadable');
}
