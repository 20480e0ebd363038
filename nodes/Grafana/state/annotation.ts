import type { GrafanaAnnotation } from '../api/types';

/** An annotation that there is to be. */
export interface AnnotationWish {
	readonly text: string;
	readonly tags: readonly string[];
	readonly timeMs: number;
	/** Of a region; null for a point. */
	readonly timeEndMs: number | null;
	/** Where it is shown; null for every dashboard that shows its tags. */
	readonly dashboardUid: string | null;
}

/** The tag by which a key's annotation is found again. */
export const keyTag = (key: string): string => `key:${key}`;

/** Whether it is the same annotation: an earlier try's, whose answer was lost. */
export function isSameAnnotation(annotation: GrafanaAnnotation, wish: AnnotationWish): boolean {
	return annotation.text === wish.text && annotation.time === Math.round(wish.timeMs) && hasAll(annotation, wish.tags);
}

export function hasAll({ tags = [] }: GrafanaAnnotation, wanted: readonly string[]): boolean {
	return wanted.every((tag) => tags.includes(tag));
}
