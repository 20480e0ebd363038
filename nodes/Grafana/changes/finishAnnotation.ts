import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';
import { patchAnnotation, readAnnotation } from '../api/annotations';
import type { GrafanaAnnotation } from '../api/types';
import { hasAll } from '../state/annotation';

/** How a region ends. */
export interface AnnotationEnd {
	readonly timeEndMs: number;
	/** Empty leaves it as it is. */
	readonly text: string;
	/** In addition. */
	readonly tags: readonly string[];
}

/** Makes a region of an annotation, and reads it back. */
export async function finishAnnotation(
	client: PlatformClient,
	before: GrafanaAnnotation,
	{ timeEndMs, text, tags }: AnnotationEnd,
): Promise<GrafanaAnnotation> {
	const id = String(before.id);
	const timeEnd = Math.round(timeEndMs);
	const all = [...new Set([...(before.tags ?? []), ...tags])];
	await patchAnnotation(client, id, { timeEnd, ...(text !== '' && { text }), tags: all });
	const after = await readAnnotation(client, id);
	if (after !== null && after.timeEnd === timeEnd && hasAll(after, all)) return after;
	throw new OperationFailure(
		after === null
			? `The annotation ${id} is gone`
			: `Grafana accepted the change of the annotation ${id}, and it still ends at ${after.timeEnd ?? 'no time'}`,
		'Look at it in Grafana, then run this again',
	);
}
