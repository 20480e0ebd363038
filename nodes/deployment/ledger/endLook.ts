import { isTrueAt, textAt, valueAt } from '../values/jsonFields';
import type { Evidence } from './evidence';
import type { DeploymentRecord } from './record';
import { failureOf, type StepResult } from './stepResult';

/** What was live at the end, by one look. */
export interface EndLook {
	/** The platform's id; empty when nothing is live. */
	readonly id: string;
	readonly artifact: string;
	readonly commit: string;
	readonly url: string;
}

/** What a deployment or a roll back left live, as its row tells it. */
export type LeftLive = Pick<DeploymentRecord, 'liveId' | 'liveArtifact' | 'liveCommit'>;

/** Whether it is what *Get Live* gives, or its failure; the bundle before it had a platform's own fields there. */
export function isOneLook(live: StepResult | null): live is StepResult {
	return live !== null && (valueAt(live, 'deploymentId') !== undefined || live.ok === false);
}

/** The look at the end; null when nobody could look. */
export function endLookOf({ live }: Evidence): EndLook | null {
	if (live === null || failureOf(live) !== null || !isOneLook(live)) return null;
	const isLive = isTrueAt(live, 'isLive');
	return {
		id: isLive ? (textAt(live, 'deploymentId') ?? '') : '',
		artifact: isLive ? (textAt(live, 'artifact') ?? '') : '',
		commit: isLive ? (textAt(live, 'commit') ?? '') : '',
		url: textAt(live, 'url') ?? '',
	};
}

/** What was seen live at the end; where that look failed, what the platform proved just before. */
export function leftBy(look: EndLook | null, { record, published }: Evidence): LeftLive {
	if (look !== null) {
		return { liveId: look.id, liveArtifact: look.artifact, liveCommit: look.commit || record.commit };
	}
	return {
		liveId: textAt(published, 'id') ?? '',
		liveArtifact: artifactIn(published),
		liveCommit: textAt(published, 'commit') ?? record.commit,
	};
}

function artifactIn(published: StepResult | null): string {
	return (
		textAt(published, 'artifact') ??
		textAt(published, 'artifact', 'digest') ??
		textAt(published, 'artifact', 'ref') ??
		''
	);
}
