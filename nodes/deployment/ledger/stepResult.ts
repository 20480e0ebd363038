import { isRecord, textAt, valueAt } from '../values/jsonFields';
import { isDeploymentState, phaseOf } from '../state/deploymentState';

/** What a step put into a field of the item: of ours `{ ok, ... }`, of a failed one `{ ok: false, error: { message, advice } }`. */
export type StepResult = Readonly<Record<string, unknown>>;

/** A step's result; null when it did not run, or left no answer. */
export function resultAt(item: unknown, name: string): StepResult | null {
	const value = valueAt(item, name);
	return isRecord(value) ? value : null;
}

/** Why a step could not do what it was to do, with what to do about it; null when it could. */
export function failureOf(result: StepResult | null): string | null {
	if (result === null || result.ok !== false) return null;
	return sentences(
		textAt(result, 'error', 'message') ?? textAt(result, 'reason') ?? '',
		textAt(result, 'error', 'advice') ?? textAt(result, 'advice') ?? '',
	);
}

/** Why something is as it is: a failure, or the reason that a result gives. */
export function reasonOf(result: StepResult | null): string {
	return failureOf(result) ?? textAt(result, 'reason') ?? '';
}

/** Why a deployment is as it is, with what to do about it. */
export function explain(result: StepResult): string {
	return failureOf(result) ?? sentences(textAt(result, 'reason') ?? '', textAt(result, 'advice') ?? '');
}

/** Whether a platform's deployment was last seen on its way, so that it may still go live. */
export function mayStillGoLive(result: StepResult | null): boolean {
	const state = textAt(result, 'state');
	return isDeploymentState(state) && phaseOf(state) === 'pending';
}

/** Sentences in a row, whether they end with a full stop or not; empty ones left out. */
export function sentences(...parts: readonly string[]): string {
	return parts
		.filter((part) => part !== '')
		.map((part, index, all) => (index < all.length - 1 ? part.replace(/[.\s]+$/, '') : part))
		.join('. ');
}
