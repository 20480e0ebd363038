import type { BundledWorkflow } from './bundle';
import type { Publication } from './publishWorkflow';

export interface PushedWorkflow {
	readonly name: string;
	readonly portableId: string;
	/** Undefined when it is not in that n8n. */
	readonly id: string | undefined;
	/** `edited`: a person changed it in n8n since the last push, so it was left. */
	readonly change: 'created' | 'updated' | 'unchanged' | 'edited' | 'archived';
	/** `none` when the manifest wants none; `left` when a person unpublished it, or nothing was pushed. */
	readonly publication: Publication | 'none' | 'left';
	/** Why it could not be wired, overwritten or published, in words. */
	readonly problems: readonly string[];
	/** What stays as a person chose it in that n8n. */
	readonly kept: readonly string[];
}

export interface PushReport {
	readonly workflows: readonly PushedWorkflow[];
	readonly dataTables: ReadonlyArray<{ readonly name: string; readonly change: string }>;
	/** True only when everything is wired, and published where it should be. */
	readonly isComplete: boolean;
}

/** A report in the manifest's order. */
export function reportOf(
	selected: readonly BundledWorkflow[],
	pushed: readonly PushedWorkflow[],
	dataTables: PushReport['dataTables'],
): PushReport {
	const workflows = selected.flatMap(({ id }) => pushed.find(({ portableId }) => portableId === id) ?? []);
	return { workflows, dataTables, isComplete: workflows.every(({ problems }) => problems.length === 0) };
}

/** One workflow's lines for the terminal. */
export function describePushed({ name, change, publication, problems, kept }: PushedWorkflow): string {
	const lines = [
		...problems.map((problem) => `\n             - ${problem}`),
		...kept.map((what) => `\n             kept as chosen there: ${what}`),
	].join('');
	return `${name}: ${change}, ${PUBLICATIONS[publication]}${lines}`;
}

const PUBLICATIONS: Readonly<Record<PushedWorkflow['publication'], string>> = {
	published: 'published',
	kept: 'published already',
	none: 'run by hand, not published',
	blocked: 'NOT published',
	left: 'left as it is',
};
