import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { listAnnotations, postAnnotation, readAnnotation } from '../api/annotations';
import type { GrafanaAnnotation } from '../api/types';
import { type AnnotationWish, hasAll, isSameAnnotation, keyTag } from '../state/annotation';

export interface CreatedAnnotation {
	readonly annotation: GrafanaAnnotation;
	/** False: it was there already. */
	readonly isNew: boolean;
}

/** Looks first: an annotation of the same key, or of the same text, time and tags, is the one. Read back after it was made. */
export async function createAnnotation(
	client: PlatformClient,
	wish: AnnotationWish,
	key: string,
): Promise<CreatedAnnotation> {
	const there = await findAnnotation(client, wish, key);
	if (there !== undefined) return { annotation: there, isNew: false };
	const id = await writeOnce<number>({
		what: `the annotation "${wish.text}"`,
		send: async () => await postAnnotation(client, bodyOf(wish, key)),
		find: async () => (await findAnnotation(client, wish, key))?.id,
	});
	const annotation = await readAnnotation(client, String(id));
	if (annotation !== null) return { annotation, isNew: true };
	throw new OperationFailure(
		`Grafana accepted the annotation "${wish.text}" as ${id}, and it is not there`,
		'Look at it in Grafana, and whether somebody deletes annotations of these tags',
	);
}

/** By its key alone; undefined where there is none. */
export async function annotationOfKey(client: PlatformClient, key: string): Promise<GrafanaAnnotation | undefined> {
	const tag = keyTag(key);
	return (await listAnnotations(client, { tags: [tag] }, 10)).find((annotation) => hasAll(annotation, [tag]));
}

async function findAnnotation(
	client: PlatformClient,
	wish: AnnotationWish,
	key: string,
): Promise<GrafanaAnnotation | undefined> {
	if (key !== '') return await annotationOfKey(client, key);
	const span = { fromMs: wish.timeMs - 1, toMs: wish.timeMs + 1 };
	const near = await listAnnotations(client, { tags: wish.tags, span }, 100);
	return near.find((annotation) => isSameAnnotation(annotation, wish));
}

function bodyOf({ text, tags, timeMs, timeEndMs, dashboardUid }: AnnotationWish, key: string) {
	return {
		text,
		tags: [...tags, ...(key === '' ? [] : [keyTag(key)])],
		time: Math.round(timeMs),
		...(timeEndMs !== null && { timeEnd: Math.round(timeEndMs) }),
		...(dashboardUid !== null && { dashboardUID: dashboardUid }),
	};
}
