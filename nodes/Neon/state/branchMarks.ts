import type { Annotation, NeonBranch } from '../api/types';

/** The annotation that says which run made a branch, written with it. */
const runMark = 'slipway-run';

/** And which branch it was made from: Neon does not report that for a branch with the schema only. */
const parentMark = 'slipway-parent';

export function marksOf(runId: string, parent: NeonBranch): Annotation {
	return { [runMark]: runId, [parentMark]: parent.id };
}

export function isMadeBy(runId: string, annotation: Annotation): boolean {
	return annotation[runMark] === runId;
}

/** The parent of a branch that this node made; undefined for others. */
export function markedParent(annotation: Annotation): string | undefined {
	return annotation[parentMark];
}
