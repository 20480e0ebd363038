import { isTrueAt, textAt, valueAt } from '../values/jsonFields';
import type { Evidence } from './evidence';
import { failureOf, type StepResult } from './stepResult';

/** What was live at the end, by one look. */
export interface EndLook {
	/** The platform's id; empty when nothing is live. */
	readonly id: string;
	readonly artifact: string;
	readonly commit: string;
	readonly url: string;
}

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
