import { isTrueAt, numberAt, textAt, valueAt } from '../values/jsonFields';
import type { Page } from './page';
import { stringAt } from './record';
import { failureOf, resultAt } from './stepResult';

/** What is done about a run that ended with an error, or was left behind when n8n died. */
export type DeadRunDecision =
	/** Its release goes on with the next run: `ask` starts it. */
	| { readonly next: 'restart'; readonly reason: string; readonly ask: Readonly<Record<string, unknown>> }
	/** Nothing mends it: the person on call is told; `directly` where the workflow that tells is what died. */
	| { readonly next: 'page' | 'pageDirectly'; readonly reason: string; readonly page: Page; readonly claimKey: string }
	| { readonly next: 'nothing'; readonly reason: string };

/** A release is taken up so often before a person is asked. */
const maxRestarts = 3;

/** Called by others, which wait for them and tell what became of them. */
const calledWorkflow = /^Slipway (?:03|04|11|1[5-9]|2\d):/;

/** They ask for a look at a repository and branch, or at a pull request: what one of them did not come to is seen again within a minute. */
const askingWorkflow = /^Slipway (?:01|02|06|08|4[23]):/;

/** It only marks dashboards, which nobody is woken for. */
const decoratingWorkflow = /^Slipway 36:/;

/** Steps of a run that has its turn, and that need Redis. */
const stepsWithATurn = [
	'Note what is looked at',
	'See what is live',
	'Deploy the wave',
	'Roll back in reverse',
	'Make or remove the parts',
	'Leave the turn',
];

const turnWorkflow = /^Slipway (?:02|06):/;

/** Nobody is woken for a preview. */
const previewWorkflow = /^Slipway (?:06|2[5-8]|4[23]):/;

/** What n8n says of a run that it, or one of its workers, left behind (n8n-mechanics, 2 and 8). */
const leftBehind = /^Workflow did not finish|^This execution failed to be processed too many times/;

/** The workflow that tells the person on call. */
const tellingWorkflow = /^Slipway 13:/;

/**
 * Decides by what n8n tells of the run (`workflow`, `execution`, `node`, `mode`, `reason`, `url`), and by what *Turn:
 * Take Over* found under `turn`.
 */
export function decideAboutDeadRun(died: unknown): DeadRunDecision {
	const text = (name: string): string => stringAt(died, name);
	const [workflow, reason, node] = [text('workflow'), text('reason'), text('node')];
	if (reason.startsWith('Told: ')) return { next: 'nothing', reason: 'It failed, and that was told' };
	const turn = resultAt(died, 'turn');
	const isFound = isTrueAt(turn, 'isFound');
	if (isFound && !isTrueAt(turn, 'isDead')) {
		return { next: 'nothing', reason: 'Its release goes on, or is over' };
	}
	if (!isFound && text('mode') === 'integrated' && calledWorkflow.test(workflow)) {
		return { next: 'nothing', reason: 'The run that called it tells how it ended' };
	}
	const unseen = failureOf(turn);
	if (!isFound && unseen === null && askingWorkflow.test(workflow) && leftBehind.test(reason)) {
		return { next: 'nothing', reason: 'It had no turn: GitHub Watch asks for what it would have asked for' };
	}
	if (!isFound && decoratingWorkflow.test(workflow) && leftBehind.test(reason)) {
		return { next: 'nothing', reason: 'A mark on the dashboards may be missing' };
	}
	const lostRedis = unseen !== null && !leftBehind.test(reason) && stepsWithATurn.includes(node);
	if (lostRedis && turnWorkflow.test(workflow)) {
		return { next: 'nothing', reason: 'It had a turn: GitHub Watch takes that up as soon as Redis answers again' };
	}
	const what = `${workflow} died${node === '' ? '' : ` at "${node}"`}: ${reason}`;
	const restarts = numberAt(turn, 'restarts') ?? 0;
	const ask = valueAt(turn, 'item');
	if (isFound && restarts <= maxRestarts && typeof ask === 'object' && ask !== null) {
		return { next: 'restart', reason: `${what}. It is taken up again (${restarts})`, ask: { ...ask } };
	}
	const summary = isFound
		? `The release of ${stringAt(turn, 'turnName')} died ${restarts} times, the last time: ${what}`
		: unseen === null
			? what
			: `${what}. Nobody could see whether its release goes on: ${unseen}`;
	return {
		next: tellingWorkflow.test(workflow) ? 'pageDirectly' : 'page',
		reason: summary,
		page: pageOfDeadRun(died, summary),
		claimKey: `slipway:died:${text('execution') || workflow}`,
	};
}

/** Keyed by what is affected where that is known, else by this very run: never by a workflow's name, which many share. */
function pageOfDeadRun(died: unknown, summary: string): Page {
	const text = (name: string): string => stringAt(died, name);
	const turnName = textAt(died, 'turn', 'turnName');
	const named = /^(slipway\/\S+): /.exec(text('reason'))?.[1];
	return {
		action: 'trigger',
		key: named ?? `slipway/${turnName ?? `execution/${text('execution') || text('workflow')}`}`,
		summary,
		severity: previewWorkflow.test(text('workflow')) ? 'warning' : 'critical',
		source: 'n8n',
		component: text('workflow'),
		group: '',
		class: 'workflow died',
		details: JSON.stringify({ workflow: text('workflow'), execution: text('execution'), node: text('node') }),
		siteUrl: '',
		commitUrl: '',
		runUrl: text('url'),
	};
}
