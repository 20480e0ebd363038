import type { BundledWorkflow } from './bundle';

/** `kept` when the latest version was published already. */
export type Publication = 'published' | 'kept' | 'blocked';

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

/** A credential of the bundle's, and whether somebody has something to do about it. */
export interface CredentialReport {
	readonly role: string;
	readonly type: string;
	readonly id: string | undefined;
	readonly name: string;
	/** `created`: with nothing in it, `toFillIn`: still so. */
	readonly change: 'created' | 'toFillIn' | 'unchanged' | 'ambiguous' | 'unknownType';
	readonly problem?: string;
}

export interface PushReport {
	readonly workflows: readonly PushedWorkflow[];
	readonly dataTables: ReadonlyArray<{ readonly name: string; readonly change: string }>;
	/** Empty unless placeholders were asked for. */
	readonly credentials: readonly CredentialReport[];
	/** True only when everything is wired, and published where it should be. */
	readonly isComplete: boolean;
}

/** A report in the manifest's order. */
export function reportOf(
	selected: readonly BundledWorkflow[],
	pushed: readonly PushedWorkflow[],
	dataTables: PushReport['dataTables'],
	credentials: PushReport['credentials'] = [],
): PushReport {
	const workflows = selected.flatMap(({ id }) => pushed.find(({ portableId }) => portableId === id) ?? []);
	const isComplete = workflows.every(({ problems }) => problems.length === 0);
	return { workflows, dataTables, credentials, isComplete };
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
